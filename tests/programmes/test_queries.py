"""Figures: what is a dash, what is hidden from the public, and how many quarters were recorded."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunshine.cases.actions import accept, answer, confirm
from sunshine.lib.periods import parse
from sunshine.programmes.models import IndicatorDefinition
from sunshine.programmes.queries import evidence, evidence_rows, figures, recorded_quarters, shown_indicator
from sunshine.programmes.queries.indicators import Figure, IndicatorTally, find_staffed, tallies
from sunshine.programmes.queries.shown import Why, mask_small
from sunshine.record.states import Actor
from tests.factories.cases import FIRST, SECOND, STREET, reported
from tests.factories.line import Lined
from tests.factories.people import DAY, NOON

MARCH = NOON.replace(month=3, day=10)


def figure(unit: str, top: int, base: int, key: str = "solved") -> Figure:
    """A figure with nothing before it."""
    definition = IndicatorDefinition(code="x", unit=unit, key=key)
    return Figure(definition, IndicatorTally(Decimal(top), base), None)


def solved(lined: Lined, at: datetime) -> None:
    """A matter that was told, handled and confirmed in three hours."""
    case, worker = reported(at=at).case, lined.town.by("worker")
    accept(case, by=worker, at=at + timedelta(hours=1))
    answer(case, by=worker, at=at + timedelta(hours=2), text="清走了")
    confirm(case, by=Actor.resident(), at=at + timedelta(hours=3), solved="yes")


@pytest.mark.parametrize(
    ("unit", "top", "base", "value"),
    [
        ("share", 3, 4, Decimal(75)),
        ("average", 3, 4, Decimal("0.75")),
        ("count", 3, 4, Decimal(3)),
        ("share", 0, 0, None),
    ],
)
def test_a_rate_without_a_base_has_no_value(unit: str, top: int, base: int, value: Decimal | None) -> None:
    assert (figure(unit, top, base).value, figure(unit, top, base).past) == (value, None)


@pytest.mark.parametrize(
    ("unit", "top", "base", "key", "staff", "why"),
    [
        ("share", 3, 4, "solved", True, None),
        ("share", 3, 4, "solved", False, Why.FEW_STAFF),
        ("share", 0, 0, "solved", True, Why.NOTHING),
        ("share", 1, 2, "solved", True, Why.SMALL_BASE),
        ("share", 2, 9, "solved", True, Why.SMALL),
        ("share", 0, 9, "solved", True, None),
        ("share", 2, 5, "satisfied", True, None),
        ("count", 2, 0, "hazard_found", True, Why.SMALL),
        ("count", 0, 0, "hazard_found", True, None),
    ],
)
def test_the_public_sees_no_small_cell_and_no_rate_of_few_staff(
    unit: str, top: int, base: int, key: str, staff: bool, why: Why | None
) -> None:
    shown = shown_indicator(figure(unit, top, base, key), staffed=staff)

    assert (shown.now.why, shown.before.why) == (why, Why.NO_RECORDS)
    assert (shown.now.value is None) == (why is not None)


@given(st.lists(st.integers(0, 12), max_size=8))
def test_no_hidden_cell_can_be_computed_from_the_total(cells: list[int]) -> None:
    shown = mask_small(cells)
    hidden = [count for count, said in zip(cells, shown, strict=True) if said is None]

    assert not [said for said in shown if said in (1, 2)]
    assert len(hidden) != 1 or sum(cells) == hidden[0]


def test_a_community_with_three_people_is_staffed(lined: Lined) -> None:
    assert find_staffed([FIRST, SECOND], DAY) == {FIRST}


def test_a_figure_belongs_to_its_month_and_the_one_before_stands_beside_it(lined: Lined) -> None:
    solved(lined, MARCH)
    april = parse("2026-04")
    assert april is not None

    (found,) = [
        one for one in figures({FIRST: ["service"]}, april, NOON)[FIRST] if one.definition.code == "solved"
    ]

    assert (found.now, found.before, found.value, found.past) == (
        IndicatorTally(), IndicatorTally(Decimal(1), 1), None, Decimal(100),
    )  # fmt: skip


def test_a_matter_near_midnight_belongs_to_the_county_s_day(lined: Lined) -> None:
    solved(lined, datetime.fromisoformat("2026-03-31T20:30:00+08:00"))
    march = parse("2026-03")
    assert march is not None

    found = tallies(["solved", "first_contact"], [FIRST], [march, march.after], NOON)

    assert {(key, number): tally.base for (_, key, number), tally in found.items()} == {
        ("solved", 0): 1, ("first_contact", 0): 1,
    }  # fmt: skip


def test_nobody_asked_for_costs_nothing(lined: Lined, django_assert_num_queries: Any) -> None:
    march = parse("2026-03")
    assert march is not None
    with django_assert_num_queries(0):
        assert tallies([], [FIRST], [march], NOON) == {}


def test_recorded_quarters_are_those_that_ended_with_something_to_count(lined: Lined) -> None:
    brand = lined.brand()
    solved(lined, MARCH)
    solved(lined, MARCH + timedelta(days=100))

    assert recorded_quarters(FIRST, date(2025, 1, 1), NOON) == 2
    assert recorded_quarters(STREET, date(2026, 4, 1), NOON) == 1
    assert recorded_quarters(brand.place, brand.valid_from, NOON) == 0
    assert recorded_quarters(SECOND, date(2025, 1, 1), NOON) == 0


def test_evidence_of_satisfaction_and_of_nothing_is_none(lined: Lined) -> None:
    year = parse("2026")
    assert year is not None
    for code in ("satisfied", "stories"):
        definition = IndicatorDefinition.objects.get(code=code)
        assert (
            evidence(definition, FIRST, year, NOON).months,
            evidence_rows(definition, FIRST, year, NOON),
        ) == (
            (),
            None,
        )


def test_evidence_counts_by_month_and_kind(lined: Lined) -> None:
    for number in range(4):
        solved(lined, MARCH + timedelta(hours=number))
    quarter = parse("2026-Q1")
    assert quarter is not None

    found = evidence(IndicatorDefinition.objects.get(code="first_time"), FIRST, quarter, NOON)

    assert [(cell.label.month, cell.top, cell.base) for cell in found.months] == [
        (1, 0, 0),
        (2, 0, 0),
        (3, 4, 4),
    ]
    assert [(cell.label.code, cell.top, cell.base) for cell in found.kinds] == [("02", 4, 4)]
