"""Erasing a closed matter: after the time the law gives, or earlier because a person asks for it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from sunshine.cases.actions.move import move
from sunshine.cases.models import Case, Note, Part, Proposal, Whistle
from sunshine.files.actions import erase_photos
from sunshine.matters.actions.steps import StepChange
from sunshine.matters.queries.originals import NOTHING
from sunshine.matters.rules.words import check_words
from sunshine.matters.states import RETENTION
from sunshine.notices.actions import erase_messages
from sunshine.people.actions import erase
from sunshine.record.actions import erase_seals
from sunshine.record.states import Actor, ActorKind

_EMPTY: dict[str, Any] = {
    "text": "",
    "original": NOTHING,
    "location": "",
    "words": None,
    "building_id": None,
    "lon": None,
    "lat": None,
    "why_place": {},
    "why_here": {},
    "shelved_reason": "",
    "cell": "",
}


@transaction.atomic
def forget(case: Case, *, by: Actor, at: datetime, why: str, seen: int | None = None) -> Case:
    """Erase, for good, all that a closed matter says of anybody; number, kind, place and dates stay for the figures.

    `why` is RETENTION, or the words of whoever asks for it; then the published wording goes too, and the reason is
    sealed. Raises Refused for a matter that is open or erased already, Overtaken when somebody was faster.
    """
    asked = why != RETENTION or by.kind != ActorKind.SYSTEM
    reason = check_words(why, least=4, what="why") if asked else ""
    seals = erase_seals(_subjects(case, asked))
    step = StepChange(
        {**_EMPTY, **({"released_text": "", "released_result": ""} if asked else {})},
        facts={"why": "request" if asked else RETENTION, "seals": seals},
        sealed={"reason": reason} if asked else {},
        hidden=True,
    )
    move(case, "forget", by=by, at=at, seen=seen, step=step)
    Note.objects.filter(case=case).update(text="", original=NOTHING)
    Part.objects.filter(case=case).update(task="", found="", answer="")
    Whistle.objects.filter(case=case).update(where="", conclusion="")
    Proposal.objects.filter(case=case).update(text="", answer="", rule="")
    erase_messages(case.subject)
    erase_photos(case.subject)
    for contact in (case.contact, case.for_person):
        if contact is not None and contact.erased_at is None:
            erase(contact, by=by, at=at, why="request" if asked else RETENTION)
    return case


def _subjects(case: Case, asked: bool) -> list[str]:
    """Whose sealed parts go. Why somebody looked at a contact stays readable for as long as looks are audited."""
    contacts = [] if asked else [case.contact_id, case.for_person_id]
    return [case.subject, *[f"contact:{key}" for key in contacts if key is not None]]
