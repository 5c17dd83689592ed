"""The words of messages, per kind and language."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sunshine.desk.tables.core import DeskTable, RowAction
from sunshine.notices.actions import set_template
from sunshine.notices.forms import TemplateForm
from sunshine.notices.models import Template

MESSAGES = DeskTable(
    key="messages",
    title=_("Words of messages"),
    lead=_("What residents and offices are told: numbers, times, names of offices and links, never details."),
    verb="tables",
    heads=(_("Code"), _("Language"), _("Title"), _("Text")),
    rows=lambda who: Template.objects.order_by("pk"),
    cells=lambda row: (
        row.kind,
        dict(settings.LANGUAGES).get(row.language, row.language),
        row.title,
        row.body,
    ),
    search=("kind", "title", "body"),
    actions=(
        RowAction(
            key="change",
            label=_("Change"),
            done=_("Saved."),
            form=lambda row, who, *sent: TemplateForm(*sent[:1], instance=row),
            act=lambda row, who, **told: set_template(
                Template(pk=row.pk, kind=row.kind, language=row.language, **told), by=who.by, at=who.at
            ),
        ),
    ),
)
