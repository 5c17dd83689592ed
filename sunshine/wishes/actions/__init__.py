"""The steps of a wish, as verbs; each checks, writes and records in one transaction. Say `wishes.claim(…)`.

ask(asking, *, by, at) -> AskedWish(wish, token). Every other step: verb(wish, *, by, at, seen=None, …) -> wish, where `seen` is
the step that was on the page: amend(kind, public_text, times, wanted_by, place), offer(public_text), decline(reason),
recall(), claim(organisation), pair(helpers), visit(day), hand_back(), fulfil(text), confirm(fulfilled, satisfied, comment,
channel), not_yet(comment, satisfied, channel), lapse(), withdraw(reason), note(text), forget(why).
slip(…) -> the link's token; reveal(wish, *, by, at, reason, for_person=False) -> (name, telephone).
"""

from sunshine.wishes.actions.ask import AskedWish, ask
from sunshine.wishes.actions.desk import (
    amend,
    decline,
    offer,
    recall,
)
from sunshine.wishes.actions.group import (
    claim,
    fulfil,
    hand_back,
    pair,
    reveal,
    visit,
)
from sunshine.wishes.actions.paper import forget, note, slip
from sunshine.wishes.actions.word import (
    confirm,
    lapse,
    not_yet,
    withdraw,
)

__all__ = [
    "AskedWish",
    "amend",
    "ask",
    "claim",
    "confirm",
    "decline",
    "forget",
    "fulfil",
    "hand_back",
    "lapse",
    "not_yet",
    "note",
    "offer",
    "pair",
    "recall",
    "reveal",
    "slip",
    "visit",
    "withdraw",
]
