"""Changes of the rule tables: categories, the community duty list, routes. A rule is data, and its change a step."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.cases.models import CatalogueVersion, Category, CommunityDuty, Route
from sunshine.lib.refusals import Refused
from sunshine.matters.rules.public_words import check_public_values
from sunshine.people.rules import check
from sunshine.record.rows import Versioned, load_rows
from sunshine.record.states import Actor
from sunshine.tables.actions import put_kind, put_row, take_row_out
from sunshine.tables.loading import load_table, missing_rows, read_shipped
from sunshine.tables.states import SHIPPED

Row = TypeVar("Row", bound=Versioned)


@transaction.atomic
def set_category(
    *, code: str, values: dict[str, Any], by: Actor, at: datetime, seen: int | None = None
) -> Category:
    """Add a category or change one; a category in use is retired, never deleted.

    `values` are fields of Category. Raises Refused for a second-level category without policy or organisation kind, and
    for a name that leads to a person: everybody reads it.
    """
    check_public_values(values, ("zh", "en", "keywords"))
    if len(code) == 4 and not (values.get("policy_id") and values.get("kind")):
        raise Refused(
            _("A kind of matter needs a deadline policy and the kind of organisation that answers for it.")
        )
    parent = code[:2] if len(code) == 4 else None
    raise_version()
    return put_kind(Category, {"code": code}, {**values, "parent_id": parent}, by=by, at=at, seen=seen)


@transaction.atomic
def set_duty(
    *,
    category: str,
    place: str,
    list: str,
    source: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> CommunityDuty:
    """Say whether a kind of matter is the community's, within a place prefix (R-REQ-03)."""
    check(by, "tables", on=timezone.localtime(at).date())
    hold_catalogue()
    keys = {"category_id": category, "place": place}
    return put(CommunityDuty, keys, {"list": list, "source": source}, by=by, at=at, seen=seen)


@transaction.atomic
def end_duty(duty: CommunityDuty, *, by: Actor, at: datetime) -> None:
    """Take a line off the duty list."""
    check(by, "tables", on=timezone.localtime(at).date())
    take_out(duty, by=by, at=at)


@transaction.atomic
def set_route(
    *,
    category: str | None,
    place: str,
    organisation: int | None,
    kind: str,
    source: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Route:
    """Say who leads for (category, place): one organisation, or the nearest of a kind."""
    check(by, "tables", on=timezone.localtime(at).date())
    if bool(organisation) == bool(kind):
        raise Refused(_("Name either one organisation or a kind of organisation, not both."))
    keys = {"category_id": category, "place": place}
    values = {"organisation_id": organisation, "kind": kind, "source": source}
    return put(Route, keys, values, by=by, at=at, seen=seen)


@transaction.atomic
def end_route(route: Route, *, by: Actor, at: datetime) -> None:
    """Take a route out of the table; the next specific one decides from now on."""
    check(by, "tables", on=timezone.localtime(at).date())
    take_out(route, by=by, at=at)


@transaction.atomic
def load_catalogue(*, by: Actor, at: datetime, place: str) -> int:
    """Bring the shipped kinds of matter and the community duty list where there are none; returns how many are new."""
    rows = [row for top in read_shipped("sunshine.cases", "catalogue")["top"] for row in (top, *top["sub"])]
    categories = missing_rows(Category, rows, _category)
    new = load_table(f"catalogue:{place}", categories, by=by, at=at)
    listed = {row["code"]: row["duty"] for row in rows if "duty" in row}
    # a line of the duty list that an administrator took off does not come back: only a new kind of matter brings its own
    load_rows(
        [
            CommunityDuty(category=row, place=place, list=listed[row.code], source=SHIPPED)
            for row in categories
            if row.code in listed
        ]
    )
    if new:
        raise_version()
    return new


def _category(row: Mapping[str, Any], order: int) -> dict[str, Any]:
    said = {name: value for name, value in row.items() if name not in {"policy", "duty", "sub"}}
    parent = row["code"][:2] if len(row["code"]) == 4 else None
    return said | {"parent_id": parent, "policy_id": row.get("policy"), "source": SHIPPED, "order": order}


def put(
    model: type[Row],
    keys: dict[str, Any],
    values: dict[str, Any],
    *,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Row:
    """Put a row of a table that every process keeps a copy of, as `put_row` does, and tell them."""
    raise_version()
    return put_row(model, keys, values, by=by, at=at, seen=seen)


def take_out(row: Versioned, *, by: Actor, at: datetime) -> None:
    """Take out a row of a table that every process keeps a copy of, and tell them. Raises Overtaken."""
    raise_version()
    take_row_out(row, by=by, at=at)


def hold_catalogue() -> None:
    """Wait for whoever is changing the rule tables, and keep others waiting until the transaction ends.

    Taken before the lines themselves, so that a whole file and a single line never wait for each other.
    """
    CatalogueVersion.objects.select_for_update(of=("self",)).filter(pk=1).first()


def raise_version() -> None:
    """Tell every process that the rule tables changed; inside the transaction of the change."""
    if not CatalogueVersion.objects.filter(pk=1).update(version=F("version") + 1):
        CatalogueVersion.objects.create(pk=1, version=1)
