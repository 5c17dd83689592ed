"""Photos of a form that comes back to be corrected: kept for an hour, so that nobody must take them again.

They lie as they came in a folder of their own under the photos folder, readable by us alone; the form carries
their signed names. What arrives with a report is taken from here and removed; what does not is swept away.
"""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.utils import timezone

HOUR = 3600
SALT = "sunshine.public.uploads"


def folder() -> Path:
    """Where the photos wait."""
    path = Path(settings.PHOTOS) / "waiting"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def keep(photos: Iterable[bytes]) -> list[str]:
    """Put photos aside; returns their signed names."""
    _sweep()
    return [_keep(photo) for photo in photos]


def known(signed: Iterable[str]) -> list[str]:
    """Those of these signed names whose photos are still there; false and stale names are passed over."""
    return [name for name in signed if (path := _path(name)) and path.exists()]


def fetch(signed: Iterable[str]) -> list[bytes]:
    """The photos of these signed names that are still there, in order."""
    paths = [_path(name) for name in known(signed)]
    return [path.read_bytes() for path in paths if path]


def drop(signed: Iterable[str]) -> None:
    """The photos have arrived where they belong."""
    for name in signed:
        if path := _path(name):
            path.unlink(missing_ok=True)


def _keep(photo: bytes) -> str:
    name = secrets.token_hex(16)
    path = folder() / name
    path.touch(mode=0o600)
    path.write_bytes(photo)
    os.utime(path, (_now(), _now()))  # by our clock, as its name is signed
    return signing.dumps(name, salt=SALT)


def _path(signed: str) -> Path | None:
    try:
        return folder() / signing.loads(signed, salt=SALT, max_age=HOUR)
    except signing.BadSignature:
        return None


def _sweep() -> None:
    for path in folder().iterdir():
        if _now() - path.stat().st_mtime > HOUR:
            path.unlink(missing_ok=True)


def _now() -> float:
    return timezone.now().timestamp()
