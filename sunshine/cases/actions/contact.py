"""First contact (联系诉求人): an attempt to reach the resident, logged whether somebody answered or not (R-REQ-05)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from sunshine.cases.actions.move import move
from sunshine.cases.models import Call, Case
from sunshine.cases.states import CallKind, NoteKind
from sunshine.matters.actions.steps import StepChange, Words, officer_of
from sunshine.matters.rules.words import check_words
from sunshine.record.states import Actor


@transaction.atomic
def contact(
    case: Case, *, by: Actor, at: datetime, reached: bool, text: str = "", seen: int | None = None
) -> Case:
    """The holder rang the resident. Only when somebody answered has the first contact been made."""
    words = Words(NoteKind.CONTACT, check_words(text)) if text.strip() else None
    changes = contact_change(case, at) if reached else {}
    move(
        case,
        "contact",
        by=by,
        at=at,
        seen=seen,
        step=StepChange(changes, words=words, facts={"reached": reached}),
    )
    Call.objects.create(
        case=case, kind=CallKind.FIRST, reached=reached, officer_id=officer_of(by), step=case.version, at=at
    )
    return case


def contact_change(case: Case, at: datetime) -> dict[str, Any]:
    """The change of a step by which the resident heard from us: the first of them is the first contact."""
    return {} if case.contacted_at else {"contacted_at": at}
