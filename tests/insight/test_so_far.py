"""A month that runs counts so far, and the month beside it up to the same day: equal to what other code finds in histories."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sunshine.insight.models import DayTally, Tally
from sunshine.insight.queries.figures import Figures, figures, figures_by, figures_of_months, flows
from sunshine.insight.rules import CountedEntry, counts_for, fold
from sunshine.insight.states import EVENTS, Dimension, Measure
from sunshine.lib.periods import shift_month, stretches
from tests.factories.cases import FIRST, Town
from tests.insight.histories import history
from tests.insight.recompute import HERE, by_month, of_each, so_far
from tests.insight.test_rules import mixed, rolled_up
from tests.long import rounds

COUNTY = "231282"
DAYS = st.dates(date(2026, 3, 1), date(2026, 8, 31))
NOVEMBER = date(2026, 11, 1)


def keep(rows: dict) -> None:
    """Rows of days as the roll-up leaves them: days, and months."""
    for model, when, these in ((DayTally, "day", rows), (Tally, "month", by_month(rows))):
        model.objects.all().delete()
        model.objects.bulk_create(
            model(place=place, dimension=dimension, key=key, measure=measure, value=value, **{when: day})
            for (place, day, dimension, key, measure), value in these.items()
        )


def shown(dimension: str, key: str, found: Figures) -> dict[tuple, tuple[int, int]]:
    """Figures by measure: how much, and of how many requests if that is told."""
    return {
        (COUNTY, dimension, key, measure): (value, found.times(Measure(measure)).matters if measure in EVENTS else 0)
        for measure, value in found.rows.items()
        if not measure.startswith("r_")
    }  # fmt: skip


def told(each: list, dimension: str, month: date, on: int) -> dict[tuple, tuple[int, int]]:
    """The same, found by the other code."""
    rows = so_far(each, f"{month:%Y-%m}", on).items()
    mine = [(row, found) for row, found in rows if row[:2] == (COUNTY, dimension)]
    return {row: (value, matters if row[3] in EVENTS else 0) for row, (value, matters) in mine}


@settings(
    max_examples=rounds(8, of=60),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32), on=DAYS)
def test_both_months_count_up_to_the_same_day(there: Town, seed: int, on: date) -> None:
    chance = Random(seed)
    entries = mixed(chance, [history(chance) for _ in range(15)])
    keep({row: value for row, value in rolled_up(chance, list(entries)).items() if row[0] == COUNTY})
    entries = of_each(entries)
    months = [on.replace(day=1), shift_month(on, -1)]

    for month, found in figures_of_months(COUNTY, months, on).items():
        assert shown("all", "", found) == told(entries, "all", month, on.day)
    for by in (Dimension.ORGANISATION, Dimension.CATEGORY, Dimension.CHANNEL):
        rows = [shown(by, key, each) for key, each in figures_by(COUNTY, months[0], by, on=on).items()]
        assert {key: value for row in rows for key, value in row.items()} == told(
            entries, by, months[0], on.day
        )
    passed = {
        f"{each.giver}>{each.taker}": (each.count, each.matters) for each in flows(COUNTY, months[0], on)
    }
    assert passed == {row[2]: each for row, each in told(entries, "flow", months[0], on.day).items()}


@settings(max_examples=rounds(20, of=100), deadline=None)
@given(seed=st.integers(0, 2**32), on=DAYS)
def test_the_list_behind_a_number_is_cut_on_the_same_day(seed: int, on: date) -> None:
    chance = Random(seed)
    entries = [("case:0", step) for step in history(chance)]
    over = stretches([on.replace(day=1)], on)[0]
    life: dict = {}
    for _subject, step in entries:
        fold(life, CountedEntry(*step), HERE)

    for (_place, dimension, key, measure), (value, _matters) in so_far(
        of_each(entries), f"{on:%Y-%m}", on.day
    ).items():
        found = counts_for(life, HERE, over, measure, Dimension(dimension), key)
        assert sum(found.values()) == value, (dimension, key, measure)


def day_rows(*days: tuple[int, str, int]) -> None:
    """Totals of the county: day of November, measure, value."""
    keep({(COUNTY, f"2026-11-{day:02}", "all", "", measure): value for day, measure, value in days})


@pytest.mark.parametrize(("on", "due", "returns"), [(1, 0, 1), (15, 4, 1), (16, 4, 3), (30, 4, 3)])
def test_limits_count_from_the_day_after_and_what_happens_at_once(
    there: Town, on: int, due: int, returns: int
) -> None:
    day_rows((1, "returns", 1), (14, "due", 4), (16, "returns", 2), (30, "due", 8))

    found = figures(COUNTY, NOVEMBER, NOVEMBER.replace(day=on))

    assert (found.count(Measure.DUE), found.count(Measure.RETURNS)) == (due, returns)


@pytest.mark.parametrize("on", [None, date(2026, 12, 1), date(2026, 10, 31)])
def test_a_month_that_does_not_run_is_whole(there: Town, on: date | None) -> None:
    day_rows((30, "due", 8))

    assert figures(COUNTY, NOVEMBER, on).count(Measure.DUE) == 8


def test_what_is_left_out_of_a_rate_is_cut_with_the_rate(there: Town) -> None:
    day_rows((10, "due", 3), (10, "x_due", 1), (20, "due", 5), (20, "x_due", 2))

    found = figures(COUNTY, NOVEMBER, date(2026, 11, 20))

    assert (found.count(Measure.DUE), found.count(Measure.DUE, adjusted=True)) == (3, 2)


def test_a_second_return_in_a_month_is_another_event_of_the_same_matter() -> None:
    first, life = history(Random(1))[0], {}
    facts = {**first.facts, "restricted": False, "self_handled": False, "place": FIRST}
    for days, verb in ((0, "receive"), (1, "return"), (2, "return")):
        fold(life, CountedEntry(verb, first.at + timedelta(days=days, hours=12), "received", facts), HERE)
    over = stretches([date(2026, month, 1) for month in range(3, 9)])

    found = [counts_for(life, HERE, each, "returns") for each in over]

    assert [each for each in found if each] == [{facts["holder"]: 2}]
