"""Delivery of messages in the background."""

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from sunshine.lib.leaving import until_leaving
from sunshine.notices import actions, queries
from sunshine.notices.models import Message

BATCH = 200


@app.task(name="notices.deliver", queue=settings.COUNTY_QUEUE)
def deliver(message_id: int) -> None:
    """Send one message; run twice, the second finds it sent."""
    if message := Message.objects.select_related("officer", "organisation").filter(pk=message_id).first():
        actions.deliver(message, at=timezone.now())


@app.periodic(cron="* * * * *", periodic_id=settings.COUNTY_SCHEMA)
@app.task(
    name="notices.catch_up", queue=settings.COUNTY_QUEUE, queueing_lock=f"catch_up:{settings.COUNTY_SCHEMA}"
)
def catch_up(timestamp: int) -> int:
    """Every minute: try again what failed, and what lost its job; returns how many were tried."""
    found = queries.waiting(timezone.now(), BATCH)
    for message in until_leaving(found):
        actions.deliver(message, at=timezone.now())
    return len(found)
