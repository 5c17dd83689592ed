"""Where a report begins: the place of the QR code that was scanned, or the community the visitor chose."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from sunshine.lib.division import Level, ancestors, is_code
from sunshine.people.states import pick_words
from sunshine.places.queries import Locator, locator
from sunshine.public.door import my_community

KEY_DIGITS = 18
"""No key of the database is longer; Python refuses to read numbers of thousands of digits."""


@dataclass(frozen=True, slots=True)
class Spot:
    """What is known of the place before anything was typed. `unknown`: the code asked for is not ours."""

    place: str = ""
    words: str = ""
    building: int | None = None
    unknown: bool = False
    scanned: bool = False

    @property
    def community(self) -> str:
        """The community's code, or "" where none is known."""
        return self.place[: Level.COMMUNITY] if len(self.place) >= Level.COMMUNITY else ""

    @property
    def area(self) -> str:
        """The code whose map is shown: the community, or the whole county where none is known."""
        return self.community or settings.COUNTY

    def initial(self) -> dict[str, Any]:
        """What the form's hidden fields begin with."""
        return {"place": self.place, "building": self.building}


def spot_of(request: HttpRequest, asked: Mapping[str, Any]) -> Spot:
    """The place named by the form or address (`building`, `place`), else the visitor's own community."""
    book = locator()
    if building := asked.get("building", ""):
        return _at_building(book, building)
    if code := asked.get("place", ""):
        return at_place(book, code, scanned=True)
    found = at_place(book, my_community(request))
    return Spot() if found.unknown else found


def at_place(book: Locator, code: str, *, scanned: bool = False) -> Spot:
    """The spot of a standing division from community to grid, or an unknown one."""
    if not is_code(code) or code not in book.names or not code.startswith(settings.COUNTY):
        return Spot(unknown=True)
    parts = [part for part in [*ancestors(code), code] if len(part) >= min(len(code), Level.COMMUNITY)]
    return Spot(code, " ".join(place_name(book, part) for part in parts), scanned=scanned)


def place_name(book: Locator, code: str) -> str:
    """The name of a place in the reader's language; "" for a code that is not on the map."""
    names = book.names.get(code, {"name": "", "name_en": ""})
    return pick_words(names["name"], names["name_en"])


def _at_building(book: Locator, key: str) -> Spot:
    known = book.buildings.get(int(key)) if key.isdecimal() and len(key) <= KEY_DIGITS else None
    if known is None:
        return Spot(unknown=True)
    grid, name = known
    return Spot(grid, f"{at_place(book, grid).words} {name}", int(key), scanned=True)
