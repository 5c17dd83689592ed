"""Erasing a closed matter: after the time the law gives, or earlier because a person asks for it (个人信息保护法 §47)."""

from datetime import datetime
from typing import Any

from sunshine.matters.actions.steps import StepChange, TakeStep
from sunshine.matters.models import Matter
from sunshine.matters.queries.originals import NOTHING
from sunshine.matters.rules.words import check_words
from sunshine.matters.states import RETENTION
from sunshine.notices.actions import erase_messages
from sunshine.people.actions import erase
from sunshine.record.actions import erase_seals
from sunshine.record.states import Actor, ActorKind


def erase_matter(
    matter: Matter, *, move: TakeStep, by: Actor, at: datetime, why: str, seen: int | None,
    empty: dict[str, Any], released: dict[str, Any],
) -> None:  # fmt: skip
    """Take the step `forget` of a matter: texts, notes, messages and contacts are gone for good; what figures need stays.

    `why` is RETENTION, or the words of whoever asks for it; then what was `released` to everybody goes too, and the reason is
    sealed. `empty` and `released` are the columns of the matter with what they hold afterwards. Called inside the
    transaction of its room's action, which erases what else hangs on it. Raises Refused for a matter that is open or erased
    already, Overtaken when somebody was faster.
    """
    asked = why != RETENTION or by.kind != ActorKind.SYSTEM
    reason = check_words(why, least=4, what="why") if asked else ""
    ground = "request" if asked else RETENTION
    contacts = [contact for contact in (matter.contact, matter.for_person) if contact is not None]
    # Why somebody looked at a contact stays readable for as long as looks are audited.
    seals = erase_seals([matter.subject, *([] if asked else [contact.subject for contact in contacts])])
    step = StepChange(
        {"text": "", "original": NOTHING, "building_id": None, **empty, **(released if asked else {})},
        facts={"why": ground, "seals": seals},
        sealed={"reason": reason} if asked else {},
        hidden=True,
    )
    move(matter, "forget", by=by, at=at, seen=seen, step=step)
    matter.notes.update(text="", original=NOTHING)
    erase_messages(matter.subject)
    for contact in contacts:
        if contact.erased_at is None:
            erase(contact, by=by, at=at, why=ground)
