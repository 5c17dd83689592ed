"""The board counts matters, never persons: whole groups of five, enough staff, nothing solved on the spot."""

from datetime import timedelta

from sunshine.cases.actions import accept, answer, confirm
from sunshine.disclosure.queries import board
from sunshine.people.models import Assignment
from tests.factories.cases import FIRST, RESIDENT, Town, reported
from tests.factories.people import NOON

LATER = NOON + timedelta(days=1)


def confirmed(there: Town, satisfied: str) -> None:
    by = there.by("worker")
    case = answer(accept(reported().case, by=by, at=LATER), by=by, at=LATER, text="好了")
    confirm(case, by=RESIDENT, at=LATER, solved="yes", satisfied=satisfied)


def figures():
    shown = board(FIRST, at=LATER)
    assert shown is not None
    return shown.figures


def test_the_sixth_answer_moves_no_total(there: Town) -> None:
    for word in ("yes", "yes", "fair", "no", "yes"):
        confirmed(there, word)
    before = figures().satisfied

    confirmed(there, "no")

    assert (before, figures().satisfied) == ((4, 5), (4, 5))


def test_the_tenth_answer_does(there: Town) -> None:
    for number in range(10):
        confirmed(there, "no" if number == 9 else "yes")

    assert figures().satisfied == (9, 10)


def test_what_was_solved_on_the_spot_came_in_and_is_in_no_rate(there: Town) -> None:
    case = reported(by=there.by("grid_worker"), at=LATER, channel="grid", solved_on_the_spot="已清走").case
    confirm(case, by=RESIDENT, at=LATER, solved="yes", satisfied="yes")

    shown = figures()
    assert (shown.received, shown.done, shown.confirmed, shown.median_days) == (1, 0, 0, None)


def test_fewer_than_three_at_work_have_no_rates(there: Town) -> None:
    for _ in range(5):
        confirmed(there, "yes")
    shown = figures()
    Assignment.objects.filter(officer__in=[there.secretary, there.colleague]).update(valid_to=NOON.date())

    alone = figures()

    assert (shown.median_days, shown.satisfied, alone.median_days, alone.satisfied) == (
        1.0,
        (5, 5),
        None,
        None,
    )
    assert alone.done == 5
