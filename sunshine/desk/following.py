"""What comes next after a step: the most urgent matter of the same heap, so that nobody goes back to a list between two."""

from typing import Any, NamedTuple

from django.urls import reverse

from sunshine.cases.models import Case
from sunshine.cases.queries import Filters, filtered
from sunshine.cases.queries.deciding import CALL
from sunshine.cases.states import DECIDED, State
from sunshine.desk.door import Seat

CALLING = frozenset({"call", "confirm"})


class Following(NamedTuple):
    """The next matter of a heap, and how many are left with it."""

    url: str
    left: int


def heap_of(step: str, who: Seat) -> Filters | None:
    """The heap that a step worked off: what waits to be handed on, a kind of decision, calls."""
    if step == "route":
        return Filters(state=State.RECEIVED, holder=who.officer.organisation_id)
    for kind, verbs in DECIDED.items():
        if step in (verbs.yes, verbs.no):
            return Filters(waits=kind)
    return Filters(waits=CALL) if step in CALLING else None


def following(matter: Any, step: str, who: Seat) -> Following | None:
    """What is next in the heap that this step of this matter worked off; None when it is empty."""
    heap = heap_of(step, who)
    if heap is None:
        return None
    rows = filtered(who.officer, who.on, heap, at=who.at).exclude(pk=matter.pk)
    first: Case | None = rows.order_by("due_at", "id").first()
    if first is None:
        return None
    return Following(reverse("desk:case", args=[first.number]), rows.count())
