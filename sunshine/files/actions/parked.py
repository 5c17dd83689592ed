"""Photos of a form that came back to be corrected, and ledgers that are looked at before they are taken in: parked for an
hour, so that nobody must send them again.

They lie as they came in a folder of their own that is in no backup, readable by us alone; the form carries their signed
names. What may lie there is bounded: for each who sends, in all, and by what the disk has left for the database. Where a
bound is reached nothing is parked and the form says so; a report is refused for none of it.
"""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

from sunshine.lib.photos import BadPhoto, check_photo

HOUR = 3600
SALT = "sunshine.files.parked"
SHARE = 10
"""Whoever sends has this part of all that may be parked: one household cannot fill it."""
DISK_LEFT = 1024 * 2**20
"""Bytes that stay free on the disk, whatever comes."""


def folder() -> Path:
    """Where the photos wait."""
    path = Path(settings.PARKED)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def park(photos: Iterable[bytes], who: str, *, at: datetime) -> list[str]:
    """Put photos aside for whoever sent them; the signed names of those that found room and are photos by their header."""
    with _room(_sealed(who)) as room:
        return [name for photo in photos if _is_photo(photo) and (name := room.put(photo, at))]


def park_file(data: bytes, who: str, *, at: datetime) -> str:
    """Put a file of any kind aside for whoever sent it; its signed name, or "" where there is no room."""
    with _room(_sealed(who)) as room:
        return room.put(data, at)


def find_known(signed: Iterable[str]) -> list[str]:
    """Those of these signed names whose photos are still there; false and stale names are passed over."""
    return [name for name in signed if (path := _path(name)) and path.exists()]


def fetch(signed: Iterable[str]) -> list[bytes]:
    """The photos of these signed names that are still there, in order."""
    found = []
    for path in filter(None, map(_path, signed)):
        with suppress(FileNotFoundError):  # the same form sent twice at once: the first took them along
            found.append(path.read_bytes())
    return found


def drop(signed: Iterable[str]) -> None:
    """The photos have arrived where they belong."""
    for path in filter(None, map(_path, signed)):
        path.unlink(missing_ok=True)


def sweep_parked(*, at: datetime) -> int:
    """Remove what nobody came back for within the hour; how many. Begun again at any time."""
    removed = 0
    for path, found in _lying():
        if at.timestamp() - found.st_mtime > HOUR:
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _is_photo(data: bytes) -> bool:
    """Whether it is one by its header."""
    with suppress(BadPhoto):
        check_photo(data)
        return True
    return False


@dataclass
class _Room:
    """What one sender and all together have parked, in bytes, while nobody else adds to it."""

    who: str
    own: int
    together: int

    def put(self, data: bytes, at: datetime) -> str:
        """The signed name of a file put aside; "" where there is no room."""
        size, most = len(data), settings.PARKED_MOST
        left = shutil.disk_usage(folder()).free - size
        if self.own + size > most // SHARE or self.together + size > most or left < DISK_LEFT:
            return ""
        name = f"{self.who}-{secrets.token_hex(16)}"
        path = folder() / name
        path.touch(mode=0o600)
        path.write_bytes(data)
        os.utime(path, (at.timestamp(),) * 2)  # by our clock, as its name is signed
        self.own, self.together = self.own + size, self.together + size
        return signing.dumps(name, salt=SALT)


@contextmanager
def _room(who: str) -> Iterator[_Room]:
    """One at a time counts what lies there, once for all that is sent with a form, and adds to it."""
    with (folder() / ".counted").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        sizes = [(path.name, found.st_size) for path, found in _lying()]
        own = sum(size for name, size in sizes if name.startswith(who))
        yield _Room(who, own, sum(size for _name, size in sizes))


def _lying() -> Iterator[tuple[Path, os.stat_result]]:
    """What is parked now; another may take or remove any of it meanwhile."""
    for path in folder().glob("[0-9a-f]*-*"):
        with suppress(FileNotFoundError):
            yield path, path.stat()


def _path(signed: str) -> Path | None:
    try:
        return folder() / signing.loads(signed, salt=SALT, max_age=HOUR)
    except signing.BadSignature:
        return None


def _sealed(who: str) -> str:
    """A keyed hash: who sent it is counted, not kept."""
    return salted_hmac(SALT, who, algorithm="sha256").hexdigest()[:16]
