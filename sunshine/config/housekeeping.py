"""What is over is cleared away every night: ended sessions of staff, jobs of this county that ended long ago."""

from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

KEEP_FINISHED = 7
"""Days that jobs done, cancelled or aborted are kept."""
KEEP_FAILED = 90
"""Days that a failed job is kept with its error, for whoever looks."""
# By our own queue only, because counties share the table. The defer of a periodic job is unlinked by the queue itself.
OLD_JOBS = """
    DELETE FROM procrastinate_jobs AS job
    WHERE job.queue_name = %s
      AND job.status = ANY(%s::procrastinate_job_status[])
      AND NOT EXISTS (
        SELECT FROM procrastinate_events AS event
        WHERE event.job_id = job.id AND event.at > %s
      )
"""


@app.periodic(cron="40 3 * * *", periodic_id=settings.COUNTY_SCHEMA)
@app.task(
    name="config.clear_away",
    queue=settings.COUNTY_QUEUE,
    queueing_lock=f"clear:{settings.COUNTY_SCHEMA}",
)
def clear_away(timestamp: int) -> int:
    """Every night; returns how many jobs were removed. May run twice."""
    call_command("clearsessions")
    return old_jobs(["succeeded", "cancelled", "aborted"], KEEP_FINISHED) + old_jobs(["failed"], KEEP_FAILED)


def old_jobs(statuses: list[str], days: int) -> int:
    """Remove this county's jobs of these statuses to which nothing happened for so many days; returns how many."""
    # The queue writes an event's time by the database's clock; minutes between the two do not matter to days.
    since = timezone.now() - timedelta(days=days)
    with connection.cursor() as cursor:
        cursor.execute(OLD_JOBS, [settings.COUNTY_QUEUE, statuses, since])
        return int(cursor.rowcount)
