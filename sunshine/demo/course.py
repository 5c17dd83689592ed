"""What a story is, and the moments at which people come and offices are open."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from sunshine.clocks.queries import calendar

Story = Generator[datetime, datetime, None]
"""Gives the moment at which it wants to go on; is sent that moment when it comes."""
Part = Generator[datetime, datetime, datetime]
"""A stretch of a story: goes from a moment to a moment, waiting in between."""

WINDOWS = ((time(8, 30), time(11, 30)), (time(13, 30), time(17, 30)))
OFFICE_DAY = timedelta(hours=7)
"""What the windows of a day add up to."""
_MOMENT = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A story on its way. One that is `hurried` comes to its end before time stops, however little is left."""

    story: Story
    hurried: bool = False


def wait(row: Any, moment: datetime) -> Part:
    """Wait until a moment, then read the row anew: others and the clock may have moved it meanwhile."""
    at = yield moment
    row.refresh_from_db()
    return at


def opening(moment: datetime) -> datetime:
    """The moment itself if an office is open then, else shortly after it opens next."""
    days, local = calendar().days, timezone.localtime(moment)
    while True:
        if days.is_workday(local.date()):
            for opens, closes in WINDOWS:
                if local.time() < opens:
                    return local.replace(hour=opens.hour, minute=opens.minute) + _MOMENT
                if local.time() < closes:
                    return local
        local = (local + timedelta(days=1)).replace(hour=0, minute=moment.minute % 50)


def office_time_before(moment: datetime, worked: timedelta) -> datetime:
    """The moment that lies so much office time back: in a long holiday, on the days before it."""
    days, local = calendar().days, timezone.localtime(moment)
    while True:
        for opens, closes in reversed(WINDOWS if days.is_workday(local.date()) else ()):
            began = local.replace(hour=opens.hour, minute=opens.minute, second=0, microsecond=0)
            ended = min(local, local.replace(hour=closes.hour, minute=closes.minute, second=0, microsecond=0))
            if worked <= max(ended - began, timedelta()):
                return ended - worked
            worked -= max(ended - began, timedelta())
        local = local.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(microseconds=1)


def by_day(moment: datetime, *, later: bool = True) -> datetime:
    """The moment itself between eight and nine in the evening, else the next morning; or the evening before it."""
    local = timezone.localtime(moment)
    if 8 <= local.hour < 21:
        return local
    if later:
        return (local + timedelta(days=local.hour >= 21)).replace(hour=8, minute=10 + local.minute % 40)
    return (local - timedelta(days=local.hour < 8)).replace(hour=19, minute=local.minute)


def moment_between(since: datetime, until: datetime, share: float, *, office: bool) -> datetime:
    """A moment after `share` of a stretch, moved into office hours unless it would then come too late."""
    moment = since + (until - since) * share
    moved = opening(moment) if office else moment
    return moved if moved < until else moment
