"""Simulated time: stories take turns in the order of their moments, and clocks ring between them."""

import heapq
import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from sunshine.clocks.queries import due, next_event
from sunshine.demo.course import Scheduled, Story
from sunshine.demo.stories import find_stories
from sunshine.lib.refusals import Refused

_DAY = timedelta(days=1)
logger = logging.getLogger(__name__)


@dataclass
class StoryOutcome:
    """What became of the stories: how many came to their end, which a refused step ended, which a fault did."""

    ended: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)


def run(stories: Iterable[Scheduled], *, until: datetime) -> StoryOutcome:
    """Let every story go on until its end or until time stops; what is unfinished then stays open.

    A step that is refused ends its story and leaves the matter as it was; no story ends another.
    """
    order, outcome = count(), StoryOutcome()
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


def _go_on(story: Story, at: datetime, outcome: StoryOutcome) -> datetime | None:
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


def ring(until: datetime) -> None:
    """What the watch of clocks would have done by a moment: each event once, in the order in which they fell."""
    rings = {kind: ring_its for one in find_stories() for kind, ring_its in one.rings.items()}
    while (first := next_event()) and first <= until:
        [clock] = due(until, 1)
        ring_its = rings[clock.subject.partition(":")[0]]
        if not ring_its(clock, at=clock.next_at or until):
            return


def pass_time(at: datetime) -> None:
    """What the jobs of all rooms would have done by a moment."""
    for one in find_stories():
        one.pass_time(at)


def days(since: datetime) -> Story:
    """The jobs of every morning; it never ends."""
    at = timezone.localtime(since).replace(hour=8, minute=0, second=0, microsecond=0)
    while True:
        at = yield at + _DAY
        pass_time(at)
