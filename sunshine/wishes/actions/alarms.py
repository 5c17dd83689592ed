"""What a wish's clock sets off: the entry of its event, whom it is told to, and what a passed deadline does."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sunshine.clocks.models import Clock
from sunshine.clocks.states import ClockEvent, ClockKind
from sunshine.matters.actions.alarms import CLOCK, lock_matter, take_event
from sunshine.matters.actions.tell import tell_organisation
from sunshine.people.models import Organisation
from sunshine.record.states import Actor
from sunshine.wishes.actions.desk import recall
from sunshine.wishes.actions.move import CLAIM_POLICY, account_of
from sunshine.wishes.actions.word import lapse
from sunshine.wishes.models import Wish
from sunshine.wishes.queries.families import desk_of
from sunshine.wishes.states import WishState

_KINDS = {
    ClockEvent.DUE_SOON: "wish_due_soon",
    ClockEvent.BREACHED: "wish_breached",
    ClockEvent.ESCALATED: "wish_escalated",
}


@transaction.atomic
def ring_wish(clock: Clock, *, at: datetime) -> bool:
    """Take the clock's next event, exactly once, however many workers try; returns whether it was ours.

    A wish that nobody claimed in time goes back to the community's desk; one whose wisher gave no word is closed as
    unconfirmed. Raises Overtaken when the wish moved in the same moment; the next round tries again.
    """
    wish = lock_matter(Wish, clock, "kind")
    if wish is None:
        return False
    entry = account_of(wish)
    event = take_event(clock, entry, wish.holder, facts={**entry.facts, "policy": clock.policy}, at=at)
    if event is None:
        return False
    if event == ClockEvent.BREACHED and _acted(wish, clock, CLOCK, at):
        return True
    if clock.kind != ClockKind.CONFIRM:
        _tell(wish, event, at=at, key=f"clock:{clock.pk}")
    return True


def _acted(wish: Wish, clock: Clock, by: Actor, at: datetime) -> bool:
    """Whether the passed deadline itself takes a step."""
    if clock.policy == CLAIM_POLICY and wish.state == WishState.OFFERED:
        recall(wish, by=by, at=at, seen=wish.version)
        return True
    if clock.kind == ClockKind.CONFIRM and wish.state == WishState.DONE:
        lapse(wish, by=by, at=at, seen=wish.version)
        return True
    return False


def _tell(wish: Wish, event: ClockEvent, *, at: datetime, key: str) -> None:
    target = _one_level_up(wish, at) if event == ClockEvent.ESCALATED else wish.holder
    if target is not None:
        tell_organisation(wish, _KINDS[event], target, at=at, key=key)


def _one_level_up(wish: Wish, at: datetime) -> Organisation | None:
    """Above a group stands the community that gave it the wish; above the community its parent."""
    desk = desk_of(wish.place, timezone.localtime(at).date())
    return wish.holder.parent if desk is None or desk.pk == wish.holder_id else desk
