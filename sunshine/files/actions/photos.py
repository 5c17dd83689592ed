"""Keeping photos. They belong to steps of a subject, whose own entry tells of them; so no entries here."""

import os
import secrets
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from sunshine.files.actions import parked
from sunshine.files.models import Photo
from sunshine.files.queries import of_subject, photo_path, thumb_path
from sunshine.lib import photos
from sunshine.lib.canonical import digest
from sunshine.lib.darkroom import Busy, clean_apart
from sunshine.lib.refusals import Refused

LOCK = ".one-at-a-time"
"""Beside what is parked: a folder that is in no backup."""
MOST = 6
"""So many photos go with one step at most: those of the report take no place from those of the result."""
MOST_OF_ALL = 4 * MOST
"""And so many with a subject, however many steps it takes."""


class Unreadable(Refused):
    """Photos that cannot be taken, each by its number in what was sent; the others are good.

    Whoever knows the names of the files may say them.
    """

    def __init__(self, faults: Mapping[int, str], names: Mapping[int, str] | None = None) -> None:
        self.faults = faults
        said = [_why(code) % {"photo": _photo_called(number, names or {})} for number, code in faults.items()]
        super().__init__(" ".join(said), code=next(iter(faults.values())))


@transaction.atomic
def keep_photos(subject: str, uploads: Sequence[bytes], *, step: int, at: datetime) -> list[Photo]:
    """Clean, store and list photos of a subject at its step; returns the new ones, a photo sent twice once.

    The files are whole on disk before their rows are written. Raises Unreadable naming each photo that cannot
    be taken and why, Refused when there are more than fit; then nothing is kept.
    """
    there = of_subject(subject)
    _check_number(len(uploads))  # before any is decoded, which takes time
    clean = _clean(uploads, {photo.digest for photo in there})
    _check_number(sum(photo.step == step for photo in there) + len(clean))
    if len(there) + len(clean) > MOST_OF_ALL:
        raise Refused(
            _("There are %(most)s photos already; no more fit.") % {"most": len(there)}, code="too_many"
        )
    new = [_photo(subject, key, picture, step, at) for key, picture in clean.items()]
    _store(new, list(clean.values()))
    return Photo.objects.bulk_create(new)


def crowded_refusal() -> Refused:
    """That photos cannot be looked at just now."""
    return Refused(
        _("Many photos come in just now. Please send again in a minute, or without photos."), code="busy"
    )


def _check_number(number: int) -> None:
    if number > MOST:
        raise Refused(_("At most %(most)s photos fit.") % {"most": MOST}, code="too_many")


def _clean(uploads: Sequence[bytes], there: set[str]) -> dict[str, photos.CleanPhoto]:
    """The cleaned photos by digest, without those already there."""
    found: dict[str, photos.CleanPhoto] = {}
    try:
        cleaned = clean_apart(uploads, parked.folder() / LOCK)
    except Busy:
        raise crowded_refusal() from None
    faults: dict[int, str] = {}
    for number, picture in enumerate(cleaned, start=1):
        if isinstance(picture, photos.BadPhoto):
            faults[number] = picture.code
        else:
            found[digest(picture.jpeg)] = picture
    if faults:
        raise Unreadable(faults)
    return {key: picture for key, picture in found.items() if key not in there}


def _photo_called(number: int, names: Mapping[int, str]) -> str:
    if name := names.get(number):
        return _("Photo %(number)s (%(name)s)") % {"number": number, "name": name}
    return _("Photo %(number)s") % {"number": number}


def _why(code: str) -> str:
    sentences = {
        "empty": _("%(photo)s came as an empty file. Please choose it again."),
        "too_big": _("%(photo)s is larger than 20 MB. Please open it, take a screenshot, and send that."),
        "too_many_pixels": _(
            "%(photo)s has more pixels than we can open. Please open it, take a screenshot, and send that."
        ),
        "not_an_image": _(
            "%(photo)s is in a format we cannot read. Please open it, take a screenshot or save it as JPEG, and send that."
        ),
        "broken": _(
            "%(photo)s could not be opened; perhaps it did not arrive whole. Please choose it again, or send a screenshot of it."
        ),
    }
    return sentences[code]


def _photo(subject: str, key: str, picture: photos.CleanPhoto, step: int, at: datetime) -> Photo:
    return Photo(
        subject=subject, name=secrets.token_hex(16), digest=key, width=picture.width, height=picture.height,
        size=len(picture.jpeg), step=step, added_at=at,
    )  # fmt: skip


def _store(new: Sequence[Photo], pictures: Sequence[photos.CleanPhoto]) -> None:
    """Write all files or none; raises Refused when the disk does not take them."""
    written: list[Path] = []
    try:
        for photo, picture in zip(new, pictures, strict=True):
            for path, data in ((photo_path(photo), picture.jpeg), (thumb_path(photo), picture.thumb)):
                write_file(path, data)
                written.append(path)
    except OSError:
        for path in written:
            path.unlink(missing_ok=True)
        raise Refused(
            _("The photos cannot be stored just now. Please send them later."), code="storage"
        ) from None


def write_file(path: Path, data: bytes) -> None:
    """Put a file in its place whole and durable, readable by the service only, or not at all."""
    _private_folders(path.parent)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")  # 0600 from the start
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.rename(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync(path.parent)


def _private_folders(folder: Path) -> None:
    """The folder and what is missing above it, each durable and entered by the service only."""
    top = Path(settings.PHOTOS)
    for level in (top, folder.parent, folder):
        if not level.is_dir():
            level.mkdir(mode=0o700, exist_ok=True)
            _sync(level.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(*, at: datetime) -> int:
    """Remove files that no row names, one day to a week old: the step they came with was never finished.

    Returns how many. A day leaves every running step its time; a week bounds the work, whatever the years hold.
    """
    newest, oldest = (at - timedelta(days=1)).timestamp(), (at - timedelta(days=8)).timestamp()
    removed = 0
    for folder in sorted(Path(settings.PHOTOS).glob("*")):
        lost = _lost([path for path in folder.rglob("*") if oldest < path.stat().st_mtime < newest])
        for path in lost:
            path.unlink(missing_ok=True)
        removed += len(lost)
    return removed


def _lost(paths: Sequence[Path]) -> list[Path]:
    """The files among these that no row names."""
    files = [path for path in paths if path.is_file()]
    names = {_name_of(path) for path in files}
    named = set(Photo.objects.filter(name__in=names).values_list("name", flat=True))
    return [path for path in files if _name_of(path) not in named]


def _name_of(path: Path) -> str:
    return path.stem.removesuffix("-small")


def release(subject: str, names: Sequence[str]) -> int:
    """Let these photos of a subject be seen by everybody, and no others of it; how many there are.

    Part of a step, whose entry says who decided.
    """
    photos = Photo.objects.filter(subject=subject)
    photos.exclude(name__in=names).update(released=False)
    return photos.filter(name__in=names).update(released=True)


@transaction.atomic
def erase_photos(subject: str) -> int:
    """Erase the photos of a subject, rows and files; how many. Part of the step that erases the subject.

    The files go when the transaction has ended well. They are made young first: should the machine stop at that
    instant, the nightly sweep finds them.
    """
    found = of_subject(subject)
    paths = [path for photo in found for path in (photo_path(photo), thumb_path(photo)) if path.exists()]
    for path in paths:
        path.touch()
    Photo.objects.filter(pk__in=[photo.pk for photo in found]).delete()
    transaction.on_commit(lambda: _unlink(paths))
    return len(found)


def _unlink(paths: Sequence[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
