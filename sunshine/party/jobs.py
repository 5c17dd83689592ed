"""Background work of the party room: duties of held posts become tasks; clocks of wishes ring; old wishes are erased."""

import logging
from datetime import datetime
from functools import partial

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from sunshine.cases.actions.resting import rest, rest_notes
from sunshine.cases.jobs import forget_all, rest_all
from sunshine.clocks.jobs import follow_changes, ring_due
from sunshine.lib.leaving import until_leaving
from sunshine.lib.refusals import Overtaken
from sunshine.party.actions.posts import AHEAD, plan_tasks
from sunshine.party.actions.wish_alarms import ring_wish
from sunshine.party.actions.wish_calendar import follow_wish
from sunshine.party.actions.wishes import forget
from sunshine.party.models import Post, Wish, WishNote
from sunshine.party.queries.posts import lacking_tasks
from sunshine.party.queries.wishes import wishes_closed_before
from sunshine.record.states import Actor

logger = logging.getLogger(__name__)
BATCH = 200
PLANNER = Actor.system("plan")


@app.periodic(cron="25 * * * *", periodic_id=settings.COUNTY_SCHEMA)
@app.task(name="party.plan_week", queue=settings.COUNTY_QUEUE, queueing_lock=f"plan:{settings.COUNTY_SCHEMA}")
def plan_week(timestamp: int) -> int:
    """Every hour: the tasks that held posts lack in the coming week, one transaction per post; how many. May run twice."""
    at, made = timezone.now(), 0
    while found := lacking_tasks(timezone.localdate(at), AHEAD, limit=BATCH):
        new = sum(_plan(pk, at) for pk in until_leaving(found))
        made += new
        if not new:
            break
    return made


def _plan(pk: int, at: datetime) -> int:
    try:
        return plan_tasks(Post.objects.select_related("kind", "organisation").get(pk=pk), by=PLANNER, at=at)
    except Overtaken:
        logger.info("post %s: somebody took a step at this instant, next round", pk)
        return 0


@app.periodic(cron="* * * * *", periodic_id=settings.COUNTY_SCHEMA)
@app.task(
    name="party.watch_wishes", queue=settings.COUNTY_QUEUE, queueing_lock=f"wishes:{settings.COUNTY_SCHEMA}"
)
def watch_wishes(timestamp: int) -> int:
    """Every minute: each due event of each clock of a wish once."""
    return ring_due("wish:", ring_wish, at=timezone.now())


@app.periodic(cron="* * * * *", periodic_id=settings.COUNTY_SCHEMA)
@app.task(
    name="party.follow_calendar",
    queue=settings.COUNTY_QUEUE,
    queueing_lock=f"calendar-wishes:{settings.COUNTY_SCHEMA}",
)
def follow_days(timestamp: int) -> int:
    """Every minute: wishes whose time runs over days which have become days off; how many moved. May be stopped."""
    return follow_changes("wish:", follow_wish, at=timezone.now())


@app.periodic(cron="*/10 * * * *", periodic_id=settings.COUNTY_SCHEMA)
@app.task(
    name="party.rest", queue=settings.COUNTY_QUEUE, queueing_lock=f"rest-wishes:{settings.COUNTY_SCHEMA}"
)
def rest_wishes(timestamp: int) -> int:
    """What wishers wrote before their words were kept under seal, a batch in each transaction; how many. May be stopped."""
    return rest_all(partial(rest, Wish, fields=("text",))) + rest_all(partial(rest_notes, WishNote))


@app.periodic(cron="50 3 * * *", periodic_id=settings.COUNTY_SCHEMA)
@app.task(
    name="party.forget_wishes",
    queue=settings.COUNTY_QUEUE,
    queueing_lock=f"forget-wishes:{settings.COUNTY_SCHEMA}",
)
def forget_wishes(timestamp: int) -> int:
    """Every night: each wish closed longer than KEEP_MATTER_DAYS; how many. May run twice."""
    return forget_all(wishes_closed_before, forget, at=timezone.now())
