"""Forms of the tables of handling: its numbers, the reasons a proposal may name, the ladder of overdue matters."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.cases.models import Parameter, Rung
from sunshine.cases.queries import short_number
from sunshine.cases.states import Asking, Claim
from sunshine.people.states import OrganisationKind
from sunshine.tables.forms import KindForm


class NumberForm(forms.Form):
    """The value of a number of the rules, and where it comes from."""

    value = forms.DecimalField(label=_("Value"), max_digits=8, decimal_places=2)
    source = forms.CharField(label=_("Source of the rule"), max_length=200, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: Parameter, **kwargs: Any) -> None:
        kwargs["initial"] = {"value": short_number(row.value), "source": row.source, "seen": row.version}
        super().__init__(*args, **kwargs)
        self.fields["value"].help_text = _("From %(least)s to %(most)s.") % {
            "least": short_number(row.least),
            "most": short_number(row.most),
        }


class ReasonKindForm(KindForm):
    """A reason that a proposal may name."""

    begins_with = ("code", "kind", "zh", "en")
    ends_with = ("source", "order", "retired_on", "seen")
    fixed = ("code", "kind")

    code = forms.RegexField(  # type: ignore[assignment]
        r"^[a-z][a-z_]{1,31}$",
        label=_("Code"),
        help_text=_("Small letters and underscores; it never changes."),
        error_messages={"invalid": _("A code is of small letters and underscores.")},
    )
    kind = forms.ChoiceField(label=_("Kind of proposal"), choices=Asking.choices)
    zh = forms.CharField(label=_("Name in Chinese"), max_length=60)
    en = forms.CharField(label=_("Name in English"), max_length=100)
    off_list = forms.BooleanField(label=_("Not on the community's duty list"), required=False)
    claims = forms.ChoiceField(
        label=_("What the record has to show"),
        choices=[("", _("nothing of its own")), *Claim.choices],
        required=False,
        help_text=_("Only for leaving a matter out of the rates."),
    )


class RungForm(forms.Form):
    """Who is told so many hours after the deadline."""

    order = forms.IntegerField(label=_("Rung"), min_value=1, max_value=9)
    kind = forms.ChoiceField(label=_("Kind of organisation that is told"), choices=OrganisationKind.choices)
    after_hours = forms.IntegerField(label=_("Hours after the deadline"), min_value=1, max_value=9999)
    source = forms.CharField(label=_("Source of the rule"), max_length=120, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: Rung | None, **kwargs: Any) -> None:
        if row is not None:
            names = ("order", "kind", "after_hours", "source")
            kwargs["initial"] = {**{name: getattr(row, name) for name in names}, "seen": row.version}
        super().__init__(*args, **kwargs)
        self.fields["order"].disabled = row is not None
