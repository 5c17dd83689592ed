"""Changes of the service catalogue: a line for a place, its own step and entry."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sunshine.lib.division import Level
from sunshine.lib.refusals import Refused
from sunshine.matters.rules.public_words import OFFICE, check_public_values
from sunshine.people.actions.step import day_of
from sunshine.people.rules import check, check_place
from sunshine.record.states import Actor
from sunshine.services.models import Service
from sunshine.tables.actions import put_kind, take_row_out
from sunshine.tables.loading import load_table, missing_rows, read_shipped
from sunshine.tables.states import SHIPPED

_MARKS = {"I": f"{SHIPPED}：平台的建议", "U": f"{SHIPPED}：通行做法或法规，请先核实"}
"""What the marks of data/services.toml say to whoever keeps the catalogue."""
_READ = ("zh", "en", "who", "who_en", "bring", "bring_en", "how_long", "how_long_en", "fee", "fee_basis")
_REACHED = ("where", "where_en", "when", "when_en", "more", "more_en")
"""What everybody reads of a service; in the latter an office says its room and telephone."""


@transaction.atomic
def set_service(
    *, code: str, place: str, values: dict[str, Any], by: Actor, at: datetime, seen: int | None = None
) -> Service:
    """Say how a service is had within a place prefix, or change what is said; the most specific line wins.

    `values` are fields of Service. Raises Refused (with the field as `code`) for a fee without its legal basis, for
    not exactly one office, for a list to bring that is longer in one language, for words that lead to a person, and,
    without `seen`, for a line that stands already.
    """
    check_place(place)
    _check_values(values)
    keys = {"code": code, "place": place}
    if seen is None and Service.objects.filter(**keys).exists():
        raise Refused(_("This service has a line for this place already. Open that one."), code="code")
    return put_kind(Service, keys, values, by=by, at=at, right="services", seen=seen)


@transaction.atomic
def end_service(service: Service, *, by: Actor, at: datetime) -> None:
    """Take a place's own line out of the catalogue: from now on the line from above holds.

    A line for the whole county is retired by a date instead, so that the shipped default does not come back.
    """
    check(by, "services", place=service.place, on=day_of(at))
    if len(service.place) == Level.COUNTY:
        raise Refused(
            _("A line for the whole county is not taken out: give it a day from which it is not used.")
        )
    take_row_out(service, by=by, at=at)


@transaction.atomic
def load_services(*, by: Actor, at: datetime, place: str) -> int:
    """Bring the shipped services that the county does not have yet; returns how many are new."""
    rows = read_shipped("sunshine.services", "services")["service"]
    services = missing_rows(
        Service, rows, lambda row, order: _fields(row, order) | {"place": place}, key=("code", "place")
    )
    return load_table(f"services:{place}", services, by=by, at=at)


def _fields(row: Mapping[str, Any], order: int) -> dict[str, Any]:
    said = {name: value for name, value in row.items() if name != "mark"}
    return said | {"order": 10 * order, "source": _MARKS[row["mark"]]}


def _check_values(values: dict[str, Any]) -> None:
    check_public_values(values, _READ)
    check_public_values(values, _REACHED, kinds=OFFICE)
    if bool(values.get("organisation_id")) == bool(values.get("kind")):
        raise Refused(
            _("Name either one organisation or a kind of organisation, not both."), code="organisation"
        )
    if values.get("fee") and not values.get("fee_basis"):
        raise Refused(
            _("Services are free. A fee needs the law that allows it: name it, or leave the fee empty."),
            code="fee_basis",
        )
    english = values.get("bring_en") or []
    if english and len(english) != len(values.get("bring") or []):
        raise Refused(_("The list to bring has as many lines in English as in Chinese."), code="bring_en")
