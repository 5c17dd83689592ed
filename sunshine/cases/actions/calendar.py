"""A day off announced late: what runs over it is counted anew from its start, by the same rule as everything else."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from sunshine.cases.actions.move import move
from sunshine.cases.models import Case, Part
from sunshine.cases.queries.catalogue import catalogue
from sunshine.cases.states import State
from sunshine.clocks.actions import postpone
from sunshine.clocks.models import CalendarChange, Clock
from sunshine.clocks.queries import CalendarBook, MoreTime, Pause, calendar, running
from sunshine.clocks.states import ClockKind, Unit
from sunshine.lib.moments import iso
from sunshine.matters.actions.alarms import CLOCK
from sunshine.matters.actions.calendar import tell_change
from sunshine.matters.actions.steps import StepChange
from sunshine.record.queries import entries

_HELD = frozenset({State.WAITING, State.SHELVED})


@transaction.atomic
def follow_calendar(clock: Clock, change: CalendarChange, *, at: datetime) -> bool:
    """Move every deadline of a clock's request that a changed calendar makes later, in one step; whether any moved.

    Called-in organisations keep step with it. Whoever holds it or was called in is told once for the whole change.
    """
    # The case first, then its clocks: the order of every other step, so that the two never wait for each other.
    case = _case_of(clock)
    if case is None:
        return False
    book = calendar()
    told: dict[str, str] = {}
    changes: dict[str, Any] = {}
    for own in running(case.subject):
        if _moves(own, book, _changes(case, own), change, limit=case.due_limit):
            told[str(own.kind)] = iso(own.due_at)
            changes |= {"due_at": own.due_at} if own.kind == ClockKind.HANDLE else {}
    parts = [part for part in _open_parts(case) if _part_moves(part, book, change)]
    reports = _reports(case, book, change)
    if not told and not parts and not reports:
        return False
    changes |= _contact(case, book, change)
    facts: dict[str, Any] = {"days": change.days, "moved": told}
    facts |= {"parts": {str(part.organisation_id): iso(part.due_at) for part in parts}} if parts else {}
    facts |= {"reports": reports} if reports else {}
    facts |= {"contact_by": iso(changes["contact_by"])} if "contact_by" in changes else {}
    move(case, "move_due", by=CLOCK, at=at, step=StepChange(changes, facts=facts))
    holders = [case.holder_id] if told or reports else []
    tell_change(change, [*holders, *(part.organisation_id for part in parts)], "/desk/cases/", at=at)
    return True


def _case_of(clock: Clock) -> Case | None:
    rows = Case.objects.select_for_update(of=("self",)).select_related("holder")
    kind, _colon, ref = clock.subject.partition(":")
    return rows.filter(parts__pk=ref).first() if kind == "part" else rows.filter(ref=ref).first()


def _open_parts(case: Case) -> Iterable[Part]:
    return case.parts.filter(answered_at=None).select_related("organisation").order_by("pk")


def _moves(
    clock: Clock, book: CalendarBook, changes: Iterable[Pause | MoreTime], change: CalendarChange,
    limit: datetime | None = None,
) -> bool:  # fmt: skip
    """What had passed when the days changed stays passed."""
    if clock.late(change.at):
        return False
    return postpone(clock, book.counted_anew(clock, changes, limit=limit))


def _part_moves(part: Part, book: CalendarBook, change: CalendarChange) -> bool:
    for clock in running(part.subject):
        if _moves(clock, book, (), change):
            part.due_at = clock.due_at
            part.save(update_fields=["due_at"])
            return True
    return False


def _reports(case: Case, book: CalendarBook, change: CalendarChange) -> dict[str, str]:
    """Until when the holder reports to whoever watches it, by the watching organisation; what had passed stays passed."""
    days, moved = catalogue().number("report_days"), {}
    for row in case.supervisions.filter(reported_at=None, report_due__gte=change.at).order_by("pk"):
        due = book.after(row.at, days, Unit.WORKING_DAY)
        if due > row.report_due:
            row.report_due = due
            row.save(update_fields=["report_due"])
            moved[str(row.organisation_id)] = iso(due)
    return moved


def _changes(case: Case, clock: Clock) -> list[Pause | MoreTime]:
    """Pauses that are over and more time that was granted since the clock started, as the record tells them."""
    found: list[Pause | MoreTime] = []
    if clock.kind != ClockKind.HANDLE:
        return found
    begun, asked = None, MoreTime(0, clock.started_at)
    for entry in sorted(entries(case.subject), key=lambda entry: entry.step):
        if entry.step <= clock.round:
            continue
        if entry.went_to in _HELD and begun is None:
            begun = entry.at
        elif begun is not None and entry.went_to not in _HELD:
            found.append(Pause(begun, max(begun, entry.at)))
            begun = None
        if entry.verb == "extend":
            asked = MoreTime(int(entry.facts["amount"]), entry.at)
        elif entry.verb == "grant":
            found.append(asked)
    return found


def _contact(case: Case, book: CalendarBook, change: CalendarChange) -> dict[str, datetime]:
    """By when the resident hears from the holder moves too, unless they have heard or the moment was over."""
    if case.contact_by is None or case.contacted_at is not None or case.contact_by < change.at:
        return {}
    by = book.contact_by(case.policy, case.received_at)
    return {"contact_by": by} if by > case.contact_by else {}
