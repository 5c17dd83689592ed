"""Forms around the list of requests: its filters, and a report taken at the desk."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.cases.forms.choices import category_choices, first_levels
from sunshine.cases.forms.where import WhichField, key_of, settle_place
from sunshine.cases.queries import catalogue
from sunshine.cases.queries.deciding import DECIDING, LOOKING
from sunshine.cases.queries.listing import WHISTLE
from sunshine.cases.rules import PHONE_MOST, Report
from sunshine.cases.states import State
from sunshine.files.forms import PhotosField
from sunshine.lib.periods import shifted
from sunshine.matters.forms import LONGEST, form_key_of
from sunshine.matters.states import Channel
from sunshine.people.forms import holder_choices
from sunshine.places.forms import place_choices

_PHOTOS = ("empty", "too_big", "too_many", "too_many_pixels", "not_an_image", "broken")
_PLACE = ("place", "unknown_place", "unknown_building", "outside_county")
FIELD_OF = {**dict.fromkeys(_PLACE, "location"), **dict.fromkeys(_PHOTOS, "photos")}
"""Where a refusal about place or photos is shown; all other codes are names of fields."""

MONTHS_BACK = 37
"""So many months can be chosen: this one and three years before it, which is how long matters are kept."""

_AREA = forms.Textarea(attrs={"rows": 4})


class FilterForm(forms.Form):
    """Filters of the list of requests; every one also works as a plain link."""

    text = forms.CharField(label=_("Search"), required=False, max_length=60)
    state = forms.ChoiceField(label=_("State"), required=False)
    due = forms.ChoiceField(label=_("Due"), required=False)
    month = forms.ChoiceField(label=_("Received in"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)
    holder = forms.ChoiceField(label=_("Held by"), required=False)
    called = forms.ChoiceField(label=_("Called in"), required=False)
    assignee = forms.ChoiceField(label=_("Colleague"), required=False)
    waits = forms.ChoiceField(label=_("Waits for me"), required=False)
    closed = forms.BooleanField(label=_("Also closed ones"), required=False)

    def __init__(
        self,
        *args: Any,
        on: date,
        prefix_of_places: str,
        hands: Sequence[tuple[int, Any]] = (),
        **kwargs: Any,
    ) -> None:
        """`hands` are the officers by whose matters may be filtered: oneself and whom one stands in for, nobody else."""
        super().__init__(*args, **kwargs)
        every, rules = ("", _("all")), catalogue()
        choices = {
            "state": [every, *State.choices],
            "due": [every, ("overdue", _("overdue")), ("today", _("today")), ("week", _("within a week"))],
            "month": [every, *_months(on)],
            "category": [every, *first_levels(on, rules)],
            "place": place_choices(prefix_of_places, on, blank=_("all")),
            "holder": [every, *(holders := holder_choices(on, rules.directory))],
            "assignee": [every, *hands],
            "waits": [every, *DECIDING.items(), *LOOKING.items()],
            "called": [every, (WHISTLE, _("a whistle is open")), *holders],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]


def _months(on: date) -> list[tuple[str, str]]:
    names = [f"{shifted(on, -back):%Y-%m}" for back in range(MONTHS_BACK)]
    return [(name, name) for name in names]


class DeskReportForm(forms.Form):
    """A report taken on the telephone, at the counter or in the grid: the same Report as a resident's own."""

    form_key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[(row.value, row.label) for row in (Channel.PHONE, Channel.COUNTER, Channel.GRID)],
        widget=forms.RadioSelect(attrs={"class": "across"}),
        initial=Channel.PHONE,
    )
    text = forms.CharField(
        label=_("What is it about?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5})
    )
    category = forms.ChoiceField(label=_("Category"), required=False)
    place = forms.ChoiceField(label=_("Grid or community"), required=False)
    location = forms.CharField(
        label=_("Place in words"),
        max_length=190,
        required=False,
        help_text=_("Estate, building, entrance, landmark"),
    )
    which = WhichField()
    floor = forms.IntegerField(
        label=_("Floor"),
        required=False,
        min_value=1,
        max_value=99,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    name = forms.CharField(label=_("Name of the caller"), max_length=50, required=False)
    phone = forms.CharField(
        label=_("Telephone of the caller"),
        max_length=PHONE_MOST,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    confidential = forms.BooleanField(
        label=_("The caller asks for confidentiality"),
        required=False,
        help_text=_("Only handler, dispatcher and auditor then see name and telephone."),
    )
    for_name = forms.CharField(label=_("Name of the person it is for"), max_length=50, required=False)
    for_phone = forms.CharField(
        label=_("Telephone of the person it is for"),
        max_length=PHONE_MOST,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    for_consent = forms.BooleanField(label=_("That person agrees to being named"), required=False)
    about = forms.ChoiceField(
        label=_("Complaint about which organisation"),
        required=False,
        help_text=_("Only for complaints about staff, fees or gifts; it stays invisible to them."),
    )
    lon = forms.FloatField(required=False, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)
    photos = PhotosField()
    solved_on_the_spot = forms.CharField(
        label=_("Solved on the spot: what was done"),
        required=False,
        max_length=LONGEST,
        widget=_AREA,
        help_text=_("Leave empty if it still has to be handled. The resident is asked all the same."),
    )

    def __init__(self, *args: Any, on: date, prefix_of_places: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = catalogue()
        choices = {
            "category": [("", _("not sure: the dispatcher decides")), *category_choices(on, rules)[1:]],
            "place": place_choices(prefix_of_places, on),
            "about": [("", _("none")), *holder_choices(on, rules.directory)],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A floor belongs to a building."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("floor") and not told.get("location", "").strip():
            self.add_error("location", _("Please say the building, too."))
        return told

    def report(self) -> Report:
        """What was said, as the action takes it; the floor stands in the words of the place."""
        told = dict(self.cleaned_data)
        floor = told.pop("floor")
        if floor:
            told["location"] = f"{told['location'].strip()} {floor}层"
        told["category"] = told["category"] or None
        told["place"] = told["place"] or None
        settle_place(told, key_of(told.pop("which")))
        told["about"] = int(told["about"]) if told["about"] else None
        told["form_key"] = form_key_of(told["form_key"], told["text"])
        return Report(**told)
