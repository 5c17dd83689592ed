"""Forms of the desk's screens for organisations, accounts and posts; each names what its action takes."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from sunshine.lib.masks import normal_phone
from sunshine.lib.refusals import Refused
from sunshine.people.models import Officer, Organisation
from sunshine.people.queries import Directory, colleagues, directory, in_force
from sunshine.people.rules import check_place
from sunshine.people.states import HANDLING_KINDS, OrganisationKind, Role

LOG_IN_NAME = RegexValidator(
    r"^[A-Za-z][A-Za-z0-9._-]{2,39}$",
    _("A log-in name has 3 to 40 letters, digits, dots or dashes and begins with a letter."),
)


class TelephoneField(forms.CharField):
    """An office number as people write it; refused when it cannot be one."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("label", _("Telephone"))
        super().__init__(max_length=40, **more)
        self.widget.attrs.update({"inputmode": "tel", "autocomplete": "off"})

    def clean(self, value: Any) -> str:
        """The number in one spelling; raises ValidationError."""
        typed = super().clean(value)
        number = normal_phone(typed) if typed else ""
        if number is None:
            raise ValidationError(_("This telephone number cannot be right. Please check it."))
        return number


class PlaceCodeField(forms.CharField):
    """A division code of this county."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("label", _("Place code"))
        more.setdefault(
            "help_text", _("6 digits for the county, 9 for a street, 12 for a community, 15 for a grid.")
        )
        super().__init__(max_length=15, **more)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})

    def clean(self, value: Any) -> str:
        """The code; raises ValidationError with the rule."""
        code = super().clean(value)
        try:
            check_place(code)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from None
        return code


class DayInput(forms.DateInput):
    """A day, chosen from a calendar where the browser has one."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")


def _day(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, required=required, widget=forms.DateInput(attrs={"type": "date"})
    )


class _PeopleRowForm(forms.Form):
    """A change of a row: carries the step that was on the page, so that whoever was overtaken is told so."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: Any, on: date, **more: Any) -> None:
        fields = {name: getattr(row, name, None) for name in self.base_fields if name != "seen"}
        more["initial"] = {**fields, "seen": row.version, **(more.get("initial") or {})}
        super().__init__(*args, **more)
        self.row, self.on = row, on
        _choose(self, on, besides=row)

    def clean(self) -> dict[str, Any]:
        """What the action takes; the row stands at the step that was seen."""
        cleaned = super().clean() or {}
        seen = cleaned.pop("seen", None)
        if seen is not None:
            self.row.version = seen
        return cleaned


def _choose(form: forms.Form, on: date, besides: Any = None) -> None:
    """Offer the organisations of the day, under whichever name the form asks for one."""
    rows = Organisation.objects.filter(in_force(on)).order_by("place", "kind", "name")
    for name in {"parent", "organisation"} & set(form.fields):
        field = form.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared below
        field.queryset = rows.exclude(pk=besides.pk) if isinstance(besides, Organisation) else rows


class OrganisationForm(forms.Form):
    """A new organisation: what `create_organisation` takes."""

    name = forms.CharField(label=_("Name"), min_length=2, max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind)
    place = PlaceCodeField()
    parent = forms.ModelChoiceField(Organisation.objects.none(), label=_("Stands below"), required=False)
    telephone = TelephoneField(required=False)
    address = forms.CharField(label=_("Address of the counter"), max_length=120, required=False)
    hours = forms.CharField(label=_("Office hours"), max_length=80, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    valid_from = _day(_("First day"), _("Today, if left empty."))

    def __init__(self, *args: Any, on: date, **more: Any) -> None:
        super().__init__(*args, **more)
        _choose(self, on)


class OrganisationChangeForm(_PeopleRowForm):
    """Changes of an organisation: what `change_organisation` takes."""

    name = forms.CharField(label=_("Name"), min_length=2, max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    parent = forms.ModelChoiceField(Organisation.objects.none(), label=_("Stands below"), required=False)
    telephone = TelephoneField(required=False)
    address = forms.CharField(label=_("Address of the counter"), max_length=120, required=False)
    hours = forms.CharField(label=_("Office hours"), max_length=80, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)


class EndForm(forms.Form):
    """The end of an organisation or a post: what `close_organisation` and `end_assignment` take."""

    on = _day(_("First day without it"), _("Today, if left empty."))


class OfficerForm(forms.Form):
    """A new account: what `create_officer` takes."""

    username = forms.CharField(label=_("Log-in name"), max_length=40, validators=[LOG_IN_NAME])
    name = forms.CharField(label=_("Person's name"), min_length=2, max_length=40)
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"))
    telephone = TelephoneField(required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)

    def __init__(self, *args: Any, on: date, **more: Any) -> None:
        super().__init__(*args, **more)
        _choose(self, on)


class OfficerChangeForm(_PeopleRowForm):
    """Changes of an account: what `change_officer` takes."""

    name = forms.CharField(label=_("Person's name"), min_length=2, max_length=40)
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"))
    telephone = TelephoneField(required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)


class AssignmentForm(forms.Form):
    """A post: what `assign` takes."""

    role = forms.ChoiceField(label=_("Post"), choices=Role)
    place = PlaceCodeField()
    valid_from = _day(_("First day"), _("Today, if left empty."))


class DeputyForm(forms.Form):
    """Who stands in, from which day to which: what `appoint_deputy` takes. Offers the colleagues of an officer."""

    deputy = forms.ModelChoiceField(Officer.objects.none(), label=_("Deputy"), empty_label=_("choose"))
    since = _day(_("First day of leave"), required=True)
    until = _day(_("Last day of leave"), required=True)

    def __init__(self, *args: Any, row: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = colleagues(row)  # type: ignore[attr-defined]


class RevealForm(forms.Form):
    """The reason for looking at a resident's name and number: what `reveal` takes."""

    reason = forms.CharField(label=_("Why do you need to see this?"), min_length=4, max_length=200)


def handles(row: Organisation, on: date) -> bool:
    """Whether an organisation exists on a day and handles matters."""
    return row.kind in HANDLING_KINDS and row.in_service(on)


def holder_choices(on: date, offices: Directory | None = None) -> list[tuple[str, str]]:
    """The organisations in service."""
    rows = [row for row in (offices or directory()).organisations.values() if row.in_service(on)]
    return [
        (str(row.pk), organisation_words(row))
        for row in sorted(rows, key=lambda row: (row.place, row.kind, row.pk))
    ]


def organisation_words(row: Organisation) -> str:
    """The name of an organisation in the reader's language."""
    return row.spoken
