"""Figures of a month as they were rolled up: counts, times, and rates raw beside adjusted, each with its base.

Every call is one statement over rows of its own places and month, however many requests there are. A month that runs
on the day `on` counts so far: its total less the few days that do not count yet, and so does each month beside it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from sunshine.cases.queries import Catalogue, catalogue
from sunshine.insight.models import Cursor
from sunshine.insight.states import (
    AGAIN,
    AT_LIMIT,
    IN_HAND,
    LEFT_OUT,
    RATED,
    RATES,
    THREE,
    Dimension,
    Measure,
    Rate,
)
from sunshine.lib.periods import Stretch, stretches
from sunshine.lib.prepared import prepared_cursor

_LIMITED = sorted(f"{before}{each}" for each in AT_LIMIT for before in ("", LEFT_OUT))
_TOTALS = """
SELECT place, month, key, measure, sum(value)::bigint FROM (
    SELECT place, month, key, measure, value FROM insight_tally
    WHERE place = ANY(%(places)s) AND month = ANY(%(months)s::date[]) AND dimension = %(dimension)s
    UNION ALL
    SELECT place, cut.month, key, measure, -value FROM insight_daytally
    JOIN unnest(%(months)s::date[], %(due)s::date[], %(until)s::date[]) AS cut (month, due, until)
        ON day >= cut.due AND day < cut.month + interval '1 month'
    WHERE place = ANY(%(places)s) AND dimension = %(dimension)s AND (day >= cut.until OR measure = ANY(%(limited)s))
) AS so_far
WHERE %(measures)s::text[] IS NULL OR measure = ANY(%(measures)s::text[])
GROUP BY place, month, key, measure HAVING sum(value) <> 0
"""
"""A month less the days after it was looked at: of those that run, these are the fewest rows."""


class Times(NamedTuple):
    """How often something happened, and to how many requests."""

    events: int
    matters: int


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

    def times(self, measure: Measure) -> Times:
        """How often something happened, and to how many requests."""
        events = self.count(measure)
        return Times(events, events - self.rows.get(f"{AGAIN}{measure}", 0))

    def rate(self, rate: Rate, *, adjusted: bool = False) -> Share:
        """A rate with its base, raw or adjusted."""
        parts = RATES[rate]
        number = self.book.number
        weighed = ((number(by) if by else Decimal(1), measure) for measure, by in parts.top)
        top = sum((weight * self.count(each, adjusted=adjusted) for weight, each in weighed), Decimal(0))
        base = sum(self.count(each, adjusted=adjusted) for each in parts.base)
        return Share(top, base - sum(self.count(each, adjusted=adjusted) for each in parts.less))

    def weigh_rates(self, *, adjusted: bool = False) -> Decimal | None:
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
    """How often an organisation handed requests to another, and how many requests."""

    giver: int
    taker: int
    count: int
    matters: int


def as_of() -> datetime | None:
    """The time of the last entry counted; None before the first."""
    return Cursor.objects.values_list("at", flat=True).first()


def count_entries() -> int:
    """How many entries of the record have been counted: as long as it is the same, every figure is."""
    with prepared_cursor(connection) as cursor:
        row = cursor.execute("SELECT max(seq) FROM insight_cursor").fetchone()
    return row[0] or 0


def figures(place: str, month: date, on: date | None = None) -> Figures:
    """Everything of a place (county, street or community) in a month."""
    return figures_of_places([place], month, on=on)[place]


def figures_of_places(
    places: Iterable[str], month: date, measures: Iterable[str] | None = None, *, on: date | None = None
) -> dict[str, Figures]:
    """Places side by side (the streets of a county, the communities of a street): place → figures."""
    wanted = list(places)
    found: dict[str, dict[str, int]] = {place: {} for place in wanted}
    for place, _month, _key, measure, value in _rows(wanted, stretches([month], on), Dimension.ALL, measures):
        found[place][measure] = value
    at = as_of()
    book = catalogue()
    return {place: Figures(place, month, at, rows, book) for place, rows in found.items()}


def figures_of_months(place: str, months: Iterable[date], on: date | None = None) -> dict[date, Figures]:
    """A place beside its own past: month → figures; if one of the months still runs, all up to the same day."""
    wanted = list(months)
    found: dict[date, dict[str, int]] = {month: {} for month in wanted}
    for _place, month, _key, measure, value in _rows([place], stretches(wanted, on), Dimension.ALL, None):
        found[month][measure] = value
    at = as_of()
    book = catalogue()
    return {month: Figures(place, month, at, rows, book) for month, rows in found.items()}


def figures_by(
    place: str,
    month: date,
    dimension: Dimension,
    measures: Iterable[str] | None = None,
    *,
    on: date | None = None,
) -> dict[str, Figures]:
    """A place by organisation (its number as text), category (two digits, "" for none) or channel: key → figures."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for _place, _month, key, measure, value in _rows([place], stretches([month], on), dimension, measures):
        found[key][measure] = value
    at = as_of()
    book = catalogue()
    return {key: Figures(place, month, at, rows, book) for key, rows in sorted(found.items())}


def flows(place: str, month: date, on: date | None = None) -> list[Flow]:
    """Who passed how many requests to whom: the hand-over map, the widest first."""
    totals: dict[str, dict[str, int]] = defaultdict(dict)
    for _place, _month, key, measure, value in _rows([place], stretches([month], on), Dimension.FLOW, None):
        totals[key][measure] = value
    found = []
    for key, rows in totals.items():
        giver, _, taker = key.partition(">")
        count = rows.get(Measure.HAND_OVERS, 0)
        found.append(Flow(int(giver), int(taker), count, count - rows.get(f"{AGAIN}{Measure.HAND_OVERS}", 0)))
    return sorted(found, key=lambda flow: (-flow.count, flow.giver, flow.taker))


def _rows(
    places: list[str], over: list[Stretch], dimension: Dimension, measures: Iterable[str] | None
) -> list[tuple[str, date, str, str, int]]:
    """Totals other than zero; with `measures` only those and their left-out parts."""
    wanted = (
        None if measures is None else [f"{before}{each}" for each in measures for before in ("", LEFT_OUT)]
    )
    values = {
        "places": places, "dimension": dimension.value, "measures": wanted, "limited": _LIMITED,
        "months": [each.first for each in over], "due": [each.due_until for each in over],
        "until": [each.until for each in over],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS, values)
        return cursor.fetchall()
