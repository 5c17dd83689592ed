"""Deadline arithmetic in working days, working hours, natural days and natural hours (domain rules §2.6).

All moments are aware; `tz` is the county's time zone in which days and office hours are read. Results come in
`tz`. The day of receipt is not counted; a term in days falls due at the end of office hours.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import takewhile

LONGEST_CLOSURE = 400  # days; longer means the table is wrong, and looking on would never end
NOTHING = timedelta(0)


class TermUnit(StrEnum):
    """In what a term is measured; always shown beside the figure (R-GRID-06)."""

    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"
    NATURAL_HOUR = "natural_hour"
    NATURAL_DAY = "natural_day"


@dataclass(frozen=True)
class Calendar:
    """The yearly notice as data: days off, make-up work days, and the years for which the notice is in."""

    holidays: frozenset[date] = frozenset()
    makeup: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Whether offices work on `day`; without the year's notice, weekends and fixed holidays are off."""
        if day in self.makeup:
            return True
        if day in self.holidays or day.weekday() >= 5:
            return False
        return self.knows(day) or not _is_fixed_holiday(day)

    def knows(self, day: date) -> bool:
        """Whether the year's notice is in the table; if not, a date computed for it is provisional."""
        return day.year in self.years

    def next_workday(self, day: date) -> date:
        """The first working day after `day`; ValueError when there is none for 400 days."""
        for ahead in range(1, LONGEST_CLOSURE):
            if self.is_workday(day + timedelta(days=ahead)):
                return day + timedelta(days=ahead)
        raise ValueError(f"The calendar has no working day for {LONGEST_CLOSURE} days after {day}")

    def workdays_between(self, first: date, last: date) -> int:
        """How many working days lie after `first`, up to and including `last`."""
        return sum(self.is_workday(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))


@dataclass(frozen=True)
class OfficeWindows:
    """The windows in which an office works, in order and apart; local times."""

    windows: tuple[tuple[time, time], ...] = ((time(8, 30), time(11, 30)), (time(13, 30), time(17, 30)))

    def __post_init__(self) -> None:
        edges = [edge for window in self.windows for edge in window]
        if not edges or edges != sorted(set(edges)):
            raise ValueError("Office hours are one or more windows, in order, that do not touch")

    @property
    def start(self) -> time:
        """When the office opens."""
        return self.windows[0][0]

    @property
    def end(self) -> time:
        """When the office closes; terms in days fall due then."""
        return self.windows[-1][1]


def add_working_days(
    start: datetime,
    days: int,
    calendar: Calendar,
    hours: OfficeWindows,
    *,
    tz: tzinfo,
    after_hours_next_day: bool = False,
) -> datetime:
    """End of office hours of the working day that is `days` after the day of `start`, which is not counted.

    With `after_hours_next_day`, what comes in after closing or on a day off counts as received on the next
    working day. ValueError for a negative term.
    """
    if days < 0:
        raise ValueError("A term is never negative")
    local = _local(start, tz)
    day = local.date()
    closed = not calendar.is_workday(day)
    late = after_hours_next_day and local.time() > hours.end
    if late or (closed and (after_hours_next_day or days == 0)):
        day = calendar.next_workday(day)
    for _ in range(days):
        day = calendar.next_workday(day)
    return datetime.combine(day, hours.end, tz)


def add_working_hours(
    start: datetime, amount: float, calendar: Calendar, hours: OfficeWindows, *, tz: tzinfo
) -> datetime:
    """The moment at which `amount` hours of office time have passed since `start`."""
    return add_working_time(start, timedelta(hours=amount), calendar, hours, tz=tz)


def add_working_time(
    start: datetime, amount: timedelta, calendar: Calendar, hours: OfficeWindows, *, tz: tzinfo
) -> datetime:
    """The moment at which `amount` of office time has passed; ValueError when it is negative."""
    if amount < NOTHING:
        raise ValueError("A term is never negative")
    local = _local(start, tz)
    if amount == NOTHING:
        return local
    windows = _windows(local, calendar, hours)
    opens, closes = next(windows)
    while amount > closes - opens:
        amount -= closes - opens
        opens, closes = next(windows)
    return opens + amount


