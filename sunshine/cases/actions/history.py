"""What a ledger tells as finished: it comes in closed, dated by the ledger, and nobody here has anything to do with it."""

from datetime import datetime, timedelta

from sunshine.cases import rules
from sunshine.cases.actions.move import account_of
from sunshine.cases.actions.steps import Step, Words, keep_words, record
from sunshine.cases.models import Case
from sunshine.cases.states import NoteKind, Outcome, State
from sunshine.people.actions import limit_keeping
from sunshine.record.states import Actor

_INSTANT = timedelta(seconds=1)


def as_history(case: Case, report: rules.Report, ended: datetime) -> None:
    """Let a matter that is not yet written be one that began and ended elsewhere: no term runs here and nobody waits."""
    told = report.told_at
    case.received_at = told if told is not None and told < ended else ended - _INSTANT
    case.state, case.outcome = State.CLOSED, Outcome.HISTORY
    case.closed_at = case.answered_at = ended
    case.due_at, case.contact_by, case.assignee_id = report.due_limit or ended, None, None


def record_history(case: Case, report: rules.Report, *, by: Actor, at: datetime) -> None:
    """Part of taking it in: its custody is over, its reply is kept, its entry counts it as history and publishes nothing."""
    ended = case.closed_at or at
    case.custody.filter(link=case.link).update(ended=ended)
    words = Words(NoteKind.ANSWER, report.reply, to_resident=True) if report.reply else None
    if words is not None:
        keep_words(case, words, by, at)
    limit_keeping(case.contact_id, case.for_person_id, ended=ended)
    facts = {"channel": str(report.channel), "ended_at": ended.isoformat()}
    step = Step(words=words, facts=facts, hidden=True)
    record(case, "file", by=by, at=at, came_from="", step=step, account=account_of(case))
