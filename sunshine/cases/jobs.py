"""Background work of cases: look at what clocks say is due; erase what was kept long enough."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from sunshine.cases.actions import forget, raise_alarm
from sunshine.cases.models import Case
from sunshine.cases.queries import closed_before
from sunshine.cases.states import RETENTION
from sunshine.clocks.jobs import BATCH, ring_due
from sunshine.lib.refusals import Refused
from sunshine.record.states import Actor

logger = logging.getLogger(__name__)
KEEPER = Actor.system(RETENTION)


@app.periodic(cron="* * * * *", periodic_id=settings.COUNTY_SCHEMA)
@app.task(
    name="cases.watch_clocks", queue=settings.COUNTY_QUEUE, queueing_lock=f"clocks:{settings.COUNTY_SCHEMA}"
)
def watch_clocks(timestamp: int) -> int:
    """Every minute: each due event of each clock of a request once."""
    return ring_due("case:", raise_alarm, at=timezone.now())


@app.periodic(cron="40 3 * * *", periodic_id=settings.COUNTY_SCHEMA)
@app.task(
    name="cases.forget_old", queue=settings.COUNTY_QUEUE, queueing_lock=f"forget:{settings.COUNTY_SCHEMA}"
)
def forget_old(timestamp: int) -> int:
    """Every night: each matter closed longer than KEEP_MATTER_DAYS, one transaction each; how many. May run twice."""
    at, erased = timezone.now(), 0
    before = at - timedelta(days=settings.KEEP_MATTER_DAYS)
    while found := closed_before(before, limit=BATCH):
        done = sum(_forget(case, at) for case in found)
        erased += done
        if not done:
            break
    return erased


def _forget(case: Case, at: datetime) -> bool:
    try:
        forget(case, by=KEEPER, at=at, why=RETENTION)
    except Refused:
        logger.info("case %s: somebody took a step at this instant, next round", case.pk)
        return False
    return True
