"""A resident's own words at rest: what leads to a person is kept under seal, everything else reads the mask.

The column of a text holds the text with what the detector found hidden, so lists, indexes, workbooks and comparisons need no
care of their own. `original` keeps the whole under seal: NULL while nobody has looked, empty where nothing was found.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any

from django.db import connection

from sunshine.lib import seal
from sunshine.lib.masks import EVERYTHING, hide_words, mask_text
from sunshine.record.queries import ring

PURPOSE = "cases.original"

NOTHING = b""


def veil(known: Collection[str] = (), /, **texts: str) -> tuple[dict[str, str], bytes]:
    """Return the texts as they may lie open, and all of them as they were, sealed; NOTHING where nothing had to be hidden.

    `known` are names that were told beside them: they are hidden wherever they stand.
    """
    masked = {name: mask_text(hide_words(text, known), kinds=EVERYTHING) for name, text in texts.items()}
    if masked == texts:
        return masked, NOTHING
    return masked, _sealed(texts)


def original(row: Any, name: str = "text") -> str:
    """Return a text of a matter or of a note as the resident wrote it, for who handles it and for the resident.

    Raises seal.Broken when it does not open.
    """
    if not row.original:
        return str(getattr(row, name))
    return str(unveil(row.original)[name])


def unveil(blob: bytes) -> dict[str, str]:
    """Return the texts of a sealed original. Raises seal.Broken when it does not open."""
    texts: dict[str, str] = json.loads(seal.unseal(ring(), bytes(blob), purpose=PURPOSE))
    return texts


def original_keys(*tables: str) -> dict[str, int]:
    """Count the originals that lie under each key of the ring, by its name."""
    found: dict[str, int] = {}
    for table in tables:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 'k' || (get_byte(original, 1) * 256 + get_byte(original, 2)), count(*)"  # noqa: S608
                f" FROM {connection.ops.quote_name(table)} WHERE original <> '' GROUP BY 1"
            )
            for key, count in cursor.fetchall():
                found[key] = found.get(key, 0) + count
    return found


def _sealed(texts: Mapping[str, str]) -> bytes:
    return seal.seal(ring(), json.dumps(texts, ensure_ascii=False), purpose=PURPOSE)
