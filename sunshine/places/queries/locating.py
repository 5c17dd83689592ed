"""Where a point, a building or a text lies.

Locating never touches the database: each process holds the map in memory, and one cheap SELECT tells whether
it is still the present one.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from django.db import connection
from django.utils.translation import gettext_lazy as _
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from sunshine.lib.addressbook import AddressBook, Entry, Found
from sunshine.lib.division import Level, at_level
from sunshine.lib.once import ask_once
from sunshine.lib.pointindex import PointIndex
from sunshine.lib.prepared import prepared
from sunshine.lib.refusals import Refused
from sunshine.places.models import MapVersion
from sunshine.places.queries.naming import place_words
from sunshine.places.queries.tree import buildings, standing
from sunshine.places.states import Certainty

NEAR_M = 30.0
"""A point this close to a grid, but in none, most likely belongs to it: phones err by as much."""

MARGIN_DEGREES = 0.2
"""While a county has no boundary of its own, what lies this far from everything drawn is outside it."""

CANDIDATES = 5
CANDIDATES_ONLY = frozenset({"perhaps", "similar", "several"})
"""What a text says in these ways is shown to choose from, never claimed."""

SIMPLIFY_DEGREES = 0.00001  # about a metre


@dataclass(frozen=True, slots=True)
class Located:
    """Where something is, how sure that is, and why.

    `place` is the finest code known, "" when nothing is; `reasons` are rendered into words by the doors. `choices` are
    where it may be as well, to be chosen from: keys of buildings and codes of divisions. They are never kept.
    """

    place: str
    certainty: Certainty
    reasons: tuple[tuple[str, Any], ...]
    building: int | None = None
    choices: tuple[int | str, ...] = ()

    @property
    def grid(self) -> str | None:
        """The grid's code, if it is known."""
        return self.place if len(self.place) == Level.GRID else None

    @property
    def community(self) -> str | None:
        """The community's code, if it is known."""
        return at_level(self.place, Level.COMMUNITY) if self.place else None

    @property
    def why(self) -> dict[str, Any]:
        """The reasons as a fresh dictionary, fit for JSON."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in self.reasons}


OUTSIDE = Located("", Certainty.UNKNOWN, (("by", "point"), ("in", "outside")))


@dataclass(frozen=True, eq=False)
class Locator:
    """The map of one moment: boundaries, buildings and names. Never changed; a new one replaces it."""

    grids: PointIndex
    communities: PointIndex
    streets: PointIndex
    county: BaseGeometry | None
    buildings: dict[int, tuple[str, str]]
    names: dict[str, dict[str, str]]
    book: AddressBook
    shapes: dict[str, BaseGeometry]
    _answers: dict[str, Located] = field(init=False, default_factory=dict)
    _drawn: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for code in self.grids.codes:
            self._answers[code] = Located(code, Certainty.EXACT, (("by", "point"),))
        for code in self.communities.codes:
            self._answers[code] = Located(code, Certainty.COARSE, (("by", "point"), ("in", "community")))
        for code in (*self.streets.codes, next(iter(self.names), "")[: Level.COUNTY]):
            self._answers[code] = Located(code, Certainty.UNKNOWN, (("by", "point"), ("in", "no_grid")))

    def at_point(self, lon: float, lat: float) -> Located:
        """The grid of a point (degrees, WGS-84). Refused with a sentence if it lies outside the county."""
        code = self.grids.at(lon, lat)
        return self._answers[code] if code is not None else self._off_grid(lon, lat)

    def at_point_and_text(self, lon: float, lat: float, text: str) -> Located:
        """The place of a point, unless the words beside it name another community: then neither is claimed."""
        point, words = self.at_point(lon, lat), self.at_text(text)
        if words.certainty == Certainty.UNKNOWN or not point.community or point.community == words.community:
            return point
        both = (point.place, words.place)
        named = tuple(self.names[code[: Level.COMMUNITY]]["name"] for code in both)
        reasons = (("by", "point"), ("conflict", True), ("candidates", named), ("count", len(named)))
        chosen = words.place if words.building is None else words.building
        return Located(_common(both), Certainty.UNKNOWN, reasons, choices=(point.place, chosen))

    def at_points(self, lons: Sequence[float], lats: Sequence[float]) -> list[Located]:
        """Many points at once, in their order; one outside the county is told by its reasons."""
        codes = self.grids.at_many(lons, lats)
        rest = [i for i, code in enumerate(codes) if code is None]
        found = [self._answers[code] if code is not None else OUTSIDE for code in codes]
        beside = self._off_grid_many([lons[i] for i in rest], [lats[i] for i in rest])
        for i, located in zip(rest, beside, strict=True):
            found[i] = located
        return found

    def at_building(self, building: int) -> Located:
        """The grid of a standing building. Refused if it is not known."""
        if building not in self.buildings:
            raise Refused(_("This building is not known here."), code="unknown_building")
        grid, name = self.buildings[building]
        return Located(grid, Certainty.EXACT, (("by", "building"), ("building", name)), building)

    def at_text(self, text: str, *, within: str | None = None) -> Located:
        """The place that a text names, inside the division `within`; what is not sure is never said to be."""
        found = self.book.find(text, within or "")
        reasons: list[tuple[str, Any]] = [("by", "text"), ("how", found.how)]
        if found.matched:
            reasons.append(("matched", found.matched))
        if found.conflict:
            reasons.append(("conflict", True))
        building, code, certainty = self._judge(found, within or "")
        if building is None and found.keys:
            reasons.append(("candidates", tuple(self.buildings[key][1] for key in found.keys[:CANDIDATES])))
            reasons.append(("count", len(found.keys)))
        choices = _choices(found) if building is None else ()
        return Located(code, certainty, tuple(reasons), building, choices)

    def words_of(self, key: int | str) -> str:
        """What somebody chooses by: a division, or a building after its community, since many buildings share a name."""
        if isinstance(key, str):
            return place_words(key, self.names)
        grid, name = self.buildings[key]
        return f"{place_words(grid[: Level.COMMUNITY], self.names)} {name}"

    def suggest(self, text: str, *, within: str | None = None, limit: int = 10) -> list[dict[str, Any]]:
        """Buildings for somebody who is typing: id, name and the code of the grid."""
        keys = self.book.suggest(text, within or "", limit)
        return [{"id": key, "name": self.buildings[key][1], "code": self.buildings[key][0]} for key in keys]

    def geojson(self, prefix: str) -> str:
        """The grids at or below `prefix` as GeoJSON text, simplified to a metre without opening seams."""
        if prefix not in self._drawn:
            codes = [code for code in self.grids.codes if code.startswith(prefix)]
            drawn = shapely.coverage_simplify([self.shapes[code] for code in codes], SIMPLIFY_DEGREES)
            features = [_feature(code, self.names[code], it) for code, it in zip(codes, drawn, strict=True)]
            collection = {"type": "FeatureCollection", "features": features}
            self._drawn[prefix] = json.dumps(collection, ensure_ascii=False)
        return self._drawn[prefix]

    def _judge(self, found: Found, within: str) -> tuple[int | None, str, Certainty]:
        """Building, finest code and certainty that the words of a text are worth."""
        if found.how in CANDIDATES_ONLY:
            return None, *self._perhaps(found, within)
        told = {self.buildings[key][0] for key in found.keys}
        code = _common(told | set(found.scope) if found.conflict or not told else told) or within
        if found.how == "place":
            sure = Certainty.LIKELY if len(code) == Level.GRID and not found.conflict else Certainty.COARSE
            return None, code, sure if len(code) >= Level.COMMUNITY else Certainty.UNKNOWN
        narrow = min(map(len, found.scope)) >= Level.COMMUNITY
        if found.how == "number" and not narrow:  # every estate has a third house
            return None, within, Certainty.UNKNOWN
        known = found.how in ("name", "number", "sound") and not found.conflict
        if known and len(found.keys) == 1:
            return found.keys[0], code, Certainty.EXACT if found.sure else Certainty.LIKELY
        if (known or found.how == "estate") and len(code) == Level.GRID:
            return None, code, Certainty.LIKELY
        code = code[: Level.COMMUNITY]
        return None, code, Certainty.COARSE if len(code) == Level.COMMUNITY else Certainty.UNKNOWN

    def _perhaps(self, found: Found, within: str) -> tuple[str, Certainty]:
        """What candidates are worth: a division that was named beside them, or a community that holds both of two places."""
        told = {self.buildings[key][0] for key in found.keys} if found.how == "several" else set()
        code = (
            _common(told | set(found.scope)) if found.conflict else _common(told or found.scope)
        ) or within
        code = code[: Level.COMMUNITY]
        return code, Certainty.COARSE if len(code) == Level.COMMUNITY else Certainty.UNKNOWN

    def _off_grid(self, lon: float, lat: float) -> Located:
        if self._outside([lon], [lat])[0]:
            raise Refused(_("This point lies outside the county."), code="outside_county")
        near = self.grids.nearest(lon, lat, NEAR_M)
        return self._beside(near, self.communities.at(lon, lat), self.streets.at(lon, lat))

    def _off_grid_many(self, lons: Sequence[float], lats: Sequence[float]) -> list[Located]:
        near = self.grids.nearest_many(lons, lats, NEAR_M)
        communities, streets = self.communities.at_many(lons, lats), self.streets.at_many(lons, lats)
        return [
            OUTSIDE if outside else self._beside(near[i], communities[i], streets[i])
            for i, outside in enumerate(self._outside(lons, lats))
        ]

    def _beside(self, near: tuple[str, float] | None, community: str | None, street: str | None) -> Located:
        """A point in no grid: the nearest grid of its community, else what else is known."""
        if near is not None and near[0].startswith(community or ""):
            return Located(near[0], Certainty.LIKELY, (("by", "point"), ("near_m", round(near[1], 1))))
        return self._answers[community or street or next(iter(self.names), "")[: Level.COUNTY]]

    def _outside(self, lons: Sequence[float], lats: Sequence[float]) -> list[bool]:
        x, y = np.asarray(lons, dtype=float), np.asarray(lats, dtype=float)
        inside = np.isfinite(x) & np.isfinite(y)
        if self.county is not None:
            inside &= shapely.intersects_xy(self.county, x, y)
        return [not one for one in inside.tolist()]


def _choices(found: Found) -> tuple[int | str, ...]:
    """Where the words may mean: some buildings, or the few communities or grids that bear the name that was said."""
    if found.keys or found.how != "place":
        return found.keys[:CANDIDATES]
    few = 1 < len(found.scope) <= CANDIDATES and min(map(len, found.scope)) >= Level.COMMUNITY
    return found.scope if few else ()


def _common(codes: Iterable[str]) -> str:
    """The finest division that holds all of `codes`; "" if none does."""
    ordered = sorted(codes)
    same = next((i for i, (a, b) in enumerate(zip(ordered[0], ordered[-1], strict=False)) if a != b), None)
    code = min(ordered[0], ordered[-1], key=len)[:same]
    return code[: len(code) // 3 * 3] if len(code) >= Level.COUNTY else ""


def _feature(code: str, name: dict[str, str], geometry: BaseGeometry) -> dict[str, Any]:
    drawn = mapping(shapely.transform(geometry, lambda points: points.round(6)))
    return {"type": "Feature", "id": code, "properties": {"code": code, **name}, "geometry": drawn}


_held: dict[str, tuple[UUID, Locator]] = {}
_loading = Lock()


def locator() -> Locator:
    """The present map. Costs one SELECT, while a page is read once; hold the answer for the length of a request."""
    return ask_once("map", _present)


def _present() -> Locator:
    # At every report: past the ORM, which would cost more than the answer.
    with prepared(connection) as cursor:
        cursor.execute("SELECT stamp FROM places_mapversion WHERE id = 1")
        (stamp,) = cursor.fetchone()
    with _loading:
        held = _held.get("map")
        if held is None or held[0] != stamp:
            held = _held["map"] = stamp, _load()
        return held[1]


def map_version() -> int:
    """The number of the present map, for addresses that may be kept by a browser."""
    return MapVersion.objects.values_list("version", flat=True).get(pk=1)


def suggest_buildings(text: str, within: str | None = None, limit: int = 10) -> list[dict[str, Any]]:
    """Buildings for somebody who is typing: id, name and the code of the grid."""
    return locator().suggest(text, within=within, limit=limit)


def grids_geojson(prefix: str) -> str:
    """The grids at or below `prefix` as GeoJSON text for the map, made once per version of the map."""
    return locator().geojson(prefix)


def _load() -> Locator:
    """Read the whole map: two statements, whatever its size."""
    rows = list(standing().values_list("code", "name", "name_en", "kind", "boundary"))
    houses = list(buildings("").values_list("pk", "grid_id", "name", "aliases", "address"))
    shapes = {code: shape(boundary) for code, *_rest, boundary in rows if boundary}
    return Locator(
        grids=_index(shapes, Level.GRID),
        communities=_index(shapes, Level.COMMUNITY),
        streets=_index(shapes, Level.STREET),
        county=_county(shapes),
        buildings={key: (grid, name) for key, grid, name, *_rest in houses},
        names={code: {"name": name, "name_en": en, "kind": kind} for code, name, en, kind, _b in rows},
        book=AddressBook(
            (Entry(key, grid, (name, *aliases), address) for key, grid, name, aliases, address in houses),
            [(code, name) for code, name, *_rest in rows],
        ),
        shapes=shapes,
    )


def _index(shapes: dict[str, BaseGeometry], level: Level) -> PointIndex:
    return PointIndex((code, it) for code, it in shapes.items() if len(code) == level)


def _county(shapes: dict[str, BaseGeometry]) -> BaseGeometry | None:
    """The county's own boundary; while it has none, a wide box around all that is drawn."""
    own = next((it for code, it in shapes.items() if len(code) == Level.COUNTY), None)
    if own is None and shapes:
        around = shapely.box(*shapely.total_bounds(list(shapes.values())))
        own = around.buffer(MARGIN_DEGREES, join_style="mitre")
    if own is not None:
        shapely.prepare(own)
    return own
