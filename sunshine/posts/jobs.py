"""Background work of posts: duties of held posts become tasks."""

import logging
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from sunshine.lib.leaving import until_leaving
from sunshine.lib.refusals import Overtaken
from sunshine.posts.actions.posts import AHEAD, plan_tasks
from sunshine.posts.models import Post
from sunshine.posts.queries.posts import lacking_tasks
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
