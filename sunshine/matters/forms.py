"""Forms of steps that every kind of matter has; each names what its action takes, and carries the version that was seen."""

import hashlib
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.matters.states import Channel, Satisfied
from sunshine.people.models import Officer

LONGEST = 5000
"""Characters of one text; longer ones are papers to attach, not words to read."""

_AREA = forms.Textarea(attrs={"rows": 4})


class StepForm(forms.Form):
    """A step of one matter. `seen` is the step number on the page: who was overtaken is told so.

    `from_address` names the fields that a link to the form may fill in.
    """

    from_address: tuple[str, ...] = ()
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, matter: Any, officer: Officer | None, on: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"seen": matter.version, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.matter, self.on = matter, on
        self.asker: Any = officer
        self.prepare()

    def prepare(self) -> None:
        """Fill the choices that depend on the matter."""


class SlipForm(StepForm):
    """The reason for printing the slip with the resident's secret link."""

    reason = forms.CharField(
        label=_("To whom do you give it?"), min_length=4, max_length=200,
        help_text=_("For example: the resident stands at the counter. It is recorded."),
    )  # fmt: skip


def text_field(
    label: Any, *, required: bool = True, help_text: Any = "", most: int = LONGEST
) -> forms.CharField:
    """Return the field of a text of several lines, of at most `most` characters."""
    return forms.CharField(label=label, required=required, max_length=most, widget=_AREA, help_text=help_text)


class TextForm(StepForm):
    """A note among staff, or a question to the resident, or the resident's reply."""

    text = text_field(_("Text"))


class ReasonForm(StepForm):
    """A step that needs its reason."""

    reason = text_field(_("Reason"))


class ForgetForm(StepForm):
    """A closed matter is erased because a person asks."""

    why = text_field(_("Who asks for it, and on what ground"), help_text=_("Kept under seal in the record."))


class WithdrawForm(StepForm):
    """The resident takes the matter back; the reason is theirs to give or not."""

    reason = text_field(_("Reason, if the resident gave one"), required=False)


class SpokenForm(StepForm):
    """What somebody said of the help they got, on the telephone or at the counter."""

    channel = forms.ChoiceField(
        label=_("How you spoke"),
        choices=[(row.value, row.label) for row in (Channel.PHONE, Channel.COUNTER)],
        widget=forms.RadioSelect(attrs={"class": "across"}),
        initial=Channel.PHONE,
    )
    satisfied = forms.ChoiceField(
        label=_("How was it handled?"),
        choices=[("", _("not said")), *Satisfied.choices],
        required=False,
        widget=forms.RadioSelect(attrs={"class": "across"}),
        help_text=_("Shown only in totals of five and more; the handler does not see it."),
    )
    comment = text_field(
        _("What the resident wants to tell the handler"), required=False, help_text=_("Needed if not solved.")
    )


def form_key_of(key: str, text: str) -> str | None:
    """Return the idempotency key of a form, None without one.

    The same page sent twice is one; other words typed on the page one went back to are another.
    """
    return hashlib.sha256(f"{key}\n{text}".encode()).hexdigest() if key else None
