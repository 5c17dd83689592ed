"""Partner units, their agreements with communities, and the three lists: need, resource, project."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sunshine.party.models import ListLine, Partnership
from sunshine.party.rules.partners import (
    RIGHT,
    check_agreement,
    check_droppable,
    check_keeper,
    check_kind,
    check_line_words,
    check_open,
    check_partner,
    check_running,
)
from sunshine.party.states import ListKind
from sunshine.people.actions import create_organisation
from sunshine.people.actions.step import day_of
from sunshine.people.models import Organisation
from sunshine.people.rules import public_name
from sunshine.people.states import OrganisationKind
from sunshine.record.rows import add_row, change_row
from sunshine.record.states import Actor


@transaction.atomic
def create_partner(*, name: str, place: str, by: Actor, at: datetime, **office: Any) -> Organisation:
    """Enter a partner unit at the community or street where it sits. `office`: name_en, telephone, address, hours, email."""
    kind = OrganisationKind.PARTNER
    return create_organisation(name=name, kind=kind, place=place, by=by, at=at, right=RIGHT, **office)


@transaction.atomic
def sign(
    partner: Organisation,
    *,
    community: str,
    agreement: str,
    by: Actor,
    at: datetime,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Partnership:
    """Enter an agreement of a partner unit with a community; `valid_to` is the first day without it.

    Raises Refused for who is no partner, a second open agreement, or dates the wrong way round.
    """
    day = day_of(at)
    first = valid_from or day
    check_keeper(by, community, day)
    said = check_agreement(partner, agreement, first, valid_to, day)
    made = Partnership(
        partner=partner, community=community, agreement=said, valid_from=first, valid_to=valid_to
    )
    return add_row(
        made, "sign", by=by, at=at,
        taken=_("This unit already has an agreement with the community. End it first."),
        public={"community": community, "organisation": public_name(partner)},
        facts={"partner": partner.pk, "valid_from": first.isoformat()}, sealed={"agreement": said},
    )  # fmt: skip


@transaction.atomic
def end_agreement(agreement: Partnership, *, by: Actor, at: datetime, on: date | None = None) -> Partnership:
    """End an agreement: `on` (default: the day of `at`) is the first day without it, at the earliest its own first."""
    day = day_of(at)
    check_keeper(by, agreement.community, day)
    check_running(agreement)
    last = max(on or day, agreement.valid_from)
    public = {"community": agreement.community}
    facts = {"partner": agreement.partner_id, "valid_to": last.isoformat()}
    changes = {"valid_to": last}
    return change_row(agreement, "end", by=by, at=at, changes=changes, public=public, facts=facts)


@transaction.atomic
def add_line(
    *,
    kind: str,
    community: str,
    text: str,
    by: Actor,
    at: datetime,
    partner: Organisation | None = None,
    due_on: date | None = None,
) -> ListLine:
    """Put a line on one of the three lists. A need names nobody; a resource or project names a unit with an agreement."""
    day = day_of(at)
    check_keeper(by, community, day)
    said = check_line_words(kind, text)
    unit = None if kind == ListKind.NEED else partner
    if kind != ListKind.NEED:
        check_partner(unit, community, day)
    line = ListLine(kind=kind, community=community, text=said, partner=unit, due_on=due_on)
    return add_row(line, by=by, at=at, **_told(line, text=said))


@transaction.atomic
def amend_line(line: ListLine, *, by: Actor, at: datetime, text: str, due_on: date | None = None) -> ListLine:
    """Put the words or the day of an open line right."""
    _check(line, by, at)
    check_open(line)
    said = check_line_words(line.kind, text)
    return _take(line, "amend", by, at, {"text": said, "due_on": due_on}, text=said)


@transaction.atomic
def take_need(
    line: ListLine, *, by: Actor, at: datetime, partner: Organisation, due_on: date | None = None
) -> ListLine:
    """A partner unit takes a need on: it becomes a project of the two."""
    _check(line, by, at)
    check_kind(line, ListKind.NEED)
    check_partner(partner, line.community, day_of(at))
    changes = {"kind": ListKind.PROJECT, "partner": partner, "due_on": due_on or line.due_on}
    return _take(line, "take", by, at, changes)


@transaction.atomic
def give_back(line: ListLine, *, by: Actor, at: datetime) -> ListLine:
    """A project that will not be: what the community needs is a need again."""
    _check(line, by, at)
    check_kind(line, ListKind.PROJECT)
    return _take(line, "give_back", by, at, {"kind": ListKind.NEED, "partner": None})


@transaction.atomic
def finish_line(
    line: ListLine, *, by: Actor, at: datetime, result: str, done_on: date | None = None
) -> ListLine:
    """A project is done: its result, and the day (default: the day of `at`)."""
    _check(line, by, at)
    check_kind(line, ListKind.PROJECT)
    said = check_line_words(line.kind, result)
    return _take(line, "finish", by, at, {"done_on": done_on or day_of(at), "result": said}, result=said)


@transaction.atomic
def drop_line(line: ListLine, *, by: Actor, at: datetime, result: str) -> ListLine:
    """Take a need or resource off its list: no longer needed or offered; `result` says why and stays with it."""
    _check(line, by, at)
    check_droppable(line)
    said = check_line_words(line.kind, result)
    return _take(line, "drop", by, at, {"done_on": day_of(at), "result": said}, result=said)


def _check(line: ListLine, by: Actor, at: datetime) -> None:
    check_keeper(by, line.community, day_of(at))


def _take(
    line: ListLine, verb: str, by: Actor, at: datetime, changes: dict[str, Any], **sealed: str
) -> ListLine:
    """One step of a line; the entry tells of the list and the unit it has come to."""
    after = ListLine(**{"kind": line.kind, "community": line.community, "partner": line.partner, **changes})
    return change_row(line, verb, by=by, at=at, changes=changes, **_told(after, **sealed))


def _told(line: ListLine, **sealed: str) -> dict[str, Any]:
    return {
        "public": {"community": line.community},
        "facts": {"kind": str(line.kind), "partner": line.partner_id},
        "sealed": sealed,
    }
