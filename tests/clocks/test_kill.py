"""A worker killed without warning at fifty moments: no event is lost, none is told twice."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.conf import settings
from django.db import connection

from sunshine.clocks import actions
from sunshine.clocks.models import Clock
from sunshine.clocks.states import ClockEvent
from sunshine.record.models import Entry, Pending
from tests.clocks.clocks import MONDAY, start
from tests.long import rounds

CLOCKS, KILLS = rounds(500, of=2000), 50

pytestmark = [pytest.mark.kill, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def workers() -> Iterator[subprocess.Popen[str]]:
    """Workers are forked from one warm process: fifty cold starts would take minutes."""
    place = {
        name: connection.settings_dict[name]
        for name in ("HOST", "PORT", "NAME", "USER", "PASSWORD", "OPTIONS")
    }
    command = [sys.executable, "-m", "tests.clocks.worker", json.dumps(place)]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "sunshine.config.settings"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, **pipes) as process:
        yield process
        process.stdin.close()


def work(workers: subprocess.Popen[str], kill_after: float | None = None) -> int:
    """Let a worker work, and kill it after so many seconds; how it ended."""
    workers.stdin.write("go\n")
    workers.stdin.flush()
    worker = int(workers.stdout.readline())
    if kill_after is not None:
        time.sleep(kill_after)
        with suppress(ProcessLookupError):  # on a fast machine all may have been told by now
            os.kill(worker, signal.SIGKILL)
    return int(workers.stdout.readline())


def test_fifty_kills_lose_no_event_and_double_none(workers):
    actions.load_defaults(MONDAY)
    first = start()
    Clock.objects.bulk_create(_like(first, f"case:{n}") for n in range(CLOCKS - 1))
    told_before = Entry.objects.filter(subject__startswith="clock:").count

    ends = [work(workers, kill_after=moment * 0.002) for moment in range(1, KILLS + 1)]
    between = told_before()
    last = work(workers)

    assert (ends.count(-signal.SIGKILL) > KILLS // 2, {*ends, last}) == (True, {-signal.SIGKILL, 0})
    assert between > 0
    told = list(Entry.objects.filter(subject__startswith="clock:").values_list("subject", "verb"))
    wanted = {
        (f"clock:{pk}", event) for pk in Clock.objects.values_list("pk", flat=True) for event in ClockEvent
    }
    assert (len(told), set(told)) == (len(wanted), wanted)
    assert Pending.objects.count() == Entry.objects.count()
    assert Clock.objects.filter(next_at__isnull=False).count() == 0


def _like(clock: Clock, subject: str) -> Clock:
    values = {field.name: getattr(clock, field.name) for field in Clock._meta.concrete_fields}
    return Clock(**{**values, "id": None, "subject": subject})
