"""Somebody calls and asks where their matter stands, a request or a wish; every look is recorded."""

from datetime import datetime

from django.db import transaction

from sunshine.cases.actions import look_up_caller
from sunshine.cases.models import Case
from sunshine.record.rows import enter_event
from sunshine.record.states import Actor
from sunshine.wishes.models import Wish
from sunshine.wishes.queries.caller import open_wishes_of_caller


@transaction.atomic
def look_up_anything(*, by: Actor, at: datetime, phone: str) -> list[Case | Wish]:
    """The caller's own open requests, then their open wishes; what a look found is recorded, never the number.

    Raises Refused for whoever takes no reports, and for what is no telephone number.
    """
    cases = look_up_caller(by=by, at=at, phone=phone)
    wishes = open_wishes_of_caller(phone)
    if wishes:
        facts = {"about": "caller", "wishes": [wish.ref for wish in wishes]}
        enter_event("look", "look", by=by, at=at, facts=facts, hidden=True)
    return [*cases, *wishes]