def due(
    start: datetime,
    amount: int,
    unit: TermUnit,
    calendar: Calendar,
    hours: OfficeWindows,
    *,
    tz: tzinfo,
    after_hours_next_day: bool = False,
) -> datetime:
    """When a term of `amount` units that begins at `start` falls due. Days end with office hours."""
    if amount < 0:
        raise ValueError("A term is never negative")
    if unit is TermUnit.WORKING_DAY:
        late = after_hours_next_day
        return add_working_days(start, amount, calendar, hours, tz=tz, after_hours_next_day=late)
    if unit is TermUnit.WORKING_HOUR:
        return add_working_hours(start, amount, calendar, hours, tz=tz)
    local = _local(start, tz)
    if unit is TermUnit.NATURAL_HOUR:
        return _later(local, timedelta(hours=amount))
    return datetime.combine(local.date() + timedelta(days=amount), hours.end, tz)


def fraction_point(
    start: datetime,
    due: datetime,
    share: float,
    unit: TermUnit,
    calendar: Calendar,
    hours: OfficeWindows,
    *,
    tz: tzinfo,
) -> datetime:
    """When `share` (0 to 1) of a term is used, measured in its own time: a weekend uses up nothing of a
    term in working days. `due` itself when the term holds no office time."""
    if not 0 <= share <= 1:
        raise ValueError("A share lies between 0 and 1")
    begun, ends = _local(start, tz), _local(due, tz)
    if unit in (TermUnit.NATURAL_HOUR, TermUnit.NATURAL_DAY):
        return _later(begun, (_utc(ends) - _utc(begun)) * share)
    whole = working_time_between(begun, ends, calendar, hours, tz=tz)
    return add_working_time(begun, whole * share, calendar, hours, tz=tz) if whole else ends


def working_time_between(
    begun: datetime, ended: datetime, calendar: Calendar, hours: OfficeWindows, *, tz: tzinfo
) -> timedelta:
    """Office time from `begun` to `ended`; nothing when that is not later."""
    total, last = NOTHING, _local(ended, tz)
    windows = _windows(_local(begun, tz), calendar, hours)
    for opens, closes in takewhile(lambda window: window[0] < last, windows):
        total += min(closes, last) - opens
    return total


def shift(
    due: datetime,
    paused_from: datetime,
    paused_to: datetime,
    unit: TermUnit,
    calendar: Calendar,
    hours: OfficeWindows,
    *,
    tz: tzinfo,
) -> datetime:
    """A deadline moved by a logged pause (R-REQ-08), measured in the unit's own time: hours by hours,
    days by the days that began during the pause. ValueError when the pause ends before it begins."""
    since, until, was_due = _local(paused_from, tz), _local(paused_to, tz), _local(due, tz)
    if _utc(until) < _utc(since):
        raise ValueError("A pause ends after it begins")
    if unit is TermUnit.NATURAL_HOUR:
        return _later(was_due, _utc(until) - _utc(since))
    if unit is TermUnit.WORKING_HOUR:
        lost = working_time_between(since, until, calendar, hours, tz=tz)
        return add_working_time(was_due, lost, calendar, hours, tz=tz)
    if unit is TermUnit.NATURAL_DAY:
        return was_due + (until.date() - since.date())
    day = was_due.date()
    for _ in range(calendar.workdays_between(since.date(), until.date())):
        day = calendar.next_workday(day)
    return datetime.combine(day, was_due.time(), tz)


def _windows(
    start: datetime, calendar: Calendar, hours: OfficeWindows
) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of office time from `start` (local) on, without end, the first cut to `start`."""
    day = start.date() if calendar.is_workday(start.date()) else calendar.next_workday(start.date())
    while True:
        for opens, closes in hours.windows:
            begins = max(datetime.combine(day, opens, start.tzinfo), start)
            ends = datetime.combine(day, closes, start.tzinfo)
            if begins < ends:
                yield begins, ends
        day = calendar.next_workday(day)


def _local(moment: datetime, tz: tzinfo) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("A moment without time zone says nothing")
    return moment.astimezone(tz)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _later(local: datetime, amount: timedelta) -> datetime:
    """Real time later, also across a change of clocks."""
    return (_utc(local) + amount).astimezone(local.tzinfo)


def _is_fixed_holiday(day: date) -> bool:
    """The statutory days that need no lunar calendar: 1/1, Qingming (2000–2099), 1–2 May, 1–3 October."""
    qingming = int(0.2422 * (day.year % 100) + 4.81) - day.year % 100 // 4
    return (day.month, day.day) in {(1, 1), (4, qingming), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}
