"""The form of a skill."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.volunteers.models import Skill


class SkillForm(forms.Form):
    """Something a person can do for another; one in use is retired, never deleted."""

    code = forms.SlugField(label=_("Code"), max_length=24)
    zh = forms.CharField(label=_("Name in Chinese"), max_length=40)
    en = forms.CharField(label=_("Name in English"), max_length=60)
    order = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=9999, initial=0)
    source = forms.CharField(label=_("Source of the rule"), max_length=120, required=False)
    retired_on = forms.DateField(
        label=_("Not used from"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: Skill | None, **kwargs: Any) -> None:
        if row is not None:
            known = {name: getattr(row, name) for name in self.base_fields if hasattr(row, name)}
            kwargs["initial"] = {**known, "seen": row.version}
        super().__init__(*args, **kwargs)
        self.fields["code"].disabled = row is not None
