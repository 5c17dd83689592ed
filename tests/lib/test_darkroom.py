"""Photos are cleaned apart: one at a time, within bounds of memory and time, and whatever happens there is told."""

import fcntl
import io
import struct
import threading
import zlib
from pathlib import Path

import pytest
from PIL import Image

from sunshine.lib import darkroom
from sunshine.lib.darkroom import Busy, clean_apart, develop
from sunshine.lib.photos import BadPhoto, CleanPhoto, clean_photo

SMALL = 80 * 2**20


def picture(size: tuple[int, int] = (64, 48), form: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "orange").save(out, form)
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb(side: int = 4890) -> bytes:
    """A PNG of as many pixels as are allowed, all alike: a hundred kilobytes on the way, a hundred megabytes in memory."""
    rows = zlib.compress(b"\0" * (side * (4 * side + 1)), 9)
    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def told(found: list[CleanPhoto | BadPhoto]) -> list[str]:
    return [one.code if isinstance(one, BadPhoto) else "clean" for one in found]


def test_each_photo_is_clean_or_says_why_not(tmp_path: Path) -> None:
    sent = [picture(), b"", b"no photo", picture(form="PNG")[:70]]
    assert told(clean_apart(sent, tmp_path / "lock")) == ["clean", "empty", "not_an_image", "broken"]
    assert clean_apart(sent[:1], tmp_path / "lock") == [clean_photo(sent[0])]


def test_heic_is_read_within_the_bounds_whatever_it_is_called(tmp_path: Path) -> None:
    sent = [
        (Path(__file__).parent / "photos" / name).read_bytes() for name in ("IMG_0412.HEIC", "IMG_0413.avif")
    ]
    assert told(clean_apart([sent[0], picture(), sent[1]], tmp_path / "lock")) == ["clean"] * 3


def test_without_photos_nothing_is_started(tmp_path: Path) -> None:
    assert clean_apart([], tmp_path / "missing" / "lock") == []


def test_a_picture_that_takes_more_memory_than_there_is_spoils_no_other(tmp_path: Path) -> None:
    found = clean_apart([picture(), bomb(), picture()], tmp_path / "lock", memory=SMALL)
    assert told(found) == ["clean", "too_many_pixels", "clean"]


def test_a_picture_of_all_allowed_pixels_fits(tmp_path: Path) -> None:
    assert told(clean_apart([bomb()], tmp_path / "lock")) == ["clean"]


def test_who_finds_somebody_at_it_waits_and_then_is_told(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with lock.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(Busy):
            clean_apart([picture()], lock, patience=0.2)
        threading.Timer(0.3, fcntl.flock, (file, fcntl.LOCK_UN)).start()
        assert told(clean_apart([picture()], lock, patience=20)) == ["clean"]


def test_only_so_many_threads_wait(tmp_path: Path) -> None:
    held = [darkroom.WAITING.acquire(blocking=False) for _ in range(2)]
    try:
        with pytest.raises(Busy):
            clean_apart([picture()], tmp_path / "lock")
    finally:
        for _ in held:
            darkroom.WAITING.release()


def test_a_picture_that_takes_too_long_is_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(darkroom, "SECONDS", 0.001)
    assert told(clean_apart([picture()], tmp_path / "lock")) == ["broken"]


@pytest.mark.parametrize("cut", [0, 1, 24, 25, 60])
def test_an_answer_that_was_cut_tells_nothing_wrong(cut: int) -> None:
    source, sink = io.BytesIO(struct.pack(">Q", len(photo := picture())) + photo), io.BytesIO()
    develop(source, sink)
    assert told(darkroom._read(sink.getvalue()[:cut], 1)) == ["broken"]
    assert told(darkroom._read(sink.getvalue(), 1)) == ["clean"]


def test_a_refusal_goes_the_same_way() -> None:
    source, sink = io.BytesIO(struct.pack(">Q", 3) + b"abc"), io.BytesIO()
    develop(source, sink)
    assert told(darkroom._read(sink.getvalue(), 1)) == ["not_an_image"]


def test_whoever_has_waited_before_waits_no_more(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    hurried = darkroom.HURRIED.set(True)
    try:
        free = told(clean_apart([picture()], lock))
        with lock.open("ab") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            with pytest.raises(Busy):
                clean_apart([picture()], lock)
    finally:
        darkroom.HURRIED.reset(hurried)

    assert free == ["clean"]
