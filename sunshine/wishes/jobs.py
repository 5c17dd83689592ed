"""Background work of wishes: their clocks ring, days off move them, old ones are erased. Jobs keep their first names."""

from functools import partial

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from sunshine.clocks.jobs import follow_changes, ring_due
from sunshine.matters.actions.resting import rest, rest_notes
from sunshine.matters.jobs import forget_all, rest_all
from sunshine.wishes.actions import forget
from sunshine.wishes.actions.alarms import ring_wish
from sunshine.wishes.actions.calendar import follow_wish
from sunshine.wishes.models import Wish, WishNote
from sunshine.wishes.queries import wishes_closed_before


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
