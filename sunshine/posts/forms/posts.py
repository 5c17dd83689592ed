"""What is filled in about posts: a duty done, a pledge and what became of it, and how a service was."""

import secrets
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.people.forms import DayInput
from sunshine.posts.models import Pledge
from sunshine.posts.rules.pledges import EVIDENCE_MOST, SCOPE_MOST, TEXT_MOST
from sunshine.posts.rules.posts import FOUND_MOST, NOTE_MOST
from sunshine.posts.states import Helpful, PledgeState


class TaskForm(forms.Form):
    """A duty done: how many things were found, a few words, and what somebody else has to put right."""

    found = forms.IntegerField(
        label=_("How many things did you find?"),
        help_text=_("0 if everything was in order."),
        min_value=0,
        max_value=FOUND_MOST,
        initial=0,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    note = forms.CharField(
        label=_("In a few words"),
        help_text=_("May be left out. Please no names and no numbers of people."),
        max_length=NOTE_MOST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    hazard = forms.CharField(
        label=_("Has somebody to put something right?"),
        help_text=_(
            "What it is and where exactly. It goes at once to the organisation that answers for it, with a deadline."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    category = forms.CharField(
        label=_("What kind of matter is it?"), required=False, max_length=4, widget=forms.Select
    )

    def offer(self, kinds: list[Any]) -> None:
        """Fill the kinds of matter to choose from; the action judges what was sent."""
        self.fields["category"].widget.choices = kinds

    def clean_category(self) -> str | None:
        """The code, or nothing: then it is found from the words."""
        return self.cleaned_data["category"] or None


class PledgeForm(forms.Form):
    """A pledge: what, for whom, by when."""

    text = forms.CharField(
        label=_("What do you promise?"),
        help_text=_("One thing that others can see, such as: clear the stairwell every Saturday morning."),
        max_length=TEXT_MOST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    scope = forms.CharField(
        label=_("For whom?"),
        help_text=_("A building, a yard, the old people of the grid …"),
        max_length=SCOPE_MOST,
    )
    due_on = forms.DateField(label=_("By when?"), widget=DayInput)


class OwnPledgeForm(PledgeForm):
    """A person's own pledge, with one of their posts if they like."""

    post = forms.TypedChoiceField(
        label=_("With which of your posts?"), coerce=int, required=False, empty_value=None
    )

    def __init__(self, *args: Any, posts: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = [("", _("with none")), *posts]  # type: ignore[attr-defined]


class SettleForm(forms.Form):
    """What became of a pledge."""

    state = forms.ChoiceField(
        label=_("What became of it?"),
        choices=[choice for choice in PledgeState.choices if choice[0] != PledgeState.MADE],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what became of it.")},
    )
    evidence = forms.CharField(
        label=_("How can one see it?"),
        help_text=_("What was done, how often, where it can be seen. Everybody can read this."),
        required=False,
        max_length=EVIDENCE_MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = forms.CharField(
        label=_("Why late, or why not?"),
        help_text=_("Only if it was late or not kept. A plain reason is enough."),
        required=False,
        max_length=TEXT_MOST,
    )

    def __init__(self, *args: Any, pledge: Pledge, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if on <= pledge.due_on:
            choices = self.fields["state"].choices  # type: ignore[attr-defined]
            self.fields["state"].choices = [  # type: ignore[attr-defined]
                choice for choice in choices if choice[0] != PledgeState.LATE
            ]


class CommentForm(forms.Form):
    """How the service was, for the service alone; words are read by the community before anybody sees them."""

    helpful = forms.ChoiceField(
        label=_("Did it help?"),
        choices=[
            (Helpful.YES, _("Yes, it helped")),
            (Helpful.PARTLY, _("A little")),
            (Helpful.NO, _("No, it did not")),
        ],
        error_messages={"required": _("Please say whether it helped.")},
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("A few words on the service"),
        help_text=_(
            "May be left out. About the service, not the person: names and numbers are hidden. "
            "The community reads it before it is shown."
        ),
        required=False,
        max_length=TEXT_MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    form_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", secrets.token_urlsafe(24))
