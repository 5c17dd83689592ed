"""Months, quarters and years."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunshine.lib.periods import MONTHS, Period, parse, period_of, stretches

DAYS = st.dates(date(2001, 1, 1), date(2199, 12, 31))
KINDS = st.sampled_from(sorted(MONTHS))


@pytest.mark.parametrize(
    ("name", "first", "until"),
    [
        ("2026-11", date(2026, 11, 1), date(2026, 12, 1)),
        ("2026-12", date(2026, 12, 1), date(2027, 1, 1)),
        ("2026-Q4", date(2026, 10, 1), date(2027, 1, 1)),
        ("2026", date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
def test_a_name_says_the_days(name: str, first: date, until: date) -> None:
    period = parse(name)

    assert period is not None
    assert (period.first, period.until, period.name) == (first, until, name)


@pytest.mark.parametrize("name", ["", "2026-13", "2026-Q5", "26", "1999", "2201", "2026-11-01", "x2026"])
def test_anything_else_is_no_period(name: str) -> None:
    assert parse(name) is None


@given(KINDS, DAYS)
def test_a_day_lies_in_its_period_and_in_no_neighbour(kind: str, day: date) -> None:
    period = period_of(kind, day)

    assert period.first <= day < period.until
    assert (period.before.until, period.after.first, period.after.before) == (
        period.first,
        period.until,
        period,
    )
    assert period_of(kind, period.first - timedelta(1)) == period.before


@given(KINDS, DAYS)
def test_its_months_fill_it_without_a_gap(kind: str, day: date) -> None:
    period = period_of(kind, day)
    months = period.months

    assert len(months) == MONTHS[kind]
    assert (months[0].first, months[-1].until) == (period.first, period.until)
    assert all(one.until == two.first for one, two in pairwise(months))


def test_the_quarters_are_numbered_one_to_four() -> None:
    assert [period_of("quarter", date(2026, month, 9)).quarter for month in (1, 4, 9, 12)] == [1, 2, 3, 4]
    assert Period("month", date(2026, 2, 1)).quarter == 1


@pytest.mark.parametrize(
    ("on", "now", "before"),
    [
        (date(2026, 3, 31), ((3, 31), (4, 1)), ((3, 1), (3, 1))),  # February is over on its 28th
        (date(2026, 3, 28), ((3, 28), (3, 29)), ((2, 28), (3, 1))),
        (date(2026, 3, 1), ((3, 1), (3, 2)), ((2, 1), (2, 2))),  # nothing was due before today
        (date(2026, 4, 1), ((4, 1), (4, 1)), ((3, 1), (3, 1))),  # both are over
        (None, ((4, 1), (4, 1)), ((3, 1), (3, 1))),
    ],
)
def test_months_beside_each_other_end_on_the_same_day(on: date | None, now: tuple, before: tuple) -> None:
    found = stretches([date(2026, 3, 1), date(2026, 2, 1)], on)

    assert [
        ((one.due_until.month, one.due_until.day), (one.until.month, one.until.day)) for one in found
    ] == [
        now,
        before,
    ]


@given(DAYS)
def test_a_month_is_whole_only_when_it_is_over(day: date) -> None:
    first = day.replace(day=1)

    assert [stretches([first], on)[0].whole for on in (day, first - timedelta(days=1), None)] == [
        False,
        True,
        True,
    ]
