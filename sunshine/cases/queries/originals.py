"""What of a request repeats the resident's words, in all its columns, as it may lie open (`matters.queries.originals`)."""

from collections.abc import Collection, Mapping
from typing import Any

from sunshine.lib.masks import EVERYTHING, hide_words, mask_text
from sunshine.matters.queries.originals import NOTHING, _sealed, original, veil

LOCATION_MOST = 200
_OURS = frozenset({"by", "how", "in"})
"""What of the reasons for a place is our own word, and none of the resident's."""


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


def _veiled(reasons: Mapping[str, Any], known: Collection[str]) -> dict[str, Any]:
    """Why a place was found, with the words it was found by as they may lie open."""
    return {
        name: mask_text(hide_words(value, known), kinds=EVERYTHING)
        if isinstance(value, str) and name not in _OURS
        else value
        for name, value in dict(reasons).items()
    }
