"""Background work of cases: look at what clocks say is due."""

import logging

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from sunshine.cases.actions import raise_alarm
from sunshine.clocks.queries import due
from sunshine.lib.refusals import Overtaken

logger = logging.getLogger(__name__)
BATCH = 200


@app.periodic(cron="* * * * *", periodic_id=settings.COUNTY_SCHEMA)
@app.task(
    name="cases.watch_clocks", queue=settings.COUNTY_QUEUE, queueing_lock=f"clocks:{settings.COUNTY_SCHEMA}"
)
def watch_clocks(timestamp: int) -> int:
    """Every minute: each due event of each clock once, one transaction per event. What is due is found by query."""
    at, taken = timezone.now(), 0
    while clocks := due(at, BATCH):
        won = 0
        for clock in clocks:
            try:
                won += raise_alarm(clock, at=at)
            except Overtaken:
                logger.info("clock %s: the case moved meanwhile, next round", clock.pk)
        taken += won
        if not won:
            break
    return taken
