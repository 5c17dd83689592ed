"""Figures of communities by month, quarter and year, in a constant number of statements.

A figure with no records has no value and shows “—”; so does a rate without a base. Communities are never added up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Count, DateField, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Left, TruncMonth
from django.utils import timezone

from sunshine.clocks.queries import midnight
from sunshine.lib.division import Level
from sunshine.lib.periods import Period
from sunshine.people.models import Assignment
from sunshine.people.queries import in_force
from sunshine.programmes.models import Counted, IndicatorDefinition
from sunshine.programmes.queries.measures import BASES, MEASURES, Base, IndicatorMeasure, Rows
from sunshine.programmes.queries.satisfaction import satisfaction
from sunshine.programmes.states import RATES

SMALLEST_CELL = 3
SMALLEST_STAFF = 3
"""No published rates of a unit with fewer: they would be the rates of persons (design §2.5)."""

Topics = Mapping[str, Q]


@dataclass(frozen=True, slots=True)
class IndicatorTally:
    """A numerator and the number of rows it stands over."""

    top: Decimal = Decimal(0)
    base: int = 0

    def __add__(self, other: "IndicatorTally") -> "IndicatorTally":
        return IndicatorTally(self.top + other.top, self.base + other.base)


NOTHING = IndicatorTally()


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator of a community in a period and in the one before, by the version of its definition then in force."""

    definition: IndicatorDefinition
    now: IndicatorTally | None
    before: IndicatorTally | None

    @property
    def rate(self) -> bool:
        """Whether it has a base."""
        return self.definition.unit in RATES

    @property
    def value(self) -> Decimal | None:
        """The share in per cent, the average, or the count; None where there is nothing to say."""
        return self._value(self.now)

    @property
    def past(self) -> Decimal | None:
        """The same for the period before."""
        return self._value(self.before)

    def _value(self, tally: IndicatorTally | None) -> Decimal | None:
        if tally is None:
            return None
        if not self.rate:
            return tally.top
        share = 100 if self.definition.unit == "share" else 1
        return share * tally.top / tally.base if tally.base else None


def definitions(on: date, characters: Iterable[str] | None = None) -> QuerySet[IndicatorDefinition]:
    """The definitions in force on a day, of these characters or of all, in their order.

    Before the first version there was none: that one says what is counted of earlier days.
    """
    rows = IndicatorDefinition.objects.filter(
        Q(valid_from__lte=on) | Q(version=1), Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    )
    return rows if characters is None else rows.filter(character__in=list(characters))


def figures(
    communities: Mapping[str, Sequence[str]], period: Period, at: datetime
) -> dict[str, list[Figure]]:
    """The figures of communities (code → codes of its characters) in a period and the one before.

    Counted with the definitions in force at its end, or today while it lasts.
    """
    wanted = {character for characters in communities.values() for character in characters}
    told = list(definitions(last_day(period, at), wanted).select_related("character"))
    found = tallies({row.key for row in told if row.key}, list(communities), [period.before, period], at)
    return {
        community: [
            Figure(
                row,
                *(
                    (found.get((community, row.key, 1), NOTHING), found.get((community, row.key, 0), NOTHING))
                    if row.key
                    else (None, None)
                ),
            )
            for row in told
            if row.character_id in characters
        ]
        for community, characters in communities.items()
    }


def last_day(period: Period, at: datetime) -> date:
    """The last day of a period, or today while it lasts."""
    return min(period.until - timedelta(days=1), timezone.localtime(at).date())


def tallies(
    keys: Iterable[str], communities: Sequence[str], periods: Sequence[Period], at: datetime
) -> dict[tuple[str, str, int], IndicatorTally]:
    """(community, key, number of the period) → tally, for periods that follow each other; three statements at most."""
    wanted = sorted(set(keys))
    measures = {key: measure for key in wanted if (measure := measure_of(key))}
    found: dict[tuple[str, str, int], IndicatorTally] = {}
    for community, key, month, tally in _by_month(measures, communities, periods, at):
        number = next(n for n, period in enumerate(periods) if period.first <= month < period.until)
        found[community, key, number] = found.get((community, key, number), NOTHING) + tally
    bounds = [midnight(period.first) for period in periods] + [midnight(periods[-1].until)]
    said = satisfaction([key for key in wanted if key not in measures], communities, bounds)
    return found | {place: IndicatorTally(top, base) for place, (top, base) in said.items()}


