"""Where the built files are. Vite writes their hashed names into a manifest; we read it once per build."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

DIST = Path(__file__).parent / "static" / "dist"
MANIFEST = DIST / "manifest.json"


class NotBuilt(Exception):
    """The web files have not been built."""


@lru_cache(maxsize=2)
def _manifest(changed: int) -> dict[str, Any]:
    """The manifest as it was at that change of the file."""
    return json.loads(MANIFEST.read_text("utf-8"))


def entry(source: str) -> dict[str, Any]:
    """What became of a source file.

    Raises:
        NotBuilt: there is no manifest, or the file is not in it.
    """
    try:
        return _manifest(MANIFEST.stat().st_mtime_ns)[source]
    except (FileNotFoundError, KeyError):
        raise NotBuilt(f"web/{source} is not built: run `npm ci && npm run build` in web/") from None


def address(file: str) -> str:
    """Address of a built file.

    Not through the static-files storage: the name carries a hash already, and a second one would make the
    browser load a module twice, once by the page's name and once by the name its chunks know.
    """
    return f"{settings.STATIC_URL}dist/{file}"
