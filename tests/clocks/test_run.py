"""Running clocks: started, stopped, paused, and each event told once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sunshine.clocks import actions, queries
from sunshine.clocks.models import Clock
from sunshine.clocks.states import ClockEvent, ClockKind
from sunshine.record.states import Actor

SHANGHAI = ZoneInfo("Asia/Shanghai")
SYSTEM = Actor.system()
SUBJECT = "case:00000000000000000000000000000001"


def local(day: int, hour: int = 9, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


MONDAY = local(23)


@pytest.fixture(autouse=True)
def _defaults(db):
    actions.load_defaults(MONDAY)


def start(policy: str = "normal", kind: str = ClockKind.HANDLE, at: datetime = MONDAY) -> Clock:
    actions.start(SUBJECT, kind, policy=policy, at=at)
    return Clock.objects.get()


def tell_all(at: datetime) -> list[str]:
    """What is told when everything due by `at` is marked."""
    told = []
    while due := queries.due(at, 10):
        for clock in due:
            entry = actions.mark(clock, at=at, by=SYSTEM, public={}, hidden=False, facts={})
            told.append(entry.verb if entry else None)
    return told


def test_a_started_clock_knows_when_it_speaks():
    clock = start()

    assert (clock.due_at, clock.escalate_at) == (local(30, 17, 30), local(2, 8, 30, month=12))
    assert (clock.next_event, clock.next_at) == (ClockEvent.DUE_SOON, clock.soon_at)
    assert clock.soon_at == local(27, 16, 12)


def test_a_clock_can_be_counted_from_before():
    actions.start(SUBJECT, ClockKind.ACCEPT, policy="urgent", at=MONDAY, since=MONDAY - timedelta(minutes=20))

    assert Clock.objects.get().due_at == MONDAY + timedelta(minutes=10)
