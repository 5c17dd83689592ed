"""Rolling up in the background."""

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from sunshine.insight.actions import drop_old_days, roll_up_all


@app.periodic(cron="* * * * * */2", periodic_id=settings.COUNTY_SCHEMA)
@app.task(
    name="insight.roll_up", queue=settings.COUNTY_QUEUE, queueing_lock=f"figures:{settings.COUNTY_SCHEMA}"
)
def roll_up(timestamp: int) -> int:
    """Count what has a number; every two seconds, one process at a time, so that figures are seconds behind."""
    return roll_up_all()


@app.periodic(cron="27 3 * * *", periodic_id=settings.COUNTY_SCHEMA)
@app.task(
    name="insight.drop_old_days",
    queue=settings.COUNTY_QUEUE,
    queueing_lock=f"old-days:{settings.COUNTY_SCHEMA}",
)
def drop_old(timestamp: int) -> int:
    """Remove old days every night; returns how many totals were removed."""
    return drop_old_days(at=timezone.now())
