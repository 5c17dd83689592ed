"""What the desk fills in to change the words of a message."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sunshine.lib.refusals import Refused
from sunshine.notices.models import Template
from sunshine.notices.rules import check_template
from sunshine.notices.states import WORDS


class TemplateForm(forms.ModelForm):
    """Title and body with the step that was seen; `form.instance` goes to `actions.set_template`."""

    class Meta:
        model = Template
        fields: ClassVar[list[str]] = ["title", "body", "version"]
        labels: ClassVar[dict[str, Any]] = {"title": _("Title"), "body": _("Text")}
        widgets: ClassVar[dict[str, Any]] = {
            "version": forms.HiddenInput(),
            "body": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = " ".join(f"${{{word}}}" for word in sorted(WORDS))
        self.fields["body"].help_text = _("It can name: %(words)s") % {"words": allowed}

    def clean_title(self) -> str:
        """The title, naming only what may leave the house."""
        return self._checked("title")

    def clean_body(self) -> str:
        """The text, naming only what may leave the house."""
        return self._checked("body")

    def _checked(self, name: str) -> str:
        text = str(self.cleaned_data[name])
        try:
            check_template(text)
        except Refused as refused:
            raise ValidationError(str(refused)) from None
        return text
