"""The kinds of wishes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sunshine.desk.door import DeskUser
from sunshine.desk.tables.core import DeskTable, RowAction
from sunshine.desk.templatetags.desk import named
from sunshine.wishes.actions.kinds import add_wish_kind, change_wish_kind
from sunshine.wishes.forms.kinds import WishKindForm
from sunshine.wishes.models import WishKind


def _add(row: None, who: DeskUser, *, seen: Any, **values: Any) -> WishKind:
    return add_wish_kind(**values, by=who.by, at=who.at)


def _change(row: WishKind, who: DeskUser, *, code: str, seen: int | None, **values: Any) -> WishKind:
    return change_wish_kind(row, seen=-1 if seen is None else seen, **values, by=who.by, at=who.at)


WISH_KINDS = DeskTable(
    key="wish-kinds",
    title=_("Kinds of wishes"),
    lead=_("What residents can wish for: help, company or an errand, never money."),
    verb="tables",
    heads=(
        _("Code"),
        _("Name"),
        _("Skill that fits"),
        _("At home"),
        _("Source of the rule"),
        _("Not used from"),
    ),
    rows=lambda who: WishKind.objects.select_related("skill").order_by("pk"),
    cells=lambda row: (
        row.code,
        named(row),
        named(row.skill) if row.skill else "",
        _("yes") if row.at_home else _("no"),
        row.source,
        row.retired_on or "",
    ),
    search=("zh", "en", "code"),
    add=RowAction(
        key="add",
        label=_("Add"),
        done=_("Added."),
        form=lambda row, who, *sent: WishKindForm(*sent[:1], row=None),
        act=_add,
    ),
    actions=(
        RowAction(
            key="change",
            label=_("Change"),
            done=_("Saved."),
            form=lambda row, who, *sent: WishKindForm(*sent[:1], row=row),
            act=_change,
        ),
    ),
)
