"""A day off announced late moves the time of a wish as it moves that of a request."""

from datetime import timedelta

from sunshine.clocks.actions import set_day
from sunshine.clocks.jobs import SETTLED, follow_changes
from sunshine.clocks.models import CalendarChange, Clock
from sunshine.clocks.queries import calendar
from sunshine.clocks.states import ClockKind, DayKind
from sunshine.lib.moments import iso
from sunshine.notices.models import Message
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from sunshine.wishes.actions.calendar import follow_wish
from sunshine.wishes.jobs import follow_days
from sunshine.wishes.models import Wish
from tests.factories.people import NOON
from tests.factories.wishes import WishTown, asked, offered

LATER = NOON + timedelta(hours=1)


def off_tomorrow() -> None:
    day = calendar().days.next_workday(NOON.date())
    set_day(day, DayKind.HOLIDAY, by=Actor.system("operator"), at=LATER)


def follow() -> int:
    return follow_changes("wish:", follow_wish, at=LATER + SETTLED)


def test_the_community_has_its_time_to_look_at_wishes_and_is_told_once(there: WishTown) -> None:
    wishes = [asked(), asked()]

    off_tomorrow()

    assert (follow(), follow()) == (2, 0)
    due = calendar().term("wish", ClockKind.ACCEPT, NOON).due_at
    assert [wish.due_at for wish in Wish.objects.order_by("pk")] == [due, due]
    assert list(Clock.objects.filter(subject=wishes[0].subject).values_list("due_at", flat=True)) == [due]
    assert Entry.objects.filter(verb="move_due", facts__due_at=iso(due)).count() == 2
    told = Message.objects.filter(kind="deadlines_moved").values_list("organisation", flat=True)
    assert list(told) == [there.town.first.pk]


def test_time_in_natural_days_stays(there: WishTown) -> None:
    wish = offered(asked(), there)
    due = wish.due_at

    off_tomorrow()

    assert (follow(), Wish.objects.get().due_at) == (0, due)


def test_a_clock_whose_wish_is_gone_moves_nothing(there: WishTown) -> None:
    asked()
    off_tomorrow()
    [change] = CalendarChange.objects.all()
    clock = Clock.objects.get(stopped_at=None)
    clock.subject = "wish:0"

    assert follow_wish(clock, change, at=LATER) is False


def test_what_has_moved_moves_once(there: WishTown) -> None:
    asked()
    off_tomorrow()
    [change] = CalendarChange.objects.all()

    assert [follow_wish(clock, change, at=LATER) for clock in Clock.objects.all() for _ in range(2)] == [
        True,
        False,
    ]


def test_the_round_of_each_minute_finds_it(there: WishTown) -> None:
    asked()
    off_tomorrow()

    assert (follow_days(0), follow_days(0)) == (1, 0)
    assert not CalendarChange.objects.filter(done_at=None).exists()
