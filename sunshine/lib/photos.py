"""Photos from residents: decoded, turned upright, stripped of place and camera, and written anew."""

import io
from functools import cache
from typing import NamedTuple

from PIL import AvifImagePlugin, Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")  # a JPEG of several pictures (MPO) comes as JPEG
BOXED = ("AVIF", "HEIF")
"""Pictures in boxes as films have them (ISO/IEC 23008-12): Apple's HEIC, Android's HEIC and AVIF."""
BRANDS = frozenset(b"heic heix heim heis hevc hevx hevm hevs mif1 msf1 avif avis".split())
Image.init()  # else only some of them are known to Pillow when the first photo comes
MAX_BYTES = 20 * 1024 * 1024  # a camera of 108 megapixels makes 15 MB; a motion photo carries its film along
MAX_PIXELS = 110_000_000  # "108 megapixels": 12,000 × 9,000
MAX_PIXELS_HEIF = 51_000_000  # "48" and "50 megapixels" take 360 MB of memory here
MAX_PIXELS_WHOLE = 24_000_000  # of all else but JPEG, which alone can be read smaller than it is
MOST_PIXELS = {"JPEG": MAX_PIXELS, "MPO": MAX_PIXELS, "HEIF": MAX_PIXELS_HEIF}
Image.MAX_IMAGE_PIXELS = MAX_PIXELS  # Pillow's own bound lies below a telephone's camera
LONG_SIDE = 2560
THUMB_SIDE = 480


class BadPhoto(ValueError):
    """A photo that is not taken. `code`: empty, too_big (bytes), too_many_pixels, not_an_image or broken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class CleanPhoto(NamedTuple):
    """A clean photo: JPEG, JPEG thumbnail, size in pixels."""

    jpeg: bytes
    thumb: bytes
    width: int
    height: int


def clean_photo(data: bytes, *, max_bytes: int = MAX_BYTES, max_pixels: int = MAX_PIXELS) -> CleanPhoto:
    """Decode and re-encode a photo so that nothing but the picture remains (no EXIF, comment, profile).

    The long side shrinks to 2560 pixels, the thumbnail's to 480. The size is read from the header:
    a bomb is refused before any pixel is decoded. Raises BadPhoto.
    """
    _check_size(data, max_bytes)
    picture = _decode(_open(data, max_pixels))
    thumb = picture.copy()
    thumb.thumbnail((THUMB_SIDE, THUMB_SIDE))
    return CleanPhoto(_jpeg(picture, 85), _jpeg(thumb, 78), *picture.size)


def check_photo(data: bytes, *, max_bytes: int = MAX_BYTES, max_pixels: int = MAX_PIXELS) -> None:
    """Refuse by size and header what is no photo of ours; no pixel is decoded. Raises BadPhoto.

    What comes in boxes is believed by its brand: its readers are loaded where photos are cleaned and nowhere else.
    """
    _check_size(data, max_bytes)
    if not _is_boxed(data):
        _open(data, max_pixels).close()


def _check_size(data: bytes, max_bytes: int) -> None:
    if not data:
        raise BadPhoto("empty")
    if len(data) > max_bytes:
        raise BadPhoto("too_big")


def _is_boxed(data: bytes) -> bool:
    """Whether it says so itself: nobody's name for a file is believed."""
    return data[4:8] == b"ftyp" and data[8:12] in BRANDS


@cache
def _read_boxed() -> None:
    """Let Pillow know HEIF. One thread each: what threads hold of memory counts against the picture's."""
    import pi_heif  # four megabytes that no serving process needs

    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1


def _open(data: bytes, max_pixels: int) -> Image.Image:
    """The image with only its header read, no larger than allowed."""
    if boxed := _is_boxed(data):
        _read_boxed()
    try:
        image = Image.open(io.BytesIO(data), formats=BOXED if boxed else FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadPhoto("too_many_pixels") from None
    except Exception:  # decoders raise nearly anything on hostile bytes
        raise BadPhoto("not_an_image") from None
    if image.width * image.height > min(max_pixels, MOST_PIXELS.get(image.format or "", MAX_PIXELS_WHOLE)):
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
