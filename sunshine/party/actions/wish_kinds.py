"""The list of kinds of wishes: shipped, and changed on screen."""

import tomllib
from datetime import datetime
from importlib import resources
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sunshine.cases.rules import check_public_values
from sunshine.party.models import WishKind
from sunshine.people.actions.step import day_of
from sunshine.people.rules import check
from sunshine.record.rows import add_row, change_row, enter_step, load_rows
from sunshine.record.states import Actor
from sunshine.volunteers.models import Skill


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
    raw = (resources.files("sunshine.party") / "data" / "wish_kinds.toml").read_text(encoding="utf-8")
    table = tomllib.loads(raw)
    known, skills = (set(model.objects.values_list("code", flat=True)) for model in (WishKind, Skill))
    rows = [(order, row) for order, row in enumerate(table["kind"]) if row["code"] not in known]
    load_rows([_shipped(row, order, skills, table["source"]) for order, row in rows])
    if rows:
        enter_step("wish_kinds", "load", by=by, at=at, facts={"new": len(rows)}, hidden=True)
    return len(rows)


def _shipped(row: dict[str, Any], order: int, skills: set[str], source: str) -> WishKind:
    skill = row.get("skill")
    return WishKind(
        code=row["code"], zh=row["zh"], en=row["en"], skill_id=skill if skill in skills else None, at_home=row["at_home"],
        order=order, source=source,
    )  # fmt: skip


def _facts(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, int) else str(value or "") for name, value in values.items()}
