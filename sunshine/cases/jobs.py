"""Background work of cases: look at what clocks say is due."""

import logging
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from sunshine.cases.actions import raise_alarm
from sunshine.clocks.models import Clock
from sunshine.clocks.queries import due
from sunshine.lib.refusals import Overtaken

logger = logging.getLogger(__name__)
BATCH = 200


@app.periodic(cron="* * * * *", periodic_id=settings.COUNTY_SCHEMA)
@app.task(
    name="cases.watch_clocks", queue=settings.COUNTY_QUEUE, queueing_lock=f"clocks:{settings.COUNTY_SCHEMA}"
)
def watch_clocks(timestamp: int) -> int:
    """Every minute: each due event of each clock once, one transaction per event. What is due is found by query.

    A clock that cannot be rung keeps no other from ringing; the job fails at the end, so that somebody looks.
    """
    at, taken, broken = timezone.now(), 0, set[int]()
    while clocks := [clock for clock in due(at, BATCH + len(broken)) if clock.pk not in broken]:
        won = sum(_ring(clock, at, broken) for clock in clocks)
        taken += won
        if not won:
            break
    if broken:
        raise RuntimeError(f"clocks that could not be rung: {sorted(broken)}")
    return taken


def _ring(clock: Clock, at: datetime, broken: set[int]) -> bool:
    try:
        return raise_alarm(clock, at=at)
    except Overtaken:
        logger.info("clock %s: the case moved meanwhile, next round", clock.pk)
    except Exception:
        logger.exception("clock %s could not be rung", clock.pk)
        broken.add(clock.pk)
    return False
