"""The list of kinds of post with their duties: shipped, and changed on screen."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sunshine.matters.rules.public_words import check_public_values
from sunshine.people.actions.step import day_of
from sunshine.people.rules import check
from sunshine.posts.models import PostKind
from sunshine.posts.rules.posts import check_duties
from sunshine.record.rows import add_row, change_row
from sunshine.record.states import Actor
from sunshine.tables.loading import load_table, missing_rows, read_shipped
from sunshine.volunteers.models import Skill

_READ = ("zh", "en", "duties", "duties_en")
"""What everybody reads of a kind of post."""


@transaction.atomic
def add_post_kind(*, code: str, by: Actor, at: datetime, **values: Any) -> PostKind:
    """Add a kind of post. Raises Refused for a code in use, without duties in both languages, with words that
    lead to a person, or without the right.
    """
    check(by, "tables", on=day_of(at))
    check_duties(values["duties"], values["duties_en"])
    check_public_values(values, _READ)
    taken = _("There is already a kind of post with this code.")
    return add_row(
        PostKind(code=code, **values), by=by, at=at, taken=taken, facts=_facts(values), hidden=True
    )


@transaction.atomic
def change_post_kind(kind: PostKind, *, by: Actor, at: datetime, seen: int, **values: Any) -> PostKind:
    """Change a kind of post; one in use is retired, never deleted. Raises Overtaken for an old page, Refused as above."""
    check(by, "tables", on=day_of(at))
    check_duties(values["duties"], values["duties_en"])
    check_public_values(values, _READ)
    return change_row(kind, by=by, at=at, seen=seen, changes=values, facts=_facts(values), hidden=True)


@transaction.atomic
def load_post_kinds(*, by: Actor, at: datetime) -> int:
    """Bring the shipped kinds of post where there are none; returns how many are new."""
    rows, skills = read_shipped("sunshine.posts", "post_kinds")["kind"], Skill.objects.in_bulk()
    kinds = missing_rows(
        PostKind, rows, lambda row, order: {**row, "skill": skills.get(row.get("skill")), "order": order}
    )
    return load_table("post_kinds", kinds, by=by, at=at)


def _facts(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value if isinstance(value, int | list) else str(value or "") for name, value in values.items()
    }
