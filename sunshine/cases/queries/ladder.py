"""What time alone sets going: overdue matters on their ladder, replies that did not come, plans to look at again."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from sunshine.cases.models import Case, Note, Rung
from sunshine.cases.queries.catalogue import catalogue
from sunshine.cases.states import WORKING, NoteKind, State
from sunshine.people.models import Organisation


def next_rung(case: Case, *, at: datetime) -> tuple[Rung, Organisation] | None:
    """The next rung whose time has come and the organisation told there; a rung without one is left out."""
    if case.restricted:  # a complaint about staff climbs among supervision desks only, by its clock
        return None
    rows, on = catalogue(), timezone.localtime(at).date()
    for rung in rows.rungs:
        if rung.order <= case.rung or at < case.due_at + timedelta(hours=rung.after_hours):
            continue
        above = rows.directory.nearest(rung.kind, case.place, on)
        if above is not None:
            return rung, above
    return None


def to_climb(at: datetime, limit: int) -> list[Case]:
    """Open matters that may climb a rung, the longest overdue first; complaints about staff never do."""
    hours = {rung.order: timedelta(hours=rung.after_hours) for rung in catalogue().rungs}
    if not hours:
        return []
    due = Q()
    for order, late in hours.items():
        due |= Q(rung__lt=order, due_at__lte=at - late)
    rows = Case.objects.filter(due, open=True, restricted=False, state__in=WORKING)
    rows = rows.filter(due_at__lte=at - min(hours.values()))
    return list(rows.select_related("holder").order_by("due_at", "id")[:limit])


def find_unanswered(at: datetime, limit: int) -> list[Case]:
    """Matters whose question to the resident has had no reply for longer than it is waited for."""
    since = at - timedelta(days=catalogue().number("pause_days"))
    asked = Note.objects.filter(case=OuterRef("pk"), kind=NoteKind.QUESTION, at__gt=since)
    rows = Case.objects.filter(~Exists(asked), open=True, state=State.WAITING)
    return list(rows.select_related("holder").order_by("due_at", "id")[:limit])


def to_review(at: datetime) -> list[Case]:
    """Matters set aside whose plan is to be looked at again by now; there are few of them."""
    rows = Case.objects.filter(open=True, state=State.SHELVED, shelved_until__lte=at)
    return list(rows.select_related("holder").order_by("shelved_until", "id"))
