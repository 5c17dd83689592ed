"""The list of kinds of wishes: shipped, and changed on screen."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sunshine.matters.rules.public_words import check_public_values
from sunshine.people.actions.step import day_of
from sunshine.people.rules import check
from sunshine.record.rows import add_row, change_row
from sunshine.record.states import Actor
from sunshine.tables.loading import load_table, missing_rows, read_shipped
from sunshine.volunteers.models import Skill
from sunshine.wishes.models import WishKind


@transaction.atomic
def add_wish_kind(*, code: str, by: Actor, at: datetime, **values: Any) -> WishKind:
    """Add a kind of wish; `values` are fields of WishKind. Raises Refused for a code in use, a name that leads
    to a person, or without the right.
    """
    check(by, "tables", on=day_of(at))
    check_public_values(values, ("zh", "en"))
    taken = _("There is already a kind of wish with this code.")
    return add_row(
        WishKind(code=code, **values), by=by, at=at, taken=taken, facts=_facts(values), hidden=True
    )


@transaction.atomic
def change_wish_kind(kind: WishKind, *, by: Actor, at: datetime, seen: int, **values: Any) -> WishKind:
    """Change a kind of wish; one in use is retired, never deleted. Raises Overtaken for an old page, Refused as above."""
    check(by, "tables", on=day_of(at))
    check_public_values(values, ("zh", "en"))
    return change_row(kind, by=by, at=at, seen=seen, changes=values, facts=_facts(values), hidden=True)


@transaction.atomic
def load_wish_kinds(*, by: Actor, at: datetime) -> int:
    """Bring the shipped kinds of wishes where there are none; returns how many are new. Skills come before."""
    table, skills = read_shipped("sunshine.wishes", "wish_kinds"), Skill.objects.in_bulk()
    kinds = missing_rows(
        WishKind,
        table["kind"],
        lambda row, order: {
            **row,
            "skill": skills.get(row.get("skill")),
            "order": order,
            "source": table["source"],
        },
    )
    return load_table("wish_kinds", kinds, by=by, at=at)


def _facts(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, int) else str(value or "") for name, value in values.items()}
