"""Handing on what waits at a dispatch desk (派单): kind and organisation in one step, by the duty catalogue or by hand."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunshine.cases.actions.correct import classify, route
from sunshine.cases.models import Case
from sunshine.cases.queries.page import explain, proposed
from sunshine.lib.refusals import Refused
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
    if organisation is None:
        target = proposed(case, on)
        if target is None:
            raise Refused(
                _("The duty catalogue names nobody for this kind and place. Please choose the organisation."),
                code="organisation",
            )
        organisation, reason = target.organisation, reason.strip() or explain(target.why, on)
    elif not reason.strip():
        raise Refused(
            _("Please say why it is another than the one that the duty catalogue names."), code="reason"
        )
    return route(case, by=by, at=at, organisation=organisation, reason=reason, seen=seen)
