"""Reports as requests, once all is decided: a statement for each table, whether one is taken in or many."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from sunshine.cases import rules
from sunshine.cases.actions.history import as_history, step_of_history
from sunshine.cases.actions.move import account_of
from sunshine.cases.actions.planning import Plan
from sunshine.cases.actions.tell import tell_received
from sunshine.cases.models import Case, Note
from sunshine.cases.queries.links import token_of
from sunshine.cases.queries.originals import LOCATION_MOST, veil_report
from sunshine.cases.queries.words import VERSION, index_words
from sunshine.cases.states import NoteKind
from sunshine.clocks.actions import Start, start_all
from sunshine.clocks.queries import CalendarBook, calendar
from sunshine.clocks.states import ClockKind
from sunshine.lib import seal
from sunshine.lib.cells import cell_of
from sunshine.lib.inserts import Insert
from sunshine.lib.moments import iso
from sunshine.lib.pipelines import pipelined
from sunshine.lib.prepared import prepared
from sunshine.lib.telephones import PhoneCell
from sunshine.lib.typed import without_controls
from sunshine.matters.actions.steps import (
    StepChange,
    draft,
    next_numbers,
    officer_of,
    record_all,
)
from sunshine.people.actions import Told, copy_contact, keep_contacts, kept_until
from sunshine.people.models import Contact
from sunshine.people.states import Purpose
from sunshine.places.queries import officers_on_duty
from sunshine.record.actions import Draft
from sunshine.record.states import Actor

_CASES = Insert.of(Case, connection, through={"words": "to_tsvector('simple', %s)"})
_CUSTODY = """
INSERT INTO cases_custody (case_id, link, holder_id, began, ended)
SELECT id, 1, holder_id, received_at, closed_at FROM cases_case WHERE ref = ANY(%s)
"""
"""The first link of each case's custody chain."""
_NOTES = Insert.of(Note, connection)


def write(plans: Sequence[Plan], *, by: Actor, at: datetime) -> list[Case]:
    """Each report as a case, with its contacts, its custody, its clocks, what was said beside it, its entry, and whom it is told.

    What needs no answer is sent without waiting for it: a report waits for the database a few times, not once a table.
    """
    book = calendar()
    with pipelined(connection):
        kept = keep_contacts([told for plan in plans for told in _contacts(plan, at)], at=at)
        numbers = next_numbers(at, len(plans))
    contacts = iter(kept)
    cases = [_case(plan, number, contacts, book, by, at) for plan, number in zip(plans, numbers, strict=True)]
    _assign(plans, cases, timezone.localdate(at))
    pairs = list(zip(plans, cases, strict=True))
    with pipelined(connection):
        _CASES.keep(connection, cases)
        with prepared(connection) as cursor:
            cursor.execute(_CUSTODY, [[case.ref for case in cases]])
        starts = [start for plan, case in pairs for start in _clocks(plan, case)]
        clocks = start_all(starts, at, book=book)
        accept_by = {clock.subject: clock.due_at for clock in clocks if clock.kind == ClockKind.ACCEPT}
        record_all([_entry(plan, case, accept_by.get(case.subject), by, at) for plan, case in pairs])
        # what was finished elsewhere is told nobody, and what is solved on the spot when it is
        tell_received([case for plan, case in pairs if _goes_on(plan, case)], at=at)
    for plan, case in pairs:
        if case.restricted and plan.report.about_officers:
            case.about_officers.set(plan.report.about_officers)
    _NOTES.keep(connection, [note for plan, case in pairs for note in _notes(plan, case, by, at)])
    return cases


def _goes_on(plan: Plan, case: Case) -> bool:
    return case.closed_at is None and not plan.report.solved_on_the_spot


def _assign(plans: Sequence[Plan], cases: Sequence[Case], on: date) -> None:
    """Give what is the community's and still open to the grid worker of the day."""
    grids = {plan.patrolled for plan in plans if plan.patrolled}
    duty = officers_on_duty(grids, on)
    for plan, case in zip(plans, cases, strict=True):
        if plan.patrolled and case.closed_at is None:
            case.assignee_id = duty.get(plan.patrolled)


