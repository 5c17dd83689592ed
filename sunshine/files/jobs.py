"""In the background: photos whose step was never finished are removed, workbooks are tended."""

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from sunshine.files import actions


@app.periodic(cron="17 3 * * *", periodic_id=settings.COUNTY_SCHEMA)
@app.task(name="files.sweep", queue=settings.COUNTY_QUEUE, queueing_lock=f"sweep:{settings.COUNTY_SCHEMA}")
def sweep(timestamp: int) -> int:
    """Every night; returns how many files were removed."""
    return actions.sweep(at=timezone.now())


@app.periodic(cron="*/10 * * * *", periodic_id=settings.COUNTY_SCHEMA)
@app.task(
    name="files.sweep_parked", queue=settings.COUNTY_QUEUE, queueing_lock=f"parked:{settings.COUNTY_SCHEMA}"
)
def sweep_parked(timestamp: int) -> int:
    """Every ten minutes: photos that nobody came back for go; how many. May run twice."""
    return actions.sweep_parked(at=timezone.now())


@app.periodic(cron="* * * * *", periodic_id=settings.COUNTY_SCHEMA)
@app.task(
    name="files.tend_exports", queue=settings.COUNTY_QUEUE, queueing_lock=f"exports:{settings.COUNTY_SCHEMA}"
)
def tend_exports(timestamp: int) -> int:
    """Every minute: workbooks whose time is over go, those that lost their job get one; how many. May run twice."""
    return actions.tend_exports(at=timezone.now())
