"""What somebody fills in who offers themselves, on their own or at the counter: the fields of an offer."""

import secrets
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.lib.division import Level
from sunshine.people.models import Organisation
from sunshine.people.queries import in_force
from sunshine.people.states import PARTY_KINDS, OrganisationKind
from sunshine.places.models import Place
from sunshine.places.queries import standing
from sunshine.volunteers.models import Volunteer
from sunshine.volunteers.queries import skills_on
from sunshine.volunteers.rules import NAME_MOST, Offer
from sunshine.volunteers.states import ConsentKind, Free

FIELD_OF_OFFER = {"bad_phone": "phone"}
"""Where a refusal is shown; all other codes are names of fields."""


class DetailsForm(forms.Form):
    """Chosen name, where, what one can do and when, and the team; within one community."""

    display_name = forms.CharField(
        label=_("By which name may others know you?"),
        help_text=_("It need not be your real one: “Old Li of building 3” is fine. No telephone numbers."),
        max_length=NAME_MOST,
        error_messages={"required": _("Please choose a name by which others may know you.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short"}),
    )
    place = forms.ChoiceField(
        label=_("Where would you like to help?"),
        error_messages={"required": _("Please choose your community from the list.")},
    )
    skills = forms.MultipleChoiceField(
        label=_("What can you do for others?"),
        help_text=_("Choose one or more, or leave it open."),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "across"}),
    )
    free = forms.MultipleChoiceField(
        label=_("When do you have time?"),
        help_text=_("Choose one or more, or leave it open."),
        choices=Free.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "across"}),
    )
    team = forms.ChoiceField(label=_("With a volunteer team?"), required=False)

    def __init__(self, *args: Any, community: str, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[Any]] = {
            "place": place_choices(community, on),
            "skills": [(skill.code, skill.spoken) for skill in skills_on(on)],
            "team": [
                ("", _("none")),
                *organisation_choices({OrganisationKind.VOLUNTEER_TEAM}, community, on),
            ],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        if len(choices["team"]) == 1:
            del self.fields["team"]

    def offer(self, **more: Any) -> Offer:
        """What was filled in."""
        told = self.cleaned_data
        return Offer(
            display_name=told["display_name"],
            place=told["place"],
            skills=tuple(told["skills"]),
            free=tuple(told["free"]),
            team=int(told["team"]) if told.get("team") else None,
            **more,
        )


class SignUpForm(DetailsForm):
    """Everything to sign up: the details, how to be called, the branch by one's own word, and each consent for itself."""

    adult = forms.BooleanField(label=_("I am 18 or older."), required=False)
    keep = forms.BooleanField(label=ConsentKind.KEEP.label, required=False)
    public = forms.BooleanField(label=ConsentKind.PUBLIC.label, required=False)
    match = forms.BooleanField(label=ConsentKind.MATCH.label, required=False)
    call = forms.BooleanField(label=ConsentKind.CALL.label, required=False)
    phone = forms.CharField(
        label=_("Your telephone"),
        help_text=_("Kept under seal; every look at it needs a reason and is recorded. It may be left out."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", "class": "short"}),
    )
    tell_branch = forms.BooleanField(
        label=_("I am a party member and want my branch to know."),
        help_text=_(
            "That you are a party member is told by nobody but you: it needs this consent of its own, only your branch "
            "and your community learn it, and one tap takes it back."
        ),
        required=False,
    )
    branch = forms.ChoiceField(label=_("My branch"), required=False)
    form_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, community: str, on: date, **kwargs: Any) -> None:
        super().__init__(*args, community=community, on=on, **kwargs)
        self.initial.setdefault("form_key", secrets.token_urlsafe(24))
        branches = organisation_choices(PARTY_KINDS, community, on)
        self.fields["branch"].choices = [("", _("none")), *branches]  # type: ignore[attr-defined]
        if not branches:
            del self.fields["tell_branch"], self.fields["branch"]

    def clean(self) -> dict[str, Any]:
        """A branch comes with its consent and the consent with a branch; neither is guessed."""
        told = super().clean() or {}
        if told.get("branch") and not told.get("tell_branch"):
            ask = _("You chose a branch but did not tick that it may know. Please tick it, or choose none.")
            self.add_error("tell_branch", ask)
        if told.get("tell_branch") and not told.get("branch"):
            self.add_error("branch", _("Please choose your branch."))
        return told

    def read_offer(self, *, word: bool = False) -> tuple[Offer, int | None]:
        """The offer, and the branch that may know of it."""
        told = self.cleaned_data
        kinds = frozenset(kind.value for kind in ConsentKind if told[kind.value])
        offer = self.offer(
            phone=told["phone"],
            consents=kinds,
            adult=told["adult"],
            form_key=told["form_key"] or None,
            word=word,
        )
        return offer, int(told["branch"]) if told.get("branch") else None


WORD = _("The person is here or on the telephone and said so.")


class KeepForm(SignUpForm):
    """The same at the counter, with the word of whoever writes it down."""

    word = forms.BooleanField(label=WORD, required=False)

    def read_offer(self, *, word: bool = False) -> tuple[Offer, int | None]:
        """The offer on the person's word, and the branch that may know of it."""
        return super().read_offer(word=word or self.cleaned_data["word"])


class ChangeForm(DetailsForm):
    """What somebody offers, changed on their word."""

    word = forms.BooleanField(label=WORD, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class OffersForm(forms.Form):
    """Filters of the list of those who offered; every one also works as a plain link."""

    place = forms.ChoiceField(label=_("Place"), required=False)
    skill = forms.ChoiceField(label=_("What they can do"), required=False)
    time = forms.ChoiceField(label=_("When they have time"), required=False)

    def __init__(self, *args: Any, places: list[Any], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("all"))
        skills = [(skill.code, skill.spoken) for skill in skills_on(on)]
        for name, offered in {
            "place": places,
            "skill": [every, *skills],
            "time": [every, *Free.choices],
        }.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]


class BranchForm(forms.Form):
    """Which branch may know."""

    branch = forms.ChoiceField(
        label=_("My branch"), error_messages={"required": _("Please choose your branch.")}
    )

    def __init__(self, *args: Any, community: str, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        branches = organisation_choices(PARTY_KINDS, community, on)
        self.fields["branch"].choices = [("", _("none")), *branches]  # type: ignore[attr-defined]


def details_of(volunteer: Volunteer) -> dict[str, Any]:
    """What the form of the details begins with for somebody."""
    return {
        "display_name": volunteer.display_name,
        "place": volunteer.place,
        "skills": [skill.code for skill in volunteer.skills.all()],
        "free": volunteer.free,
        "team": volunteer.team_id or "",
    }


def place_choices(community: str, on: date) -> list[tuple[str, Any]]:
    """The community as a whole, and each of its grids."""
    rows = standing(community, on).order_by("code") if community else Place.objects.none()
    return [
        (row.code, row.spoken)
        if len(row.code) == Level.GRID
        else (row.code, _("%(community)s, anywhere") % {"community": row.spoken})
        for row in rows
    ]


def organisation_choices(kinds: Any, community: str, on: date) -> list[tuple[int, str]]:
    """The organisations of these kinds in a community or above it, by place."""
    above = [community[:size] for size in (Level.COUNTY, Level.STREET)]
    rows = Organisation.objects.filter(in_force(on), kind__in=kinds)
    near = rows.filter(place__startswith=community) | rows.filter(place__in=above)
    return [(row.pk, row.spoken) for row in near.order_by("-place", "name", "id")]
