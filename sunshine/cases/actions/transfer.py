"""Transfer: the holder asks another organisation to take a request over; it consents, or the dispatcher does."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.cases import rules
from sunshine.cases.actions.proposals import decide, open_proposal, propose
from sunshine.cases.actions.work import restart_acceptance
from sunshine.cases.models import Case, Proposal
from sunshine.cases.states import Asking
from sunshine.lib.refusals import Refused
from sunshine.matters.actions.steps import StepChange
from sunshine.matters.actions.tell import tell_organisation
from sunshine.people.models import Organisation
from sunshine.record.states import Actor


@transaction.atomic
def transfer(
    case: Case, *, by: Actor, at: datetime, text: str, target: Organisation, seen: int | None = None
) -> Case:
    """Ask another organisation to take it over, once for each giver; until it consents the lead stays lead."""
    rules.check("transfer", case, by=by, on=timezone.localtime(at).date())
    _check_target(case, target, at)
    propose(case, Asking.TRANSFER, by=by, at=at, text=text, seen=seen, target=target)
    tell_organisation(case, "transfer_asked", target, at=at)
    return case


@transaction.atomic
def consent(case: Case, *, by: Actor, at: datetime, text: str, seen: int | None = None) -> Case:
    """The receiver, or the dispatcher, agrees: a hand-over that counts; the deadline stays where it is."""
    asked = open_proposal(case, Asking.TRANSFER)
    target = _target(asked)
    _check_target(case, target, at)
    why = {"by": "consent", "from": case.holder.name, "reason": text.strip()}
    changes = {"why_here": why, "accepted_at": None, **rules.hand_over(case)}
    decide(case, asked, True, by=by, at=at, text=text, seen=seen, step=StepChange(changes, hand_to=target))
    restart_acceptance(case, at)
    tell_organisation(case, "transfer_taken", asked.organisation, at=at)
    tell_organisation(case, "case_assigned", target, at=at)
    return case


@transaction.atomic
def decline(case: Case, *, by: Actor, at: datetime, text: str, seen: int | None = None) -> Case:
    """The receiver, or the dispatcher, does not agree; the holder stays the holder."""
    asked = open_proposal(case, Asking.TRANSFER)
    decide(case, asked, False, by=by, at=at, text=text, seen=seen)
    tell_organisation(case, "transfer_declined", case.holder, at=at, doer=_target(asked).name)
    return case


def _target(asked: Proposal) -> Organisation:
    assert asked.target is not None  # noqa: S101 -- a transfer names who shall take it over
    return asked.target


def _check_target(case: Case, target: Organisation, at: datetime) -> None:
    """A transfer goes to an organisation that handles; giving back to a dispatch desk is a return."""
    if target.kind in rules.NEVER_RETURNS:
        raise Refused(
            _("A dispatch desk takes nothing over. Return the matter to it instead."), code="target"
        )
    rules.check_target(case, target, on=timezone.localtime(at).date())
    rules.check_duty(case, target)
