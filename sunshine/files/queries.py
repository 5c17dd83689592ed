"""Reads of photos and of workbooks: whose they are, and where their bytes lie."""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob

from sunshine.files.models import Export, Photo
from sunshine.files.states import UNDER_WAY, ExportState
from sunshine.people.models import Officer


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


def exports_of(officer: Officer) -> QuerySet[Export]:
    """The workbooks that this officer asked for, the newest first: nobody else's exist for them."""
    return Export.objects.filter(officer=officer).order_by("-asked_at", "-id")


def lost_exports() -> list[Export]:
    """Workbooks under way that no job is going to make, such as after the queue was lost.

    Two SELECTs: the queue lies outside the county. Counties share it, so their numbers may be equal.
    """
    exports = list(Export.objects.filter(state__in=UNDER_WAY).order_by("id"))
    jobs = ProcrastinateJob.objects.filter(
        queue_name=settings.COUNTY_QUEUE,
        task_name__in={export.maker for export in exports},
        status__in=["todo", "doing"],
    )
    made = {(maker, told.get("export_id")) for maker, told in jobs.values_list("task_name", "args")}
    return [export for export in exports if (export.maker, export.pk) not in made]


def export_path(export: Export) -> Path:
    """Where the workbook lies once it is made."""
    return Path(settings.EXPORTS) / f"{export.name}.xlsx"


def workshop(export: Export) -> Path:
    """The folder in which this attempt makes it; each attempt has its own."""
    return Path(settings.EXPORTS) / f".{export.name}-{export.attempts}"


def named_files() -> set[str]:
    """What may lie in the folder of workbooks: files of rows that did not fail, and workshops of those being made.

    A file is there an instant before its row says so, hence also those of rows still being made.
    """
    rows = Export.objects.exclude(state=ExportState.FAILED)
    found = {export_path(row).name for row in rows}
    return found | {workshop(row).name for row in rows if row.under_way}
