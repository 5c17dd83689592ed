"""Return (退单): an organisation says who should hold a request and on which rule; the dispatcher decides."""

from datetime import datetime

from django.db import transaction

from sunshine.cases.actions.proposals import decide, open_proposal, propose
from sunshine.cases.actions.steps import Step
from sunshine.cases.actions.tell import tell_organisation
from sunshine.cases.actions.work import restart_acceptance
from sunshine.cases.models import Case, Reason
from sunshine.cases.states import Asking
from sunshine.people.models import Organisation
from sunshine.record.states import Actor


@transaction.atomic
def return_case(
    case: Case, *, by: Actor, at: datetime, text: str, target: Organisation, rule: str, reason: Reason | None = None,
    seen: int | None = None,
) -> Case:  # fmt: skip
    """Ask the dispatcher to take it back, once: while that is open the clock runs and the holder is still the holder."""
    propose(case, Asking.RETURN, by=by, at=at, text=text, seen=seen, target=target, rule=rule, reason=reason)
    return case


@transaction.atomic
def uphold(
    case: Case, *, by: Actor, at: datetime, text: str, organisation: Organisation, seen: int | None = None
) -> Case:
    """The dispatcher agrees: the request goes to another organisation, the clock knows no new beginning."""
    asked = open_proposal(case, Asking.RETURN)
    changes = {
        "why_here": {"by": "upheld", "from": case.holder.name, "reason": text.strip()},
        "hand_overs": case.hand_overs + 1,
    }
    decide(case, asked, True, by=by, at=at, text=text, seen=seen, step=Step(changes, hand_to=organisation))
    restart_acceptance(case, at)
    tell_organisation(case, "case_assigned", organisation, at=at)
    return case


@transaction.atomic
def refuse(case: Case, *, by: Actor, at: datetime, text: str, seen: int | None = None) -> Case:
    """The dispatcher does not agree: the holder is designated, and after designation there is no return (R-REQ-02)."""
    asked = open_proposal(case, Asking.RETURN)
    decide(case, asked, False, by=by, at=at, text=text, seen=seen, step=Step({"designated": True}))
    tell_organisation(case, "case_assigned", case.holder, at=at)
    return case
