"""An import taken back: each of its matters that nobody has touched is withdrawn by a recorded step of its own."""

from datetime import datetime

from django.db import transaction

from sunshine.cases.actions.finish import ALL_CLOCKS
from sunshine.cases.actions.move import move
from sunshine.cases.models import Case
from sunshine.cases.states import NoteKind, Outcome, State
from sunshine.clocks.actions import stop
from sunshine.matters.actions.steps import StepChange, Words
from sunshine.matters.rules.words import check_words
from sunshine.people.actions import limit_keeping
from sunshine.record.states import Actor


@transaction.atomic
def undo_import(case: Case, *, by: Actor, at: datetime, reason: str, seen: int | None = None) -> Case:
    """Take back what an import brought by mistake: it ends as undone, and its number may come in again.

    Raises Refused when somebody has worked on it since, Overtaken when somebody does so now.
    """
    words = Words(NoteKind.REASON, check_words(reason, least=4, what="reason"))
    changes = {"outcome": Outcome.UNDONE, "external_number": None}
    ends = {"closed_at": at} if case.state != State.CLOSED else {}  # what came in finished has its end
    move(
        case, "undo_import", by=by, at=at, seen=seen,
        step=StepChange({**changes, **ends}, words=words, facts={"number": case.external_number or ""}, hidden=True),
    )  # fmt: skip
    stop(case.subject, ALL_CLOCKS, at=at)
    limit_keeping(case.contact_id, case.for_person_id, ended=at)
    return case
