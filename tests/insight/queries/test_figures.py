"""Rates are what domain §1.6 and §2.4 say, raw and adjusted, and equal to the same rates out of the recomputed rows."""

from dataclasses import astuple
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random

import pytest

from sunshine.insight.models import Cursor, Tally
from sunshine.insight.queries.figures import (
    Figures,
    as_of,
    figures,
    figures_by,
    figures_of_months,
    figures_of_places,
    flows,
)
from sunshine.insight.states import Dimension, Measure, Rate
from tests.factories.cases import FIRST, STREET, Town
from tests.insight.histories import history
from tests.insight.recompute import by_month, recompute

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
NOW = datetime(2026, 6, 30, tzinfo=UTC)
COUNTY = "231282"
SIMPLE = {
    Rate.RESPONSE: (["contact_on_time"], ["contact_due"]),
    Rate.FILING: (["filed"], ["received"]),
    Rate.CLOSING: (["finished"], ["due", "-deferred"]),
    Rate.ON_TIME: (["on_time"], ["due", "-deferred"]),
    Rate.URGENT: (["urgent_on_time"], ["urgent_due"]),
    Rate.REWORK: (["reworked"], ["answered"]),
    Rate.EXTENSION: (["extended"], ["due"]),
    Rate.SOLVED: (["solved_yes", "½solved_partly"], ["solved_yes", "solved_partly", "solved_no"]),
    Rate.SATISFIED: (
        ["satisfied_yes", "⅘satisfied_fair"],
        ["satisfied_yes", "satisfied_fair", "satisfied_no"],
    ),
}
WEIGHTS = {"-": Decimal(-1), "½": Decimal("0.5"), "⅘": Decimal("0.8")}


def kept(rows: dict) -> None:
    """Rows as the roll-up leaves them."""
    Tally.objects.bulk_create(
        Tally(place=place, month=month, dimension=dimension, key=key, measure=measure, value=value)
        for (place, month, dimension, key, measure), value in rows.items()
    )
    Cursor.objects.create(seq=1, at=NOW)


def again(rows: dict, names: list[str], adjusted: bool) -> Decimal:
    """A sum of measures of the county in June, by their names in the formula."""
    total = Decimal(0)
    for name in names:
        weight, measure = WEIGHTS.get(name[0], Decimal(1)), name.lstrip("-½⅘")
        value = rows.get((COUNTY, "2026-06-01", "all", "", measure), 0)
        left_out = rows.get((COUNTY, "2026-06-01", "all", "", f"x_{measure}"), 0) if adjusted else 0
        total += weight * (value - left_out)
    return total


@pytest.mark.parametrize("adjusted", [False, True])
def test_every_rate_is_its_formula_over_the_record(there: Town, adjusted: bool) -> None:
    chance = Random(5)
    rows = by_month(recompute((f"case:{n}", step) for n in range(300) for step in history(chance)))
    kept(rows)

    june = figures(COUNTY, JUNE)

    assert set(SIMPLE) == set(Rate)
    for rate, (top, base) in SIMPLE.items():
        found = june.rate(rate, adjusted=adjusted)
        assert (found.top, found.base) == (again(rows, top, adjusted), again(rows, base, adjusted)), rate
    shares = [
        june.rate(rate, adjusted=adjusted).share or 0 for rate in (Rate.RESPONSE, Rate.SOLVED, Rate.SATISFIED)
    ]
    assert june.weigh_rates(adjusted=adjusted) == 30 * shares[0] + 35 * shares[1] + 35 * shares[2]


def test_without_a_base_there_is_no_rate(there: Town) -> None:
    empty = figures(COUNTY, JUNE)

    assert (empty.rate(Rate.FILING).share, empty.weigh_rates(), empty.mean(Measure.IDLE, Measure.LINKS)) == (
        None,
        None,
        None,
    )
    assert (as_of(), empty.as_of, empty.in_hand) == (None, None, 0)


def test_averages_and_time_in_hand(there: Town) -> None:
    found = Figures(COUNTY, JUNE, NOW, {"idle": 7, "links": 2, "time_received": 3, "time_waiting": 4})

    assert (found.mean(Measure.IDLE, Measure.LINKS), found.in_hand) == (3, 7)


def test_places_months_and_keys_each_have_their_rows(there: Town) -> None:
    kept(
        {
            (STREET, "2026-06-01", "all", "", "received"): 3,
            (STREET, "2026-05-01", "all", "", "received"): 2,
            (FIRST, "2026-06-01", "all", "", "received"): 1,
            (FIRST, "2026-06-01", "all", "", "x_received"): 1,
            (FIRST, "2026-06-01", "all", "", "returns"): 4,
            (STREET, "2026-06-01", "category", "01", "received"): 3,
            (STREET, "2026-06-01", "flow", "1>2", "hand_overs"): 1,
            (STREET, "2026-06-01", "flow", "2>1", "hand_overs"): 5,
            (STREET, "2026-06-01", "flow", "2>1", "r_hand_overs"): 2,
        }
    )

    months = figures_of_months(STREET, [MAY, JUNE])
    assert [each.count(Measure.RECEIVED) for each in months.values()] == [2, 3]
    both = figures_of_places([STREET, FIRST], JUNE, [Measure.RECEIVED])
    assert both[FIRST].rows == {"received": 1, "x_received": 1}
    assert both[FIRST].count(Measure.RECEIVED, adjusted=True) == 0
    assert {key: dict(each.rows) for key, each in figures_by(STREET, JUNE, Dimension.CATEGORY).items()} == {
        "01": {"received": 3}
    }
    assert [astuple(flow) for flow in flows(STREET, JUNE)] == [(2, 1, 5, 3), (1, 2, 1, 1)]
    assert months[JUNE].as_of == NOW
