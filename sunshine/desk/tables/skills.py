"""What a person can do for another."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sunshine.desk.door import DeskUser
from sunshine.desk.tables.core import DeskTable, RowAction
from sunshine.desk.templatetags.desk import named
from sunshine.volunteers.actions import set_skill
from sunshine.volunteers.forms import SkillForm
from sunshine.volunteers.models import Skill


def _put(row: Skill | None, who: DeskUser, *, code: str, seen: int | None, **values: Any) -> Skill:
    return set_skill(code=code, values=values, by=who.by, at=who.at, seen=seen if row else 0)


def _deed(key: str, label: Any, done: Any) -> RowAction:
    return RowAction(
        key=key, label=label, done=done, form=lambda row, who, *sent: SkillForm(*sent[:1], row=row), act=_put
    )


SKILLS = DeskTable(
    key="skills",
    title=_("Skills"),
    lead=_("What people can do for others; nobody is asked for a certificate here."),
    verb="tables",
    heads=(_("Code"), _("Name"), _("Source of the rule"), _("Not used from")),
    rows=lambda who: Skill.objects.order_by("pk"),
    cells=lambda row: (row.code, named(row), row.source, row.retired_on or ""),
    search=("zh", "en", "code"),
    add=_deed("add", _("Add"), _("Added.")),
    actions=(_deed("change", _("Change"), _("Saved.")),),
)
