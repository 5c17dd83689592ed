"""Background work of cases: look at what clocks say is due; erase what was kept long enough."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from sunshine.cases.actions import forget, raise_alarm
from sunshine.cases.models import Matter
from sunshine.cases.queries import closed_before
from sunshine.cases.states import RETENTION
from sunshine.clocks.jobs import BATCH, ring_due
from sunshine.lib.refusals import Refused
from sunshine.record.states import Actor

logger = logging.getLogger(__name__)
KEEPER = Actor.system(RETENTION)
M = TypeVar("M", bound=Matter)


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
    """Every night: each request closed longer than KEEP_MATTER_DAYS; how many. May run twice."""
    return forget_all(closed_before, forget, at=timezone.now())


def forget_all(closed_before: Callable[..., list[M]], forget: Callable[..., object], *, at: datetime) -> int:
    """Erase each matter of a kind whose time is over, one transaction each; how many were erased."""
    before, erased = at - timedelta(days=settings.KEEP_MATTER_DAYS), 0
    while found := closed_before(before, limit=BATCH):
        done = sum(_forgotten(matter, forget, at) for matter in found)
        erased += done
        if not done:
            break
    return erased


def _forgotten(matter: Matter, forget: Callable[..., object], at: datetime) -> bool:
    try:
        forget(matter, by=KEEPER, at=at, why=RETENTION)
    except Refused:
        logger.info("%s: somebody took a step at this instant, next round", matter.subject)
        return False
    return True
