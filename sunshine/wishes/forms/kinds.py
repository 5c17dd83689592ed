"""What is filled in about a kind of wish."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.tables.forms import KindForm
from sunshine.volunteers.models import Skill


class WishKindForm(KindForm):
    """A kind of wish: help, company or an errand, never money."""

    skill = forms.ModelChoiceField(
        Skill.objects.none(), label=_("Skill that fits"), required=False, empty_label=_("none")
    )
    at_home = forms.BooleanField(
        label=_("Somebody comes into the home: the first visit is made by two"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skill"].queryset = Skill.objects.order_by("order", "code")  # type: ignore[attr-defined]
