"""Forms of call-backs, samples, leaving out of the rates, and explaining a delay."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.cases.forms.steps import find_report
from sunshine.cases.models import Case
from sunshine.cases.queries import catalogue
from sunshine.cases.states import Asking
from sunshine.matters.forms import StepForm, text_field
from sunshine.matters.states import Satisfied, Solved

_ACROSS = {"class": "across"}


class CallForm(StepForm):
    """Whether the resident was reached, and what they said of the result."""

    reached = forms.TypedChoiceField(
        label=_("Did you reach the resident?"),
        choices=[("yes", _("Yes, we spoke")), ("no", _("No, nobody answered"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect(attrs=_ACROSS),
        help_text=_("Every attempt is logged."),
    )
    solved = forms.ChoiceField(
        label=_("Is the matter solved?"),
        choices=[("", _("not said")), *Solved.choices],
        required=False,
        widget=forms.RadioSelect(attrs=_ACROSS),
        help_text=_("“Not solved” sends it back to work; the others close it."),
    )
    satisfied = forms.ChoiceField(
        label=_("How was it handled?"),
        choices=[("", _("not said")), *Satisfied.choices],
        required=False,
        widget=forms.RadioSelect(attrs=_ACROSS),
        help_text=_("Shown only in totals of five and more; the handler does not see it."),
    )
    comment = text_field(_("What the resident wants to tell the handler"), required=False)


class InspectForm(StepForm):
    """What was found on looking at a sample."""

    found = forms.ChoiceField(
        label=_("Is the matter solved?"), choices=Solved.choices, widget=forms.RadioSelect(attrs=_ACROSS)
    )
    text = text_field(_("What you found"), required=False)


class VerdictForm(StepForm):
    """A decision with its reason."""

    text = text_field(_("Reason"), help_text=_("Whoever asked reads it, and it stays in the timeline."))


class _ListedForm(StepForm):
    """A reason from the list of its kind, and an explanation."""

    kind = Asking.EXCLUSION
    reason = forms.TypedChoiceField(label=_("Reason from the list"))
    text = text_field(_("Explanation"))

    def prepare(self) -> None:
        """Offer the reasons in use."""
        rows = {row.code: row for row in catalogue().reasons(self.kind, self.on)}
        field: Any = self.fields["reason"]
        field.choices = [("", _("choose")), *((code, row.spoken) for code, row in rows.items())]
        field.coerce = rows.__getitem__


class ExcludeForm(_ListedForm):
    """Why a matter should be left out of the adjusted rates; a duplicate names what it repeats."""

    other = forms.CharField(
        label=_("Number of the other report"),
        required=False,
        max_length=20,
        help_text=_("Only for a duplicate: the report that it repeats."),
    )

    def clean_other(self) -> Case | None:
        """The other report, if one is named and within reach."""
        return find_report(self.cleaned_data["other"], self) if self.cleaned_data["other"] else None


class ExplainForm(_ListedForm):
    """Why it was late, in the holder's own words."""

    kind = Asking.EXEMPTION
