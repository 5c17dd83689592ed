"""Forms of first contact, more time, setting aside, reminding and supervising."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.cases.models import Reason
from sunshine.cases.queries import catalogue
from sunshine.cases.states import Asking
from sunshine.clocks.queries import calendar
from sunshine.matters.forms import StepForm, text_field

_READ = _("Whoever asked reads it, and it stays in the timeline.")


class ContactForm(StepForm):
    """Whether the resident was reached, and what was said."""

    reached = forms.TypedChoiceField(
        label=_("Did you reach the resident?"),
        choices=[("yes", _("Yes, we spoke")), ("no", _("No, nobody answered"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect(attrs={"class": "across"}),
        help_text=_("Every attempt is logged; only a talk counts as the first contact."),
    )
    text = text_field(
        _("Note of the call"), required=False, help_text=_("For colleagues; the resident does not see it.")
    )


class TimeVerdictForm(StepForm):
    """A decision with its reason."""

    text = text_field(_("Reason"), help_text=_READ)


class PlainForm(StepForm):
    """A step with a word to it, if one likes."""

    text = text_field(_("A word to it"), required=False)


class ProgressForm(StepForm):
    """How far it is, for those who watch it."""

    text = text_field(_("How far it is"), help_text=_("Done so far, what comes next and when."))


class WatchForm(StepForm):
    """Why a matter is supervised."""

    text = text_field(_("Reason"), help_text=_("The holder reads it and reports how far it is."))


def _reason_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=_("Reason from the list"))


def _offer_reasons(form: StepForm, kind: str) -> None:
    rows: dict[str, Reason] = {row.code: row for row in catalogue().reasons(kind, form.on)}
    field: Any = form.fields["reason"]
    field.choices = [("", _("choose")), *((code, row.spoken) for code, row in rows.items())]
    field.coerce = rows.__getitem__


class ExtendForm(StepForm):
    """How much more time, and why."""

    amount = forms.IntegerField(min_value=1, widget=forms.NumberInput(attrs={"class": "short"}))
    reason = _reason_field()
    text = text_field(_("Explanation"), help_text=_("The resident is told the new day, not this text."))

    def prepare(self) -> None:
        """Name the unit of the deadline, and offer the reasons."""
        policy = calendar().policy(self.matter.policy)
        unit = policy.get_handle_unit_display()
        self.fields["amount"].label = _("How many %(unit)s more") % {"unit": unit}
        self.fields["amount"].help_text = _("At most %(most)s; once for each matter.") % {
            "most": policy.handle_amount
        }
        _offer_reasons(self, Asking.EXTENSION)


class _UntilField(forms.DateField):
    """A day; the end of it is meant."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Look at it again on"),
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )

    def clean(self, value: Any) -> datetime:
        """Noon of that day, in the county's time: within it wherever the limit falls."""
        return timezone.make_aware(datetime.combine(super().clean(value), time(12)))


class ShelveForm(StepForm):
    """The plan, the reason everybody reads, and when the plan is looked at again."""

    reason = _reason_field()
    public = forms.CharField(
        label=_("Reason for everybody to read"),
        max_length=200,
        help_text=_("The resident reads it. No names, no house numbers."),
    )
    until = _UntilField()
    text = text_field(_("Plan"), help_text=_("What is done until when, and by whom."))

    def prepare(self) -> None:
        """Offer the reasons."""
        _offer_reasons(self, Asking.SHELVING)


class PlanReviewForm(StepForm):
    """How far the plan is, and when it is looked at next."""

    text = text_field(_("How far the plan is"), help_text=_("The resident reads this word for word."))
    until = _UntilField()
