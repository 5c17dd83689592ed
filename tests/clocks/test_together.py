"""Two workers at once: every event of every clock is told exactly once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from sunshine.clocks import actions, queries
from sunshine.clocks.models import Clock
from sunshine.clocks.states import ClockEvent
from sunshine.record.models import Entry
from tests.clocks.clocks import MONDAY, local, start, tell, tell_all

LATE = local(31, month=12)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def together(work, workers: int) -> list:
    """What `work` returns in several threads that begin at the same moment, each with its own connection."""
    barrier = Barrier(workers)

    def run(_number: int):
        try:
            connection.ensure_connection()
            barrier.wait()
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(run, range(workers)))


def test_two_workers_tell_each_event_of_each_clock_once():
    actions.load_defaults(MONDAY)
    clocks = [start("normal", subject=f"case:{n}") for n in range(20)]

    told = together(lambda: tell_all(LATE), workers=2)

    assert sorted(word for words in told for word in words if word) == sorted([*ClockEvent] * 20)
    assert sorted(
        Entry.objects.filter(subject__startswith="clock:").values_list("subject", "verb")
    ) == sorted((clock.record_subject, event) for clock in clocks for event in ClockEvent)


def test_eight_workers_with_the_same_clock_in_hand_write_one_entry():
    actions.load_defaults(MONDAY)
    start()

    told = together(lambda: tell(Clock.objects.get(), local(27, 17)), workers=8)

    assert sorted(told, key=str) == [None] * 7 + [ClockEvent.DUE_SOON]
    assert Entry.objects.filter(subject__startswith="clock:").count() == 1


def test_a_stop_and_an_alarm_at_the_same_moment_leave_a_silent_clock():
    actions.load_defaults(MONDAY)
    clock = start()

    together(lambda: (tell_all(LATE), actions.stop(clock.subject, [clock.kind], at=LATE)), workers=4)

    assert (queries.due(LATE, 5), Clock.objects.get().stopped_at) == ([], LATE)
