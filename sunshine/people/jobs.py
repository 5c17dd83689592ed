"""Background work of people: what was kept for a time is erased when the time is over."""

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from sunshine.lib.leaving import until_leaving
from sunshine.lib.refusals import Refused
from sunshine.people.actions import erase
from sunshine.people.queries import contacts_past
from sunshine.record.states import Actor

BATCH = 200
KEEPER = Actor.system("retention")


@app.periodic(cron="20 3 * * *", periodic_id=settings.COUNTY_SCHEMA)
@app.task(
    name="people.erase_contacts",
    queue=settings.COUNTY_QUEUE,
    queueing_lock=f"contacts:{settings.COUNTY_SCHEMA}",
)
def erase_contacts(timestamp: int) -> int:
    """Every night: each contact whose time is over, one transaction each; returns how many. May run twice."""
    at, erased = timezone.now(), 0
    while found := contacts_past(timezone.localdate(at), limit=BATCH):
        before = erased
        for contact in until_leaving(found):
            try:
                erase(contact, by=KEEPER, at=at, why="retention")
                erased += 1
            except Refused:
                continue  # somebody looked or erased at this instant; the next round takes it
        if erased == before:
            break
    return erased
