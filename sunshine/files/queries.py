"""Reads of photos: whose they are, and where their bytes lie."""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from sunshine.files.models import Photo


def of_subject(subject: str) -> list[Photo]:
    """The photos of a subject in the order they came."""
    return list(Photo.objects.filter(subject=subject).order_by("id"))


def of_subjects(subjects: Iterable[str]) -> dict[str, list[Photo]]:
    """The photos of several subjects, by subject; one SELECT."""
    found: dict[str, list[Photo]] = {subject: [] for subject in subjects}
    for photo in Photo.objects.filter(subject__in=list(found)).order_by("id"):
        found[photo.subject].append(photo)
    return found


def released_of(subjects: Iterable[str]) -> dict[str, list[str]]:
    """The names of the photos that somebody released, by subject; one SELECT, none without subjects."""
    found: dict[str, list[str]] = {subject: [] for subject in subjects}
    if found:
        rows = Photo.objects.filter(subject__in=list(found), released=True).order_by("id")
        for subject, name in rows.values_list("subject", "name"):
            found[subject].append(name)
    return found


def photo_path(photo: Photo) -> Path:
    """Where the picture lies: a JPEG, at most 2560 pixels wide or high."""
    return folder_of(photo.name) / f"{photo.name}.jpg"


def thumb_path(photo: Photo) -> Path:
    """Where the small picture lies: a JPEG, at most 480 pixels wide or high."""
    return folder_of(photo.name) / f"{photo.name}-small.jpg"


def folder_of(name: str) -> Path:
    """Two levels of 256 folders, so that none grows long."""
    return Path(settings.PHOTOS) / name[:2] / name[2:4]
