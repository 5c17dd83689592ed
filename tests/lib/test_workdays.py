from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunshine.lib import workdays
from sunshine.lib.workdays import Calendar, OfficeWindows, TermUnit

TZ = ZoneInfo("Asia/Shanghai")
DAYS = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
CALENDAR = Calendar(
    holidays=frozenset(d for d in DAYS if not chinese_calendar.is_workday(d) and d.weekday() < 5),
    makeup=frozenset(d for d in DAYS if chinese_calendar.is_workday(d) and d.weekday() >= 5),
    years=frozenset({2026}),
)
HOURS = OfficeWindows()
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 11, 30), timezones=st.just(TZ))  # noqa: DTZ001


def at(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=TZ)


def due(start: datetime, amount: int, unit: TermUnit, **options: bool) -> datetime:
    return workdays.due(start, amount, unit, CALENDAR, HOURS, tz=TZ, **options)


def test_2026_has_248_working_days():
    assert sum(CALENDAR.is_workday(day) for day in DAYS) == 248


def test_five_working_days_after_the_eve_of_spring_festival():
    assert due(at(2, 13), 5, TermUnit.WORKING_DAY) == at(2, 27, 17, 30)


def test_five_working_days_after_the_eve_of_national_day():
    assert due(at(9, 30), 5, TermUnit.WORKING_DAY) == at(10, 13, 17, 30)


def test_a_make_up_saturday_is_worked_and_a_holiday_monday_is_not():
    assert [CALENDAR.is_workday(day) for day in (date(2026, 2, 28), date(2026, 10, 5))] == [True, False]


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2027, 1, 1), False),
        (date(2027, 4, 5), False),
        (date(2027, 5, 1), False),
        (date(2027, 10, 1), False),
        (date(2027, 11, 20), False),
        (date(2027, 11, 22), True),
    ],
)
def test_a_year_without_its_notice_falls_back_to_weekends_and_fixed_days_and_says_so(day: date, works: bool):
    assert (CALENDAR.is_workday(day), CALENDAR.knows(day)) == (works, False)


def test_a_calendar_without_working_days_is_refused_rather_than_searched_for_ever():
    closed = Calendar(holidays=frozenset(DAYS[0] + timedelta(days=n) for n in range(1000)))

    with pytest.raises(ValueError, match="no working day"):
        closed.next_workday(DAYS[0])


@pytest.mark.parametrize(
    ("start", "plain", "next_day"),
    [
        (at(11, 23, 10), at(11, 24, 17, 30), at(11, 24, 17, 30)),
        (at(11, 23, 18), at(11, 24, 17, 30), at(11, 25, 17, 30)),
        (at(11, 21, 10), at(11, 23, 17, 30), at(11, 24, 17, 30)),
    ],
)
def test_what_comes_after_hours_counts_as_the_next_working_day_if_so_set(start, plain, next_day):
    assert due(start, 1, TermUnit.WORKING_DAY) == plain
    assert due(start, 1, TermUnit.WORKING_DAY, after_hours_next_day=True) == next_day


def test_no_working_days_means_today_or_the_next_day_that_is_worked():
    assert due(at(11, 23), 0, TermUnit.WORKING_DAY) == at(11, 23, 17, 30)
    assert due(at(11, 21), 0, TermUnit.WORKING_DAY) == at(11, 23, 17, 30)


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        (at(11, 23, 8, 30), 3, at(11, 23, 11, 30)),
        (at(11, 23, 9), 3, at(11, 23, 14)),
        (at(11, 23, 12), 1, at(11, 23, 14, 30)),
        (at(11, 27, 17), 1, at(11, 30, 9)),
        (at(11, 21, 3), 7, at(11, 23, 17, 30)),
        (at(11, 23, 12), 0, at(11, 23, 12)),
    ],
)
def test_working_hours_run_only_in_office_hours(start: datetime, amount: int, end: datetime):
    assert due(start, amount, TermUnit.WORKING_HOUR) == end


def test_natural_time_runs_through_nights_and_holidays():
    assert due(at(2, 14, 23), 24, TermUnit.NATURAL_HOUR) == at(2, 15, 23)
    assert due(at(2, 14, 23), 15, TermUnit.NATURAL_DAY) == at(3, 1, 17, 30)


def test_a_moment_given_in_another_zone_is_read_in_the_countys():
    assert due(datetime(2026, 11, 22, 17, tzinfo=UTC), 1, TermUnit.WORKING_DAY) == at(11, 24, 17, 30)


@pytest.mark.parametrize("unit", list(TermUnit))
def test_a_negative_term_is_refused(unit: TermUnit):
    with pytest.raises(ValueError, match="never negative"):
        due(at(11, 23), -1, unit)


