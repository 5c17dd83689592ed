"""The form of a row of a table of kinds; a room adds the fields that are its own."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from sunshine.lib.typed import split_names
from sunshine.people.forms import DayInput
from sunshine.tables.models import Kind

LONGEST_KEYWORD = 20


class KeywordsField(forms.CharField):
    """Words by which a row is found, parted by commas."""

    def __init__(self, *, help_text: Any) -> None:
        super().__init__(
            label=_("Keywords"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=help_text,
        )

    def clean(self, value: Any) -> Any:
        """The words, each once; raises ValidationError for one too long."""
        found = split_names(super().clean(value))
        if any(len(word) > LONGEST_KEYWORD for word in found):
            raise ValidationError(_("A keyword has at most 20 characters."))
        return found

    def prepare_value(self, value: Any) -> Any:
        """A list is shown as it is typed."""
        return "、".join(value) if isinstance(value, list) else value


class KindForm(forms.Form):
    """A row of a table of kinds. The fields of a room stand between `begins_with` and `ends_with`."""

    begins_with: ClassVar[tuple[str, ...]] = ("code", "zh", "en")
    ends_with: ClassVar[tuple[str, ...]] = ("order", "source", "retired_on", "seen")
    fixed: ClassVar[tuple[str, ...]] = ("code",)
    """What never changes once the row stands."""

    code = forms.SlugField(label=_("Code"), max_length=24)
    zh = forms.CharField(label=_("Name in Chinese"), max_length=40)
    en = forms.CharField(label=_("Name in English"), max_length=60)
    order = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=9999, initial=0)
    source = forms.CharField(label=_("Source of the rule"), max_length=120, required=False)
    retired_on = forms.DateField(label=_("Not used from"), required=False, widget=DayInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: Kind | None, **kwargs: Any) -> None:
        if row is not None:
            kwargs["initial"] = self.initial_of(row)
        super().__init__(*args, **kwargs)
        own = [name for name in self.fields if name not in {*self.begins_with, *self.ends_with}]
        self.order_fields([*self.begins_with, *own, *self.ends_with])
        for name in self.fixed if row is not None else ():
            self.fields[name].disabled = True

    def initial_of(self, row: Kind) -> dict[str, Any]:
        """What the form begins with: the row, at the version that is looked at."""
        return {**model_to_dict(row, fields=list(self.base_fields)), "seen": row.version}
