"""Whatever course a wish takes: each step offered can be taken, the chain and the record stay whole, one clock runs."""

import random
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from sunshine.clocks.models import Clock
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from sunshine.wishes import actions as wishes
from sunshine.wishes.models import Wish, WishCustody
from sunshine.wishes.rules import possible
from tests.factories.people import DAY, NOON
from tests.factories.wishes import SYSTEM, WISHER, WishTown, asked
from tests.wishes.life import told

WHO = ["worker", "colleague", "leader", "mei", "zhou"]
EARLY_ENDS = {"withdraw", "decline"}


def _claimant(there: WishTown, by: Actor) -> dict[str, Any]:
    return {"organisation": there.branch if by.organisation == there.branch.pk else there.group}


def _whole(wish: Wish) -> None:
    """What always holds, whatever was done."""
    entries = Entry.objects.filter(subject=wish.subject).order_by("step")
    assert list(entries.values_list("step", flat=True)) == [*range(1, wish.version + 1)]
    chain = list(WishCustody.objects.filter(wish=wish).order_by("link"))
    assert all(before.ended == after.began for before, after in pairwise(chain))
    assert (chain[-1].holder_id, chain[-1].ended) == (wish.holder_id, wish.closed_at)
    running = Clock.objects.filter(subject=wish.subject, stopped_at__isnull=True)
    assert [clock.due_at for clock in running] == ([] if wish.closed_at else [wish.due_at])


@pytest.mark.parametrize("seed", range(12))
def test_a_random_course_keeps_everything_whole(there: WishTown, seed: int) -> None:
    chance, wish, at = random.Random(seed), asked(), NOON
    for _turn in range(25):
        at += timedelta(minutes=chance.randint(0, 1))
        wish = Wish.objects.select_related("holder", "kind", "contact", "for_person").get()
        by = chance.choice([there.by(chance.choice(WHO)), WISHER, SYSTEM])
        may = [verb for verb in possible(wish, by=by, on=DAY) if verb != "move_due"]  # the calendar alone
        offered = [verb for verb in may if verb not in EARLY_ENDS or chance.random() < 0.1]
        if offered:
            _take(there, wish, chance.choice(offered), by, at)
        _whole(Wish.objects.select_related("holder").get())


def _take(there: WishTown, wish: Wish, verb: str, by: Actor, at: datetime) -> None:
    if verb == "pair" and wish.holder_id != there.branch.pk:
        return  # only one of the group offered themselves: two cannot be named
    act = getattr(wishes, "slip" if verb == "print" else verb)
    act(
        wish,
        by=by,
        at=at,
        seen=wish.version,
        **(_claimant(there, by) if verb == "claim" else told(verb, there)),
    )
