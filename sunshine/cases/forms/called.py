"""Forms of calling others in to a request, of reporting and answering there, and of the joint conclusion."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.cases.actions.whistles import HOURS_MOST
from sunshine.cases.queries import catalogue
from sunshine.matters.forms import StepForm, text_field
from sunshine.people.forms import organisation_words
from sunshine.people.models import Organisation
from sunshine.people.states import OrganisationKind

COMES = frozenset({OrganisationKind.DEPARTMENT, OrganisationKind.UTILITY, OrganisationKind.PROPERTY})
"""Who is called together: those who have something to do on the spot."""


class JoinForm(StepForm):
    """Who is called in to help, and with what."""

    organisation = forms.TypedChoiceField(label=_("Who is called in"))
    task = text_field(
        _("What they shall do"), help_text=_("The organisation reads it, and it stays in the timeline.")
    )

    def prepare(self) -> None:
        """Offer the organisations in service that could come, but the holder."""
        rows = _others(self, frozenset({*COMES, OrganisationKind.COMMUNITY, OrganisationKind.STREET}))
        field: Any = self.fields["organisation"]
        field.choices = [("", _("choose")), *_choices(rows)]
        field.coerce = rows.__getitem__


class WhistleForm(StepForm):
    """Which departments are called together, where, and within what time they report."""

    called = forms.TypedMultipleChoiceField(
        label=_("Who is called"), required=False, widget=forms.CheckboxSelectMultiple
    )
    where = forms.CharField(label=_("Where they come together"), max_length=200, required=False)
    hours = forms.IntegerField(
        label=_("They report within (working hours)"), min_value=1, max_value=HOURS_MOST, required=False
    )

    def prepare(self) -> None:
        """Offer those who have something to do on the spot; begin with the usual time."""
        kinds = frozenset({OrganisationKind.SUPERVISION}) if self.matter.restricted else COMES
        rows = _others(self, kinds)
        field: Any = self.fields["called"]
        field.choices = _choices(rows)
        field.coerce = rows.__getitem__
        self.initial.setdefault("hours", catalogue().number("whistle_hours"))
        self.initial.setdefault("where", self.matter.location)


class FoundForm(StepForm):
    """What a called department found on the spot."""

    text = text_field(_("What was found on the spot"))


class PartForm(StepForm):
    """The answer of an organisation that was called in."""

    text = text_field(_("Our answer"), help_text=_("The organisation that leads quotes it."))


class ConcludeForm(StepForm):
    """What all came to, and who leads from now on."""

    text = text_field(_("Joint conclusion"))
    lead = forms.TypedChoiceField(label=_("Who leads from now on"))

    def prepare(self) -> None:
        """Offer the holder and those who were called."""
        parts = self.matter.parts.filter(whistle__concluded_at=None, whistle__isnull=False)
        rows = {str(part.organisation_id): part.organisation for part in parts.select_related("organisation")}
        rows = {str(self.matter.holder_id): self.matter.holder, **rows}
        field: Any = self.fields["lead"]
        field.choices = _choices(rows)
        field.coerce = rows.__getitem__


def _others(form: StepForm, kinds: frozenset[OrganisationKind]) -> dict[str, Organisation]:
    offices = catalogue().directory  # the page of the matter needs both: one statement tells of both
    return {
        str(pk): row
        for pk, row in offices.organisations.items()
        if row.kind in kinds and row.in_service(form.on) and pk != form.matter.holder_id
    }


def _choices(rows: dict[str, Organisation]) -> list[tuple[str, Any]]:
    return [(pk, organisation_words(row)) for pk, row in rows.items()]
