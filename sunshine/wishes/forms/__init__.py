"""Forms of wishes at the desk: the steps, the list, and a wish taken down for somebody."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.cases.forms import words
from sunshine.matters.forms import (
    SpokenForm,
    StepForm,
    form_key_of,
    text_field,
)
from sunshine.matters.states import Channel, Solved
from sunshine.places.forms import place_choices
from sunshine.volunteers.models import Volunteer
from sunshine.volunteers.queries import staff_name
from sunshine.volunteers.states import Free
from sunshine.wishes.models import WishKind
from sunshine.wishes.queries.families import pair_of
from sunshine.wishes.queries.matching import candidates
from sunshine.wishes.rules import (
    PAIR,
    PUBLIC_MOST,
    TEXT_MOST,
    Asking,
)
from sunshine.wishes.states import WishState

ME, OTHER, CHILD = "me", "other", "child"
WHOM = [
    (ME, _("For whoever asks")),
    (OTHER, _("For another grown-up who agreed")),
    (CHILD, _("For a child; parent or guardian asks")),
]


def kind_choices(on: date) -> list[tuple[str, str]]:
    """What can be wished for on a day: code and name in the reader's language."""
    return [(row.code, words(row)) for row in WishKind.live(on)]


def times_field() -> forms.MultipleChoiceField:
    """When it suits; none chosen means that any time does."""
    return forms.MultipleChoiceField(
        label=_("When does it suit you?"),
        help_text=_("Choose one or more, or leave it open."),
        choices=Free.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def day_field(label: Any, *, required: bool = False) -> forms.DateField:
    """A day, from the browser's own calendar."""
    return forms.DateField(
        label=label,
        required=required,
        error_messages={"invalid": _("Please choose a day from the calendar, such as 2026-12-01.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
    )


def _public_field() -> forms.CharField:
    return text_field(
        _("What everybody reads"),
        most=PUBLIC_MOST,
        help_text=_("In our own words: no names, no house numbers, no telephone. At most 120 characters."),
    )


class AmendForm(StepForm):
    """Public wording, kind, place and time put right; the wisher's own words stay."""

    public_text = _public_field()
    kind = forms.ChoiceField(label=_("Kind of wish"))
    times = times_field()
    wanted_by = day_field(_("By which day, if there is one"))
    place = forms.ChoiceField(label=_("Grid or community"))

    def prepare(self) -> None:
        """Begin with what stands there."""
        wish = self.matter
        if wish.state == WishState.ASKED:  # the wording comes with putting it on the list
            del self.fields["public_text"]
        self.fields["kind"].choices = kind_choices(self.on)  # type: ignore[attr-defined]
        self.fields["place"].choices = place_choices(wish.street, self.on)[1:]  # type: ignore[attr-defined]
        known = {"kind": wish.kind_id, "times": wish.times, "wanted_by": wish.wanted_by, "place": wish.place}
        known["public_text"] = wish.public_text
        self.initial = {**known, **self.initial}


class OfferForm(StepForm):
    """The words under which a wish stands on the list."""

    public_text = _public_field()

    def prepare(self) -> None:
        """Begin with the words of the last time."""
        self.initial.setdefault("public_text", self.matter.public_text)


class DeclineForm(StepForm):
    """Why a wish cannot be taken on."""

    reason = text_field(
        _("Reason"), help_text=_("The wisher reads this word for word: say whom to ask instead.")
    )


class PairForm(StepForm):
    """Who goes: two at least, of the group, who agreed to be asked."""

    helpers = forms.ModelMultipleChoiceField(
        label=_("Who goes?"),
        queryset=Volunteer.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Two at least. Only those of your group who agreed to be asked stand here. Ask them first."
        ),
        error_messages={"required": _("Please name two people at least: the first visit is made by two.")},
    )

    def prepare(self) -> None:
        """Offer those of the group that holds the wish, by the name they chose."""
        field: Any = self.fields["helpers"]
        field.queryset = candidates(self.matter.holder_id, self.on)
        field.label_from_instance = staff_name
        self.initial.setdefault("helpers", [one.pk for one in pair_of(self.matter)])

    def clean_helpers(self) -> list[int]:
        """Their keys."""
        chosen = [one.pk for one in self.cleaned_data["helpers"]]
        if len(chosen) < PAIR:
            raise forms.ValidationError(_("Please name two people at least: the first visit is made by two."))
        return chosen


class VisitForm(StepForm):
    """The day on which two went."""

    day = day_field(_("On which day?"), required=True)

    def prepare(self) -> None:
        """Begin with today."""
        self.initial.setdefault("day", self.on)


class FulfilForm(StepForm):
    """What was done, word for word as the wisher reads it."""

    text = text_field(
        _("What we did"), help_text=_("The wisher reads this word for word and says whether it is so.")
    )


class HeardForm(SpokenForm):
    """What the wisher said on the telephone or at the counter."""

    fulfilled = forms.ChoiceField(
        label=_("Is it done as wished?"),
        choices=[(Solved.YES, _("Yes, it is done")), (Solved.PARTLY, _("Partly")), (Solved.NO, _("Not yet"))],
        widget=forms.RadioSelect(attrs={"class": "across"}),
    )
    field_order = ("channel", "fulfilled", "satisfied", "comment")


class TakeBackForm(StepForm):
    """The wisher takes the wish back; who writes it down says what they said."""

    reason = text_field(_("What the wisher said"))


class WishFilterForm(forms.Form):
    """Filters of the list of wishes; every one also works as a plain link."""

    state = forms.ChoiceField(label=_("State"), required=False)
    due = forms.ChoiceField(label=_("Due"), required=False)
    kind = forms.ChoiceField(label=_("Kind of wish"), required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)
    mine = forms.BooleanField(label=_("In our hands"), required=False)
    closed = forms.BooleanField(label=_("Also closed ones"), required=False)

    def __init__(self, *args: Any, on: date, prefix_of_places: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("all"))
        choices = {
            "state": [every, *[choice for choice in WishState.choices if choice[0] != WishState.CLOSED]],
            "due": [every, ("overdue", _("overdue")), ("week", _("within a week"))],
            "kind": [every, *kind_choices(on)],
            "place": place_choices(prefix_of_places, on, blank=_("all")),
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]


class DeskWishForm(forms.Form):
    """A wish taken down on the telephone, at the counter or in the grid."""

    form_key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[(row.value, row.label) for row in (Channel.PHONE, Channel.COUNTER, Channel.GRID)],
        widget=forms.RadioSelect(attrs={"class": "across"}),
        initial=Channel.PHONE,
    )
    whom = forms.ChoiceField(
        label=_("Who is it for?"),
        choices=WHOM,
        widget=forms.RadioSelect(attrs={"class": "across"}),
        initial=ME,
    )
    kind = forms.ChoiceField(label=_("Kind of wish"))
    text = text_field(_("What is wished?"), most=TEXT_MOST)
    place = forms.ChoiceField(label=_("Grid or community"))
    times = times_field()
    wanted_by = day_field(_("By which day, if there is one"))
    name = forms.CharField(label=_("Name of whoever asks"), max_length=50, required=False)
    phone = forms.CharField(
        label=_("Telephone of whoever asks"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    for_name = forms.CharField(label=_("Name of the person it is for"), max_length=50, required=False)
    for_phone = forms.CharField(
        label=_("Telephone of the person it is for"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    for_consent = forms.BooleanField(label=_("That person knows of this and agrees."), required=False)

    def __init__(self, *args: Any, on: date, prefix_of_places: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blank = [("", _("choose"))]
        self.fields["kind"].choices = [*blank, *kind_choices(on)]  # type: ignore[attr-defined]
        self.fields["place"].choices = place_choices(prefix_of_places, on, blank=_("choose"))  # type: ignore[attr-defined]

    def asking(self) -> Asking:
        """What was said, as the action takes it."""
        told = dict(self.cleaned_data)
        whom = told.pop("whom")
        told["form_key"] = form_key_of(told["form_key"], told["text"])
        told["times"] = tuple(told["times"])
        if whom != OTHER:
            told |= {"for_name": "", "for_phone": "", "for_consent": False}
        return Asking(**told, for_minor=whom == CHILD)
