"""What is asked once when several matters take the same step: where they go, or a word to it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.cases.forms.choices import category_choices
from sunshine.cases.queries import catalogue
from sunshine.cases.rules import check_chosen
from sunshine.lib.refusals import Refused
from sunshine.matters.forms import text_field
from sunshine.people.forms import handles, organisation_words
from sunshine.people.queries import directory


class SeveralForm(forms.Form):
    """A step of several matters that asks nothing more."""

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.prepare()

    def prepare(self) -> None:
        """Fill the choices that depend on the day."""


class SeveralRouteForm(SeveralForm):
    """One kind, one organisation, or both, for all of them."""

    category = forms.ChoiceField(
        label=_("Category"),
        required=False,
        help_text=_("Chosen alone, each goes to whom the duty catalogue names for its place."),
    )
    organisation = forms.TypedChoiceField(label=_("Organisation"), required=False, empty_value=None)
    reason = text_field(
        _("Reason"),
        required=False,
        help_text=_("Needed if you choose the organisation. It reads it, and it stays in the timeline."),
    )

    def prepare(self) -> None:
        """Offer the kinds in use, but complaints about staff, and the organisations that handle matters."""
        kinds: Any = self.fields["category"]
        kinds.choices = [("", _("each keeps its own")), *_ordinary(self.on)]
        offices = {str(pk): row for pk, row in directory().organisations.items() if handles(row, self.on)}
        field: Any = self.fields["organisation"]
        named = [(pk, organisation_words(row)) for pk, row in offices.items()]
        field.choices = [("", _("whoever the duty catalogue names")), *named]
        field.coerce = offices.__getitem__

    def clean(self) -> dict[str, Any]:
        """Something is chosen, and an organisation has its reason."""
        told: dict[str, Any] = super().clean() or {}
        if not self.errors and not (told["category"] or told["organisation"]):
            raise forms.ValidationError(_("Please choose the category, the organisation, or both."))
        try:
            check_chosen(told.get("organisation"), told.get("reason", ""))
        except Refused as refusal:
            self.add_error("reason", str(refusal))
        return told


def _ordinary(on: date) -> list[tuple[str, Any]]:
    rows = catalogue().categories
    groups = [
        (name, [pair for pair in kinds if not rows[pair[0]].restricted])
        for name, kinds in category_choices(on)[1:]
    ]
    return [(name, kinds) for name, kinds in groups if kinds]


class SeveralRemindForm(SeveralForm):
    """A word to it, if one likes."""

    text = text_field(_("A word to it"), required=False)
