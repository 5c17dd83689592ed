"""What the desk fills in to keep the calendar, the office hours and the deadlines."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from sunshine.clocks.models import OfficeHours, Policy
from sunshine.clocks.rules import check_hours
from sunshine.clocks.states import DayKind
from sunshine.lib.refusals import Refused

_LEAVE = _("Leave running deadlines as they are")
_LEAVE_HELP = _(
    "Otherwise each deadline that runs over a new day off is counted anew from its start. None ever becomes earlier."
)
_ORDINARY_DAY = ("", _("as the day of the week says"))


class _RuleForm(forms.ModelForm):
    """A rule row with the step that was seen, 0 for a new one; the key of an old one stays as it is."""

    key = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        new = self.instance._state.adding
        self.fields["version"].widget = forms.HiddenInput()
        self.initial["version"] = 0 if new else self.instance.version
        self.fields[self.key].disabled = not new


class PolicyForm(_RuleForm):
    """A deadline policy; `form.instance` goes to `actions.set_policy`."""

    key = "code"

    class Meta:
        model = Policy
        fields: ClassVar[list[str]] = [
            "code", "zh", "en", "accept_amount", "accept_unit", "handle_amount", "handle_unit",
            "contact_amount", "contact_unit", "return_amount", "return_unit", "confirm_days", "escalate_hours", "source",
            "version",
        ]  # fmt: skip
        labels: ClassVar[dict[str, Any]] = {
            "code": _("Code"),
            "zh": _("Name in Chinese"),
            "en": _("Name in English"),
            "accept_amount": _("Accept within"),
            "accept_unit": _("Unit"),
            "handle_amount": _("Answer within"),
            "handle_unit": _("Unit"),
            "contact_amount": _("Call the resident within"),
            "contact_unit": _("Unit"),
            "return_amount": _("May be returned within"),
            "return_unit": _("Unit"),
            "confirm_days": _("Days for the resident to confirm"),
            "escalate_hours": _("Hours after the deadline until the level above is told"),
            "source": _("Source of the rule"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("accept_amount", "handle_amount", "contact_amount", "return_amount", "confirm_days"):
            self.fields[name].widget.attrs["min"] = 1
            self.fields[name].validators.append(MinValueValidator(1))


class OfficeHoursForm(_RuleForm):
    """Office hours from a day on; `form.instance` goes to `actions.set_office_hours`."""

    key = "valid_from"

    class Meta:
        model = OfficeHours
        fields: ClassVar[list[str]] = [
            "valid_from", "opens", "closes", "reopens", "ends", "after_hours_next_day", "source", "version",
        ]  # fmt: skip
        labels: ClassVar[dict[str, Any]] = {
            "valid_from": _("Valid from"),
            "opens": _("Opens"),
            "closes": _("Break begins, or closes"),
            "reopens": _("Opens again"),
            "ends": _("Closes"),
            "after_hours_next_day": _("What comes after closing counts as received on the next working day"),
            "source": _("Source of the rule"),
        }
        widgets: ClassVar[dict[str, Any]] = {
            "valid_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            **{
                name: forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
                for name in ("opens", "closes", "reopens", "ends")
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reopens"].required = self.fields["ends"].required = False

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("opens") and values.get("closes"):
            names = ("opens", "closes", "reopens", "ends")
            try:
                check_hours(OfficeHours(**{name: values.get(name) for name in names}))
            except Refused as refused:
                raise ValidationError(str(refused)) from None
        return values


class CalendarDayForm(forms.Form):
    """One day that differs from the weekday rule; its fields go to `actions.set_day`."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    kind = forms.ChoiceField(
        label=_("What the day is"), required=False, choices=[_ORDINARY_DAY, *DayKind.choices]
    )
    name = forms.CharField(label=_("Name of the holiday"), max_length=40, required=False)
    source = forms.CharField(label=_("Source of the rule"), max_length=120, required=False)
    leave = forms.BooleanField(label=_LEAVE, help_text=_LEAVE_HELP, required=False)


class CalendarFileForm(forms.Form):
    """A year's calendar as a file; read with `sheets.read_calendar`, taken over with `actions.import_calendar`."""

    file = forms.FileField(
        label=_("Calendar file"),
        help_text=_("csv, Excel or TOML with a line per day: date, type (holiday or makeup_workday), name."),
    )
    leave = forms.BooleanField(label=_LEAVE, help_text=_LEAVE_HELP, required=False)


class CalendarReadForm(forms.Form):
    """A year's calendar that was read and shown before it is taken over: signed, so that it is what was read."""

    read = forms.CharField(widget=forms.HiddenInput())
    leave = forms.BooleanField(label=_LEAVE, help_text=_LEAVE_HELP, required=False)
