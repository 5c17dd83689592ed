"""Forms by which a ledger is brought to the desk: the file, what its columns are, why it is taken back."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sunshine.cases.states import LedgerField
from sunshine.places.forms import place_choices

LEDGER_BYTES = 20 * 2**20
IGNORED = "-"


class LedgerFileForm(forms.Form):
    """What `keep_ledger` takes."""

    file = forms.FileField(
        label=_("Ledger file"),
        help_text=_(
            "Excel, WPS, ODS or csv, up to 20 MB. It is kept for an hour, in no backup, and then removed."
        ),
    )
    source = forms.CharField(
        label=_("Name of the ledger"),
        help_text=_(
            "Always the same for the same ledger: its numbers and columns are known by it, so nothing comes in twice."
        ),
        max_length=60,
        initial="12345",
        widget=forms.TextInput(attrs={"list": "ledger-sources", "autocomplete": "off"}),
    )
    community = forms.ChoiceField(
        label=_("Whose ledger it is"),
        help_text=_("For rows that name no place we know."),
        required=False,
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        community = self.fields["community"]
        community.choices = place_choices(settings.COUNTY, on, blank=_("several, or not known"))  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        """No file is larger than what is read."""
        if self.cleaned_data["file"].size > LEDGER_BYTES:
            raise ValidationError(gettext("The file is too large. Split it, for instance by month."))
        return self.cleaned_data["file"]


class LedgerColumnsForm(forms.Form):
    """What each column of a ledger holds; whoever may weigh must be answered, the others stand as we know them."""

    def __init__(self, found: Iterable[Mapping[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {}
        for index, column in enumerate(found):
            name = f"column-{index}"
            self.names[name] = column["name"]
            blank = [("", _("choose"))] if column["asks"] else []
            self.fields[name] = forms.ChoiceField(
                label=column["name"],
                choices=[*blank, (IGNORED, _("leave out")), *LedgerField.choices],
                initial="" if column["asks"] else column["field"] or IGNORED,
                help_text=gettext("filled in %(filled)s of %(rows)s rows") % column,
            )

    def clean(self) -> dict[str, Any]:
        """What was said anew of columns, "" for one that is left out; without number and text it is no ledger.

        What stands as we know it is not said anew: the order in which our headings win stays.
        """
        said = super().clean() or {}
        if not self.errors and (lacking := {LedgerField.NUMBER, LedgerField.TEXT} - set(said.values())):
            names = ", ".join(str(field.label) for field in sorted(lacking))
            raise ValidationError(gettext("Please say which column holds: %(names)s.") % {"names": names})
        anew = {self.names[name]: said[name] for name in self.changed_data if name in said}
        return {"columns": {name: "" if field == IGNORED else field for name, field in anew.items()}}


class LedgerAnswersForm(forms.Form):
    """What `ask_answers` takes beside the officer."""

    source = forms.ChoiceField(label=_("Name of the ledger"))
    whole = forms.BooleanField(label=_("All of them, also what went back before"), required=False)

    def __init__(self, sources: Iterable[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [(name, name) for name in sources]  # type: ignore[attr-defined]


class LedgerUndoForm(forms.Form):
    """What `undo_ledger` takes."""

    reason = forms.CharField(
        label=_("Why it is taken back"),
        help_text=_("Kept with each matter. What somebody has worked on stays and is named."),
        min_length=4,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
