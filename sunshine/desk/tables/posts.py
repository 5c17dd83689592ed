"""The kinds of post with their duties."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sunshine.desk.door import DeskUser
from sunshine.desk.tables.core import DeskTable, RowAction
from sunshine.desk.templatetags.desk import named
from sunshine.posts.actions.kinds import add_post_kind, change_post_kind
from sunshine.posts.forms.desk import PostKindForm
from sunshine.posts.models import PostKind


def _add(row: None, who: DeskUser, *, seen: Any, **values: Any) -> PostKind:
    return add_post_kind(**values, by=who.by, at=who.at)


def _change(row: PostKind, who: DeskUser, *, code: str, seen: int | None, **values: Any) -> PostKind:
    return change_post_kind(row, seen=-1 if seen is None else seen, **values, by=who.by, at=who.at)


POST_KINDS = DeskTable(
    key="post-kinds",
    title=_("Kinds of post"),
    lead=_("What a post is for, and the duties that become tasks while somebody holds it."),
    verb="tables",
    heads=(
        _("Code"),
        _("Name"),
        _("Duties"),
        _("Every how many days?"),
        _("Source of the rule"),
        _("Not used from"),
    ),
    rows=lambda who: PostKind.objects.order_by("pk"),
    cells=lambda row: (
        row.code,
        named(row),
        "；".join(row.spoken_duties),
        row.every_days,
        row.source,
        row.retired_on or "",
    ),
    search=("zh", "en", "code"),
    add=RowAction(
        key="add",
        label=_("Add"),
        done=_("Added."),
        form=lambda row, who, *sent: PostKindForm(*sent[:1], row=None),
        act=_add,
    ),
    actions=(
        RowAction(
            key="change",
            label=_("Change"),
            done=_("Saved."),
            form=lambda row, who, *sent: PostKindForm(*sent[:1], row=row),
            act=_change,
        ),
    ),
)
