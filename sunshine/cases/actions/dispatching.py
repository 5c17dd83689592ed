"""Handing on what waits at a dispatch desk (派单): kind and organisation in one step, by the duty catalogue or by hand."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunshine.cases import rules
from sunshine.cases.actions.correct import classify, route
from sunshine.cases.models import Case
from sunshine.lib.refusals import Refused
from sunshine.matters.actions.steps import overtaken
from sunshine.people.models import Organisation
from sunshine.record.states import Actor


@transaction.atomic
def dispatch(
    case: Case, *, by: Actor, at: datetime, category: str = "", organisation: Organisation | None = None,
    reason: str = "", seen: int | None = None,
) -> Case:  # fmt: skip
    """Say what kind of matter it is and who shall hold it; without an organisation whoever the duty catalogue names.

    The catalogue's own reason is kept where none is given. Raises Refused where the catalogue names nobody.
    """
    on = timezone.localtime(at).date()
    if category and category != case.category_id:
        classify(case, by=by, at=at, category=category, seen=seen)
        seen = None
        if case.restricted:  # found to be a complaint about staff: it has gone one level up
            return case
    organisation, reason = rules.destination(case, on=on, organisation=organisation, reason=reason)
    return route(case, by=by, at=at, organisation=organisation, reason=reason, seen=seen)


@transaction.atomic
def dispatch_as_proposed(
    case: Case, *, by: Actor, at: datetime, category: str, organisation: int, seen: int | None = None
) -> Case:
    """Dispatch a matter as the duty catalogue proposed it when somebody looked; Refused if it proposes otherwise by now."""
    if seen is not None and seen != case.version:
        raise overtaken(case)
    kind, target = rules.check_proposal(case, by=by, on=timezone.localtime(at).date())
    if (kind, target.pk) != (category, organisation):
        raise Refused(
            _("The duty catalogue does not propose this any more. Please look at it again."), code="proposal"
        )
    return dispatch(case, by=by, at=at, category=kind, seen=seen)
