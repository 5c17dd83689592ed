"""Jobs: each county its own, and none lost with its worker."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicDeferrer

from sunshine.cases.jobs import compare_new
from sunshine.clocks.jobs import ring_due
from sunshine.config import database
from sunshine.config.folders import Folders
from sunshine.config.worker import put_back, work
from sunshine.lib.leaving import leave, leaving, staying
from sunshine.matters.jobs import forget_all, rest_all, step_all
from tests.config.test_county import command, url_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,
    pytest.mark.usefixtures("_other_counties_go"),
]
TASK = "record.number_entries"
OTHER = "231283"
NIGHT = 1_795_552_800  # a full hour
RUN_UNTIL_EMPTY = """
import asyncio, django
django.setup()
from sunshine.config.worker import work
asyncio.run(work(until_stopped=False))
"""


def defer(queue: str) -> int:
    """A job in that queue; returns its id."""
    return app.configure_task(TASK, queue=queue, queueing_lock=f"number:{queue}").defer(timestamp=0)


def jobs() -> list[tuple[str, str]]:
    """Queue and status of every job."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT queue_name, status::text FROM procrastinate_jobs ORDER BY id")
        return cursor.fetchall()


def begin(job: int, *, heartbeat: str) -> None:
    """Let a worker that was last heard of at `heartbeat` have begun the job."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval) RETURNING id",
            [heartbeat],
        )
        [worker] = cursor.fetchone()
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, job]
        )


def put_back_now(seconds: float = 10) -> int:
    """What the worker does at its start and every minute."""

    async def through_a_worker_connection() -> int:
        with app.replace_connector(app.connector.get_worker_connector()):
            async with app.open_async():
                return await put_back(seconds)

    return asyncio.run(through_a_worker_connection())


@pytest.fixture
def server_log() -> Callable[[], str]:
    """What the embedded server has logged since the test began."""
    if not database.is_embedded():
        pytest.skip("only our own server's log can be read")
    log = Folders(settings.HOME).log / "postgresql.log"
    before = log.stat().st_size
    return lambda: log.read_bytes()[before:].decode(errors="replace")


def tick(seconds: range) -> None:
    """Let the schedule come round at each of these seconds while nobody does the jobs."""

    async def through_a_worker_connection() -> None:
        deferrer = PeriodicDeferrer(app.periodic_registry)
        with app.replace_connector(app.connector.get_worker_connector()):
            async with app.open_async():
                for second in seconds:
                    await deferrer.defer_jobs(list(deferrer.get_previous_tasks(at=second)))

    app.perform_import_paths()
    asyncio.run(through_a_worker_connection())


def test_a_job_whose_worker_is_gone_waits_again():
    begin(defer(settings.COUNTY_QUEUE), heartbeat="1 minute")

    assert (put_back_now(), jobs()) == (1, [(settings.COUNTY_QUEUE, "todo")])


def test_a_job_whose_worker_lives_is_left_alone():
    begin(defer(settings.COUNTY_QUEUE), heartbeat="1 second")

    assert (put_back_now(), jobs()) == (0, [(settings.COUNTY_QUEUE, "doing")])


def test_a_job_whose_worker_was_forgotten_waits_again():
    begin(defer(settings.COUNTY_QUEUE), heartbeat="1 minute")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")

    assert (put_back_now(), jobs()) == (1, [(settings.COUNTY_QUEUE, "todo")])


def test_a_job_that_waits_anew_already_is_not_put_back_beside_it():
    begin(defer(settings.COUNTY_QUEUE), heartbeat="1 minute")
    defer(settings.COUNTY_QUEUE)

    assert (put_back_now(), jobs()) == (1, [(settings.COUNTY_QUEUE, "todo")])


def test_ticks_of_the_schedule_while_jobs_wait_leave_no_error_in_the_servers_log(server_log):
    tick(range(NIGHT, NIGHT + 180, 20))

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT queueing_lock) FROM procrastinate_jobs")
        [[rows, kinds]] = cursor.fetchall()
    assert (rows == kinds > 2, "duplicate key" in server_log()) == (True, False)


def test_a_job_put_back_beside_its_equal_leaves_no_error_in_the_servers_log(server_log):
    begin(defer(settings.COUNTY_QUEUE), heartbeat="1 minute")
    defer(settings.COUNTY_QUEUE)

    put_back_now()

    assert "duplicate key" not in server_log()


def test_jobs_of_another_county_are_not_put_back():
    begin(defer(f"c{OTHER}"), heartbeat="1 minute")

    assert (put_back_now(), jobs()) == (0, [(f"c{OTHER}", "doing")])


def test_a_worker_begins_with_what_was_left_lying(monkeypatch: pytest.MonkeyPatch):
    begin(defer(settings.COUNTY_QUEUE), heartbeat="1 minute")

    asyncio.run(work(until_stopped=False))

    assert [job for job in jobs() if job[1] != "todo"] == []


def test_a_backlog_without_end_does_not_keep_a_worker_from_stopping(monkeypatch: pytest.MonkeyPatch):
    steps: list[object] = []

    def step(row: object, **_told: object) -> None:
        steps.append(row)
        if len(steps) == 1:
            os.kill(os.getpid(), signal.SIGTERM)
            until = time.monotonic() + 30
            while not leaving() and time.monotonic() < until:
                time.sleep(0.01)

    monkeypatch.setattr("sunshine.cases.jobs.to_compare", lambda limit: range(limit))
    monkeypatch.setattr("sunshine.cases.jobs.compare", step)
    app.configure_task("cases.compare", queue=settings.COUNTY_QUEUE).defer(timestamp=0)

    asyncio.run(work())

    assert (steps, leaving()) == ([0], False)


@pytest.mark.parametrize(
    "run",
    [
        lambda rows, step: compare_new(0),
        lambda rows, step: rest_all(step),
        lambda rows, step: step_all(rows, step, at=timezone.now()),
        lambda rows, step: forget_all(rows, step, at=timezone.now()),
        lambda rows, step: ring_due("", step, at=timezone.now()),
    ],
    ids=["compare", "rest", "step", "forget", "ring"],
)
def test_work_in_many_steps_ends_after_the_step_in_which_it_is_asked_to(run, monkeypatch: pytest.MonkeyPatch):
    taken: list[object] = []

    def rows(*_told: object, **_more: object) -> list[SimpleNamespace]:
        return [SimpleNamespace(pk=pk, subject="case:1") for pk in range(3)]

    def step(*told: object, **_more: object) -> bool:
        taken.append(told)
        leave()
        return True

    monkeypatch.setattr("sunshine.cases.jobs.to_compare", rows)
    monkeypatch.setattr("sunshine.cases.jobs.compare", step)
    monkeypatch.setattr("sunshine.clocks.jobs.due", rows)

    with staying():
        run(rows, step)

    assert len(taken) == 1


def test_each_of_two_counties_in_one_database_takes_only_its_own_jobs(test_database):
    environment = {"DATABASE_URL": url_of(test_database.place), "SUNSHINE_COUNTY": OTHER}
    assert command("migrate", **environment).returncode == 0
    ours, theirs = defer(settings.COUNTY_QUEUE), defer(f"c{OTHER}")

    subprocess.run(
        [sys.executable, "-c", RUN_UNTIL_EMPTY],
        env={**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "sunshine.config.settings"},
        check=True,
    )

    with test_database.connect() as asked:
        query = "SELECT id, status::text FROM queue.procrastinate_jobs WHERE id = ANY(%s)"
        assert asked.execute(query, [[ours, theirs]]).fetchall() == [(ours, "todo")]
