import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image

from sunshine.lib import photos
from sunshine.lib.photos import BadPhoto, check_photo, clean_photo

FIELD = Path(__file__).parent / "photos"


def picture(
    size: tuple[int, int] = (300, 200), form: str = "JPEG", mode: str = "RGB", **options: object
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, form, **options)
    return out.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header promises width × height pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"0" * 99))
        + chunk(b"IEND", b"")
    )


def code_of(data: bytes, **limits: int) -> str:
    with pytest.raises(BadPhoto) as refusal:
        clean_photo(data, **limits)
    return refusal.value.code


def test_a_photo_is_turned_upright_and_loses_all_that_came_along():
    exif = Image.Exif()
    exif[274], exif[271] = 6, "Camera"
    exif.get_ifd(0x8825)[1] = "N"

    photo = clean_photo(picture(exif=exif, comment=b"me"))

    clean = Image.open(io.BytesIO(photo.jpeg))
    assert (clean.size, photo.width, photo.height, clean.format) == ((200, 300), 200, 300, "JPEG")
    assert (dict(clean.getexif()), "comment" in clean.info) == ({}, False)


def test_a_large_photo_shrinks_and_has_a_thumbnail():
    photo = clean_photo(picture((4000, 2000)))

    assert (photo.width, photo.height) == (2560, 1280)
    assert Image.open(io.BytesIO(photo.thumb)).size == (480, 240)


def test_what_is_transparent_becomes_white():
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")

    photo = clean_photo(out.getvalue())

    assert Image.open(io.BytesIO(photo.jpeg)).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("form", "mode"), [("PNG", "P"), ("GIF", "RGB"), ("WEBP", "RGB"), ("BMP", "L"), ("JPEG", "CMYK")]
)
def test_the_usual_formats_are_taken(form: str, mode: str):
    assert clean_photo(picture((30, 20), form, mode))[2:] == (30, 20)


def test_a_photo_of_40000_by_40000_is_refused_by_its_header():
    assert code_of(huge_png(40_000, 40_000)) == "too_many_pixels"
    assert code_of(huge_png(11_000, 11_000)) == "too_many_pixels"


def test_a_photo_larger_than_allowed_is_refused():
    assert code_of(picture(), max_pixels=59_999) == "too_many_pixels"
    assert code_of(picture(), max_bytes=100) == "too_big"


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 x", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8\xff", b"x"]
)
def test_what_is_no_image_is_refused(data: bytes):
    assert code_of(data) == "not_an_image"


def test_an_empty_or_cut_photo_is_refused():
    assert code_of(b"") == "empty"
    assert code_of(picture((300, 200), "PNG", compress_level=0)[:2000]) == "broken"


def test_memory_that_runs_out_is_told_by_its_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(Image.Image, "thumbnail", full)
    with pytest.raises(BadPhoto, match="too_many_pixels"):
        clean_photo(picture())


@pytest.mark.parametrize("data", [b"", b"no photo"])
def test_a_header_is_enough_to_refuse(data: bytes) -> None:
    with pytest.raises(BadPhoto):
        check_photo(data)
    check_photo(picture())


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("IMG_0412.HEIC", (1600, 1200)),
        ("IMG_0413.avif", (1600, 1200)),
        ("control_exif6_gps.jpg", (1200, 1600)),
    ],
)
def test_photos_as_telephones_keep_them_are_taken_upright_and_without_place(
    name: str, size: tuple[int, int]
) -> None:
    photo = clean_photo((FIELD / name).read_bytes())

    clean = Image.open(io.BytesIO(photo.jpeg))
    assert (clean.format, clean.size, dict(clean.getexif())) == ("JPEG", size, {})


def test_a_heic_is_known_by_its_brand_without_a_reader() -> None:
    """The process that serves parks it; it never loads what decodes it."""
    code = (
        "import pathlib, sys; from sunshine.lib.photos import check_photo;"
        f"check_photo(pathlib.Path({str(FIELD / 'IMG_0412.HEIC')!r}).read_bytes()); print('pi_heif' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("name", ["IMG_0412.HEIC", "IMG_0413.avif"])
def test_what_is_cut_is_told_and_raises_nothing_else(name: str) -> None:
    whole = (FIELD / name).read_bytes()
    assert {code_of(whole[:most]) for most in (16, 40, 300, len(whole) - 200)} <= {"not_an_image", "broken"}


def test_a_heic_of_more_pixels_than_memory_holds_is_refused_by_its_header(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(photos.MOST_PIXELS, "HEIF", 1600 * 1200 - 1)
    assert code_of((FIELD / "IMG_0412.HEIC").read_bytes()) == "too_many_pixels"


def test_the_film_behind_a_motion_photo_is_left_behind() -> None:
    still = picture((400, 300))
    photo = clean_photo(still + b"\0\0\0\x18ftypmp42" + b"film" * 2_700_000)

    assert photo == clean_photo(still)


def test_a_camera_of_108_megapixels_is_taken() -> None:
    out = io.BytesIO()
    Image.new("L", (12_000, 9_000), 200).save(out, "JPEG")

    assert clean_photo(out.getvalue())[2:] == (2560, 1920)
