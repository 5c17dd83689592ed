"""Months, quarters and years: spans of days that figures are counted over, and the span before each."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Kind = Literal["month", "quarter", "year"]
MONTHS: dict[Kind, int] = {"month": 1, "quarter": 3, "year": 12}
_NAME = re.compile(r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")
FIRST_YEAR, LAST_YEAR = 2000, 2200
"""Outside these years nobody asks in earnest."""


@dataclass(frozen=True, slots=True)
class Period:
    """A span of whole months, from `first` until the day before `until`. Its name is `2026-11`, `2026-Q4` or `2026`."""

    kind: Kind
    first: date

    @property
    def until(self) -> date:
        """The first day after the period."""
        return shift_month(self.first, MONTHS[self.kind])

    @property
    def before(self) -> "Period":
        """The period of the same kind that ends where this one begins."""
        return Period(self.kind, shift_month(self.first, -MONTHS[self.kind]))

    @property
    def after(self) -> "Period":
        """The period of the same kind that begins where this one ends."""
        return Period(self.kind, self.until)

    @property
    def quarter(self) -> int:
        """The number of the quarter it begins in, 1 to 4."""
        return (self.first.month + 2) // 3

    @property
    def months(self) -> list["Period"]:
        """Its months, in order."""
        return [Period("month", shift_month(self.first, number)) for number in range(MONTHS[self.kind])]

    @property
    def name(self) -> str:
        """What the address calls it; `parse` reads it again."""
        if self.kind == "year":
            return f"{self.first.year}"
        return f"{self.first.year}-Q{self.quarter}" if self.kind == "quarter" else f"{self.first:%Y-%m}"


def shift_month(first: date, months: int) -> date:
    """The first day of the month that lies so many months after (or before) the month of a day."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def period_of(kind: Kind, day: date) -> Period:
    """The month, quarter or year that a day lies in."""
    size = MONTHS[kind]
    return Period(kind, date(day.year, (day.month - 1) // size * size + 1, 1))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A month, or its first days: what had a limit counts before `due_until`, what happened before `until`."""

    first: date
    due_until: date
    until: date

    @property
    def whole(self) -> bool:
        """Whether it is the whole month."""
        return self.due_until == shift_month(self.first, 1)


def stretches(months: Iterable[date], on: date | None = None) -> list[Stretch]:
    """Months (their first days) side by side: whole ones, or all up to the same day if one still runs on day `on`.

    What has its limit on that very day may still come, so limits count up to the day before; a shorter month counts
    up to its last day.
    """
    wanted = list(months)
    running = on is not None and on.replace(day=1) in wanted
    days = timedelta(days=on.day) if on is not None and running else timedelta(days=32)
    ends = [(first, shift_month(first, 1)) for first in wanted]
    return [Stretch(one, min(one + days - timedelta(days=1), end), min(one + days, end)) for one, end in ends]


def parse(name: str) -> Period | None:
    """The period of that name; None for anything else, and for years that nobody asks for in earnest."""
    said = _NAME.fullmatch(name)
    if said is None or not FIRST_YEAR <= int(said["year"]) <= LAST_YEAR:
        return None
    year = int(said["year"])
    if said["quarter"]:
        return Period("quarter", date(year, int(said["quarter"]) * 3 - 2, 1))
    return (
        Period("month", date(year, int(said["month"]), 1))
        if said["month"]
        else Period("year", date(year, 1, 1))
    )
