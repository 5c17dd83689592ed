"""The tables of handling: numbers that its rules use, reasons that proposals name, the ladder of overdue matters."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sunshine.cases.actions import end_rung, set_number, set_reason, set_rung
from sunshine.cases.forms import NumberForm, ReasonKindForm, RungForm
from sunshine.cases.models import Parameter, Reason, Rung
from sunshine.cases.queries import short_number
from sunshine.desk.door import DeskUser, NoForm
from sunshine.desk.tables.core import DeskTable, RowAction, mark_yes, plain_form
from sunshine.desk.tables.kinds import NAME, RETIRED, SOURCE, KindColumn, kind_table


def _starting(make: Any) -> Any:
    """A form that begins with the row; the step that was seen goes to the action only where there is one."""
    return lambda row, who, *sent: make(*sent[:1], row=row)


def _put(act: Any) -> Any:
    return lambda row, who, **told: act(**told, by=who.by, at=who.at)


def _set_number(row: Parameter, who: DeskUser, **told: Any) -> Parameter:
    return set_number(row, **told, by=who.by, at=who.at)


NUMBERS = DeskTable(
    key="numbers",
    title=_("Numbers of the rules"),
    lead=_(
        "How often, how long, how many: each number with where it comes from. A change counts from now on; "
        "terms that run keep their ends."
    ),
    verb="tables",
    heads=(_("Number"), _("Value"), _("Not below"), _("Not above"), _("Looked at"), _("Source of the rule")),
    rows=lambda who: Parameter.objects.order_by("pk"),
    cells=lambda row: (
        row.spoken,
        short_number(row.value),
        short_number(row.least),
        short_number(row.most),
        mark_yes(not row.shipped),
        row.source,
    ),
    search=("code", "zh", "en"),
    actions=(
        RowAction(
            key="change",
            label=_("Change"),
            done=_("Saved."),
            form=_starting(NumberForm),
            act=_set_number,
        ),
    ),
)

REASONS = kind_table(
    Reason,
    ReasonKindForm,
    set_reason,
    key="reasons",
    title=_("Reasons"),
    lead=_(
        "What a return, a transfer, more time and the other proposals may name. "
        "A reason is retired, never deleted."
    ),
    columns=(
        KindColumn(_("Kind of proposal"), lambda row: row.get_kind_display()),
        NAME._replace(head=_("Reason")),
        KindColumn(_("Not on the duty list"), lambda row: mark_yes(row.off_list)),
        SOURCE,
        RETIRED,
    ),
)

RUNGS = DeskTable(
    key="ladder",
    title=_("Ladder of overdue matters"),
    lead=_("Who is told how many hours after the deadline, one level after the other; each once."),
    verb="tables",
    heads=(_("Rung"), _("Who is told"), _("Hours after the deadline"), _("Source of the rule")),
    rows=lambda who: Rung.objects.order_by("pk"),
    cells=lambda row: (row.order, row.get_kind_display(), row.after_hours, row.source),
    add=RowAction(key="add", label=_("Add"), done=_("Added."), form=_starting(RungForm), act=_put(set_rung)),
    actions=(
        RowAction(
            key="change", label=_("Change"), done=_("Saved."), form=_starting(RungForm), act=_put(set_rung)
        ),
        RowAction(
            key="end",
            label=_("Take out"),
            done=_("Taken out."),
            form=plain_form(NoForm),
            act=lambda row, who: end_rung(row, by=who.by, at=who.at),
        ),
    ),
)
