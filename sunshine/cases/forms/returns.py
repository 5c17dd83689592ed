"""Forms of returning and passing on a request, and of deciding that."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.cases.queries import catalogue
from sunshine.cases.rules import NEVER_RETURNS
from sunshine.cases.states import Asking
from sunshine.matters.forms import StepForm, text_field
from sunshine.people.forms import handles, organisation_words


class DecisionForm(StepForm):
    """A decision and its reason."""

    text = text_field(_("Reason"), help_text=_("Whoever asked reads it, and it stays in the timeline."))


class ReturnForm(StepForm):
    """Who should hold it, on which rule, and why not we."""

    reason = forms.TypedChoiceField(label=_("Reason from the list"))
    target = forms.TypedChoiceField(label=_("Who should hold it"))
    rule = forms.CharField(
        label=_("On which rule"),
        max_length=200,
        help_text=_("The law, list or division of duties that says so."),
    )
    text = text_field(_("Explanation"))

    def prepare(self) -> None:
        """Offer the reasons of the list and the organisations in service."""
        rows = {row.code: row for row in catalogue().reasons(Asking.RETURN, self.on)}
        _offer(self.fields["reason"], [(code, row.spoken) for code, row in rows.items()], rows.__getitem__)
        _offer_organisations(self, "target")


class TransferForm(StepForm):
    """Whom we ask to take it over, and why."""

    target = forms.TypedChoiceField(label=_("Who shall take it over"))
    text = text_field(_("Reason"), help_text=_("The organisation reads it, and it stays in the timeline."))

    def prepare(self) -> None:
        """Offer the organisations in service that handle matters."""
        _offer_organisations(self, "target", desks=False)


class UpholdForm(StepForm):
    """To whom the matter goes instead; the one that was named stands first."""

    organisation = forms.TypedChoiceField(label=_("Organisation"))
    text = text_field(_("Reason"), help_text=_("Whoever asked reads it, and it stays in the timeline."))

    def prepare(self) -> None:
        """Offer the organisations in service; begin with the one that was named."""
        _offer_organisations(self, "organisation")
        asked = self.matter.proposals.filter(kind=Asking.RETURN, decision="").first()
        self.initial.setdefault("organisation", asked.target_id if asked else None)


def _offer_organisations(form: StepForm, name: str, *, desks: bool = True) -> None:
    offices = catalogue().directory  # the page of the matter needs both: one statement tells of both
    rows = {
        str(pk): row
        for pk, row in offices.organisations.items()
        if handles(row, form.on) and pk != form.matter.holder_id and (desks or row.kind not in NEVER_RETURNS)
    }
    _offer(form.fields[name], [(pk, organisation_words(row)) for pk, row in rows.items()], rows.__getitem__)


def _offer(field: Any, choices: list[tuple[str, Any]], coerce: Any) -> None:
    field.choices = [("", _("choose")), *choices]
    field.coerce = coerce
