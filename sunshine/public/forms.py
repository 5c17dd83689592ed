"""Forms a resident fills in: few fields, nothing compulsory but the matter itself."""

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.cases.forms import words
from sunshine.cases.forms.where import Key, WhichField, settle_place, standing
from sunshine.cases.queries.catalogue import Catalogue
from sunshine.cases.queries.originals import LOCATION_MOST
from sunshine.cases.rules import PHOTOS_MOST, Report
from sunshine.cases.rules.steps import PHONE_MOST
from sunshine.files.actions import Unreadable, parked
from sunshine.files.forms import PhotosField
from sunshine.lib.typed import without_controls
from sunshine.matters.forms import form_key_of
from sunshine.matters.rules.words import TEXT_MOST
from sunshine.matters.states import Satisfied, Solved
from sunshine.people.forms import organisation_words
from sunshine.people.models import Organisation
from sunshine.people.queries import TAIL, Directory, directory
from sunshine.people.states import OrganisationKind
from sunshine.places.queries import Locator, locator
from sunshine.public.communities import community_options
from sunshine.ui.forms import LongSelect

NO_PLACE = "none"
"""What is chosen instead of a community for a matter that has no place."""


def telephone_field(
    label: Any, help_text: Any = "", autocomplete: str = "off", most: int = 40
) -> forms.CharField:
    """A telephone number as people type it; may be left out."""
    attrs = {"inputmode": "tel", "autocomplete": autocomplete, "class": "short"}
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=most, widget=forms.TextInput(attrs=attrs)
    )


