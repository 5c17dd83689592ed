"""The kinds of wishes."""

from django.utils.translation import gettext_lazy as _

from sunshine.desk.tables.kinds import CODE, NAME, RETIRED, SOURCE, KindColumn, kind_table
from sunshine.wishes.actions.kinds import set_wish_kind
from sunshine.wishes.forms.kinds import WishKindForm
from sunshine.wishes.models import WishKind

WISH_KINDS = kind_table(
    WishKind,
    WishKindForm,
    set_wish_kind,
    key="wish-kinds",
    title=_("Kinds of wishes"),
    lead=_("What residents can wish for: help, company or an errand, never money."),
    columns=(
        CODE,
        NAME,
        KindColumn(_("Skill that fits"), lambda row: row.skill.spoken if row.skill else ""),
        KindColumn(_("At home"), lambda row: _("yes") if row.at_home else _("no")),
        SOURCE,
        RETIRED,
    ),
    follow=("skill",),
)
