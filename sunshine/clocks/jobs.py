"""The rounds that every room with clocks makes: what is due is found by query, never by a scheduled job alone; and what
runs follows a calendar that has changed."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sunshine.clocks.actions import finish_change
from sunshine.clocks.models import CalendarChange, Clock
from sunshine.clocks.queries import due, open_changes, spanning
from sunshine.lib.leaving import leaving, until_leaving
from sunshine.lib.refusals import Overtaken

logger = logging.getLogger(__name__)
BATCH = 200
SETTLED = timedelta(minutes=1)
"""So long after a change a step may still have counted by the calendar before it; a later round looks once more."""
Ring = Callable[..., bool]
"""`ring(clock, at=…)` takes the clock's next event in one transaction and says whether it was ours to take."""


def ring_due(prefix: str, ring: Ring, *, at: datetime) -> int:
    """Take each due event of each clock of these subjects once, one transaction per event; how many were taken.

    A clock that cannot be rung keeps no other from ringing; the round fails at the end, so that somebody looks.
    """
    taken, broken = 0, set[int]()
    while clocks := [clock for clock in due(at, BATCH + len(broken), prefix) if clock.pk not in broken]:
        won = sum(_ring(clock, ring, at, broken) for clock in until_leaving(clocks))
        taken += won
        if not won:
            break
    if broken:
        raise RuntimeError(f"clocks that could not be rung: {sorted(broken)}")
    return taken


def _ring(clock: Clock, ring: Ring, at: datetime, broken: set[int]) -> bool:
    try:
        return ring(clock, at=at)
    except Overtaken:
        logger.info("clock %s: its matter moved meanwhile, next round", clock.pk)
    except Exception:
        logger.exception("clock %s could not be rung", clock.pk)
        broken.add(clock.pk)
    return False


Follow = Callable[..., bool]
"""`follow(clock, change, at=…)` counts the matter of a clock anew in one transaction and says whether anything moved."""


def follow_changes(prefix: str, follow: Follow, *, at: datetime) -> int:
    """Let the deadlines of these subjects follow each change of the calendar, one transaction per matter; how many moved.

    May be stopped and run twice, also side by side: what has moved already is counted to the same deadline again.
    """
    return sum(_follow(change, follow, at) for change in open_changes(prefix))


def _follow(change: CalendarChange, follow: Follow, at: datetime) -> int:
    moved, missed, last = 0, False, 0
    while not leaving() and (
        found := spanning(change.dates, change.at, change.prefix).filter(pk__gt=last)[:BATCH]
    ):
        for clock in until_leaving(found):
            last = clock.pk
            try:
                moved += follow(clock, change, at=at)
            except Overtaken:
                logger.info("%s: somebody took a step at this instant, next round", clock.subject)
                missed = True
    if not leaving() and not missed and at >= change.at + SETTLED:
        finish_change(change, at=at)
    return moved