def test_the_parts_refuse_negative_terms_too():
    with pytest.raises(ValueError, match="never negative"):
        workdays.add_working_days(at(11, 23), -1, CALENDAR, HOURS, tz=TZ)
    with pytest.raises(ValueError, match="never negative"):
        workdays.add_working_hours(at(11, 23), -0.5, CALENDAR, HOURS, tz=TZ)


def test_a_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="without time zone"):
        due(datetime(2026, 11, 23), 1, TermUnit.NATURAL_HOUR)  # noqa: DTZ001


@pytest.mark.parametrize(
    "windows",
    [
        (),
        ((time(9), time(9)),),
        ((time(13), time(17)), (time(8), time(12))),
        ((time(8), time(12)), (time(12), time(17))),
    ],
)
def test_office_hours_are_windows_in_order(windows):
    with pytest.raises(ValueError, match="in order"):
        OfficeWindows(windows)


def test_office_hours_begin_and_end():
    assert (HOURS.start, HOURS.end) == (time(8, 30), time(17, 30))


def point(start: datetime, end: datetime, share: float, unit: TermUnit) -> datetime:
    return workdays.fraction_point(start, end, share, unit, CALENDAR, HOURS, tz=TZ)


def test_four_fifths_of_a_natural_term_is_four_fifths_of_the_time():
    assert point(at(11, 23, 10), at(11, 24, 10), 0.8, TermUnit.NATURAL_HOUR) == at(11, 24, 5, 12)


def test_a_weekend_uses_up_nothing_of_a_working_term():
    friday, tuesday = at(11, 27, 17, 30), at(12, 1, 17, 30)

    assert point(friday, tuesday, 0.5, TermUnit.WORKING_DAY) == at(11, 30, 17, 30)
    assert point(friday, tuesday, 0.0, TermUnit.WORKING_HOUR) == friday


def test_a_term_without_office_time_is_used_when_due():
    assert point(at(11, 21, 10), at(11, 21, 17, 30), 0.8, TermUnit.WORKING_DAY) == at(11, 21, 17, 30)


def test_a_share_lies_between_none_and_all():
    with pytest.raises(ValueError, match="between 0 and 1"):
        point(at(11, 23), at(11, 24), 1.1, TermUnit.WORKING_DAY)


def test_office_time_between_two_moments():
    def between(a, b):
        return workdays.working_time_between(a, b, CALENDAR, HOURS, tz=TZ)

    assert between(at(11, 27, 16, 30), at(11, 30, 9, 30)) == timedelta(hours=2)
    assert between(at(11, 23, 12), at(11, 23, 13)) == timedelta(0)
    assert between(at(11, 24), at(11, 23)) == timedelta(0)


@pytest.mark.parametrize(
    ("unit", "was_due", "moved"),
    [
        (TermUnit.NATURAL_HOUR, at(11, 27, 10), at(12, 1, 12)),
        (TermUnit.NATURAL_DAY, at(11, 27, 17, 30), at(12, 1, 17, 30)),
        (TermUnit.WORKING_DAY, at(11, 27, 17, 30), at(12, 1, 17, 30)),
        (TermUnit.WORKING_HOUR, at(11, 27, 10), at(12, 1, 11, 30)),
    ],
)
def test_a_pause_moves_the_deadline_in_the_units_own_time(unit: TermUnit, was_due: datetime, moved: datetime):
    shifted = workdays.shift(was_due, at(11, 20, 10), at(11, 24, 12), unit, CALENDAR, HOURS, tz=TZ)

    assert shifted == moved


def test_a_pause_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="ends after"):
        workdays.shift(at(11, 27), at(11, 24), at(11, 23), TermUnit.WORKING_DAY, CALENDAR, HOURS, tz=TZ)


@given(MOMENTS, MOMENTS, st.integers(0, 15), st.sampled_from(list(TermUnit)), st.booleans())
def test_who_comes_later_is_never_due_earlier(one, other, amount, unit, late):
    first, second = sorted([one, other])

    assert due(first, amount, unit, after_hours_next_day=late) <= due(
        second, amount, unit, after_hours_next_day=late
    )


@given(MOMENTS, st.integers(0, 40))
def test_working_hours_added_are_found_between(start: datetime, amount: int):
    end = due(start, amount, TermUnit.WORKING_HOUR)

    assert workdays.working_time_between(start, end, CALENDAR, HOURS, tz=TZ) == timedelta(hours=amount)


@given(MOMENTS, st.integers(1, 15), st.sampled_from(list(TermUnit)), st.floats(0, 1))
def test_a_share_of_a_term_lies_within_it(start, amount, unit, share):
    end = due(start, amount, unit)

    assert start <= point(start, end, share, unit) <= max(start, end)
