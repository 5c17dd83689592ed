"""Photos whose step was never finished are removed in the background."""

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from sunshine.files import actions


@app.periodic(cron="17 3 * * *", periodic_id=settings.COUNTY_SCHEMA)
@app.task(name="files.sweep", queue=settings.COUNTY_QUEUE, queueing_lock=f"sweep:{settings.COUNTY_SCHEMA}")
def sweep(timestamp: int) -> int:
    """Every night; returns how many files were removed."""
    return actions.sweep(at=timezone.now())
