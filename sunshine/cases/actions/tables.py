"""Changes of the rule tables: categories, the community duty list, routes. A rule is data, and its change a step."""

import tomllib
from datetime import datetime
from importlib import resources
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.cases.models import CatalogueVersion, Category, CommunityDuty, Route
from sunshine.cases.rules import check_public_values
from sunshine.cases.states import SHIPPED, Urgency
from sunshine.lib.refusals import Overtaken, Refused
from sunshine.people.rules import check
from sunshine.record.actions import append
from sunshine.record.queries import last_step
from sunshine.record.states import Actor


@transaction.atomic
def set_category(
    *, code: str, values: dict[str, Any], by: Actor, at: datetime, seen: int | None = None
) -> Category:
    """Add a category or change one; a category in use is retired, never deleted.

    `values` are fields of Category. Raises Refused for a second-level category without policy or organisation kind, and
    for a name that leads to a person: everybody reads it.
    """
    check(by, "tables", on=timezone.localtime(at).date())
    check_public_values(values, ("zh", "en", "keywords"))
    if len(code) == 4 and not (values.get("policy_id") and values.get("kind")):
        raise Refused(
            _("A kind of matter needs a deadline policy and the kind of organisation that answers for it.")
        )
    parent = code[:2] if len(code) == 4 else None
    return put(
        Category, {"code": code}, {**values, "parent_id": parent}, f"category:{code}", by=by, at=at, seen=seen
    )


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
    subject = CommunityDuty(**keys).subject
    return put(CommunityDuty, keys, {"list": list, "source": source}, subject, by=by, at=at, seen=seen)


@transaction.atomic
def end_duty(duty: CommunityDuty, *, by: Actor, at: datetime) -> None:
    """Take a line off the duty list."""
    check(by, "tables", on=timezone.localtime(at).date())
    subject = duty.subject
    duty.delete()
    enter(subject, "end", {}, by, at)


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
    return put(Route, keys, values, f"route:{category or '*'}:{place}", by=by, at=at, seen=seen)


@transaction.atomic
def end_route(route: Route, *, by: Actor, at: datetime) -> None:
    """Take a route out of the table; the next specific one decides from now on."""
    check(by, "tables", on=timezone.localtime(at).date())
    subject = f"route:{route.category_id or '*'}:{route.place}"
    route.delete()
    enter(subject, "end", {}, by, at)


@transaction.atomic
def load_catalogue(*, by: Actor, at: datetime, place: str) -> int:
    """Bring the shipped kinds of matter and the community duty list where there are none; returns how many are new."""
    raw = (resources.files("sunshine.cases") / "data" / "catalogue.toml").read_text(encoding="utf-8")
    known = set(Category.objects.values_list("code", flat=True))
    rows = [
        row
        for top in tomllib.loads(raw)["top"]
        for row in ({**top, "sub": None}, *top["sub"])
        if row["code"] not in known
    ]
    Category.objects.bulk_create(_shipped(row, order) for order, row in enumerate(rows))
    CommunityDuty.objects.bulk_create(
        CommunityDuty(category_id=row["code"], place=place, list=row["duty"], source=SHIPPED)
        for row in rows
        if row.get("duty")
    )
    if rows:
        enter(f"catalogue:{place}", "load", {"new": len(rows)}, by, at)
    return len(rows)


def _shipped(row: dict[str, Any], order: int) -> Category:
    return Category(
        code=row["code"], parent_id=row["code"][:2] if len(row["code"]) == 4 else None, zh=row["zh"], en=row["en"],
        urgency=row.get("urgency", Urgency.NORMAL), policy_id=row.get("policy"), kind=row.get("kind", ""),
        keywords=row.get("keywords", []), release=row.get("release", False), restricted=row.get("restricted", False),
        source=SHIPPED, order=order,
    )  # fmt: skip


def put(
    model: Any,
    keys: dict[str, Any],
    values: dict[str, Any],
    subject: str,
    *,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Any:
    """Add the row of a rule table or change it, with its entry; raises Overtaken when another step than `seen` stands.

    Part of an action that has checked who asks.
    """
    row = model.objects.filter(**keys).first()
    if row is None:
        row = model.objects.create(**keys, **values)
        enter(subject, "add", values, by, at)
        return row
    if seen is not None and seen != (row.step if hasattr(row, "step") else last_step(subject)):
        raise _overtaken()
    _write(row, values)
    enter(subject, "change", values, by, at)
    return row


def _write(row: Model, values: dict[str, Any]) -> None:
    changes = dict(values)
    if hasattr(row, "step"):
        changes["step"] = F("step") + 1
    type(row)._default_manager.filter(pk=row.pk).update(**changes)
    row.refresh_from_db()


def _overtaken() -> Overtaken:
    return Overtaken(_("Somebody else changed this rule a moment ago. Please look at it again."))


def enter(subject: str, verb: str, values: dict[str, Any], by: Actor, at: datetime) -> None:
    """Record a change of a rule table and tell every process to read it anew; raises Overtaken."""
    raise_version()
    facts = {
        name: value if isinstance(value, int | bool | list) else str(value) for name, value in values.items()
    }
    try:
        append(subject, last_step(subject) + 1, verb, by=by, at=at, facts=facts, hidden=True)
    except IntegrityError:  # two in the same moment: one step of the subject, one of them
        raise _overtaken() from None


def hold_catalogue() -> None:
    """Wait for whoever is changing the rule tables, and keep others waiting until the transaction ends.

    Taken before the lines themselves, so that a whole file and a single line never wait for each other.
    """
    CatalogueVersion.objects.select_for_update(of=("self",)).filter(pk=1).first()


def raise_version() -> None:
    """Tell every process that the rule tables changed; inside the transaction of the change."""
    if not CatalogueVersion.objects.filter(pk=1).update(version=F("version") + 1):
        CatalogueVersion.objects.create(pk=1, version=1)
