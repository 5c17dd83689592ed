"""A call about something that has been told already: a report of its own, handled together with the first."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sunshine.cases import rules
from sunshine.cases.actions.finish import merge
from sunshine.cases.actions.receive import Received, receive
from sunshine.cases.models import Case
from sunshine.record.states import Actor


@transaction.atomic
def receive_same(report: rules.Report, *, by: Actor, at: datetime, into: Case) -> Received:
    """Take in a report and handle it together with one that tells of the same: both, or nothing.

    A kind that was not chosen is that of the other. Sent twice it is one report. Raises Refused where merging is.
    """
    if report.category is None:
        report = replace(report, category=into.category_id)
    received = receive(report, by=by, at=at)
    if received.case.merged_into_id != into.pk:
        merge(received.case, by=by, at=at, into=into, reason=_("The caller tells of the same matter."))
    return received
