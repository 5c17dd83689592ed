"""Photos: what is kept of them, what is refused, and that no row stands without its files."""

import io
import os
import signal
import stat
import struct
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from sunshine.files import actions, jobs
from sunshine.files.models import Photo
from sunshine.files.queries import of_subject, of_subjects, photo_path, thumb_path
from sunshine.lib import darkroom
from sunshine.lib.refusals import Refused

AT = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
SUBJECT = "case:00000000000000000000000000000001"

pytestmark = pytest.mark.django_db


def jpeg(colour: str = "orange", size: tuple[int, int] = (64, 48), exif: Image.Exif | None = None) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", exif=exif or Image.Exif())
    return out.getvalue()


def located_jpeg() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "CameraMaker"
    gps = exif.get_ifd(0x8825)
    gps[2], gps[4] = (46.0, 3.0, 0.0), (125.0, 58.0, 0.0)
    return jpeg(exif=exif)


def huge_png() -> bytes:
    """A PNG whose header promises 40 000 × 40 000 pixels."""
    header = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 10_000)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def keep(*uploads: bytes, subject: str = SUBJECT, step: int = 1) -> list[Photo]:
    return actions.keep_photos(subject, uploads, step=step, at=AT)


def files() -> list[Path]:
    return [path for path in Path(settings.PHOTOS).rglob("*") if path.is_file()]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.PHOTOS = tmp_path / "photos"


def refusal(*uploads: bytes) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        keep(*uploads)
    return refused.value.code, str(refused.value)


def test_a_kept_photo_lies_under_its_name_with_a_small_one():
    (photo,) = keep(jpeg())

    assert of_subject(SUBJECT) == [photo]
    assert (photo.width, photo.height, photo.size) == (64, 48, photo_path(photo).stat().st_size)
    assert photo_path(photo).parent == Path(settings.PHOTOS) / photo.name[:2] / photo.name[2:4]
    assert thumb_path(photo).read_bytes()[:3] == b"\xff\xd8\xff"


def test_camera_and_place_are_gone():
    assert b"CameraMaker" in located_jpeg()

    (photo,) = keep(located_jpeg())

    for path in (photo_path(photo), thumb_path(photo)):
        assert [word in path.read_bytes() for word in (b"CameraMaker", b"Exif")] == [False, False]


def test_only_the_service_may_read_them():
    (photo,) = keep(jpeg())

    folders = [photo_path(photo).parent, photo_path(photo).parent.parent, Path(settings.PHOTOS)]
    assert [stat.S_IMODE(path.stat().st_mode) for path in files()] == [0o600, 0o600]
    assert [stat.S_IMODE(path.stat().st_mode) for path in folders] == [0o700] * 3


def test_the_same_photo_is_kept_once():
    first = keep(jpeg(), jpeg())

    assert (len(first), keep(jpeg())) == (1, [])
    assert len(files()) == 2


def test_the_same_photo_may_belong_to_two_subjects():
    keep(jpeg())
    keep(jpeg(), subject="case:2")

    assert [len(found) for found in of_subjects([SUBJECT, "case:2", "case:3"]).values()] == [1, 1, 0]


def test_six_photos_fit_and_a_seventh_is_refused():
    colours = ["red", "green", "blue", "white", "black", "grey"]

    assert len(keep(*[jpeg(colour) for colour in colours])) == 6
    assert refusal(jpeg("yellow"))[0] == "too_many"
    assert len(files()) == 12


def test_photos_of_the_report_take_no_place_from_those_of_the_result():
    for step in range(1, 5):
        keep(*[jpeg(f"rgb({step * 50},{n * 40},0)") for n in range(6)], step=step)
    assert len(files()) == 2 * 24

    with pytest.raises(Refused) as caught:
        keep(jpeg("white"), step=5)
    assert (caught.value.code, len(files())) == ("too_many", 2 * 24)


