"""Notes among those who help, the slip with the secret link, and erasing what a closed wish said."""

from datetime import datetime

from django.db import transaction

from sunshine.matters.actions.steps import StepChange, Words
from sunshine.matters.queries.originals import NOTHING
from sunshine.matters.rules.words import check_words
from sunshine.matters.states import RETENTION
from sunshine.notices.actions import erase_messages
from sunshine.people.actions import erase
from sunshine.record.actions import erase_seals
from sunshine.record.states import Actor, ActorKind
from sunshine.wishes.actions.move import move
from sunshine.wishes.models import Wish
from sunshine.wishes.queries.links import wish_token
from sunshine.wishes.states import WishNoteKind


@transaction.atomic
def note(wish: Wish, *, by: Actor, at: datetime, text: str, seen: int | None = None) -> Wish:
    """Write down something for those who help and for staff; the wisher does not see it."""
    words = Words(WishNoteKind.NOTE, check_words(text))
    return move(wish, "note", by=by, at=at, seen=seen, step=StepChange(words=words))


@transaction.atomic
def slip(wish: Wish, *, by: Actor, at: datetime, seen: int | None = None) -> str:
    """The link's token, for the paper that the wisher takes home: printed by whoever does not help, each a step.

    Whoever holds it speaks for the wisher. Raises Refused; the number alone is on every slip.
    """
    move(wish, "print", by=by, at=at, seen=seen)
    return wish_token(wish.ref)


@transaction.atomic
def forget(wish: Wish, *, by: Actor, at: datetime, why: str, seen: int | None = None) -> Wish:
    """Erase, for good, all that a closed wish says of anybody; number, kind, place and dates stay for the figures.

    `why` is RETENTION, or the words of whoever asks for it; then the public wording goes too, and the reason is sealed.
    Raises Refused for a wish that is open or erased already, Overtaken when somebody was faster.
    """
    asked = why != RETENTION or by.kind != ActorKind.SYSTEM
    reason = check_words(why, least=4, what="why") if asked else ""
    kept = [contact for contact in (wish.contact, wish.for_person) if contact is not None]
    # Why somebody looked at a contact stays readable for as long as looks are audited.
    seals = erase_seals([wish.subject, *([] if asked else [contact.subject for contact in kept])])
    step = StepChange(
        {"text": "", "original": NOTHING, "building_id": None, **({"public_text": ""} if asked else {})},
        facts={"why": "request" if asked else RETENTION, "seals": seals},
        sealed={"reason": reason} if asked else {},
        hidden=True,
    )
    move(wish, "forget", by=by, at=at, seen=seen, step=step)
    wish.notes.update(text="", original=NOTHING)
    erase_messages(wish.subject)
    for contact in kept:
        if contact.erased_at is None:
            erase(contact, by=by, at=at, why="request" if asked else RETENTION)
    return wish
