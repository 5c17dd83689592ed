"""The week counts what waits and what was asked, each number with its list, in a constant number of statements."""

from datetime import date, timedelta

import pytest

from sunshine.cases.actions import accept, answer, confirm
from sunshine.insight.queries import asked_cases, count_asked_kinds, days_of, due_pledges, heap, overdue, week
from sunshine.people.models import Organisation
from sunshine.wishes.models import Wish
from sunshine.wishes.states import WishState
from tests.factories.cases import FIRST, GRID, RESIDENT, SECOND, STREET, reported
from tests.factories.people import DAY, NOON
from tests.factories.posts import PledgeFactory, PostFactory
from tests.factories.wishes import WishTown, brought_to, line
from tests.worlds import world

COUNTY = "231282"
LATER = NOON + timedelta(days=20)
DAYS = timedelta(days=1)


@world
def there() -> WishTown:
    """A small town with its party line."""
    return line()


def counts(place: str = FIRST, at=NOON) -> tuple[int, ...]:
    found = week(place, at)
    return tuple(
        heap.count for heap in (found.wishes, found.posts, found.grids, found.pledges, found.overdue)
    )


def test_a_week_begins_on_monday(there: WishTown) -> None:
    found = week(FIRST, NOON + 3 * DAYS)
    assert (found.monday, found.sunday) == (date(2026, 11, 23), date(2026, 11, 29))
    assert days_of(NOON + 7 * DAYS)[0] == date(2026, 11, 30)


def test_a_wish_counts_while_nobody_has_taken_it(there: WishTown) -> None:
    brought_to(WishState.ASKED, there)
    waiting = brought_to(WishState.OFFERED, there)
    brought_to(WishState.CLAIMED, there)

    assert week(FIRST, NOON).wishes.rows == [waiting]
    assert [week(place, NOON).wishes.count for place in (GRID, STREET, COUNTY, SECOND)] == [1, 1, 1, 0]


def test_a_post_counts_while_it_is_empty(there: WishTown) -> None:
    empty = PostFactory(organisation=there.general, place=GRID)
    PostFactory(organisation=there.general, place=GRID, holder=there.mei, held_since=DAY)
    PostFactory(organisation=there.general, place=GRID, closed_on=DAY)

    assert week(FIRST, NOON).posts.rows == [empty]


def test_a_grid_without_branch_or_group_counts(there: WishTown) -> None:
    before = counts()[2]
    Organisation.objects.filter(place=GRID).update(valid_to=DAY)

    assert (before, counts()[2], [grid.code for grid in week(SECOND, NOON).grids.rows]) == (
        1,
        2,
        [f"{SECOND}001"],
    )


@pytest.mark.parametrize(("days", "counted"), [(-30, 1), (0, 1), (6, 1), (7, 0)])
def test_a_pledge_counts_from_its_week_until_it_is_settled(there: WishTown, days: int, counted: int) -> None:
    PledgeFactory(organisation=there.general, community=FIRST, due_on=date(2026, 11, 23) + days * DAYS)
    assert due_pledges(FIRST, NOON).count() == counted


def test_a_request_counts_when_its_time_has_passed_and_somebody_works_on_it(there: WishTown) -> None:
    late = reported().case
    reported(category="0901")

    assert (counts(at=NOON)[4], list(overdue(FIRST, LATER))) == (0, [late])
    worker = there.by("worker")
    answer(accept(late, by=worker, at=NOON), by=worker, at=NOON, text="已清走")
    assert counts(at=LATER)[4] == 0


def test_what_residents_asked_stands_beside_the_four_weeks_before(there: WishTown) -> None:
    for days in (1, 2, 28, 29, 56, 57):
        reported(at=NOON - days * DAYS)
    for days in (1, 1, 1):
        reported(at=NOON - days * DAYS, category="0101")
    reported(at=NOON)
    reported(at=NOON - DAYS, category="0901")

    assert [(row.code, row.now, row.before) for row in count_asked_kinds(FIRST, NOON)] == [
        ("0201", 3, 2),
        ("0101", 3, 0),
    ]


def test_the_list_behind_a_number_has_as_many_rows(there: WishTown) -> None:
    for days in (1, 2, 29):
        reported(at=NOON - days * DAYS)
    closed = reported(at=NOON - 3 * DAYS).case
    worker = there.by("worker")
    case = answer(accept(closed, by=worker, at=NOON), by=worker, at=NOON, text="已清走")
    confirm(case, by=RESIDENT, at=NOON, solved="yes")

    assert len(asked_cases(FIRST, "0201", NOON)) == count_asked_kinds(FIRST, NOON)[0].now == 3


def test_what_nobody_has_sorted_yet_has_its_own_line(there: WishTown) -> None:
    reported(text="有件事想问问", category=None, at=NOON - DAYS)
    [row] = count_asked_kinds(FIRST, NOON)
    assert (row.code, row.category, asked_cases(FIRST, None, NOON).count()) == ("none", None, 1)


def test_a_heap_knows_how_many_there_are_beyond_what_it_shows(there: WishTown) -> None:
    for _ in range(3):
        brought_to(WishState.OFFERED, there)
    shown = heap(Wish.objects.order_by("id"), 2)
    assert (shown.count, len(shown.rows)) == (3, 2)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("place", [FIRST, COUNTY])
def test_the_week_takes_the_same_statements_for_one_as_for_three(
    there: WishTown, number: int, place: str, django_assert_num_queries
) -> None:
    for _ in range(number):
        brought_to(WishState.OFFERED, there)
        PostFactory(organisation=there.general, place=GRID)
        PledgeFactory(organisation=there.general, community=FIRST, due_on=DAY)
        reported(at=NOON - DAYS)
    week(place, LATER)
    with django_assert_num_queries(7):
        assert week(place, LATER).wishes.count == number
