"""Photos cleaned in a process of its own, where what a hostile picture can take of memory and time is bounded.

One picture is worked on at a time for a whole installation (a lock that its end releases, however it comes); few wait for
their turn, and no longer than a few seconds. The other side (`main`) reads photos from its standard input and writes what came
of each; a picture that takes more than its share ends that process and is broken.
"""

import fcntl
import resource
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import BinaryIO

from sunshine.lib.photos import BadPhoto, CleanPhoto, clean_photo

MEMORY = 384 * 2**20
"""Bytes that the process may hold: 24 million pixels in four colours, twice, or what a progressive JPEG of 64 keeps."""
SECONDS = 20
"""Of processor time for all photos of one report; twice as many by the clock."""
PATIENCE = 1.5
"""Seconds that somebody waits for their turn: whoever is told then to send the words alone is through within ten."""
HURRIED: ContextVar[bool] = ContextVar("hurried", default=False)
"""Whether they have waited long enough before anything began: then there is no patience left."""
WAITING = threading.BoundedSemaphore(2)
"""So many of one process's threads may be busy with photos, at work or waiting, so that others go on serving."""
BEGIN = "import os; os.nice(10); from sunshine.lib.darkroom import main; main()"
"""Whoever reports without a photo goes first, also while this process loads what it needs."""
_LENGTH = struct.Struct(">Q")
_SIZES = struct.Struct(">BIIQQ")
_TAKEN, _REFUSED = 1, 0


class Busy(Exception):
    """Others are at it; nothing was looked at."""


def clean_apart(
    uploads: Sequence[bytes], lock: Path, *, patience: float | None = None, memory: int = MEMORY
) -> list[CleanPhoto | BadPhoto]:
    """What comes of each photo, in order: clean, or why it is not taken. Raises Busy when the turn does not come.

    `lock` is a file that all processes of an installation can open.
    """
    if not uploads:
        return []
    if patience is None:
        patience = 0.0 if HURRIED.get() else PATIENCE
    with _turn(lock, patience):
        sent = b"".join(_LENGTH.pack(len(upload)) + upload for upload in uploads)
        command = [sys.executable, "-c", BEGIN, str(memory)]
        with suppress(subprocess.TimeoutExpired):
            done = subprocess.run(command, input=sent, capture_output=True, timeout=2 * SECONDS, check=False)
            return _read(done.stdout, len(uploads))
    return [BadPhoto("broken") for _ in uploads]


@contextmanager
def _turn(lock: Path, patience: float) -> Iterator[None]:
    if not WAITING.acquire(blocking=False):
        raise Busy
    try:
        with lock.open("ab") as file:
            until = time.monotonic() + patience
            while not _locked(file):
                if time.monotonic() > until:
                    raise Busy
                time.sleep(0.05)
            yield
    finally:
        WAITING.release()


def _locked(file: BinaryIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _read(answer: bytes, count: int) -> list[CleanPhoto | BadPhoto]:
    """What the other side wrote; what it did not come to is broken: it was ended over that picture."""
    found: list[CleanPhoto | BadPhoto] = []
    with suppress(struct.error):
        for _ in range(count):
            taken, width, height, long, short = _SIZES.unpack_from(answer)
            body, rest = (
                answer[_SIZES.size : _SIZES.size + long + short],
                answer[_SIZES.size + long + short :],
            )
            if len(body) < long + short:
                break
            photo = CleanPhoto(body[:long], body[long:], width, height)
            found.append(photo if taken else BadPhoto(body.decode("ascii")))
            answer = rest
    return found + [BadPhoto("broken")] * (count - len(found))


def develop(source: BinaryIO, sink: BinaryIO) -> None:
    """Clean each photo of `source` and write what came of it to `sink`, one after the other."""
    while head := source.read(_LENGTH.size):
        upload = source.read(*_LENGTH.unpack(head))
        try:
            photo = clean_photo(upload)
            sizes = (_TAKEN, photo.width, photo.height, len(photo.jpeg), len(photo.thumb))
            sink.write(_SIZES.pack(*sizes) + photo.jpeg + photo.thumb)
        except BadPhoto as bad:
            sink.write(_SIZES.pack(_REFUSED, 0, 0, len(bad.code), 0) + bad.code.encode())
        sink.flush()


def main() -> None:  # pragma: no cover - runs in a process of its own
    """The other side, with the memory it may hold as its argument: takes its own bounds first."""
    resource.setrlimit(resource.RLIMIT_DATA, (int(sys.argv[1]),) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    develop(sys.stdin.buffer, sys.stdout.buffer)
