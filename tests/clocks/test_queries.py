"""The calendar book: terms and pauses computed in memory, reloaded when its tables change."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunshine.clocks import actions, queries
from sunshine.clocks.models import CalendarDay, CalendarVersion, CalendarYear, OfficeHours, Policy
from sunshine.clocks.queries import CalendarBook
from sunshine.clocks.states import ClockKind, DayKind, Unit
from sunshine.lib import workdays
from sunshine.lib.refusals import Refused
from sunshine.tables.loading import read_shipped
from tests.clocks.clocks import MONDAY, SHANGHAI, SUBJECT, SYSTEM, local, rest_of, start


def _book() -> CalendarBook:
    """The shipped rules without a database."""
    year, _source, days = actions.keep.calendar_of(read_shipped("sunshine.clocks", "calendar-2026"))
    holidays = frozenset(day.day for day in days if day.kind == DayKind.HOLIDAY)
    makeup = frozenset(day.day for day in days if day.kind == DayKind.MAKEUP)
    rows = read_shipped("sunshine.clocks", "policies")["policy"]
    policies = {row["code"]: actions.keep._policy(row) for row in rows}
    hours = tuple(OfficeHours(**row) for row in read_shipped("sunshine.clocks", "office")["hours"])
    return CalendarBook(workdays.Calendar(holidays, makeup, frozenset({year})), hours, policies, SHANGHAI)


BOOK = _book()
CODES = sorted(BOOK.policies)
MOMENTS = st.integers(0, 300 * 24 * 60).map(lambda minutes: local(1, 0, month=1) + timedelta(minutes=minutes))
PAUSES = st.timedeltas(timedelta(0), timedelta(days=20))


def test_2026_has_248_working_days():
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]

    assert sum(BOOK.days.is_workday(day) for day in days) == 248


@pytest.mark.parametrize(
    ("begun", "due"),
    [(local(13, month=2), local(27, 17, 30, month=2)), (local(30, month=9), local(13, 17, 30, month=10))],
    ids=["over the Spring Festival", "over the National Day"],
)
def test_five_working_days_over_a_long_holiday(begun, due):
    assert BOOK.term("normal", ClockKind.HANDLE, begun).due_at == due


@pytest.mark.parametrize(
    ("policy", "kind", "due"),
    [
        ("critical", ClockKind.ACCEPT, local(23, 9, 10)),
        ("urgent", ClockKind.ACCEPT, local(23, 9, 30)),
        ("urgent", ClockKind.HANDLE, local(24, 9)),
        ("consultation", ClockKind.ACCEPT, local(23, 15)),
        ("normal", ClockKind.ACCEPT, local(24, 17, 30)),
        ("complex", ClockKind.HANDLE, local(14, 17, 30, month=12)),
        ("normal", ClockKind.CONFIRM, local(30, 17, 30)),
    ],
)
def test_each_unit_falls_due_in_its_own_time(policy, kind, due):
    assert BOOK.term(policy, kind, MONDAY).due_at == due


def test_minutes_are_used_up_in_minutes():
    term = BOOK.term("urgent", ClockKind.ACCEPT, MONDAY)

    assert (term.amount, term.unit, term.soon_at) == (30, Unit.NATURAL_MINUTE, local(23, 9, 24))


def test_natural_terms_escalate_by_the_hour_working_terms_when_the_office_is_open():
    assert BOOK.term("urgent", ClockKind.HANDLE, MONDAY).escalate_at == local(24, 13)
    assert BOOK.term("consultation", ClockKind.HANDLE, local(26)).escalate_at == local(30, 8, 30)


@given(MOMENTS, st.sampled_from(CODES), st.sampled_from(list(ClockKind)))
def test_a_term_speaks_in_order(begun, code, kind):
    term = BOOK.term(code, kind, begun)

    assert begun <= term.soon_at <= term.due_at <= term.escalate_at


@given(MOMENTS, PAUSES, st.sampled_from(CODES))
def test_a_pause_keeps_the_order_and_takes_nothing_away(begun, pause, code):
    term = BOOK.term(code, ClockKind.HANDLE, begun)
    times = [term.soon_at, term.due_at, term.escalate_at]

    moved = [BOOK.shift_deadline(time, begun, begun + pause, term.unit) for time in times]

    assert moved == sorted(moved)
    assert [new >= old for old, new in zip(times, moved, strict=True)] == [True] * 3


@given(MOMENTS, PAUSES, st.sampled_from(["cleaning", "rubbish"]))
def test_a_pause_leaves_as_much_office_time_as_was_left(begun, pause, code):
    due = BOOK.term(code, ClockKind.ACCEPT, begun).due_at
    hours, rest = BOOK._windows(begun), begun + pause

    moved = BOOK.shift_deadline(due, begun, rest, Unit.WORKING_HOUR)

    left = workdays.working_time_between(begun, due, BOOK.days, hours, tz=SHANGHAI)
    assert workdays.working_time_between(rest, moved, BOOK.days, hours, tz=SHANGHAI) == left


@given(MOMENTS, PAUSES, PAUSES)
def test_two_pauses_in_natural_time_are_as_long_as_one(begun, first, second):
    due = begun + timedelta(hours=24)
    once = BOOK.shift_deadline(due, begun, begun + first + second, Unit.NATURAL_HOUR)
    twice = BOOK.shift_deadline(
        BOOK.shift_deadline(due, begun, begun + first, Unit.NATURAL_HOUR),
        begun + first,
        begun + first + second,
        Unit.NATURAL_HOUR,
    )

    assert once == twice == due + first + second


def test_an_unknown_policy_is_refused_by_name():
    with pytest.raises(Refused, match="nonsense"):
        BOOK.term("nonsense", ClockKind.HANDLE, MONDAY)


def test_office_hours_follow_the_day_they_are_valid_from():
    summer = OfficeHours(valid_from=date(2026, 5, 1), opens=time(8), closes=time(16))
    book = CalendarBook(BOOK.days, (*BOOK.timetable, summer), BOOK.policies, SHANGHAI)

    assert [book.hours(date(2026, 4, 30)).closes, book.hours(date(2026, 5, 1))] == [time(11, 30), summer]
    assert book.hours(date(2019, 12, 31)) is None
    assert book.term("normal", ClockKind.ACCEPT, local(6, month=5)).due_at == local(7, 16, month=5)


def test_before_any_table_the_usual_hours_hold():
    book = CalendarBook(BOOK.days, (), BOOK.policies, SHANGHAI)

    assert book.term("normal", ClockKind.ACCEPT, MONDAY).due_at == local(24, 17, 30)


def test_receipts_after_closing_count_from_the_next_day_where_the_locality_says_so():
    late = OfficeHours(valid_from=date(2020, 1, 1), opens=time(8), closes=time(17), after_hours_next_day=True)
    book = CalendarBook(BOOK.days, (late,), BOOK.policies, SHANGHAI)

    assert book.term("normal", ClockKind.ACCEPT, local(23, 20)).due_at == local(25, 17)


def test_hours_that_touch_are_one_stretch():
    row = OfficeHours(opens=time(8), closes=time(12), reopens=time(12), ends=time(17))

    assert queries.windows_of(row).windows == ((time(8), time(17)),)


@pytest.mark.django_db
class TestKept:
    """The copy that each process keeps."""

    @pytest.fixture(autouse=True)
    def _defaults(self):
        actions.load_defaults(MONDAY)

    def test_the_book_is_read_once_and_then_only_its_version(self, django_assert_num_queries):
        book = queries.calendar()

        with django_assert_num_queries(1):
            assert queries.calendar() is book

    def test_a_change_is_seen_at_once(self):
        policy = queries.calendar().policy("normal")
        policy.handle_amount = 7
        actions.set_policy(policy, by=SYSTEM, at=MONDAY)

        assert queries.calendar().policy("normal").handle_amount == 7

    def test_without_a_version_nothing_is_kept(self):
        CalendarVersion.objects.all().delete()
        Policy.objects.all().delete()

        assert queries.calendar().policies == {}
        assert queries.calendar() is not queries.calendar()

    def test_a_year_whose_notice_is_missing_is_named(self):
        assert queries.missing_years(local(16)) == []
        assert queries.missing_years(local(17)) == [2027]
        assert queries.missing_years(local(17, year=2027)) == [2027, 2028]

    def test_a_day_is_not_a_year(self):
        CalendarDay.objects.create(day=date(2027, 1, 1), kind=DayKind.HOLIDAY)

        assert CalendarYear.objects.filter(year=2027).exists() is False

    def test_an_imported_year_is_no_longer_missing(self):
        actions.import_calendar(2027, rest_of(2027), "notice", by=SYSTEM, at=MONDAY)

        assert queries.missing_years(local(17, month=12)) == []

    def test_due_clocks_come_oldest_first_and_not_too_many(self, django_assert_num_queries):
        later = start("normal", subject="case:a")
        sooner = start("urgent", subject="case:b")
        start("complex", subject="case:c")

        with django_assert_num_queries(1):
            assert queries.due(later.soon_at, 5) == [sooner, later]
        assert queries.due(later.soon_at, 1) == [sooner]

    def test_running_names_what_is_not_stopped_the_next_deadline_first(self):
        handle = start("normal", ClockKind.HANDLE)
        accept = start("normal", ClockKind.ACCEPT)
        actions.start(SUBJECT, ClockKind.CONFIRM, policy="normal", at=MONDAY)
        actions.stop(SUBJECT, [ClockKind.CONFIRM], at=MONDAY)

        assert queries.running(SUBJECT) == [accept, handle]

    @pytest.mark.parametrize("count", [1, 3])
    def test_clocks_of_subjects_are_one_select(self, count, django_assert_num_queries):
        clocks = {f"case:{n}": [start("normal", subject=f"case:{n}")] for n in range(count)}

        with django_assert_num_queries(1):
            assert queries.of_subjects([*clocks, "case:none"]) == {**clocks, "case:none": []}
