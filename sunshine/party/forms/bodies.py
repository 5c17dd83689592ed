"""What the desk fills in about party organisations; each form names what its action takes."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.lib.division import Level, ancestors
from sunshine.party.models import Body
from sunshine.party.queries.bodies import body_of, named_here
from sunshine.party.rules.bodies import PLACES_OF
from sunshine.people.forms import TelephoneField
from sunshine.people.models import Organisation
from sunshine.people.queries import in_force
from sunshine.people.states import PARTY_KINDS, PARTY_RANK
from sunshine.places.models import Building, Place
from sunshine.places.queries import buildings, standing
from sunshine.volunteers.models import Volunteer


def day_field(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:
    """A day from a calendar; where it may be left empty, `help_text` says what that means."""
    picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=required, widget=picker)


def place_label(place: Place) -> str:
    """A place in a list: its code and its name."""
    return f"{place.code} {place.name}"


class PartyRowForm(forms.Form):
    """A change of a row: carries the step that was on the page, so that whoever was overtaken is told so."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: Any, **more: Any) -> None:
        more["initial"] = {"seen": row.version, **(more.get("initial") or {})}
        super().__init__(*args, **more)
        self.row = row

    def clean(self) -> dict[str, Any]:
        """What the action takes; the row stands at the step that was seen."""
        told = super().clean() or {}
        seen = told.pop("seen", None)
        if seen is not None:
            self.row.version = seen
        return told


class _About(forms.Form):
    """What is written on a party organisation beside its kind and place."""

    name = forms.CharField(label=_("Name"), min_length=2, max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    parent = forms.ModelChoiceField(Organisation.objects.none(), label=_("Stands below"), required=False)
    building = forms.ModelChoiceField(
        Building.objects.none(),
        label=_("Building"),
        help_text=_("Only for a party group or a member household."),
        required=False,
    )
    contact = forms.ModelChoiceField(
        Volunteer.objects.none(),
        label=_("Whom to ask for"),
        help_text=_("Who offers themselves here and agrees to be named; they can take the name back."),
        required=False,
    )
    contact_name = forms.CharField(
        label=_("Or an office"),
        help_text=_("Such as “branch office”: everybody reads it."),
        max_length=40,
        required=False,
    )
    telephone = TelephoneField(required=False, help_text=_("An office number: everybody reads it."))
    address = forms.CharField(label=_("Address of the counter"), max_length=120, required=False)
    hours = forms.CharField(label=_("Office hours"), max_length=80, required=False)
    headcount = forms.IntegerField(
        label=_("Number of members"),
        help_text=_("How many; never a list."),
        min_value=0,
        max_value=100_000,
        required=False,
    )
    term_from = day_field(_("Term from"))
    term_to = day_field(_("Term to"), _("The first day after it."))

    def offer(self, scope: str, on: date, besides: Organisation | None = None) -> None:
        """Fill in whom it may stand below, and the buildings of the community, as far as they are near `scope`."""
        near = {*ancestors(scope), scope, scope[: Level.COMMUNITY]}
        rows = Organisation.objects.filter(in_force(on), kind__in=PARTY_KINDS)
        here = rows.filter(place__in=near)
        if len(scope) >= Level.COMMUNITY:
            here |= rows.filter(place__startswith=scope[: Level.COMMUNITY])
            houses = buildings(scope[: Level.COMMUNITY]).select_related("grid")
        else:
            houses = Building.objects.none()
        if besides is not None:
            here = here.exclude(pk=besides.pk)
        self.choose("parent").queryset = here.order_by("place", "name")
        self.choose("building").queryset = houses
        self.choose("contact").queryset = named_here(scope[: Level.COMMUNITY])

    def choose(self, name: str) -> forms.ModelChoiceField:
        """A field that offers rows."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- declared so
        return field


class BodyForm(_About):
    """A new party organisation: what `create_body` takes."""

    kind = forms.ChoiceField(label=_("Kind"))
    place = forms.ChoiceField(label=_("Place"))
    valid_from = day_field(_("First day"), _("Today, if left empty."))

    field_order = ("kind", "place", "name", "parent", "building")

    def __init__(self, *args: Any, scope: str, on: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.offer(scope, on)
        places = standing(scope[: Level.COMMUNITY], on).defer("boundary")
        shown = (
            places if len(scope) >= Level.COMMUNITY else [p for p in places if len(p.code) <= len(scope) + 3]
        )
        levels = {len(place.code) for place in shown}
        kinds = [(kind.value, kind.label) for kind in PARTY_RANK if PLACES_OF[kind] & levels]
        for name, choices in (("kind", kinds), ("place", [(p.code, place_label(p)) for p in shown])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
            field.choices = choices


class BodyChangeForm(PartyRowForm, _About):
    """Changes of a party organisation: what `change_body` takes."""

    def __init__(self, *args: Any, row: Organisation, on: date, **more: Any) -> None:
        body = body_of(row) or Body(organisation=row)
        values = {
            name: getattr(row if hasattr(row, name) else body, name)
            for name in self.base_fields
            if name != "seen"
        }
        super().__init__(*args, row=row, initial=values, **more)
        self.offer(row.place, on, besides=row)


class TreeFileForm(forms.Form):
    """A ledger of party organisations."""

    file = forms.FileField(
        label=_("File"), help_text=_("Excel or csv, with the headings of the exported sheet.")
    )
    preview = forms.BooleanField(
        label=_("Only try: say what would become of each row, write nothing"), required=False
    )
