"""The requests behind a rolled-up number: found by columns, then kept or not by the very rules that counted it."""

from datetime import date, datetime, time
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils import timezone

from sunshine.cases.models import Case
from sunshine.cases.queries.listing import at_place
from sunshine.insight.models import Life
from sunshine.insight.states import Measure
from sunshine.lib.periods import Period
from sunshine.record.queries import steps_taken

SCANNED = 2000
"""Requests looked at for one list, the newest first; lists of more are asked for by community or organisation."""

M = Measure
SECRET = frozenset({M.SATISFIED_YES, M.SATISFIED_FAIR, M.SATISFIED_NO})
"""No list says who was satisfied: only totals are shown."""

_BY_COLUMN = {
    "received_at": (M.RECEIVED, M.FILED, M.SELF_HANDLED),
    "due_at": (M.DUE, M.DEFERRED, M.FINISHED, M.ON_TIME, M.EXTENDED, M.URGENT_DUE, M.URGENT_ON_TIME),
    "contact_by": (M.CONTACT_DUE, M.CONTACT_ON_TIME),
}
COLUMN = {measure: column for column, measures in _BY_COLUMN.items() for measure in measures}
"""Measures that count in the month of a column."""

_SAID = ("confirm", "rework", "call")
VERBS: dict[Measure, tuple[str, ...]] = {
    M.SOLVED_YES: _SAID, M.SOLVED_PARTLY: _SAID, M.SOLVED_NO: _SAID, M.CALLED_IN: ("whistle",),
    M.REPORTED_ON_TIME: ("report",), M.CALLS: ("call",), M.CALLS_REACHED: ("call",), M.RETURNS: ("return",),
    M.RETURNS_UPHELD: ("uphold",), M.RETURNS_REFUSED: ("refuse",), M.TRANSFERS: ("consent",), M.EXTENSIONS: ("grant",),
    M.EXTENSIONS_DENIED: ("deny",), M.SHELVED: ("set_aside",), M.REMINDED: ("remind",), M.SUPERVISED: ("supervise",),
    M.ESCALATED: ("escalate",), M.WHISTLES: ("whistle",), M.ANSWERED: ("answer",), M.REWORKED: ("rework",),
    M.EXCLUDED: ("leave_out",), M.EXCUSED: ("excuse",), M.UNCONFIRMED: ("close",),
    M.CLOSED: ("confirm", "close", "withdraw", "merge", "follow", "forward"), M.REOPENED: ("reopen",),
}  # fmt: skip
"""Measures that count in the month of a step."""


def candidates(place: str, month: date, measure: Measure) -> tuple[list[Case], dict[str, Any]]:
    """The requests that may make up a number, the newest first, and their lives by subject; two statements.

    Which of them do is for `rules.counts_for`; what is satisfied has no list.
    """
    if measure in SECRET:
        return [], {}
    found = list(_candidates(place, month, measure)[:SCANNED])
    lives = Life.objects.filter(subject__in=[row.subject for row in found])
    return found, dict(lives.values_list("subject", "state"))


def _candidates(place: str, month: date, measure: Measure) -> QuerySet[Case]:
    """The requests that may count for a measure in a month, by what an index knows."""
    start, end = _span(month)
    rows = Case.objects.filter(at_place(place), restricted=False).select_related("category", "holder")
    if column := COLUMN.get(measure):
        rows = rows.filter(**{f"{column}__gte": start, f"{column}__lt": end})
    else:
        alive = Q(closed_at__isnull=True) | Q(closed_at__gte=start)
        rows = rows.filter(alive, received_at__lt=end)
    if verbs := VERBS.get(measure):
        subject = Concat(Value("case:"), OuterRef("ref"), output_field=CharField())
        steps = steps_taken(verbs, start, end).filter(subject=subject)
        rows = rows.filter(Exists(steps))
    return rows.order_by("-received_at", "-id")


def _span(month: date) -> tuple[datetime, datetime]:
    zone = timezone.get_default_timezone()
    start, end = month, Period("month", month).until
    return datetime.combine(start, time(), zone), datetime.combine(end, time(), zone)
