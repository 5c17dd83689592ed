"""What is filled in about a kind of wish."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.people.forms import DayInput
from sunshine.volunteers.models import Skill
from sunshine.wishes.models import WishKind


class WishKindForm(forms.Form):
    """A kind of wish: help, company or an errand, never money."""

    code = forms.SlugField(label=_("Code"), max_length=24)
    zh = forms.CharField(label=_("Name in Chinese"), max_length=40)
    en = forms.CharField(label=_("Name in English"), max_length=60)
    skill = forms.ModelChoiceField(
        Skill.objects.none(), label=_("Skill that fits"), required=False, empty_label=_("none")
    )
    at_home = forms.BooleanField(
        label=_("Somebody comes into the home: the first visit is made by two"), required=False
    )
    order = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=9999, initial=0)
    source = forms.CharField(label=_("Source of the rule"), max_length=120, required=False)
    retired_on = forms.DateField(label=_("Not used from"), required=False, widget=DayInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: WishKind | None, **kwargs: Any) -> None:
        if row is not None:
            known = {name: getattr(row, name) for name in self.base_fields if hasattr(row, name)}
            kwargs["initial"] = {**known, "skill": row.skill_id, "seen": row.version}
        super().__init__(*args, **kwargs)
        self.fields["skill"].queryset = Skill.objects.order_by("order", "code")  # type: ignore[attr-defined]
        self.fields["code"].disabled = row is not None
