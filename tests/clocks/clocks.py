"""What the tests of clocks share: times in Zhaodong, and telling all that is due."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sunshine.clocks import actions, queries
from sunshine.clocks.models import Clock
from sunshine.clocks.rules import NoticeDay
from sunshine.clocks.states import ClockKind, DayKind
from sunshine.record.states import Actor

SHANGHAI = ZoneInfo("Asia/Shanghai")
SYSTEM = Actor.system()
SUBJECT = "case:00000000000000000000000000000001"


def local(day: int, hour: int = 9, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    """A moment of the county's time, in November 2026 unless said."""
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


MONDAY = local(23)


def rest_of(year: int) -> list[NoticeDay]:
    """The fewest holidays that make a whole year, without New Year's."""
    days = ((2, 17), (4, 5), (5, 1), (6, 9), (10, 1), (10, 2), (10, 3))
    return [NoticeDay(date(year, month, day), DayKind.HOLIDAY) for month, day in days]


def start(
    policy: str = "normal", kind: str = ClockKind.HANDLE, at: datetime = MONDAY, subject: str = SUBJECT
) -> Clock:
    """A running clock as the database has it."""
    return Clock.objects.get(pk=actions.start(subject, kind, policy=policy, at=at).pk)


def tell(clock: Clock, at: datetime) -> str | None:
    """Mark the clock's next event; its word, or None."""
    entry = actions.mark(clock, at=at, by=SYSTEM, public={}, hidden=False, facts={"case": "1"})
    return entry and entry.verb


def tell_all(at: datetime) -> list[str | None]:
    """What is told when everything due by `at` is marked."""
    told = []
    while due := queries.due(at, 10):
        told += [tell(clock, at) for clock in due]
    return told
