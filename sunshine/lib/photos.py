"""Photos from residents: decoded, turned upright, stripped of place and camera, and written anew."""

import io
from typing import NamedTuple

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")  # a JPEG of several pictures (MPO) comes as JPEG
Image.init()  # else only some of them are known to Pillow when the first photo comes
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 64_000_000  # a telephone camera of "50 megapixels" has a little more than that
LONG_SIDE = 2560
THUMB_SIDE = 480


class BadPhoto(ValueError):
    """A photo that is not taken. `code`: empty, too_big (bytes), too_many_pixels, not_an_image or broken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Photo(NamedTuple):
    """A clean photo: JPEG, JPEG thumbnail, size in pixels."""

    jpeg: bytes
    thumb: bytes
    width: int
    height: int


def clean_photo(data: bytes, *, max_bytes: int = MAX_BYTES, max_pixels: int = MAX_PIXELS) -> Photo:
    """Decode and re-encode a photo so that nothing but the picture remains (no EXIF, comment, profile).

    The long side shrinks to 2560 pixels, the thumbnail's to 480. The size is read from the header:
    a bomb is refused before any pixel is decoded. Raises BadPhoto.
    """
    picture = _decode(_known(data, max_bytes, max_pixels))
    thumb = picture.copy()
    thumb.thumbnail((THUMB_SIDE, THUMB_SIDE))
    return Photo(_jpeg(picture, 85), _jpeg(thumb, 78), *picture.size)


def check_photo(data: bytes, *, max_bytes: int = MAX_BYTES, max_pixels: int = MAX_PIXELS) -> None:
    """Refuse by size and header what is no photo of ours; no pixel is decoded. Raises BadPhoto."""
    _known(data, max_bytes, max_pixels).close()


def _known(data: bytes, max_bytes: int, max_pixels: int) -> Image.Image:
    if not data:
        raise BadPhoto("empty")
    if len(data) > max_bytes:
        raise BadPhoto("too_big")
    return _open(data, max_pixels)


def _open(data: bytes, max_pixels: int) -> Image.Image:
    """The image with only its header read, no larger than allowed."""
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadPhoto("too_many_pixels") from None
    except Exception:  # decoders raise nearly anything on hostile bytes
        raise BadPhoto("not_an_image") from None
    if image.width * image.height > max_pixels:
        raise BadPhoto("too_many_pixels")
    return image


def _decode(image: Image.Image) -> Image.Image:
    """The picture upright, on white, without anything that came along with it."""
    try:
        image.draft("RGB", (LONG_SIDE, LONG_SIDE))  # a JPEG is read no larger than needed
        image.thumbnail((LONG_SIDE, LONG_SIDE))  # first of all: what follows makes copies
        upright = ImageOps.exif_transpose(image).convert("RGBA" if image.has_transparency_data else "RGB")
    except MemoryError:
        raise BadPhoto("too_many_pixels") from None
    except Exception:  # cut files, wrong chunks: each decoder has its own words
        raise BadPhoto("broken") from None
    plain = Image.new("RGB", upright.size, "white")
    plain.paste(upright, mask=upright if upright.mode == "RGBA" else None)
    return plain


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
