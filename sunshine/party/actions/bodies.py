"""Found, change and close party organisations: the organisation of `people` and its body in one step, one entry."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from sunshine.party.models import Body
from sunshine.party.rules.bodies import (
    check_above,
    check_building,
    check_contact,
    check_details,
    check_hands_empty,
    check_new,
)
from sunshine.people.actions import change_organisation, close_organisation, create_organisation
from sunshine.people.actions.step import day_of
from sunshine.people.models import Organisation
from sunshine.record.states import Actor

RIGHT = "party"
BODY = ("building", "term_from", "term_to", "contact", "contact_name", "headcount")
"""What stands on the body; everything else is the organisation's."""


@transaction.atomic
def create_body(
    *,
    name: str,
    kind: str,
    place: str,
    by: Actor,
    at: datetime,
    parent: Organisation | None = None,
    **told: Any,
) -> Organisation:
    """Enter a party organisation. `told`: building, term_from, term_to, contact, contact_name, headcount; and name_en,
    telephone, address, hours, email, valid_from of the organisation.

    Raises Refused where it may not stand (rules.bodies), for a name already there, without the right `party`.
    """
    check_new(kind, place, parent, day_of(at))
    check_building(kind, place, told.get("building"))
    check_details({"name": name, **told})
    check_contact(told.get("contact"), told.get("contact_name", ""), place)
    body = {key: told.pop(key) for key in BODY if key in told}
    organisation = create_organisation(
        name=name,
        kind=kind,
        place=place,
        parent=parent,
        by=by,
        at=at,
        right=RIGHT,
        beside=_facts(body),
        **told,
    )
    Body.objects.create(organisation=organisation, **body)
    return organisation


@transaction.atomic
def change_body(organisation: Organisation, *, by: Actor, at: datetime, **changes: Any) -> Organisation:
    """Change what `create_body` takes, but kind, place and first day: close it and found another.

    Raises Refused as `create_body` does and for an organisation below itself, Overtaken when somebody was faster.
    """
    if "parent" in changes:
        check_above(organisation.kind, changes["parent"])
    body = Body.objects.filter(organisation=organisation).first() or Body(organisation=organisation)
    told = {key: changes.pop(key) for key in BODY if key in changes}
    told = {key: value for key, value in told.items() if getattr(body, key) != value}
    if told.get("building") is not None:
        check_building(organisation.kind, organisation.place, told["building"])
    check_contact(told.get("contact"), told.get("contact_name", ""), organisation.place)
    check_details({"term_from": body.term_from, "term_to": body.term_to, **told, **changes})
    changed = change_organisation(organisation, by=by, at=at, right=RIGHT, beside=tuple(told), **changes)
    if told:
        Body.objects.update_or_create(organisation=organisation, defaults=told)
    return changed


@transaction.atomic
def close_body(
    organisation: Organisation, *, by: Actor, at: datetime, on: date | None = None
) -> Organisation:
    """Close a party organisation; it stays readable. `on` (default: the day of `at`) is the first day without it.

    Raises Refused while an organisation stands below it, staff belong to it, or it holds wishes or open posts.
    """
    check_hands_empty(organisation)
    return close_organisation(organisation, by=by, at=at, on=on, right=RIGHT)


def _facts(body: dict[str, Any]) -> dict[str, Any]:
    """What figures may need of a body; names stay out of the record."""
    building = body.get("building")
    return {"building": building.pk if building else None, "headcount": body.get("headcount")}
