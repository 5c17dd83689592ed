"""The worker of one county: takes jobs of the county's queue only, puts back those whose worker is gone."""

import asyncio
import contextlib
import logging

from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.signals import on_stop

from sunshine.config import database
from sunshine.lib.leaving import leave, staying

HEARTBEAT = 2.0
GONE_AFTER = 10.0
LOOK_EVERY = 60.0
logger = logging.getLogger(__name__)


async def put_back(seconds: float = GONE_AFTER) -> int:
    """Make jobs waiting again whose worker has not been heard of for so many seconds; returns how many."""
    jobs = await app.job_manager.get_stalled_jobs(
        queue=settings.COUNTY_QUEUE, seconds_since_heartbeat=seconds
    )
    count = 0
    for job in jobs:
        await _put_back_one(job)
        count += 1
    if count:
        logger.warning("%d jobs put back whose worker was gone", count)
    return count


async def _put_back_one(job: Job) -> None:
    with contextlib.suppress(UniqueViolation):  # an equal job was deferred between our look and our write
        if not await app.job_manager.waits(job):  # type: ignore[attr-defined]
            await app.job_manager.retry_job(job)
            return
    # Its queueing lock is taken: an equal job waits already and will do the same.
    await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)


async def _keep_putting_back() -> None:
    while True:
        await asyncio.sleep(LOOK_EVERY)
        await put_back()


async def work(*, until_stopped: bool = True) -> None:
    """Do jobs until SIGTERM or SIGINT; a job that runs is finished first, one of many steps its step (`lib.leaving`).

    `until_stopped=False` ends when no job waits.
    """
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector):
        async with app.open_async():
            # With a database of our own nobody else can be working: every job under way has lost its worker.
            await put_back(0 if database.is_embedded() else GONE_AFTER)
            watch = asyncio.create_task(_keep_putting_back())
            working = asyncio.create_task(
                app.run_worker_async(
                    queues=[settings.COUNTY_QUEUE],
                    name=settings.COUNTY_QUEUE,
                    concurrency=settings.JOBS_AT_ONCE,
                    wait=until_stopped,
                    delete_jobs="successful",
                    update_heartbeat_interval=HEARTBEAT,
                    stalled_worker_timeout=GONE_AFTER,
                    install_signal_handlers=False,
                )
            )

            def stop() -> None:
                leave()
                working.cancel()  # which it takes for a wish to end in order

            try:
                with staying(), on_stop(stop), contextlib.suppress(asyncio.CancelledError):
                    await working
            finally:
                watch.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await watch
