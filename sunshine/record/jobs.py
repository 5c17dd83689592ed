"""Numbering of entries in the background."""

from django.conf import settings
from procrastinate.contrib.django import app

from sunshine.record.actions import number_entries


@app.periodic(cron="* * * * * */2", periodic_id=settings.COUNTY_SCHEMA)
@app.task(
    name="record.number_entries",
    queue=settings.COUNTY_QUEUE,
    queueing_lock=f"number:{settings.COUNTY_SCHEMA}",
)
def number(timestamp: int) -> int:
    """Number what waits; every two seconds, one process at a time.

    The periodic id names the county, because counties share the queue's tables.
    """
    return number_entries()
