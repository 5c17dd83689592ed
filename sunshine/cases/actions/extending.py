"""More time (延期), asked for before the deadline and allowed by another person; and the pause that ends by itself."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.cases import rules
from sunshine.cases.actions.move import move
from sunshine.cases.actions.proposals import decide, open_proposal, propose
from sunshine.cases.actions.tell import tell_resident
from sunshine.cases.models import Case, Reason
from sunshine.cases.states import Asking
from sunshine.clocks.actions import due_after_pause, extend, resume
from sunshine.clocks.queries import calendar
from sunshine.clocks.states import ClockKind, Unit
from sunshine.lib.moments import iso
from sunshine.lib.refusals import Refused
from sunshine.matters.actions.steps import StepChange
from sunshine.matters.actions.tell import tell_organisation
from sunshine.people.models import Organisation
from sunshine.people.queries import directory
from sunshine.record.states import Actor


@transaction.atomic
def ask_more_time(
    case: Case, *, by: Actor, at: datetime, amount: int, text: str, reason: Reason | None = None, seen: int | None = None
) -> Case:  # fmt: skip
    """Ask for so many units more of the deadline's own unit: before it, once, at most as long again (R-REQ-04).

    The clock runs on while that is not decided. Raises Refused.
    """
    rules.check_amount(case, amount, at=at)
    unit = Unit(calendar().policy(case.policy).handle_unit)
    until = calendar().after(case.due_at, amount, unit)
    if case.due_limit is not None:
        until = min(until, case.due_limit)
    propose(
        case, Asking.EXTENSION, by=by, at=at, text=text, seen=seen, reason=reason, until=until,
        step=StepChange(facts={"until": iso(until), "amount": amount, "unit": str(unit)}),
    )  # fmt: skip
    tell_organisation(case, "case_decide", _decider(case, at), at=at)
    return case


@transaction.atomic
def grant(case: Case, *, by: Actor, at: datetime, text: str, seen: int | None = None) -> Case:
    """Allow the time asked for, before the deadline; the resident is told the new day."""
    asked = open_proposal(case, Asking.EXTENSION)
    if at > case.due_at:
        raise Refused(
            _(
                "The deadline has passed meanwhile, and more time does not mend that. It can only be refused now."
            ),
            code="too_late",
        )
    until = asked.until or case.due_at
    step = StepChange({"due_at": until}, facts={"until": iso(until), "was_due": iso(case.due_at)})
    decide(case, asked, True, by=by, at=at, text=text, seen=seen, step=step)
    extend(case.subject, ClockKind.HANDLE, until=until)
    tell_organisation(case, "case_extended", case.holder, at=at)
    tell_resident(case, "case_extended", at=at)
    return case


@transaction.atomic
def deny(case: Case, *, by: Actor, at: datetime, text: str, seen: int | None = None) -> Case:
    """Refuse the time asked for; the deadline stays."""
    decide(case, open_proposal(case, Asking.EXTENSION), False, by=by, at=at, text=text, seen=seen)
    tell_organisation(case, "case_not_granted", case.holder, at=at)
    return case


@transaction.atomic
def resume_case(case: Case, *, by: Actor, at: datetime, seen: int | None = None) -> Case:
    """No reply came in time: work goes on with what is known, and the clock runs on from where it paused."""
    due = due_after_pause(case.subject, ClockKind.HANDLE, at=at, limit=case.due_limit) or case.due_at
    move(case, "resume", by=by, at=at, seen=seen, step=StepChange({"due_at": due}))
    resume(case.subject, ClockKind.HANDLE, at=at, limit=case.due_limit)
    tell_organisation(case, "case_resumed", case.holder, at=at)
    return case


def _decider(case: Case, at: datetime) -> Organisation:
    """Who decides: the dispatch desk of the place; of a complaint about staff a colleague at the desk that holds it."""
    if case.restricted:
        return case.holder
    return directory().dispatcher(case.place, timezone.localtime(at).date()) or case.holder
