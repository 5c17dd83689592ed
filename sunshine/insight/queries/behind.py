"""The requests behind a rolled-up number: found by columns, then kept or not by the very rules that counted it."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils import timezone

from sunshine.cases.models import Case
from sunshine.cases.queries.listing import at_place
from sunshine.insight.models import Life
from sunshine.insight.states import AT_LIMIT, AT_RECEIPT, BY_CONTACT, BY_DUE, Measure
from sunshine.lib.periods import Stretch
from sunshine.record.queries import steps_taken

SCANNED = 2000
"""Requests looked at for one list, the newest first; lists of more are asked for by community or organisation."""

M = Measure
SECRET = frozenset({M.SATISFIED_YES, M.SATISFIED_FAIR, M.SATISFIED_NO})
"""No list says who was satisfied: only totals are shown."""

_BY_COLUMN = {
    "received_at": AT_RECEIPT,
    "due_at": BY_DUE,
    "contact_by": BY_CONTACT,
    "closed_at": (M.HISTORY,),
}
COLUMN = {measure: column for column, measures in _BY_COLUMN.items() for measure in measures}
"""Measures that count on the day of a column."""

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
"""Measures that count on the day of a step."""

AFTER_THE_END = {M.EXCLUDED: Q(excluded=True), M.EXCUSED: Q(excused=True)}
"""What may still happen to a request that has ended, and stays so."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Requests that may make up a number, the newest first, and their lives by subject; `more` if not all were looked at."""

    cases: list[Case]
    lives: dict[str, Any]
    more: bool


def candidates(place: str, over: Stretch, measure: Measure) -> Candidates:
    """The requests that may make up a number; two statements.

    Which of them do is for `rules.counts_for`; what is satisfied has no list.
    """
    if measure in SECRET:
        return Candidates([], {}, more=False)
    found = list(_candidates(place, over, measure)[: SCANNED + 1])
    looked_at = found[:SCANNED]
    lives = Life.objects.filter(subject__in=[row.subject for row in looked_at])
    return Candidates(
        looked_at, dict(lives.values_list("subject", "state")), more=len(found) > len(looked_at)
    )


def _candidates(place: str, over: Stretch, measure: Measure) -> QuerySet[Case]:
    """The requests that may count for a measure on these days, by what an index knows."""
    start, end = _span(over, measure)
    rows = Case.objects.filter(at_place(place), restricted=False).select_related("category", "holder")
    if column := COLUMN.get(measure):
        rows = rows.filter(**{f"{column}__gte": start, f"{column}__lt": end})
    else:
        alive = Q(closed_at__isnull=True) | Q(closed_at__gte=start)
        rows = rows.filter(alive | AFTER_THE_END.get(measure, Q()), received_at__lt=end)
    if measure == M.HAND_OVERS:
        rows = rows.filter(link__gt=1)
    if verbs := VERBS.get(measure):
        subject = Concat(Value("case:"), OuterRef("ref"), output_field=CharField())
        steps = steps_taken(verbs, start, end).filter(subject=subject)
        rows = rows.filter(Exists(steps))
    return rows.order_by("-received_at", "-id")


def _span(over: Stretch, measure: Measure) -> tuple[datetime, datetime]:
    zone = timezone.get_default_timezone()
    until = over.due_until if measure in AT_LIMIT else over.until
    return datetime.combine(over.first, time(), zone), datetime.combine(until, time(), zone)
