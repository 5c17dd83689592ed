"""The list of kinds of post with their duties: shipped, and changed on screen."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sunshine.matters.rules.public_words import check_public_values
from sunshine.posts.models import PostKind
from sunshine.posts.rules.posts import check_duties
from sunshine.record.rows import OVERTAKEN
from sunshine.record.states import Actor
from sunshine.tables.actions import NEW, put_kind
from sunshine.tables.loading import load_table, missing_rows, read_shipped
from sunshine.volunteers.models import Skill

_READ = ("zh", "en", "duties", "duties_en")
"""What everybody reads of a kind of post."""


def set_post_kind(*, code: str, values: dict[str, Any], by: Actor, at: datetime, seen: int = NEW) -> PostKind:
    """Add a kind of post, or change the one that was `seen`; `values` are fields of PostKind.

    Raises Refused for a new code in use, without duties in both languages, with words that lead to a person, or without
    the right; Overtaken for an old page.
    """
    check_duties(values["duties"], values["duties_en"])
    check_public_values(values, _READ)
    taken = _("There is already a kind of post with this code.")
    return put_kind(PostKind, {"code": code}, values, by=by, at=at, seen=seen, taken=taken, lost=OVERTAKEN)


@transaction.atomic
def load_post_kinds(*, by: Actor, at: datetime) -> int:
    """Bring the shipped kinds of post where there are none; returns how many are new."""
    rows, skills = read_shipped("sunshine.posts", "post_kinds")["kind"], Skill.objects.in_bulk()
    kinds = missing_rows(
        PostKind, rows, lambda row, order: {**row, "skill": skills.get(row.get("skill")), "order": order}
    )
    return load_table("post_kinds", kinds, by=by, at=at)
