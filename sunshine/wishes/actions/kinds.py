"""The list of kinds of wishes: shipped, and changed on screen."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sunshine.matters.rules.public_words import check_public_values
from sunshine.record.rows import OVERTAKEN
from sunshine.record.states import Actor
from sunshine.tables.actions import NEW, put_kind
from sunshine.tables.loading import load_table, missing_rows, read_shipped
from sunshine.volunteers.models import Skill
from sunshine.wishes.models import WishKind


def set_wish_kind(*, code: str, values: dict[str, Any], by: Actor, at: datetime, seen: int = NEW) -> WishKind:
    """Add a kind of wish, or change the one that was `seen`; `values` are fields of WishKind.

    Raises Refused for a new code in use, a name that leads to a person, or without the right; Overtaken for an old page.
    """
    check_public_values(values, ("zh", "en"))
    taken = _("There is already a kind of wish with this code.")
    return put_kind(WishKind, {"code": code}, values, by=by, at=at, seen=seen, taken=taken, lost=OVERTAKEN)


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
