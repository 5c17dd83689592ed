"""The words for everyone to read: what leads to a person is marked, and whoever writes them decides on each."""

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sunshine.files.queries import of_subject
from sunshine.matters.forms import StepForm, text_field
from sunshine.matters.rules.public_words import KINDS, Passage, passages, undecided_sentence


class _Keys(forms.MultipleChoiceField):
    """Keys of findings; what was edited away meanwhile is no fault."""

    def valid_value(self, value: Any) -> bool:
        return True


class ReleaseForm(StepForm):
    """The words for everyone to read: nothing of a person.

    What the detector finds is shown marked, with one tick each: what is ticked stays, what was shown and is not ticked is
    hidden. `asked` carries what was shown; what is found anew, because the words were changed, is asked again.
    """

    text = text_field(
        _("What it was about"), help_text=_("For the public board. No names, no house numbers, no telephone.")
    )
    result = text_field(_("What was done"), required=False)
    kept = _Keys(
        label=_("What stays readable"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    asked = _Keys(required=False, widget=forms.MultipleHiddenInput)
    shown = forms.MultipleChoiceField(
        label=_("Photos for everyone"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what shows no face, no name, no number plate and no door number."),
    )

    def prepare(self) -> None:
        """Begin with what stands there; ask about what is found in what was typed."""
        photos = of_subject(self.matter.subject)
        names = [(photo.name, _("Photo %(n)s") % {"n": n}) for n, photo in enumerate(photos, start=1)]
        self.fields["shown"].choices = names  # type: ignore[attr-defined]
        self.initial.setdefault("shown", [photo.name for photo in photos if photo.released])
        if not photos:
            del self.fields["shown"]
        self.initial.setdefault("text", self.matter.released_text)
        self.initial.setdefault("result", self.matter.released_result)
        self._ask()

    def _ask(self) -> None:
        """One tick for each finding; without any there is nothing to ask."""
        self.already = set(self._sent("asked") or ())
        texts = {
            name: str(self._sent(name) or "").replace("\r\n", "\n").strip() for name in ("text", "result")
        }
        self.found = passages(texts)
        field: Any = self.fields["kept"]
        field.choices = [(one.key, _in_place(texts[one.field], one)) for one in self.found]
        field.help_text = format_html_join(
            "", '<p class="quote">{}</p>', ([_marked(text, name, self.found)] for name, text in texts.items() if text)
        )  # fmt: skip
        if not self.found:
            del self.fields["kept"]
        elif isinstance(self.data, MultiValueDict):
            self.data = self.data.copy()
            self.data.setlist("asked", [one.key for one in self.found])

    def _sent(self, name: str) -> Any:
        field = self.fields[name]
        return field.widget.value_from_datadict(self.data, self.files, name) if self.is_bound else None

    def clean(self) -> dict[str, Any]:
        """Say of each finding whether it is hidden; Refused to the form while one was not shown before."""
        told = super().clean() or self.cleaned_data
        told.pop("asked", None)
        new = [one for one in self.found if one.key not in self.already]
        if new:
            self.add_error("kept", undecided_sentence(new))
            return told
        told["kept"] = [one.key for one in self.found if one.key in told.get("kept", ())]
        told["hidden"] = [one.key for one in self.found if one.key not in told["kept"]]
        return told


def _marked(text: str, field: str, found: list[Passage]) -> SafeString:
    """The text with its findings marked."""
    parts: list[SafeString] = []
    end = 0
    for one in found:
        if one.field == field:
            parts.append(format_html("{}<mark>{}</mark>", text[end : one.span.start], one.words))
            end = one.span.end
    return format_html("{}{}", format_html_join("", "{}", ((part,) for part in parts)), text[end:])


AROUND = 12
"""Characters of the text beside a finding, so that one knows which of two is meant."""


def _in_place(text: str, one: Passage) -> SafeString:
    """A finding with its kind and what stands beside it."""
    start, end = one.span.start, one.span.end
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return format_html("<span>{}: {}<mark>{}</mark>{}</span>", KINDS[one.span.kind], before, one.words, after)
