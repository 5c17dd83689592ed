"""What a ledger tells as finished: it comes in closed, dated by the ledger, and nobody here has anything to do with it."""

from datetime import datetime, timedelta

from sunshine.cases import rules
from sunshine.cases.models import Case
from sunshine.cases.states import NoteKind, Outcome, State
from sunshine.matters.actions.steps import StepChange, Words

_INSTANT = timedelta(seconds=1)


def as_history(case: Case, report: rules.Report, ended: datetime) -> None:
    """Let a matter that is not yet written be one that began and ended elsewhere: no term runs here and nobody waits."""
    told = report.told_at
    case.received_at = told if told is not None and told < ended else ended - _INSTANT
    case.state, case.outcome = State.CLOSED, Outcome.HISTORY
    case.closed_at = case.answered_at = ended
    case.due_at, case.contact_by, case.assignee_id = report.due_limit or ended, None, None


def step_of_history(report: rules.Report, ended: datetime) -> StepChange:
    """How it is taken in: its reply is kept, its entry counts it as history and publishes nothing."""
    words = Words(NoteKind.ANSWER, report.reply, to_resident=True) if report.reply else None
    facts = {"channel": str(report.channel), "ended_at": ended.isoformat()}
    return StepChange(words=words, facts=facts, hidden=True)
