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
LOCATION_MOST = 200
_OURS = frozenset({"by", "how", "in"})
"""What of the reasons for a place is our own word, and none of the resident's."""


def veil(known: Collection[str] = (), /, **texts: str) -> tuple[dict[str, str], bytes]:
    """The texts as they may lie open, and all of them as they were, sealed; NOTHING where nothing had to be hidden.

    `known` are names that were told beside them: they are hidden wherever they stand.
    """
    masked = {name: mask_text(hide_words(text, known), kinds=EVERYTHING) for name, text in texts.items()}
    if masked == texts:
        return masked, NOTHING
    return masked, _sealed(texts)


def veil_report(
    text: str, location: str, why_place: Mapping[str, Any], known: Collection[str] = ()
) -> dict[str, Any]:
    """What of a request repeats the resident's words, by its columns, as they may lie open, and the sealed original."""
    masked, sealed = veil(known, text=text, location=location)
    masked["location"] = masked["location"][:LOCATION_MOST]
    return {**masked, "original": sealed, "why_place": _veiled(why_place, known)}


def veil_place(case: Any, location: str, why_place: Mapping[str, Any]) -> dict[str, Any]:
    """The same for a request that is placed anew: its text stays hidden as it was, also by names told when it came in."""
    if case.original is None:  # nobody has looked at it yet
        return veil_report(case.text, location, why_place)
    texts = {"text": original(case), "location": location}
    same = location == original(case, "location")
    shown = case.location if same else mask_text(location, kinds=EVERYTHING)[:LOCATION_MOST]
    masked = {"text": case.text, "location": shown}
    return {
        **masked,
        "original": NOTHING if masked == texts else _sealed(texts),
        "why_place": _veiled(why_place, ()),
    }


def original(row: Any, name: str = "text") -> str:
    """A text of a matter or of a note as the resident wrote it, for who handles it and for the resident.

    Raises seal.Broken when it does not open.
    """
    if not row.original:
        return str(getattr(row, name))
    return str(unveil(row.original)[name])


def unveil(blob: bytes) -> dict[str, str]:
    """The texts of a sealed original. Raises seal.Broken when it does not open."""
    texts: dict[str, str] = json.loads(seal.unseal(ring(), bytes(blob), purpose=PURPOSE))
    return texts


def original_keys(*tables: str) -> dict[str, int]:
    """How many originals lie under each key of the ring, by its name."""
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


def _veiled(reasons: Mapping[str, Any], known: Collection[str]) -> dict[str, Any]:
    """Why a place was found, with the words it was found by as they may lie open."""
    return {
        name: mask_text(hide_words(value, known), kinds=EVERYTHING)
        if isinstance(value, str) and name not in _OURS
        else value
        for name, value in dict(reasons).items()
    }
