"""Simulated time: stories take turns in the order of their moments, and clocks ring between them."""

import heapq
import logging
from collections import Counter
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import count
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from sunshine.cases.actions import draw, escalate, raise_alarm, raise_part_alarm, resume_case
from sunshine.cases.queries import to_climb, unanswered
from sunshine.clocks.queries import calendar, due, next_event
from sunshine.lib.refusals import Refused
from sunshine.party.actions.wish_alarms import ring_wish
from sunshine.record.states import Actor

Story = Generator[datetime, datetime, None]
"""Gives the moment at which it wants to go on; is sent that moment when it comes."""
Part = Generator[datetime, datetime, datetime]
"""A stretch of a story: goes from a moment to a moment, waiting in between."""

WINDOWS = ((time(8, 30), time(11, 30)), (time(13, 30), time(17, 30)))
OFFICE_DAY = timedelta(hours=7)
"""What the windows of a day add up to."""
_DAY = timedelta(days=1)
_MOMENT = timedelta(minutes=3)
_MANY = 1000
_RING = {"case": raise_alarm, "part": raise_part_alarm, "wish": ring_wish}
"""Who rings the clocks of which kind of matter."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A story on its way. One that is `hurried` comes to its end before time stops, however little is left."""

    story: Story
    hurried: bool = False


@dataclass
class Outcome:
    """What became of the stories: how many came to their end, which a refused step ended, which a fault did."""

    ended: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)


def run(stories: Iterable[Scheduled], *, until: datetime) -> Outcome:
    """Let every story go on until its end or until time stops; what is unfinished then stays open.

    A step that is refused ends its story and leaves the matter as it was; no story ends another.
    """
    order, outcome = count(), Outcome()
    waiting = [(next(each.story), next(order), each) for each in stories]
    heapq.heapify(waiting)
    while waiting and waiting[0][0] <= until:
        at, _turn, each = heapq.heappop(waiting)
        ring(at)
        wanted = _go_on(each.story, at, outcome)
        if wanted is None:
            continue
        # Half of what is left, so that the step after this one still finds its moment.
        moment = min(wanted, at + (until - at) / 2) if each.hurried else wanted
        heapq.heappush(waiting, (max(moment, at), next(order), each))
    ring(until)
    pass_time(until)
    return outcome


def _go_on(story: Story, at: datetime, outcome: Outcome) -> datetime | None:
    """One step of a story, taken whole or not at all; when it wants to go on, or None at its end."""
    name = getattr(story, "__qualname__", "story")
    try:
        wanted = _whole(story.send, at)
    except StopIteration:
        outcome.ended += 1
    except Refused as refusal:
        outcome.refused[f"{name}: {refusal}"] += 1
    except Exception:  # a fault of one story must not cost the whole demonstration; tests allow none
        logger.exception("The invented story %s broke off", name)
        outcome.failed.append(name)
    else:
        return wanted
    return None


def _whole(step: Any, *args: Any, **options: Any) -> Any:
    """Call a step under a savepoint of its own: the load switches those of the actions off."""
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT story")
        try:
            result = step(*args, **options)
        except StopIteration:
            cursor.execute("RELEASE SAVEPOINT story")
            raise
        except Exception:
            cursor.execute("ROLLBACK TO SAVEPOINT story")
            transaction.set_rollback(False)
            raise
        cursor.execute("RELEASE SAVEPOINT story")
        return result


def wait(row: Any, moment: datetime) -> Part:
    """Wait until a moment, then read the row anew: others and the clock may have moved it meanwhile."""
    at = yield moment
    row.refresh_from_db()
    return at


def ring(until: datetime) -> None:
    """What the watch of clocks would have done by a moment: each event once, in the order in which they fell."""
    while (first := next_event()) and first <= until:
        [clock] = due(until, 1)
        ring_its = _RING[clock.subject.partition(":")[0]]
        if not ring_its(clock, at=clock.next_at or until):
            return


def pass_time(at: datetime) -> None:
    """What the jobs would have done by a moment: work goes on without a reply, what is overdue climbs, samples are drawn."""
    clock = Actor.system("clock")
    for case in unanswered(at, _MANY):
        resume_case(case, by=clock, at=at)
    while climbing := to_climb(at, _MANY):
        for case in climbing:
            escalate(case, by=clock, at=at)
    draw(at=at)


def days(since: datetime) -> Story:
    """The jobs of every morning; it never ends."""
    at = timezone.localtime(since).replace(hour=8, minute=0, second=0, microsecond=0)
    while True:
        at = yield at + _DAY
        pass_time(at)


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


def office_time_before(moment: datetime, worked: timedelta) -> datetime:
    """The moment that lies so much office time back: in a long holiday, on the days before it."""
    days, local = calendar().days, timezone.localtime(moment)
    while True:
        for opens, closes in reversed(WINDOWS if days.is_workday(local.date()) else ()):
            began = local.replace(hour=opens.hour, minute=opens.minute, second=0, microsecond=0)
            ended = min(local, local.replace(hour=closes.hour, minute=closes.minute, second=0, microsecond=0))
            if worked <= max(ended - began, timedelta()):
                return ended - worked
            worked -= max(ended - began, timedelta())
        local = local.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(microseconds=1)


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
