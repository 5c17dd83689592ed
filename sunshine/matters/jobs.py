"""Work that every kind of matter has in the background: steps that time makes due, erasure, words put to rest."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from django.conf import settings

from sunshine.clocks.jobs import BATCH
from sunshine.lib.leaving import leaving, until_leaving
from sunshine.lib.refusals import Refused
from sunshine.matters.actions.alarms import CLOCK
from sunshine.matters.models import Matter
from sunshine.matters.states import RETENTION
from sunshine.record.states import Actor

logger = logging.getLogger(__name__)
KEEPER = Actor.system(RETENTION)

M = TypeVar("M", bound=Matter)


def rest_all(take: Callable[..., int]) -> int:
    """Take batch after batch until none is left; how many rows."""
    total = 0
    while not leaving() and (taken := take(limit=BATCH)):
        total += taken
    return total


def step_all(due: Callable[[datetime, int], list[M]], step: Callable[..., object], *, at: datetime) -> int:
    """Take a step with each matter that time has made due, one transaction each, until none is left; how many.

    One that somebody else is just stepping on keeps no other waiting and has its turn in the next round.
    """
    taken, passed = 0, set[int]()
    while not leaving() and (
        found := [matter for matter in due(at, BATCH + len(passed)) if matter.pk not in passed]
    ):
        for matter in until_leaving(found):
            try:
                won = step(matter, by=CLOCK, at=at) is not None
            except Refused:
                logger.info("%s: somebody took a step at this instant, next round", matter.subject)
                won = False
            taken += won
            if not won:
                passed.add(matter.pk)
    return taken


def forget_all(closed_before: Callable[..., list[M]], forget: Callable[..., object], *, at: datetime) -> int:
    """Erase each matter of a kind whose time is over, one transaction each; how many were erased."""
    before, erased = at - timedelta(days=settings.KEEP_MATTER_DAYS), 0
    while found := closed_before(before, limit=BATCH):
        done = sum(_forgotten(matter, forget, at) for matter in until_leaving(found))
        erased += done
        if not done:
            break
    return erased


def _forgotten(matter: Matter, forget: Callable[..., object], at: datetime) -> bool:
    try:
        forget(matter, by=KEEPER, at=at, why=RETENTION)
    except Refused:
        logger.info("%s: somebody took a step at this instant, next round", matter.subject)
        return False
    return True
