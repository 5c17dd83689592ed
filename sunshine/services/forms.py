"""The form of a line of the service catalogue."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sunshine.people.forms import PlaceCodeField, holder_choices
from sunshine.people.states import OrganisationKind
from sunshine.services.models import Service
from sunshine.services.states import Door, Function, Way
from sunshine.tables.forms import KeywordsField, KindForm
from sunshine.tables.models import Kind

_NONE = [("", _("none"))]


def _text(label: Any, longest: int, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    rows = 1 + longest // 150
    widget = forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput()
    return forms.CharField(
        label=label, max_length=longest, required=required, help_text=help_text, widget=widget
    )


class LinesField(forms.CharField):
    """Several short texts, one on each line, in order."""

    def __init__(self, *, longest: int, **more: Any) -> None:
        self.longest = longest
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), required=False, **more)

    def clean(self, value: Any) -> Any:
        """The lines that say something; raises ValidationError for one too long."""
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if any(len(line) > self.longest for line in lines):
            raise ValidationError(
                _("A line has at most %(longest)s characters."), params={"longest": self.longest}
            )
        return lines

    def prepare_value(self, value: Any) -> Any:
        """A list is shown line by line."""
        return "\n".join(value) if isinstance(value, list) else value


class ServiceForm(KindForm):
    """What a service is at a place: everything a resident has to know, told once."""

    begins_with = ("code", "place", "function", "zh", "en")
    ends_with = ("source", "order", "retired_on", "seen")
    fixed = ("code", "place")

    code = forms.SlugField(
        label=_("Code"),
        max_length=40,
        help_text=_("Small letters; the same code names the service everywhere."),
    )
    place = PlaceCodeField()
    function = forms.ChoiceField(label=_("Function"), choices=Function.choices)
    en = _text(_("Name in English"), 80)
    who = _text(_("Who may ask"), 200, required=True)
    who_en = _text(_("Who may ask, in English"), 300)
    bring = LinesField(
        label=_("What to bring"), longest=80, help_text=_("Everything at once, one thing on each line.")
    )
    bring_en = LinesField(label=_("What to bring, in English"), longest=160)
    how_long = _text(_("How long it takes"), 120, required=True)
    how_long_en = _text(_("How long it takes, in English"), 200)
    organisation = forms.ChoiceField(label=_("Office"), required=False)
    kind = forms.ChoiceField(
        label=_("or the nearest of this kind"), choices=[*_NONE, *OrganisationKind.choices], required=False
    )
    where = _text(_("Where"), 120, help_text=_("Empty: the address of the office."))
    where_en = _text(_("Where, in English"), 200)
    when = _text(_("When"), 120, help_text=_("Empty: the hours of the office."))
    when_en = _text(_("When, in English"), 200)
    ways = forms.MultipleChoiceField(
        label=_("Besides counter and telephone"),
        choices=Way.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    door = forms.ChoiceField(label=_("Begins on this page"), choices=[*_NONE, *Door.choices], required=False)
    fee = _text(_("Fee"), 80, help_text=_("Empty: it is free, and the page says so."))
    fee_basis = _text(_("Law that allows the fee"), 120)
    more = _text(_("Good to know"), 240)
    more_en = _text(_("Good to know, in English"), 400)
    keywords = KeywordsField(help_text=_("Parted by commas; the service is found by them."))
    offered = forms.BooleanField(
        label=_("Offered here"),
        required=False,
        initial=True,
        help_text=_("Without this mark it does not show at this place."),
    )

    def __init__(self, *args: Any, row: Service | None, place: str, on: date, **kwargs: Any) -> None:
        """`place` is where the line holds: the row's own, or, for a line from above, one's own place."""
        self.holds_at = place
        super().__init__(*args, row=row, **kwargs)
        self.initial.setdefault("place", place)
        self.fields["organisation"].choices = [*_NONE, *holder_choices(on)]  # type: ignore[attr-defined]

    def initial_of(self, row: Kind) -> dict[str, Any]:
        """A line from above has no version of its own here."""
        known = super().initial_of(row)
        mine = known["place"] == self.holds_at
        return {**known, "place": self.holds_at, "seen": row.version if mine else None}

    def clean_organisation(self) -> int | None:
        """The organisation's key."""
        return int(self.cleaned_data["organisation"] or 0) or None
