"""The yearly calendar from files: csv or a spreadsheet with date, type, name, or TOML; and from a library."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import chinese_calendar
from chinese_calendar.constants import holidays, workdays
from django.utils.translation import gettext as _

from sunshine.clocks.actions.keep import calendar_of
from sunshine.clocks.rules import NoticeDay
from sunshine.clocks.states import DayKind
from sunshine.lib.refusals import Refused
from sunshine.lib.sheets import BadSheet, Row, parse_day, read_rows

DATE, TYPE, NAME = ("date", "日期"), ("type", "类型"), ("name", "名称")
_KINDS = {
    "holiday": DayKind.HOLIDAY,
    "放假": DayKind.HOLIDAY,
    "节假日": DayKind.HOLIDAY,
    "休": DayKind.HOLIDAY,
    "makeup_workday": DayKind.MAKEUP,
    "上班": DayKind.MAKEUP,
    "调休上班": DayKind.MAKEUP,
    "班": DayKind.MAKEUP,
}


def read_calendar(data: bytes, filename: str) -> tuple[int, str, list[NoticeDay]]:
    """Year, source and days of a calendar file (.toml, .csv, .xlsx …).

    The year is the one most lines name. Raises Refused with the line that cannot be read.
    """
    if filename.lower().endswith(".toml"):
        return _toml(data, filename)
    try:
        table = read_rows(data, filename, known=DATE + TYPE + NAME)
    except BadSheet:
        raise Refused(
            _("%(file)s cannot be read. It needs a line with date, type and name above the days.")
            % {"file": filename},
            code="file",
        ) from None
    days = [_day(row) for row in table.rows]
    if not days:
        raise Refused(_("%(file)s has no lines below its header.") % {"file": filename}, code="empty")
    return Counter(day.day.year for day in days).most_common(1)[0][0], (table.title or filename)[:120], days


def _toml(data: bytes, filename: str) -> tuple[int, str, list[NoticeDay]]:
    try:
        return calendar_of(tomllib.loads(data.decode("utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(
            _("%(file)s is not a calendar: %(why)s") % {"file": filename, "why": error}, code="file"
        ) from None


def _day(row: Row) -> NoticeDay:
    try:
        return NoticeDay(parse_day(_cell(row, DATE)), _KINDS[_cell(row, TYPE).lower()], _cell(row, NAME)[:40])
    except (KeyError, ValueError):
        raise Refused(
            _(
                "Line %(line)s: “%(day)s” and “%(type)s” are not a date and a type (holiday or makeup_workday)."
            )
            % {"line": row.number, "day": _cell(row, DATE), "type": _cell(row, TYPE)},
            code="line",
        ) from None


def _cell(row: Row, names: tuple[str, ...]) -> str:
    found = {column.strip().lower(): text for column, text in row.cells.items()}
    return next((found[name] for name in names if name in found), "")


def seed_calendar(year: int) -> tuple[int, str, list[NoticeDay]]:
    """The calendar of a year as the library chinesecalendar knows it. Raises Refused for a year it does not know."""
    named = [day for day in _days_of(year) if day in holidays or day in workdays]
    if not named:
        raise Refused(
            _("The library has no holidays of %(year)s. Import the notice instead.") % {"year": year},
            code="unknown_year",
        )
    days = [_named(day) for day in named]
    return year, f"chinesecalendar {chinese_calendar.__version__}", days


def _named(day: date) -> NoticeDay:
    kind, table = (DayKind.HOLIDAY, holidays) if day in holidays else (DayKind.MAKEUP, workdays)
    return NoticeDay(day, kind, chinese_calendar.Holiday(table[day]).chinese)


def _days_of(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days=n) for n in range(366) if (first + timedelta(days=n)).year == year)
