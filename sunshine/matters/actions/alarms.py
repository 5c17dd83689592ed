"""What the clock of a matter sets off: its event is taken once, with its entry; what follows is the room's."""

from datetime import datetime
from typing import Any, TypeVar

from sunshine.clocks.actions import mark
from sunshine.clocks.models import Clock
from sunshine.clocks.states import ClockEvent
from sunshine.matters.actions.steps import EntryFacts
from sunshine.matters.models import Matter
from sunshine.people.models import Organisation
from sunshine.people.rules import public_name
from sunshine.record.states import Actor

M = TypeVar("M", bound=Matter)
CLOCK = Actor.system("clock")
"""Who acts when a time has passed."""


def lock_matter(model: type[M], clock: Clock, *related: str) -> M | None:
    """Return the matter of a clock, locked, with its holder and what else is `related`; None when there is none.

    The matter first, then its clock: the order of every other step, so that the two never wait for each other.
    """
    rows = model._default_manager.select_for_update(of=("self",)).select_related("holder", *related)
    return rows.filter(ref=clock.subject.partition(":")[2]).first()


def take_event(
    clock: Clock, entry: EntryFacts, organisation: Organisation, *, facts: dict[str, Any], at: datetime
) -> ClockEvent | None:
    """Take the clock's next event, exactly once, however many workers try; return it, or None when it was another's.

    Its entry says of the matter in public what a step's entry says, and names the organisation; `facts` are for figures.
    """
    event = clock.next_event  # none, where it has rung for the last time
    public = {**entry.public, "organisation": public_name(organisation)}
    taken = mark(clock, at=at, by=CLOCK, public=public, hidden=entry.hidden, facts=facts)
    return None if taken is None else ClockEvent(event)
