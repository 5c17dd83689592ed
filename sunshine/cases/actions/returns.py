"""Return (退单): an organisation says who should hold a request and on which rule; the dispatcher decides.

The second return of a request, by whomever, is decided by rule: the holder is designated, and those who sent it away
are called together.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sunshine.cases import rules
from sunshine.cases.actions.proposals import decide, open_proposal, propose
from sunshine.cases.actions.whistles import SECOND_RETURN, raise_by_itself
from sunshine.cases.actions.work import restart_acceptance
from sunshine.cases.models import Case, Proposal, Reason
from sunshine.cases.states import Asking
from sunshine.matters.actions.steps import StepChange
from sunshine.matters.actions.tell import tell_organisation
from sunshine.matters.rules.words import check_words
from sunshine.people.models import Organisation
from sunshine.people.queries import directory
from sunshine.record.states import Actor

RULE_LEAST, RULE_MOST = 2, 200


@transaction.atomic
def return_case(
    case: Case, *, by: Actor, at: datetime, text: str, target: Organisation, rule: str, reason: Reason | None = None,
    seen: int | None = None,
) -> Case:  # fmt: skip
    """Ask the dispatcher to take it back, once: while that is open the clock runs and the holder is still the holder.

    Names who should hold it and on which rule. Raises Refused without these, after the window, or for a reason that is
    not on the list or not true of this matter.
    """
    on = timezone.localtime(at).date()
    rule = check_words(rule, least=RULE_LEAST, most=RULE_MOST, what="rule")
    rules.check("return", case, by=by, on=on)
    rules.check_window(case, at=at)
    rules.check_target(case, target, on=on)
    rules.check_reason(case, reason, on=on)
    again = case.proposals.filter(kind=Asking.RETURN).exists()
    propose(case, Asking.RETURN, by=by, at=at, text=text, seen=seen, target=target, rule=rule, reason=reason)
    if again:
        _designate(case, at)
    else:
        _tell_dispatcher(case, at)
    return case


def _designate(case: Case, at: datetime) -> None:
    """The second return of a matter is decided by rule in the same moment, and the whistle goes by itself."""
    with override(settings.LANGUAGE_CODE):
        why = _(
            "By rule: the second return of one matter leaves it with its holder, and those concerned are called together."
        )
    step = StepChange({"designated": True}, facts={"by_rule": True})
    decide(case, open_proposal(case, Asking.RETURN), False, by=SECOND_RETURN, at=at, text=why, step=step)
    raise_by_itself(case, at=at, called=_concerned(case))
    tell_organisation(case, "return_refused", case.holder, at=at)


def _concerned(case: Case) -> list[Organisation]:
    """Who returned this matter, and whom they named."""
    asked = Proposal.objects.filter(case=case, kind=Asking.RETURN).select_related("organisation", "target")
    pairs = [(row.organisation, row.target) for row in asked.order_by("step")]
    return [organisation for pair in pairs for organisation in pair if organisation is not None]


def _tell_dispatcher(case: Case, at: datetime) -> None:
    desk = directory().dispatcher(case.place, timezone.localtime(at).date())
    if desk is not None:
        tell_organisation(case, "case_returned", desk, at=at)


@transaction.atomic
def uphold(
    case: Case, *, by: Actor, at: datetime, text: str, organisation: Organisation, seen: int | None = None
) -> Case:
    """The dispatcher agrees: the request goes to another organisation, the clock knows no new beginning."""
    asked = open_proposal(case, Asking.RETURN)
    rules.check_target(case, organisation, on=timezone.localtime(at).date())
    rules.check_duty(case, organisation)
    why = {"by": "upheld", "from": case.holder.name, "reason": text.strip()}
    step = StepChange({"why_here": why, **rules.hand_over(case)}, hand_to=organisation)
    decide(case, asked, True, by=by, at=at, text=text, seen=seen, step=step)
    restart_acceptance(case, at)
    tell_organisation(case, "return_upheld", asked.organisation, at=at)
    tell_organisation(case, "case_assigned", organisation, at=at)
    return case


@transaction.atomic
def refuse(case: Case, *, by: Actor, at: datetime, text: str, seen: int | None = None) -> Case:
    """The dispatcher does not agree: the holder is designated, and after designation there is no return (R-REQ-02)."""
    asked = open_proposal(case, Asking.RETURN)
    decide(case, asked, False, by=by, at=at, text=text, seen=seen, step=StepChange({"designated": True}))
    tell_organisation(case, "return_refused", case.holder, at=at)
    return case
