"""The field for photos: several at once, none too many."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from sunshine.files.forms import PhotosField


class PhotosForm(forms.Form):
    photos = PhotosField()


def form(*photos: bytes) -> PhotosForm:
    files = [SimpleUploadedFile(f"{n}.jpg", data) for n, data in enumerate(photos)]
    return PhotosForm({}, MultiValueDict({"photos": files}))


@pytest.mark.parametrize("photos", [(), (b"one",), (b"one", b"two", b"three")])
def test_photos_come_as_their_bytes(photos):
    filled = form(*photos)

    assert (filled.is_valid(), filled.cleaned_data["photos"]) == (True, photos)


def test_a_seventh_photo_is_refused():
    assert form(*[b"x"] * 7).is_valid() is False


def test_the_field_takes_several_pictures():
    html = str(form()["photos"])

    assert ("multiple" in html, 'accept="image/*"' in html) == (True, True)
