"""The round that every room with clocks makes each minute: what is due is found by query, never by a scheduled job alone."""

import logging
from collections.abc import Callable
from datetime import datetime

from sunshine.clocks.models import Clock
from sunshine.clocks.queries import due
from sunshine.lib.leaving import until_leaving
from sunshine.lib.refusals import Overtaken

logger = logging.getLogger(__name__)
BATCH = 200
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
