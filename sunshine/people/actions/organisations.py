"""Create, change and close organisations; dated, never deleted."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sunshine.people.actions.step import day_of
from sunshine.people.models import Organisation
from sunshine.people.rules import check, check_closing, check_in_force, check_line, check_parent, check_place
from sunshine.record.rows import add_row, change_row, refuse_twins
from sunshine.record.states import Actor

_TWICE = _("There is already an organisation of this name at this place.")


@transaction.atomic
def create_organisation(
    *,
    name: str,
    kind: str,
    place: str,
    by: Actor,
    at: datetime,
    parent: Organisation | None = None,
    name_en: str = "",
    telephone: str = "",
    address: str = "",
    hours: str = "",
    email: str = "",
    valid_from: date | None = None,
    right: str = "staff",
    beside: dict[str, Any] | None = None,
) -> Organisation:
    """Enter an organisation, in force from `valid_from` (default: the day of `at`).

    A room above that keeps organisations of its own names the `right` it asks for and the facts it writes `beside`.
    Raises Refused for a place outside the county, a closed parent or one not above it in the party's line, a name
    already there, without the right.
    """
    day = day_of(at)
    check_place(place)
    check(by, right, place=place, on=day)
    check_line(kind, place, parent)
    if parent is not None:
        check_in_force(parent, day)
    organisation = Organisation(
        name=name,
        name_en=name_en,
        kind=kind,
        place=place,
        parent=parent,
        telephone=telephone,
        address=address,
        hours=hours,
        email=email,
        valid_from=valid_from or day,
    )
    facts = {"name": name, "kind": str(kind), "place": place, **(beside or {})}
    return add_row(organisation, "create", by=by, at=at, taken=_TWICE, facts=facts, hidden=True)


@transaction.atomic
def change_organisation(
    organisation: Organisation,
    *,
    by: Actor,
    at: datetime,
    right: str = "staff",
    beside: Collection[str] = (),
    **changes: Any,
) -> Organisation:
    """Change name, name_en, telephone, address, hours, email or parent.

    `right` as in `create_organisation`; `beside` names what a room above changes in the same step. Kind and place
    stay: close it and open another. Raises Refused for a closed organisation, a circle of parents or a parent not
    above it in the party's line, Overtaken when somebody else was faster, ValueError for a field that may not change.
    """
    if unknown := set(changes) - {"name", "name_en", "telephone", "address", "hours", "email", "parent"}:
        raise ValueError(f"These stay as they are: {', '.join(sorted(unknown))}")
    day = day_of(at)
    check(by, right, place=organisation.place, on=day)
    check_in_force(organisation, day)
    changes = {name: value for name, value in changes.items() if getattr(organisation, name) != value}
    if not changes and not beside:
        return organisation
    facts: dict[str, Any] = {"changed": sorted([*changes, *beside])}
    if "parent" in changes:
        check_parent(organisation, changes["parent"])
        facts["parent"] = [organisation.parent_id, getattr(changes["parent"], "pk", None)]
    with refuse_twins(_TWICE):
        return change_row(organisation, by=by, at=at, changes=changes, facts=facts, hidden=True)


@transaction.atomic
def close_organisation(
    organisation: Organisation, *, by: Actor, at: datetime, on: date | None = None, right: str = "staff"
) -> Organisation:
    """Close an organisation: `on` (default: the day of `at`) is the first day without it.

    Raises Refused while staff or organisations belong to it. Whether it still holds matters, `cases` knows.
    """
    day = day_of(at)
    check(by, right, place=organisation.place, on=day)
    check_in_force(organisation, day)
    last = on or day
    check_closing(organisation, last)
    facts = {"valid_to": last.isoformat()}
    return change_row(
        organisation, "close", by=by, at=at, changes={"valid_to": last}, facts=facts, hidden=True
    )
