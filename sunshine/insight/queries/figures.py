"""Figures of a month as they were rolled up: counts, times, and rates raw beside adjusted, each with its base.

Every call is one statement over rows of its own places and month, however many requests there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import connection

from sunshine.cases.queries import Catalogue, catalogue
from sunshine.insight.models import Cursor, Tally
from sunshine.insight.states import IN_HAND, LEFT_OUT, RATED, RATES, THREE, Dimension, Measure, Rate
from sunshine.lib.prepared import prepared


@dataclass(frozen=True, slots=True)
class Share:
    """A rate as numerator and base; `share` is None when there is nothing to divide by."""

    top: Decimal
    base: int

    @property
    def share(self) -> Decimal | None:
        """Between 0 and 1."""
        return self.top / self.base if self.base else None


@dataclass(frozen=True, slots=True)
class Figures:
    """What was rolled up for a place and month (its first day), as of the last entry counted. Times in microseconds.

    `book` holds the weights of rates; figures that are read together share one, so that it is asked for once.
    """

    place: str
    month: date
    as_of: datetime | None
    rows: Mapping[str, int] = field(default_factory=dict)
    book: Catalogue = field(default_factory=catalogue)

    def count(self, measure: Measure, *, adjusted: bool = False) -> int:
        """The total of a measure; adjusted without what is left out of the rates."""
        left_out = self.rows.get(f"{LEFT_OUT}{measure}", 0) if adjusted and measure in RATED else 0
        return self.rows.get(measure, 0) - left_out

    def rate(self, rate: Rate, *, adjusted: bool = False) -> Share:
        """A rate with its base, raw or adjusted."""
        parts = RATES[rate]
        number = self.book.number
        weighed = ((number(by) if by else Decimal(1), measure) for measure, by in parts.top)
        top = sum((weight * self.count(each, adjusted=adjusted) for weight, each in weighed), Decimal(0))
        base = sum(self.count(each, adjusted=adjusted) for each in parts.base)
        return Share(top, base - sum(self.count(each, adjusted=adjusted) for each in parts.less))

    def three(self, *, adjusted: bool = False) -> Decimal | None:
        """The three rates weighed together, of 100; None as long as one of them has no base."""
        number, found = self.book.number, Decimal(0)
        for rate, weight in THREE.items():
            share = self.rate(rate, adjusted=adjusted).share
            if share is None:
                return None
            found += number(weight) * share
        return found

    def mean(self, time: Measure, of: Measure) -> int | None:
        """Microseconds on average: a time divided by a count, rounded down; None without a count."""
        return self.rows.get(time, 0) // count if (count := self.rows.get(of, 0)) else None

    @property
    def in_hand(self) -> int:
        """Microseconds in hand, over all states."""
        return sum(self.rows.get(each, 0) for each in IN_HAND)


@dataclass(frozen=True, slots=True)
class Flow:
    """How often an organisation handed requests to another."""

    giver: int
    taker: int
    count: int


def as_of() -> datetime | None:
    """The time of the last entry counted; None before the first."""
    return Cursor.objects.values_list("at", flat=True).first()


def counted() -> int:
    """How many entries of the record have been counted: as long as it is the same, every figure is."""
    with prepared(connection) as cursor:
        row = cursor.execute("SELECT max(seq) FROM insight_cursor").fetchone()
    return row[0] or 0


def figures(place: str, month: date) -> Figures:
    """Everything of a place (county, street or community) in a month."""
    return figures_of_places([place], month)[place]


def figures_of_places(
    places: Iterable[str], month: date, measures: Iterable[str] | None = None
) -> dict[str, Figures]:
    """Places side by side (the streets of a county, the communities of a street): place → figures."""
    wanted = list(places)
    found: dict[str, dict[str, int]] = {place: {} for place in wanted}
    for place, _key, measure, value in _rows(wanted, [month], Dimension.ALL, measures):
        found[place][measure] = value
    at = as_of()
    book = catalogue()
    return {place: Figures(place, month, at, rows, book) for place, rows in found.items()}


def figures_of_months(place: str, months: Iterable[date]) -> dict[date, Figures]:
    """A place beside its own past: month → figures."""
    wanted = list(months)
    found: dict[date, dict[str, int]] = {month: {} for month in wanted}
    rows = Tally.objects.filter(place=place, month__in=wanted, dimension=Dimension.ALL, key="")
    for month, measure, value in rows.values_list("month", "measure", "value"):
        found[month][measure] = value
    at = as_of()
    book = catalogue()
    return {month: Figures(place, month, at, rows, book) for month, rows in found.items()}


def figures_by(
    place: str, month: date, dimension: Dimension, measures: Iterable[str] | None = None
) -> dict[str, Figures]:
    """A place by organisation (its number as text), category (two digits, "" for none) or channel: key → figures."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for _place, key, measure, value in _rows([place], [month], dimension, measures):
        found[key][measure] = value
    at = as_of()
    book = catalogue()
    return {key: Figures(place, month, at, rows, book) for key, rows in sorted(found.items())}


def flows(place: str, month: date) -> list[Flow]:
    """Who passed how many requests to whom: the hand-over map, the widest first."""
    rows = _rows([place], [month], Dimension.FLOW, None)
    pairs = ((key.partition(">"), value) for _place, key, _measure, value in rows)
    found = [Flow(int(giver), int(taker), value) for (giver, _, taker), value in pairs]
    return sorted(found, key=lambda flow: (-flow.count, flow.giver, flow.taker))


def _rows(
    places: list[str], months: list[date], dimension: Dimension, measures: Iterable[str] | None
) -> Iterable[tuple[str, str, str, int]]:
    """Totals other than zero; with `measures` only those and their left-out parts."""
    rows = Tally.objects.filter(place__in=places, month__in=months, dimension=dimension).exclude(value=0)
    if measures is not None:
        wanted = list(measures)
        rows = rows.filter(measure__in=[*wanted, *(f"{LEFT_OUT}{each}" for each in wanted)])
    return rows.values_list("place", "key", "measure", "value")
