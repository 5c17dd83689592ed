"""Simulated time: stories take turns in the order of their moments, and clocks ring between them."""

import heapq
from collections.abc import Generator, Iterable
from datetime import datetime, time, timedelta
from itertools import count

from django.utils import timezone

from sunshine.cases.actions import draw, escalate, raise_alarm, raise_part_alarm, resume_case
from sunshine.cases.queries import catalogue, to_climb, unanswered
from sunshine.clocks.queries import calendar, due
from sunshine.party.actions.wish_alarms import ring_wish
from sunshine.record.states import Actor

Story = Generator[datetime, datetime, None]
"""Gives the moment at which it wants to go on; is sent that moment when it comes."""

WINDOWS = ((time(8, 30), time(11, 30)), (time(13, 30), time(17, 30)))
_MOMENT = timedelta(minutes=3)
_MANY = 1000
_RING = {"case": raise_alarm, "part": raise_part_alarm, "wish": ring_wish}
"""Who rings the clocks of which kind of matter."""


def run(stories: Iterable[Story], *, until: datetime) -> None:
    """Let every story go on until its end or until time stops; what is unfinished then stays open."""
    order = count()
    waiting = [(next(story), next(order), story) for story in stories]
    heapq.heapify(waiting)
    while waiting and waiting[0][0] <= until:
        at, _turn, story = heapq.heappop(waiting)
        ring(at)
        try:
            heapq.heappush(waiting, (max(story.send(at), at), next(order), story))
        except StopIteration:
            continue
    ring(until)
    pass_time(until)


def ring(until: datetime) -> None:
    """What the watch of clocks would have done by a moment: each event once, in the order in which they fell."""
    while found := due(until, 1):
        ring_its = _RING[found[0].subject.partition(":")[0]]
        if not ring_its(found[0], at=found[0].next_at or until):
            return


def pass_time(at: datetime) -> None:
    """What the jobs would have done by a moment: work goes on without a reply, what is overdue climbs, samples are drawn."""
    clock = Actor.system("clock")
    for case in unanswered(at, _MANY):
        resume_case(case, by=clock, at=at)
    for _rung in catalogue().rungs:
        for case in to_climb(at, _MANY):
            escalate(case, by=clock, at=at)
    draw(at=at)


def opening(moment: datetime) -> datetime:
    """The moment itself if an office is open then, else shortly after it opens next."""
    days, local = calendar().days, timezone.localtime(moment)
    while True:
        if days.is_workday(local.date()):
            for opens, closes in WINDOWS:
                if local.time() < opens:
                    return local.replace(hour=opens.hour, minute=opens.minute) + _MOMENT
                if local.time() < closes:
                    return local
        local = (local + timedelta(days=1)).replace(hour=0, minute=moment.minute % 50)


def by_day(moment: datetime, *, later: bool = True) -> datetime:
    """The moment itself between eight and nine in the evening, else the next morning; or the evening before it."""
    local = timezone.localtime(moment)
    if 8 <= local.hour < 21:
        return local
    if later:
        return (local + timedelta(days=local.hour >= 21)).replace(hour=8, minute=10 + local.minute % 40)
    return (local - timedelta(days=local.hour < 8)).replace(hour=19, minute=local.minute)


def between(since: datetime, until: datetime, share: float, *, office: bool) -> datetime:
    """A moment after `share` of a stretch, moved into office hours unless it would then come too late."""
    moment = since + (until - since) * share
    moved = opening(moment) if office else moment
    return moved if moved < until else moment
