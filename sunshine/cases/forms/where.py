"""The places that words may mean, as somebody chooses one of them: the same on the resident's form and at the desk."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from django import forms

from sunshine.cases.queries.where import lies_in
from sunshine.lib.division import Level, is_code
from sunshine.lib.refusals import Refused
from sunshine.places.queries import Locator, locator
from sunshine.places.states import Certainty

NONE = "none"
"""What is sent for none of them."""
MOST = 8
KEY_DIGITS = 18
"""No key of the database is longer; Python refuses to read numbers of thousands of digits."""
Key = int | str
"""A building's key or a division's code."""


class Which(NamedTuple):
    """Some places, each with the value that is sent for it and its words, and the value that was chosen, "" for none yet."""

    offered: list[tuple[str, str]]
    chosen: str = ""


class WhichField(forms.CharField):
    """One of the places that were offered; the page draws it (`ui/parts/which.html`), since it depends on the words."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=40, widget=forms.HiddenInput)


def key_of(value: str) -> Key | None:
    """Return the key or code of a choice; None for none of them, and for what is no choice."""
    kind, _sign, key = value.partition("-")
    if kind == "building" and key.isascii() and key.isdecimal() and len(key) <= KEY_DIGITS:
        return int(key)
    return key if kind == "place" and is_code(key) else None


def value_of(key: Key) -> str:
    """Return what is sent for a building or a division."""
    return f"building-{key}" if isinstance(key, int) else f"place-{key}"


def offer_places(book: Locator, keys: Iterable[Key], chosen: str = "") -> Which:
    """Offer places to choose from; what was chosen stays among them, though the words do not say it any more."""
    offered = [key for key in dict.fromkeys(keys) if _known(book, key)][:MOST]
    mine = key_of(chosen)
    if mine is not None and _known(book, mine) and mine not in offered:
        offered.append(mine)
    return Which([(value_of(key), book.words_of(key)) for key in offered], chosen)


def still_meant(key: Key, words: str, point: tuple[float, float] | None = None) -> bool:
    """Whether words, or a point beside them, do not speak against a place that was chosen when they perhaps were others."""
    book = locator()
    if not _known(book, key) or (isinstance(key, str) and len(key) < Level.COMMUNITY):
        return False
    found = book.at_text(words)
    if found.certainty == Certainty.UNKNOWN and not found.choices:
        return True  # they name no place
    if isinstance(key, int):
        around = book.buildings[key][0][: Level.COMMUNITY]
        inside = book.at_text(words, within=around)
        begun = (row["id"] for row in book.suggest(words, within=around))
        return key in {inside.building, *inside.choices, *begun}
    meant = [found.place, *(each for each in found.choices if isinstance(each, str))]
    if point is not None:
        with suppress(Refused):  # outside the county
            meant.append(book.at_point(*point).place)
    return any(each.startswith(key) or (each and key.startswith(each)) for each in meant)


def standing(told: Mapping[str, Any], words: str) -> Key | None:
    """What was chosen, unless the words were changed since, or a community was named after it in which it does not lie."""
    key, community = key_of(told.get("which") or ""), told.get("community") or NONE
    lon, lat = told.get("lon"), told.get("lat")
    if key is None or not still_meant(
        key, words, (lon, lat) if lon is not None and lat is not None else None
    ):
        return None
    lies = locator().buildings[key][0] if isinstance(key, int) else key
    return key if community == NONE or lies.startswith(community) else None


def settle_place(told: dict[str, Any], key: Key | None) -> None:
    """Put what somebody chose before their words, and before a point that speaks against it; the words stay as they are."""
    if key is None:
        return
    if isinstance(key, int):
        told["building"] = key
    else:
        told["building"], told["place"] = None, key
    if told["lon"] is not None and told["lat"] is not None and not _agrees(told, key):
        told["lon"] = told["lat"] = None


def _known(book: Locator, key: Key) -> bool:
    return key in book.buildings if isinstance(key, int) else key in book.names


def _agrees(told: dict[str, Any], key: Key) -> bool:
    """Whether a point may stand beside what was chosen: in the building's community, or wherever it is sure by itself."""
    if isinstance(key, int):
        return lies_in(key, told["lon"], told["lat"])
    try:
        found = locator().at_point_and_text(told["lon"], told["lat"], told["location"])
    except Refused:  # outside the county
        return False
    return found.certainty != Certainty.UNKNOWN