def test_seven_at_once_are_refused_before_any_is_decoded():
    assert refusal(*[b"no picture"] * 7)[0] == "too_many"


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (b"", "empty"),
        (b"not a picture, just words", "not_an_image"),
        (huge_png(), "too_many_pixels"),
        (jpeg(size=(640, 480))[:900], "broken"),
        (jpeg() + b"\0" * (20 * 2**20), "too_big"),
    ],
    ids=["empty", "text file", "40 000 pixels a side", "cut off", "21 MB"],
)
def test_a_photo_that_cannot_be_taken_is_named_with_its_reason(bad, code):
    assert refusal(jpeg(), bad)[0] == code
    assert "2" in refusal(jpeg(), bad)[1]
    assert (Photo.objects.count(), files()) == (0, [])


def test_every_photo_that_cannot_be_read_is_said_at_once_with_what_to_do():
    with pytest.raises(actions.Unreadable) as refused:
        keep(b"words", jpeg(), b"")

    assert refused.value.faults == {1: "not_an_image", 3: "empty"}
    assert [word in str(refused.value) for word in ("照片 1", "照片 2", "照片 3", "截一张图", "重新选择")] == [
        True, False, True, True, True,
    ]  # fmt: skip


def test_a_full_disk_leaves_neither_row_nor_file(monkeypatch):
    fsync, calls = os.fsync, []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) > 5:
            raise OSError(28, "No space left on device")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", full)

    assert refusal(jpeg("red"), jpeg("blue"))[0] == "storage"
    assert (Photo.objects.count(), files()) == (0, [])


def test_killed_half_way_leaves_no_file_under_its_name(tmp_path, monkeypatch):
    target = Path(settings.PHOTOS) / "ab" / "cd" / "abcd.jpg"
    keep(jpeg())
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(os, "rename", lambda *names: os.kill(os.getpid(), signal.SIGKILL))
        actions.write_file(target, b"x" * 1000)

    _pid, status = os.waitpid(child, 0)

    assert os.WTERMSIG(status) == signal.SIGKILL
    assert (target.exists(), [path.name[:5] for path in target.parent.iterdir()]) == (False, [".new-"])


def test_a_write_that_fails_takes_its_half_file_along(tmp_path, monkeypatch):
    target = tmp_path / "photos" / "ab" / "cd" / "abcd.jpg"
    keep(jpeg())
    monkeypatch.setattr(os, "rename", lambda *names: (_ for _ in ()).throw(KeyboardInterrupt))

    with pytest.raises(KeyboardInterrupt):
        actions.write_file(target, b"x")

    assert list(target.parent.iterdir()) == []


def test_files_that_no_row_names_are_swept_away_after_a_day():
    (kept,), (lost,) = keep(jpeg("red")), keep(jpeg("blue"))
    lost.delete()
    (photo_path(kept).parent / ".new-half").write_bytes(b"x")
    written = datetime.fromtimestamp(photo_path(lost).stat().st_mtime, UTC)

    assert actions.sweep(at=written + timedelta(hours=23)) == 0
    assert actions.sweep(at=written + timedelta(hours=25)) == 3
    assert sorted(files()) == sorted([photo_path(kept), thumb_path(kept)])


def test_the_sweep_has_a_job():
    keep(jpeg())

    assert (jobs.sweep(0), len(files())) == (0, 2)


def test_release_is_a_plain_write_that_can_be_taken_back():
    (photo,) = keep(jpeg())

    assert actions.release(photo.subject, [photo.name]) == 1
    assert Photo.objects.get().released is True
    assert actions.release(photo.subject, []) == 0
    assert Photo.objects.get().released is False


def test_while_others_are_busy_with_theirs_nothing_is_kept_and_the_sentence_says_what_to_do():
    for _ in range(2):
        darkroom.WAITING.acquire()
    try:
        with pytest.raises(Refused, match="一分钟") as refused:
            keep(jpeg())
    finally:
        for _ in range(2):
            darkroom.WAITING.release()
    assert (refused.value.code, files()) == ("busy", [])
