"""What a figure was counted from: for everybody totals by month and kind, for staff the matters themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Left
from django.utils import timezone

from sunshine.cases.models import Category
from sunshine.lib.periods import Period
from sunshine.posts.models import PostKind, Task
from sunshine.programmes.models import Counted, IndicatorDefinition
from sunshine.programmes.queries.indicators import by_month, measure_of, rows_between, topic_filters
from sunshine.programmes.queries.measures import BASES, Base, IndicatorMeasure, Rows
from sunshine.programmes.queries.shown import mask_small
from sunshine.wishes.models import WishKind

REQUESTS, WISHES, ROUNDS = "requests", "wishes", "rounds"
MATTERS = {"wishes_due": WISHES, "wishes_offered": WISHES, "rounds": ROUNDS}


@dataclass(frozen=True, slots=True)
class Cell:
    """A line of the evidence: a month or a kind, with numerator and denominator; None where the count is too small."""

    label: Any
    top: int | None
    base: int | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The totals behind a figure, each list by itself a whole; empty for what is counted in groups of five."""

    months: tuple[Cell, ...] = ()
    kinds: tuple[Cell, ...] = ()


def definition_of(code: str, on: date) -> IndicatorDefinition | None:
    """The definition of a code in force on a day, else its first version."""
    rows = IndicatorDefinition.objects.filter(code=code).select_related("character").order_by("-version")
    in_force = [row for row in rows if row.valid_from <= on]
    return next(iter(in_force), None) or rows.last()


def counted_for(definition: IndicatorDefinition) -> list[Category]:
    """The kinds of matter that count under the topic of an indicator, by code; none where it has no topic."""
    measure = measure_of(definition.key) if definition.key else None
    if measure is None or not measure.topic:
        return []
    rows = Counted.objects.filter(topic=measure.topic).select_related("category").order_by("category")
    return [row.category for row in rows]


def evidence(definition: IndicatorDefinition, community: str, period: Period, at: datetime) -> Evidence:
    """The totals of a figure by month and by kind, small cells hidden; four statements at most."""
    measure = measure_of(definition.key) if definition.key else None
    if measure is None:
        return Evidence()
    base = BASES[measure.base]
    rows = _rows(measure, base, community, period, at)
    months = _cells(by_month(rows, base), "month", measure)
    kinds = _cells(_kinds(rows, measure), "group", measure)
    names = _names(measure, kinds)
    return Evidence(
        _masked(
            (month.first, *months.get(month.first, (0, 0)))
            for month in period.months
            if month.first <= timezone.localtime(at).date()
        ),
        _masked((names.get(kind), *kinds[kind]) for kind in sorted(kinds)),
    )


def _rows(measure: IndicatorMeasure, base: Base, community: str, period: Period, at: datetime) -> Rows:
    rows = rows_between(base, [community], period.first, period.until, at)
    return rows.filter(topic_filters().get(measure.topic, Q(pk__in=[]))) if measure.topic else rows


def _kinds(rows: Rows, measure: IndicatorMeasure) -> Rows:
    """The rows with their group: a kind of request in two digits (four under a topic), of a wish, of a post."""
    if MATTERS.get(measure.base) == WISHES:
        return rows.annotate(group=F("kind"))
    if MATTERS.get(measure.base) == ROUNDS:
        return rows.annotate(group=F("post__kind"))
    return rows.annotate(group=F("kind") if measure.topic else Left("kind", 2))


def _cells(rows: Rows, name: str, measure: IndicatorMeasure) -> dict[Any, tuple[int, int]]:
    grouped = rows.values(name).annotate(top=Sum(measure.value), base=Count("pk")).order_by()
    return {row[name] or "": (int(row["top"] or 0), row["base"]) for row in grouped}


def _names(measure: IndicatorMeasure, kinds: Iterable[str]) -> dict[str, Any]:
    model: Any = {WISHES: WishKind, ROUNDS: PostKind}.get(MATTERS.get(measure.base, REQUESTS), Category)
    return dict(model.objects.in_bulk(list(kinds)))


def _masked(rows: Iterable[tuple[Any, int, int]]) -> tuple[Cell, ...]:
    told = list(rows)
    bases = mask_small([base for _, _, base in told])
    tops = mask_small([top for _, top, _ in told])
    return tuple(
        Cell(label, top if base is not None else None, base)
        for (label, _, _), top, base in zip(told, tops, bases, strict=True)
    )


@dataclass(frozen=True, slots=True)
class EvidenceRows:
    """The rows behind a figure for staff, in order of their moment: each has `when`, `hit` and its matter.

    `sort` says what they are: requests, wishes, or rounds of posts.
    """

    sort: str
    rows: QuerySet[Any]
    matter: str


def evidence_rows(
    definition: IndicatorDefinition, community: str, period: Period, at: datetime
) -> EvidenceRows | None:
    """The rows that were counted, before anybody's reach; None for what may only be seen as a total."""
    measure = measure_of(definition.key) if definition.key else None
    if measure is None:
        return None
    base = BASES[measure.base]
    rows = _rows(measure, base, community, period, at).annotate(hit=measure.value)
    return EvidenceRows(MATTERS.get(measure.base, REQUESTS), rows.order_by("when", "pk"), base.matter)


def rounds(rows: QuerySet[Task]) -> QuerySet[Task]:
    """Rounds with their post, never with who went."""
    return rows.select_related("post__kind", "post__organisation")
