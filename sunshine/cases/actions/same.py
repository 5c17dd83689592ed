"""A call about something that has been told already: a report of its own, handled together with the first."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sunshine.cases import rules
from sunshine.cases.actions.finish import merge
from sunshine.cases.actions.receive import Received, receive
from sunshine.cases.models import Case
from sunshine.cases.queries.emergency import emergency_words
from sunshine.cases.states import Urgency
from sunshine.record.states import Actor


@transaction.atomic
def receive_same(report: rules.Report, *, by: Actor, at: datetime, into: Case) -> Received:
    """Take in a report and handle it together with one that tells of the same: both, or nothing.

    A kind that was not chosen is that of the other. Sent twice it is one report. What turns out to be a complaint about
    staff, or danger where the other tells of none, stays alone. Raises Refused where merging is.
    """
    if report.category is None and not emergency_words(report.text):
        report = replace(report, category=into.category_id)
    received = receive(report, by=by, at=at)
    case = received.case
    if case.restricted or (case.urgency == Urgency.CRITICAL != into.urgency):
        return received
    if case.merged_into_id != into.pk:
        merge(case, by=by, at=at, into=into, reason=_("The caller tells of the same matter."))
    return received
