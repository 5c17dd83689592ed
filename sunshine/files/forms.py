"""The field for photos: several at once; what they hold is examined when they are taken in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PHOTOS_MOST = 6


class PhotosInput(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class PhotosField(forms.FileField):
    """Up to six photos; cleans to a tuple of their bytes. One that is too large is named with those that cannot be read."""

    widget = PhotosInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Photos"))
        kwargs.setdefault(
            "help_text", _("Up to 6 photos, 20 MB each, 60 MB together. Place and camera data are removed.")
        )
        super().__init__(required=False, **kwargs)
        self.widget.attrs.setdefault("accept", "image/*")

    def clean(self, data: Any, initial: Any = None) -> tuple[bytes, ...]:
        """The bytes of every photo; says when there are too many."""
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if len(files) > PHOTOS_MOST:
            raise ValidationError(_("At most %(most)s photos fit.") % {"most": PHOTOS_MOST})
        return tuple(file.read() for file in files)
