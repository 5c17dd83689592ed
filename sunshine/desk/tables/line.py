"""The rule tables of the line: wording of the characters, versions of definitions, which kinds count under a topic."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sunshine.desk.door import DeskUser, NoForm
from sunshine.desk.tables.core import DeskTable, RowAction, plain_form
from sunshine.desk.templatetags.desk import named
from sunshine.programmes.actions import count, define, set_words, uncount
from sunshine.programmes.forms import DefinitionForm, TopicForm, WordsForm
from sunshine.programmes.models import Character, Counted, IndicatorDefinition

CHARACTERS = DeskTable(
    key="characters",
    title=_("The nine characters"),
    lead=_("Our own wording can be put right; the paper's words stay as they are printed."),
    verb="tables",
    heads=(_("Character"), _("Our wording"), _("The paper's words:"), _("Source of the rule")),
    rows=lambda who: Character.objects.order_by("pk"),
    cells=lambda row: (named(row), row.words, " ".join(row.goals), row.source),
    actions=(
        RowAction(
            key="change",
            label=_("Change"),
            done=_("Saved."),
            form=lambda row, who, *sent: WordsForm(*sent[:1], row=row),
            act=lambda row, who, **told: set_words(row, **told, by=who.by, at=who.at),
        ),
    ),
)


def _define(row: IndicatorDefinition, who: DeskUser, *, valid_from: Any, **values: Any) -> Any:
    return define(row, values=values, valid_from=valid_from, by=who.by, at=who.at)


INDICATORS = DeskTable(
    key="indicators",
    title=_("Indicators"),
    lead=_("A change is a new version from a day on; the one before it is kept. What is computed is code."),
    verb="tables",
    heads=(
        _("Character"),
        _("Indicator"),
        _("Version"),
        _("Out of"),
        _("Counted"),
        _("Unit"),
        _("Source of the rule"),
    ),
    rows=lambda who: (
        IndicatorDefinition.objects.filter(valid_to=None).select_related("character").order_by("pk")
    ),
    cells=lambda row: (
        named(row.character),
        named(row),
        row.version,
        row.denominator,
        row.numerator,
        row.get_unit_display(),
        row.source,
    ),
    search=("zh", "en", "code"),
    actions=(
        RowAction(
            key="change",
            label=_("Write a new version"),
            done=_("Saved."),
            form=lambda row, who, *sent: DefinitionForm(*sent[:1], row=row),
            act=_define,
        ),
    ),
)

TOPICS = DeskTable(
    key="topics",
    title=_("What counts as hazard, safety, noise, order"),
    lead=_("Kinds of matter that indicators count together; two digits stand for all below them."),
    verb="tables",
    heads=(_("Topic"), _("Category"), _("Source of the rule")),
    rows=lambda who: Counted.objects.select_related("category").order_by("pk"),
    cells=lambda row: (row.get_topic_display(), named(row.category), row.source),
    search=("category__zh", "category__en"),
    add=RowAction(
        key="add",
        label=_("Add"),
        done=_("Added."),
        form=lambda row, who, *sent: TopicForm(*sent[:1], on=who.on),
        act=lambda row, who, **told: count(**told, by=who.by, at=who.at),
    ),
    actions=(
        RowAction(
            key="end",
            label=_("Take out"),
            done=_("Taken out."),
            form=plain_form(NoForm),
            act=lambda row, who: uncount(row, by=who.by, at=who.at),
        ),
    ),
)
