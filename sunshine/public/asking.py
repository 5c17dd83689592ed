"""请人帮忙: the form of a wish, one question after the other on three short pages."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.matters.forms import form_key_of
from sunshine.matters.states import Solved
from sunshine.places.queries import Locator
from sunshine.public.communities import community_options
from sunshine.public.forms import SeenForm, comment_field, satisfied_field, telephone_field
from sunshine.ui.forms import LongSelect
from sunshine.wishes.forms import (
    CHILD,
    ME,
    OTHER,
    day_field,
    times_field,
)
from sunshine.wishes.rules import Asking

PAGES: tuple[tuple[str, ...], ...] = (
    ("whom", "kind"),
    ("text", "times", "wanted_by", "community", "place", "building"),
    ("phone", "name", "for_name", "for_phone", "for_consent"),
)
"""Which questions stand on which page."""

SHOWN_AT = {
    "money": "text",
    "for_minor": "whom",
    "bad_phone": "phone",
    "place": "community",
    "building": "community",
}
"""Where a refusal is shown; all other codes are names of fields."""


class WishForm(forms.Form):
    """What kind of help and for whom; in which words and when; and whom to call."""

    whom = forms.ChoiceField(
        label=_("Who is it for?"),
        choices=[
            (ME, _("For myself")),
            (OTHER, _("For somebody who knows of it and agreed")),
            (CHILD, _("For a child: I am mother, father or guardian")),
        ],
        error_messages={"required": _("Please choose who it is for.")},
        widget=forms.RadioSelect,
    )
    kind = forms.CharField(
        label=_("What would help?"),
        max_length=24,
        error_messages={"required": _("Please choose what would help.")},
    )
    text = forms.CharField(
        label=_("Tell us in a few words"),
        help_text=_(
            "For example: please bring my rice and oil up to the fifth floor. No money, no telephone numbers."
        ),
        error_messages={"required": _("Please write in a few words what would help.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    times = times_field()
    wanted_by = day_field(_("By which day, if there is one"))
    community = forms.CharField(
        label=_("Which is your community?"), required=False, max_length=15, widget=LongSelect
    )
    phone = telephone_field(
        _("Your telephone"),
        _("Whoever helps calls first. It is kept under seal and shown to nobody else."),
        "tel",
    )
    name = forms.CharField(
        label=_("How shall we call you?"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "short"}),
    )
    for_name = forms.CharField(
        label=_("Name of the person it is for"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short"}),
    )
    for_phone = telephone_field(_("Telephone of that person"), _("May be left out."))
    for_consent = forms.BooleanField(label=_("That person knows of this and agrees."), required=False)
    place = forms.CharField(required=False, max_length=15, widget=forms.HiddenInput)
    building = forms.IntegerField(required=False, widget=forms.HiddenInput)
    form_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"form_key": secrets.token_urlsafe(24), "whom": ME, **self.initial}
        if self["whom"].value() == CHILD:
            self.fields["name"].label = _("Your name, as parent or guardian")

    def offer(self, book: Locator) -> None:
        """Fill the list of communities; only the page that shows it needs it, the action judges what was sent."""
        self.fields["community"].widget.drawn = community_options(book, [("", _("choose"))])

    def clean(self) -> dict[str, Any]:
        """Ask for a community in some form."""
        told = super().clean() or {}
        if not (told.get("community") or told.get("place") or told.get("building")):
            self.add_error(
                "community", _("Please choose your community: its office looks at your wish first.")
            )
        return told

    def upto(self, page: int) -> bool:
        """Whether everything asked up to this page (from 1) is answered well; later questions stay unasked."""
        asked = {name for names in PAGES[:page] for name in names}
        for name in [name for name in self.errors if name not in asked]:
            del self.errors[name]
        return not self.errors

    def earliest(self) -> int:
        """The first page (from 1) that has something to correct; the last where it is no field's."""
        wrong = [number for number, names in enumerate(PAGES, start=1) if set(names) & set(self.errors)]
        return min(wrong, default=len(PAGES))

    def carried(self, page: int) -> list[Any]:
        """The questions of the other pages, to go along unseen."""
        return [self[name] for names in (*PAGES[: page - 1], *PAGES[page:]) for name in names]

    def replace(self, name: str, value: str) -> None:
        """Put another value into a field as it was filled, to be looked at again."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data[name] = value  # type: ignore[index]

    def asking(self, language: str) -> Asking:
        """What was said, as the action takes it; a question not yet reached is empty."""
        told: dict[str, Any] = {name: self.cleaned_data.get(name) or "" for names in PAGES for name in names}
        whom, community = told.pop("whom"), told.pop("community")
        told |= {
            "place": community or told["place"] or None,
            "building": None if community else told["building"] or None,
            "times": tuple(told["times"]),
            "wanted_by": told["wanted_by"] or None,
            "for_minor": whom == CHILD,
            "for_consent": bool(told["for_consent"]),
            "form_key": form_key_of(self.cleaned_data.get("form_key", ""), told["text"]),
        }
        if whom != OTHER:
            told |= {"for_name": "", "for_phone": ""}
        return Asking(**told, language=language)


class FulfilledForm(SeenForm):
    """办好了吗: what the wisher says afterwards."""

    fulfilled = forms.ChoiceField(
        label=_("Is it done as you wished?"),
        choices=[
            (Solved.YES, _("Yes, it is done")),
            (Solved.PARTLY, _("Partly")),
            (Solved.NO, _("Not yet")),
        ],
        error_messages={"required": _("Please choose: done, partly, or not yet.")},
        widget=forms.RadioSelect,
    )
    comment = comment_field(
        _("A word to those who helped"),
        _("May be left out; if it is not done yet, please say what is missing."),
    )
    satisfied = satisfied_field(_("Are you satisfied with the help?"))