def measure_of(key: str) -> IndicatorMeasure | None:
    """The measure of a key; None for satisfaction, which counts in groups of five."""
    return MEASURES[key]


def _by_month(
    measures: Mapping[str, IndicatorMeasure],
    communities: Sequence[str],
    periods: Sequence[Period],
    at: datetime,
) -> Iterable[tuple[str, str, date, IndicatorTally]]:
    """Every measure by community and month: all bases in one statement, their measures side by side."""
    topics = topic_filters() if measures else {}
    of_base = {name: [key for key in measures if measures[key].base == name] for name in BASES}
    wide = max(map(len, of_base.values()))
    parts = []
    for name, keys in of_base.items():
        if keys:
            rows = rows_between(BASES[name], communities, periods[0].first, periods[-1].until, at)
            parts.append(
                _sums(by_month(rows, BASES[name]), name, [measures[key] for key in keys], topics, wide)
            )
    for name, community, month, *sums in parts[0].union(*parts[1:], all=True) if parts else ():
        for key, top, count in zip(of_base[name], sums[::2], sums[1::2], strict=False):
            yield community, key, month, IndicatorTally(Decimal(top or 0), count)


def _sums(
    rows: Rows, name: str, measures: Sequence[IndicatorMeasure], topics: Topics, wide: int
) -> QuerySet[Any, Any]:
    """One line per community and month: the base's name, then numerator and denominator of each measure, padded."""
    sums: dict[str, Any] = {}
    for place in range(wide):
        sums |= {f"top_{place}": _PAD, f"base_{place}": _PAD}
    for place, measure in enumerate(measures):
        condition = topics.get(measure.topic, Q(pk__in=[])) if measure.topic else None
        sums[f"top_{place}"] = Sum(measure.value, filter=condition, output_field=BigIntegerField())
        sums[f"base_{place}"] = Count("pk", filter=condition)
    grouped = rows.annotate(counted=Value(name)).values("counted", "community", "month")
    return grouped.annotate(**sums).order_by().values_list("counted", "community", "month", *sums)


_PAD = Cast(Value(None), BigIntegerField())


def by_month(rows: Rows, base: Base) -> Rows:
    """The rows with the first day of the month of their moment."""
    zone = None if base.dated else timezone.get_current_timezone()
    return rows.annotate(month=TruncMonth("when", output_field=DateField(), tzinfo=zone))


def rows_between(base: Base, communities: Sequence[str], first: date, until: date, at: datetime) -> Rows:
    """The rows of a base in these communities whose moment lies from one day until the day before another."""
    span = (first, until) if base.dated else (midnight(first), midnight(until))
    rows = base.rows(at).filter(community__in=list(communities))
    return rows.filter(when__gte=span[0], when__lt=span[1])


def topic_filters() -> dict[str, Q]:
    """Topic → the kinds of matter that count under it; a two-digit kind stands for all below it. One statement."""
    found: dict[str, Q] = {}
    for topic, code in Counted.objects.order_by("topic", "category").values_list("topic", "category"):
        kind = Q(category=code) if len(code) == 4 else Q(category__code__startswith=code)
        found[topic] = found.get(topic, Q(pk__in=[])) | kind
    return found


def find_staffed(communities: Sequence[str], on: date) -> frozenset[str]:
    """The communities with at least three people at work; of the others no rate is published. One statement."""
    rows = Assignment.objects.filter(in_force(on), officer__is_active=True).annotate(
        community=Left("place", int(Level.COMMUNITY))
    )
    counts = (
        rows.filter(community__in=list(communities))
        .values("community")
        .annotate(people=Count("officer", distinct=True))
    )
    return frozenset(row["community"] for row in counts if row["people"] >= SMALLEST_STAFF)
