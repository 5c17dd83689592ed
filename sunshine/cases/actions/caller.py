"""Somebody calls and asks where their matter stands: found by their telephone, and every look is recorded."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.cases.models import Case
from sunshine.cases.queries import open_of_caller
from sunshine.lib.masks import normal_phone
from sunshine.lib.refusals import Refused
from sunshine.people.rules import check
from sunshine.record.rows import enter_event
from sunshine.record.states import Actor


@transaction.atomic
def look_up_caller(*, by: Actor, at: datetime, phone: str) -> list[Case]:
    """The caller's own open matters; the look is recorded with what it found, never with the number.

    Raises Refused for whoever takes no reports, and for what is no telephone number.
    """
    check(by, "receive", on=timezone.localtime(at).date())
    if normal_phone(phone) is None:
        raise Refused(
            _("This is not a telephone number we can call. Please check it, or leave it empty."), code="phone"
        )
    found = open_of_caller(phone)
    facts = {"about": "caller", "cases": [case.ref for case in found]}
    enter_event("look", "look", by=by, at=at, facts=facts, hidden=True)
    return found