class ReportForm(forms.Form):
    """我要反映: what, where, and if one likes a photo and a telephone number."""

    text = forms.CharField(
        label=_("What is the matter?"),
        help_text=_("For example: the lamp at entrance 2 of building 3 has been out for three days."),
        error_messages={"required": _("Please write in a few words what the matter is.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    category = forms.CharField(
        label=_("What kind of matter is it?"),
        help_text=_("If you are not sure, leave it to us."),
        required=False,
        max_length=4,
        widget=forms.Select,
    )
    location = forms.CharField(
        label=_("Where is it?"),
        help_text=_("Estate and building, or a landmark nearby."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    # It may stand above the form, where it is asked for.
    community = forms.CharField(
        label=_("Community"), required=False, max_length=15, widget=LongSelect(attrs={"form": "report"})
    )
    which = WhichField()
    photos = PhotosField(
        label=_("Photos"),
        help_text=_(
            "Up to 6, 20 MB each, 60 MB together; may be left out. Place and camera data are removed."
        ),
    )
    phone = telephone_field(
        _("Your telephone"),
        _("So that we can call you back. It may be left out: then only the link shows you how it goes."),
        "tel",
        most=PHONE_MOST,
    )
    name = forms.CharField(
        label=_("How shall we call you?"),
        required=False,
        max_length=40,
        help_text=_("May be left out."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "short"}),
    )
    for_name = forms.CharField(
        label=_("Name of the person it is for"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short"}),
    )
    for_phone = telephone_field(_("Telephone of that person"), most=PHONE_MOST)
    for_consent = forms.BooleanField(label=_("That person knows of this and agrees."), required=False)
    confidential = forms.BooleanField(
        label=_("Keep my name and number confidential"),
        required=False,
        help_text=_(
            "Only those who handle, dispatch and audit the matter may then look at them; you follow it by its link alone."
        ),
    )
    about = forms.IntegerField(
        label=_("Which organisation is it about?"),
        help_text=_("It is not told of your report."),
        required=False,
        widget=forms.Select,
    )
    guess = forms.CharField(required=False, max_length=4, widget=forms.HiddenInput)
    place = forms.CharField(required=False, max_length=15, widget=forms.HiddenInput)
    building = forms.IntegerField(required=False, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)
    form_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, staff: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = staff
        self.not_kept = 0
        self.initial.setdefault("form_key", secrets.token_urlsafe(24))
        self.kept = parked.known(self.data.getlist("kept")) if self.is_bound else []  # type: ignore[attr-defined]

    def offer(self, rows: Catalogue, book: Locator, on: date) -> None:
        """Fill what can be chosen; only a page that is shown needs it, the action judges what was sent."""
        text = self["text"].value() or ""
        if self.staff:
            kinds = complaint_choices(rows, on)
        else:
            kinds = category_choices(rows, on, text)
            self._guess(rows, on, text)
        self.fields["category"].widget.choices = kinds
        if self.staff:
            self.fields["about"].widget.choices = about_choices(rows.directory, on)
        first = (("", _("Not sure")), (NO_PLACE, _("It has no place of its own")))
        self.fields["community"].widget.drawn = community_options(book, first)

    def _guess(self, rows: Catalogue, on: date, text: str) -> None:
        """Choose the kind of matter that the words point to, unless the resident chose another, or to leave it to us."""
        if (self["category"].value() or "") != (self["guess"].value() or ""):
            return
        sure = rows.sure(text, on)
        guess = {"category": sure.code if sure else "", "guess": sure.code if sure else ""}
        if self.is_bound:
            self.data = self.data.copy()  # type: ignore[attr-defined]
            for name, value in guess.items():
                self.data[name] = value  # type: ignore[index]
        self.initial.update(guess)

    def clean_about(self) -> int | None:
        """An organisation that exists; asked for in complaints only."""
        about = self.cleaned_data["about"] if self.staff else None
        if about is not None and about not in directory().organisations:
            raise forms.ValidationError(_("Please choose one of the listed organisations."))
        return about

    def clean(self) -> dict[str, Any]:
        """Ask for the whole of a point, for what a complaint is about, and count all photos together."""
        told = super().clean() or {}
        if self.errors.pop("lon", None) or self.errors.pop("lat", None):
            ask = _("The place on the map is incomplete. Please pick it again or describe it in words.")
            self.add_error("location", ask)
        if self.staff and not told.get("category"):
            self.add_error("category", _("Please choose what the complaint is about."))
        if len(self.kept) + len(told.get("photos") or ()) > PHOTOS_MOST:
            self.add_error("photos", _("At most %(most)s photos fit.") % {"most": PHOTOS_MOST})
        return told

    @property
    def words(self) -> str:
        """What was typed into the box of words, whether or not it can be taken as it is."""
        return self._raw("text")

    def _raw(self, name: str) -> str:
        return without_controls(self[name].value() or "").strip()

    def by_words(self, language: str, rows: Catalogue) -> Report:
        """A danger as it can be taken whatever else is wrong with the form: its words, and what is right beside them."""
        told = getattr(self, "cleaned_data", {})
        text, phone, book = self.words[:TEXT_MOST], self._raw("phone"), locator()
        on_map = told.get("lon") is not None and told.get("lat") is not None
        spot: dict[str, Any] = {
            "location": self._raw("location")[:LOCATION_MOST],
            "place": told.get("place"), "building": told.get("building"),
            "lon": told["lon"] if on_map else None, "lat": told["lat"] if on_map else None,
        }  # fmt: skip
        self._settle(told, spot)
        spot["place"] = spot["place"] if spot["place"] in book.names else None
        spot["building"] = spot["building"] if spot["building"] in book.buildings else None
        return Report(
            text=text, language=language, phone=phone[:PHONE_MOST], name=told.get("name") or "", **spot,
            category=told.get("category") if told.get("category") in rows.categories else None,
            confidential=bool(told.get("confidential")), form_key=form_key_of(self["form_key"].value() or "", text),
            ordinary="ordinary" in self.data,
        )  # fmt: skip

    def _settle(self, told: dict[str, Any], spot: dict[str, Any]) -> None:
        """Put what was chosen from a list first: one of the places offered, a community, or that there is no place."""
        which, community = self.chosen(told), told.get("community") or None
        if which is None and community == NO_PLACE:
            spot["place"] = spot["building"] = None
        else:
            settle_place(spot, community if which is None else which)

    def chosen(self, told: dict[str, Any]) -> Key | None:
        """One of the places offered, as long as nothing that was said later speaks against it."""
        return standing(told, self._raw("location") or self.words)

    def photographed(self) -> bool:
        """Whether photos came with it."""
        return bool(self.kept or self.cleaned_data["photos"])

    def report(self, language: str, *, photos: bool = True) -> Report:
        """What was said, as the action takes it; without `photos` the words alone."""
        told = dict(self.cleaned_data)
        told["place"] = told["place"] or None
        self._settle(self.cleaned_data, told)
        for name in ("guess", "community", "which"):
            told.pop(name)
        told["photos"] = (*parked.fetch(self.kept), *told["photos"]) if photos else ()
        told["category"] = told["category"] or None
        told["form_key"] = form_key_of(told["form_key"], told["text"])
        told["ordinary"] = "ordinary" in self.data
        return Report(**told, language=language)

    def lose_photos(self, faults: Mapping[int, str], who: str) -> Unreadable:
        """Put the good photos aside for who sent them, and return what to say of those that cannot be read, by name."""
        files = self.files.getlist("photos")
        there = len(self.kept)
        names = {there + n: file.name or "" for n, file in enumerate(filter(None, files), start=1)}
        chosen = enumerate(self.cleaned_data["photos"], start=there + 1)
        self.cleaned_data["photos"] = tuple(photo for n, photo in chosen if n not in faults)
        parked.drop(name for n, name in enumerate(self.kept, start=1) if n in faults)
        self.kept = [name for n, name in enumerate(self.kept, start=1) if n not in faults]
        self.keep_photos(who)
        return Unreadable(faults, names)

    def keep_photos(self, who: str) -> None:
        """Put the photos of a form that comes back aside for who sent it, unless they are what is wrong with it."""
        chosen = getattr(self, "cleaned_data", {}).get("photos") or ()
        if not self.errors.get("photos"):
            parked_now = parked.park(chosen, who, at=timezone.now())
            self.not_kept = len(chosen) - len(parked_now)
            self.kept = [*self.kept, *parked_now]


def category_choices(rows: Catalogue, on: date, text: str) -> list[Any]:
    """What the words suggest, then every kind of matter but complaints about staff."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in rows.live(on):
        if not row.restricted:
            groups.setdefault(words(rows.categories[row.parent_id or ""]), []).append((row.code, words(row)))
    likely = [(row.code, words(row)) for row in rows.suggest(text, on) if not row.restricted]
    suggested = [(_("Perhaps"), likely)] if likely else []
    return [("", _("Not sure: leave it to us")), *suggested, *groups.items()]


def complaint_choices(rows: Catalogue, on: date) -> list[Any]:
    """What a complaint about staff, fees or gifts may be about."""
    return [("", _("choose")), *[(row.code, words(row)) for row in rows.live(on) if row.restricted]]


def about_choices(offices: Directory, on: date) -> list[Any]:
    """The organisations a complaint may be about."""
    live = [
        row
        for row in offices.organisations.values()
        if row.in_service(on) and (row.kind != OrganisationKind.SUPERVISION or _supervised(offices, row, on))
    ]
    named = sorted(live, key=lambda row: (row.place, row.kind, row.pk))
    return [("", _("Not sure")), *[(row.pk, organisation_words(row)) for row in named]]


def _supervised(offices: Directory, desk: Organisation, on: date) -> bool:
    """Whether another supervision desk stands one level above this one."""
    return offices.nearest(OrganisationKind.SUPERVISION, desk.place, on, above=desk.place) is not None


class TrackForm(forms.Form):
    """我的事办到哪了: by number and the last four digits of the telephone."""

    number = forms.CharField(
        label=_("Number of your report"),
        help_text=_("18 digits, such as 231282-261123-000427; it stands on your slip."),
        max_length=40,
        error_messages={"required": _("Please type the number of your report.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    tail = forms.RegexField(
        r"^\s*(\d{4}|\+?\d[\d ()-]{6,22})\s*$",
        label=_("Last four digits of your telephone"),
        error_messages={
            "required": _("Please type the last four digits of the telephone you left."),
            "invalid": _("Please type exactly four digits."),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"}),
    )

    def whole(self) -> bool:
        """Whether the whole telephone number was typed; it is asked for where four digits were tried too often."""
        return len(self.cleaned_data["tail"].strip()) > TAIL


class SeenForm(forms.Form):
    """A step of the resident, with the step number the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class FollowForm(SeenForm):
    """Another report of the same matter, by the number that was suggested."""

    into = forms.CharField(max_length=20, widget=forms.HiddenInput)


class ReplyForm(SeenForm):
    """The answer to a question."""

    text = forms.CharField(
        label=_("Your answer"),
        error_messages={"required": _("Please write your answer.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PhotographForm(SeenForm):
    """Photos, later than the report."""

    photos = PhotosField()


def comment_field(label: Any, help_text: Any) -> forms.CharField:
    """A word that may be left out."""
    return forms.CharField(
        label=label, help_text=help_text, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


def satisfied_field(label: Any) -> forms.ChoiceField:
    """How content somebody is, for totals only."""
    return forms.ChoiceField(
        label=label,
        help_text=_(
            "May be left out. Nobody sees your own answer here; only totals of five and more are shown."
        ),
        choices=[
            (Satisfied.YES, _("satisfied")),
            (Satisfied.FAIR, _("fairly satisfied")),
            (Satisfied.NO, _("not satisfied")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )


class ConfirmForm(SeenForm):
    """办好了吗: solved, and if one likes a word to the handler and how one was treated."""

    solved = forms.ChoiceField(
        label=_("Is it done?"),
        choices=[
            (Solved.YES, _("Yes, it is done")),
            (Solved.PARTLY, _("Partly")),
            (Solved.NO, _("No, not done")),
        ],
        error_messages={"required": _("Please choose: done, partly, or not done.")},
        widget=forms.RadioSelect,
    )
    comment = comment_field(
        _("A word to those who handle it"),
        _("May be left out; if it is not done, please say what is missing."),
    )
    satisfied = satisfied_field(_("Are you satisfied with how it was handled?"))


class ReopenForm(SeenForm):
    """It is not over: not the same matter, not taken back, not solved."""

    comment = comment_field(_("What is different (may be left out)"), "")


class AgreeForm(ConfirmForm):
    """The common result: is it solved for this resident too?"""


class WithdrawForm(SeenForm):
    """The resident takes the matter back."""

    reason = forms.CharField(label=_("Why (may be left out)"), required=False, max_length=500)