def _case(
    plan: Plan, number: str, contacts: Iterator[Contact], book: CalendarBook, by: Actor, at: datetime
) -> Case:
    report, restricted = plan.report, bool(plan.category and plan.category.restricted)
    ref = secrets.token_hex(16)
    location = without_controls(report.location).strip()[:LOCATION_MOST]
    told = veil_report(plan.text, location, plan.located.why, (report.name, report.for_name))
    case = Case(
        **told,
        number=number,
        ref=ref, access=seal.token_digest(token_of(ref)), holder=plan.target.organisation, assignee_id=plan.solver,
        channel=report.channel, language=report.language,
        told_at=report.told_at, due_limit=report.due_limit,
        category=plan.category, urgency=plan.urgency, policy=plan.policy,
        place=plan.place, building_id=plan.located.building,
        lon=report.lon, lat=report.lat, cell=cell_of(report.lon, report.lat), certainty=plan.located.certainty,
        why_here=plan.target.why, follows=report.follows,
        filed_by=by.officer, confidential=plan.guarded.confidential, restricted=restricted,
        about_id=plan.about if restricted else None,
        self_handled=bool(report.solved_on_the_spot), received_at=at,
        due_at=book.term(plan.policy, ClockKind.HANDLE, at, limit=report.due_limit).due_at,
        contact_by=book.contact_by(plan.policy, at),
        source=report.source, external_number=report.external_number or None, form_key=report.form_key or None,
        batch=report.batch,
        words=index_words(told["text"], told["location"], report.external_number or ""), words_version=VERSION,
    )  # fmt: skip
    _name_contacts(plan, case, contacts)
    if report.ended_at is not None:
        as_history(case, report, min(report.ended_at, at))
    return case


def _clocks(plan: Plan, case: Case) -> Iterator[Start]:
    if case.closed_at is None:
        for kind in (ClockKind.ACCEPT, ClockKind.HANDLE):
            yield Start(case.subject, kind, plan.policy, plan.report.due_limit)


def _entry(plan: Plan, case: Case, accept_by: datetime | None, by: Actor, at: datetime) -> Draft:
    if accept_by is None:
        verb, step = "file", step_of_history(plan.report, case.closed_at or at)
    else:
        verb, step = "receive", StepChange(facts={**_facts(plan.report, plan), **_limits(case, accept_by)})
    return draft(case, verb, by=by, at=at, came_from="", step=step, account=account_of(case))


def _notes(plan: Plan, case: Case, by: Actor, at: datetime) -> Iterator[Note]:
    """The reply of another office to what it has finished; and what whoever handles the rest must know of its past."""
    report, shared = plan.report, {"case": case, "step": case.version, "at": at}
    if case.closed_at is not None and report.reply:
        yield Note(
            **shared, kind=NoteKind.ANSWER, text=report.reply, to_resident=True, officer_id=officer_of(by)
        )
    elif case.closed_at is None and report.remark:
        yield Note(**shared, kind=NoteKind.NOTE, text=report.remark)


def _facts(report: rules.Report, plan: Plan) -> dict[str, Any]:
    return {
        "channel": str(report.channel),
        "policy": plan.policy,
        "certainty": str(plan.located.certainty),
        "proxy": bool(report.for_name or report.for_phone),
        **({"follows": report.follows.ref} if report.follows else {}),
        **({"danger": True, "chosen": report.category or ""} if plan.danger else {}),
        **({"doubts": [str(doubt) for doubt in plan.doubts]} if plan.doubts else {}),
        "reachable": bool(plan.guarded.phone.number),
    }


def _limits(case: Case, accept_by: datetime) -> dict[str, Any]:
    """By when it is accepted, and by when the resident hears from us first; nothing is later moved into the past."""
    contact_by = case.contact_by or accept_by
    return {
        "contact_due": iso(accept_by),
        "contact_by": iso(contact_by),
        "urgency": str(case.urgency),
    }


def _contacts(plan: Plan, at: datetime) -> Iterator[Told]:
    """Whom to call, and whom it is for; what was finished elsewhere is kept no longer than if it had ended here."""
    report, ended = plan.report, plan.report.ended_at
    until = kept_until(min(ended, at)) if ended is not None else None
    for name, phone, purpose in (
        (report.name, plan.guarded.phone, Purpose.CASE),
        (report.for_name, plan.guarded.for_phone, Purpose.FOR_PERSON),
    ):
        if _left(name, phone) and not (purpose is Purpose.CASE and _follows(report)):
            yield Told(name, phone.number, purpose, until, phone.remark)


def _name_contacts(plan: Plan, case: Case, contacts: Iterator[Contact]) -> None:
    """Whom to call: for what begins anew a copy, so that each matter's contact ends with its own matter."""
    report = plan.report
    if (first := _follows(report)) is not None:
        case.contact = copy_contact(first)
    elif _left(report.name, plan.guarded.phone):
        case.contact = next(contacts)
    if _left(report.for_name, plan.guarded.for_phone):
        case.for_person = next(contacts)


def _follows(report: rules.Report) -> Contact | None:
    return report.follows.contact if report.follows is not None else None


def _left(name: str, phone: PhoneCell) -> bool:
    return bool(name.strip() or any(phone))
