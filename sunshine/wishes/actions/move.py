"""The one door through which a wish changes: `apply_step` with its rules, its words and its clocks."""

from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from sunshine.clocks.actions import start, stop
from sunshine.clocks.queries import calendar
from sunshine.clocks.states import ClockKind
from sunshine.lib.moments import iso
from sunshine.matters.actions.steps import EntryFacts, StepChange, apply_step
from sunshine.record.states import Actor
from sunshine.wishes.models import Wish
from sunshine.wishes.rules import check_wish

POLICY, CLAIM_POLICY = "wish", "wish_claim"
CLOCKS: dict[str, tuple[ClockKind, str]] = {
    "ask": (ClockKind.ACCEPT, POLICY),
    "recall": (ClockKind.ACCEPT, POLICY),
    "offer": (ClockKind.HANDLE, CLAIM_POLICY),
    "hand_back": (ClockKind.HANDLE, CLAIM_POLICY),
    "claim": (ClockKind.HANDLE, POLICY),
    "not_yet": (ClockKind.HANDLE, POLICY),
    "fulfil": (ClockKind.CONFIRM, POLICY),
}
"""Which clock a step starts, under which policy; it takes the place of the one that ran."""


def move(
    wish: Wish, verb: str, *, by: Actor, at: datetime, seen: int | None = None, step: StepChange | None = None
) -> Wish:
    """Take one step of a wish. Raises Refused when it may not be taken, Overtaken when somebody was faster.

    A step of CLOCKS starts its clock, whose end becomes `due_at` of the wish; a step that closes it stops them all.
    """
    step = step or StepChange()
    if verb in CLOCKS:
        step = replace(step, changes={**step.changes, "due_at": due_of(verb, at)})
    apply_step(
        wish, verb, by=by, at=at, seen=seen, step=step, account=account_of,
        check=lambda: check_wish(verb, wish, by=by, on=timezone.localtime(at).date()),
    )  # fmt: skip
    if verb in CLOCKS or wish.closed_at is not None:
        stop(wish.subject, list(ClockKind), at=at)
    if verb in CLOCKS:
        begin(wish, verb, at)
    return wish


def due_of(verb: str, at: datetime) -> datetime:
    """When the clock that a step starts runs out."""
    kind, policy = CLOCKS[verb]
    return calendar().term(policy, kind, at).due_at


def begin(wish: Wish, verb: str, at: datetime) -> None:
    """Start the clock of a step; the step of the wish is its round."""
    kind, policy = CLOCKS[verb]
    start(wish.subject, kind, policy=policy, at=at, round=wish.version)


def account_of(wish: Wish) -> EntryFacts:
    """What each entry of a wish says: community and holder; of a minor nothing in public.

    Facts after the step, from which every figure can be computed again: `place`, `kind`, `holder` and `due_at` (UTC, the
    end of the clock that runs: checking, claiming, doing or confirming, as the state says). `ask` adds `channel`, `pair`
    how many, `visit` the day `on`, `fulfil` whether `late`, `confirm` and `not_yet` `fulfilled` and `channel`, and each step
    that closes it `outcome`.
    """
    public = {"community": wish.place[:12] if len(wish.place) >= 12 else "", "category": "wish"}
    facts = {
        "place": wish.place,
        "kind": wish.kind_id,
        "holder": wish.holder_id,
        "due_at": iso(wish.due_at),
    }
    return EntryFacts(public, facts, hidden=wish.for_minor)
