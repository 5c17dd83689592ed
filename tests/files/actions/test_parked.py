"""Photos that wait for a form to be corrected: for whoever sent them, bounded, swept, and read by us alone."""

import io
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image

from sunshine.files import jobs
from sunshine.files.actions import parked

WHO = "192.0.2.1"


def picture(side: int = 8) -> bytes:
    out = io.BytesIO()
    Image.frombytes("L", (side, side), os.urandom(side * side)).save(out, "PNG")
    return out.getvalue()


def park(photos: list[bytes], who: str = WHO) -> list[str]:
    return parked.park(photos, who, at=timezone.now())


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings) -> None:
    settings.PARKED = tmp_path / "parked"


def test_what_is_parked_can_be_fetched_until_it_is_dropped() -> None:
    one, two = picture(), picture()
    kept = park([one, two])
    assert parked.fetch(kept) == [one, two]

    parked.drop(kept)
    assert (parked.fetch(kept), parked.find_known(kept)) == ([], [])


def test_false_names_fetch_nothing() -> None:
    parked.drop(["../../secret"])
    assert parked.fetch(["../../secret", ""]) == []


def test_only_we_may_read_what_waits() -> None:
    park([picture()])
    modes = {path.stat().st_mode & 0o777 for path in parked.folder().glob("*-*")}
    assert (modes, parked.folder().stat().st_mode & 0o777) == ({0o600}, 0o700)


@pytest.mark.parametrize("upload", [b"", b"GIF89a, or so it says", b"<svg/>", b"\0" * 4096])
def test_what_is_no_photo_by_its_header_is_not_written(upload: bytes) -> None:
    assert park([upload]) == []
    assert [*parked.folder().glob("*-*")] == []


def test_one_sender_has_a_tenth_and_all_together_no_more_than_there_is(settings) -> None:
    settings.PARKED_MOST = 10 * 2 * len(picture(64))

    of_one = park([picture(64) for _ in range(9)])
    of_many = [name for n in range(40) for name in park([picture(64)], f"192.0.2.{n + 2}")]

    assert 1 <= len(of_one) <= 2
    assert sum(path.stat().st_size for path in parked.folder().glob("*-*")) <= settings.PARKED_MOST
    assert 17 <= len(of_one) + len(of_many) <= 20


def test_the_photos_of_a_form_are_counted_one_after_the_other_and_the_folder_is_read_once(
    settings, monkeypatch
) -> None:
    reads = []
    lying = parked._lying
    monkeypatch.setattr(parked, "_lying", lambda: reads.append(1) or lying())
    settings.PARKED_MOST = 10 * 3 * len(picture(64))

    kept = park([picture(64) for _ in range(6)])

    assert (len(kept), len(reads)) == (3, 1)


def test_the_disk_keeps_room_for_the_database(monkeypatch) -> None:
    monkeypatch.setattr(parked, "DISK_LEFT", 2**62)
    assert park([picture()]) == []


def test_nobody_s_address_stands_in_a_name() -> None:
    park([picture()])
    assert [path.name for path in parked.folder().glob("*-*") if WHO in path.name] == []


def test_what_nobody_came_back_for_is_swept_away_after_an_hour() -> None:
    kept = park([picture(), picture()])
    old = next(parked.folder().glob("*-*"))
    os.utime(old, (time.time() - parked.HOUR - 1,) * 2)

    assert (jobs.sweep_parked(0), len(parked.fetch(kept))) == (1, 1)


def test_forms_at_once_lose_nothing_while_others_are_swept() -> None:
    def form(number: int) -> int:
        kept = park([picture(), picture()], f"192.0.2.{number}")
        parked.sweep_parked(at=timezone.now())
        found = len(parked.fetch(kept))
        parked.drop(kept)
        return found

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(form, range(200))) == {2}


def test_a_heic_waits_like_any_other_photo() -> None:
    upload = (Path(__file__).parents[2] / "lib" / "photos" / "IMG_0412.HEIC").read_bytes()
    assert parked.fetch(park([upload])) == [upload]
