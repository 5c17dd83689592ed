"""Figures of communities by month, quarter and year, in a constant number of statements.

A figure with no records has no value and shows “—”; so does a rate without a base. Communities are never added up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Left, TruncMonth
from django.utils import timezone

from sunshine.lib.division import Level
from sunshine.lib.periods import Period
from sunshine.people.models import Assignment
from sunshine.people.queries import in_force
from sunshine.programmes.models import Counted, IndicatorDefinition
from sunshine.programmes.queries.measures import BASES, MEASURES, Base, Measure, Rows
from sunshine.programmes.queries.satisfaction import satisfaction
from sunshine.programmes.states import RATES

SMALLEST_CELL = 3
SMALLEST_STAFF = 3
"""No published rates of a unit with fewer: they would be the rates of persons (design §2.5)."""

Topics = Mapping[str, Q]


@dataclass(frozen=True, slots=True)
class Tally:
    """A numerator and the number of rows it stands over."""

    top: Decimal = Decimal(0)
    base: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.top + other.top, self.base + other.base)


NOTHING = Tally()


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator of a community in a period and in the one before, by the version of its definition then in force."""

    definition: IndicatorDefinition
    now: Tally | None
    before: Tally | None

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

    def _value(self, tally: Tally | None) -> Decimal | None:
        if tally is None:
            return None
        if not self.rate:
            return tally.top
        share = 100 if self.definition.unit == "share" else 1
        return share * tally.top / tally.base if tally.base else None


def definitions(on: date, characters: Iterable[str] | None = None) -> QuerySet[IndicatorDefinition]:
    """The definitions in force on a day, of these characters or of all, in their order."""
    rows = IndicatorDefinition.objects.filter(
        Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))
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
) -> dict[tuple[str, str, int], Tally]:
    """(community, key, number of the period) → tally, for periods that follow each other; one statement per base."""
    wanted = sorted(set(keys))
    found: dict[tuple[str, str, int], Tally] = {}
    topics = topic_filters() if any(measure_of(key) and measure_of(key).topic for key in wanted) else {}  # type: ignore[union-attr]
    for name in BASES:
        mine = {key: measure for key in wanted if (measure := measure_of(key)) and measure.base == name}
        if mine:
            _add(found, _by_month(BASES[name], mine, topics, communities, periods, at), periods)
    bounds = [start_of(period.first) for period in periods] + [start_of(periods[-1].until)]
    for key in wanted:
        if measure_of(key) is None:
            for (community, number), (top, base) in satisfaction(key, communities, bounds).items():
                found[community, key, number] = Tally(top, base)
    return found


def measure_of(key: str) -> Measure | None:
    """The measure of a key; None for satisfaction, which counts in groups of five."""
    return MEASURES[key]


def _add(
    found: dict[tuple[str, str, int], Tally],
    months: Iterable[tuple[str, str, date, Tally]],
    periods: Sequence[Period],
) -> None:
    for community, key, month, tally in months:
        number = next(n for n, period in enumerate(periods) if period.first <= month < period.until)
        found[community, key, number] = found.get((community, key, number), NOTHING) + tally


def _by_month(
    base: Base,
    measures: Mapping[str, Measure],
    topics: Topics,
    communities: Sequence[str],
    periods: Sequence[Period],
    at: datetime,
) -> Iterable[tuple[str, str, date, Tally]]:
    rows = within(base, communities, periods[0].first, periods[-1].until, at)
    sums = {}
    for key, measure in measures.items():
        condition = topics.get(measure.topic, Q(pk__in=[])) if measure.topic else None
        sums[f"{key}_top"] = Sum(measure.value, filter=condition)
        sums[f"{key}_base"] = Count("pk", filter=condition)
    for row in by_month(rows, base).values("community", "month").annotate(**sums).order_by():
        month = row["month"] if base.dated else timezone.localtime(row["month"]).date()
        for key in measures:
            yield row["community"], key, month, Tally(Decimal(row[f"{key}_top"] or 0), row[f"{key}_base"])


def by_month(rows: Rows, base: Base) -> Rows:
    """The rows with the month of their moment."""
    if base.dated:
        return rows.annotate(month=TruncMonth("when"))
    return rows.annotate(month=TruncMonth("when", tzinfo=timezone.get_current_timezone()))


def within(base: Base, communities: Sequence[str], first: date, until: date, at: datetime) -> Rows:
    """The rows of a base in these communities whose moment lies from one day until the day before another."""
    span = (first, until) if base.dated else (start_of(first), start_of(until))
    rows = base.rows(at).filter(community__in=list(communities))
    return rows.filter(when__gte=span[0], when__lt=span[1])


def start_of(day: date) -> datetime:
    """The first moment of a day here."""
    return timezone.make_aware(datetime.combine(day, time()))


def topic_filters() -> dict[str, Q]:
    """Topic → the kinds of matter that count under it; a two-digit kind stands for all below it. One statement."""
    found: dict[str, Q] = {}
    for topic, code in Counted.objects.order_by("topic", "category").values_list("topic", "category"):
        kind = Q(category=code) if len(code) == 4 else Q(category__code__startswith=code)
        found[topic] = found.get(topic, Q(pk__in=[])) | kind
    return found


def staffed(communities: Sequence[str], on: date) -> frozenset[str]:
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
