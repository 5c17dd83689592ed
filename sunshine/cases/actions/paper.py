"""The slip with the secret link: printed by whoever neither handles the matter nor will, and every print is a step."""

from datetime import datetime

from django.db import transaction

from sunshine.cases.actions.move import move
from sunshine.cases.models import Case
from sunshine.cases.queries.links import token_of
from sunshine.matters.actions.steps import StepChange
from sunshine.people.rules import check_reason
from sunshine.record.states import Actor


@transaction.atomic
def print_link(case: Case, *, by: Actor, at: datetime, reason: str, seen: int | None = None) -> str:
    """The link's token, for the paper that the resident takes home.

    Whoever holds it speaks for the resident. So whoever handles the matter gets none, and whoever got one does not
    answer; and `reason` says, under seal, to whom it is given or why, as for every look at what is kept from others. Raises
    Refused; the number alone is on every slip.
    """
    step = StepChange(sealed={"reason": check_reason(reason)})
    move(case, "print", by=by, at=at, seen=seen, step=step)
    return token_of(case.ref)
