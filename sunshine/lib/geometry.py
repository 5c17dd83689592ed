"""Boundaries and points: reading GeoJSON, judging polygons and siblings, coordinate shifts, point → code.

Coordinates are lon, lat in degrees, CGCS2000 taken as WGS-84. Metres come from scaling degrees locally, good
to a millimetre over a community.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from sunshine.lib.coordinates import (
    bd09_to_wgs84,
    gcj02_to_wgs84,
    metres_between,
    metres_per_degree,
    wgs84_to_gcj02,
)
from sunshine.lib.pointindex import PointIndex, to_metres

__all__ = [
    "BadBoundaries",
    "Fault",
    "Feature",
    "Gap",
    "Overlap",
    "PointIndex",
    "area_m2",
    "bd09_to_wgs84",
    "fault_of",
    "find_ground_beyond",
    "gaps",
    "gcj02_to_wgs84",
    "metres_between",
    "metres_per_degree",
    "overlaps",
    "read_geojson",
    "repair_geometry",
    "to_metres",
    "wgs84_to_gcj02",
]

TOLERANCE_M = 1.0  # R-GRID-01
CRS_WORDS = ("CRS84", "4326", "4490", "CGCS2000")


class BadBoundaries(ValueError):
    """A file that is no GeoJSON at all. `code`: not_json, not_geojson, no_features or unknown_crs."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Feature(NamedTuple):
    """One feature of a file: its index from 0, properties, a geometry if readable, a problem if any."""

    number: int
    properties: dict[str, Any]
    geometry: BaseGeometry | None
    problem: str | None


class Fault(NamedTuple):
    """What is wrong with a polygon.

    Codes: empty, not_polygon, out_of_range, self_intersection, hole_outside, invalid. `where` is lon, lat if
    known; `repair_m2` is the area by which a mending would change the polygon.
    """

    code: str
    where: tuple[float, float] | None
    repair_m2: float


class Overlap(NamedTuple):
    """Two siblings that cover the same ground, by more than the tolerance in width."""

    one: str
    other: str
    square_metres: float
    where: tuple[float, float]


class Gap(NamedTuple):
    """Ground of the parent that no child covers (or, of a child, that lies outside the parent)."""

    square_metres: float
    where: tuple[float, float]


def read_geojson(source: bytes | str) -> list[Feature]:
    """Every feature of a GeoJSON file, with the problem code beside those that can't be used.

    Problem codes are those of `Fault` and `broken` for a geometry that can't be read. A self-intersection is
    reported, never silently mended. Raises BadBoundaries for a file that is no GeoJSON.
    """
    try:
        document = json.loads(source)
    except (ValueError, RecursionError):
        raise BadBoundaries("not_json") from None
    if not isinstance(document, dict) or not isinstance(document.get("type"), str):
        raise BadBoundaries("not_geojson")
    if (crs := document.get("crs")) and not any(word in json.dumps(crs) for word in CRS_WORDS):
        raise BadBoundaries("unknown_crs")
    return [_feature(index, raw) for index, raw in enumerate(_raw_features(document))]


def fault_of(geometry: BaseGeometry) -> Fault | None:
    """What makes a geometry unusable as a boundary, or None when it is a sound (multi)polygon."""
    if geometry.geom_type not in ("Polygon", "MultiPolygon"):
        return Fault("not_polygon", None, 0.0)
    if geometry.is_empty:
        return Fault("empty", None, 0.0)
    if not _in_range(geometry):
        return Fault("out_of_range", None, 0.0)
    if geometry.is_valid:
        return None
    reason = shapely.is_valid_reason(geometry)
    return Fault(_fault_code(reason), _place_in(reason), _repair_size(geometry))


def repair_geometry(geometry: BaseGeometry) -> BaseGeometry:
    """The polygons that remain when a broken boundary is mended; for showing beside the original only."""
    mended = shapely.make_valid(geometry, method="structure")
    return shapely.union_all([part for part in _parts(mended) if part.geom_type == "Polygon"])


def overlaps(shapes: Mapping[str, BaseGeometry], *, tolerance_m: float = TOLERANCE_M) -> list[Overlap]:
    """Pairs of siblings that overlap by more than `tolerance_m` in width (R-GRID-01), by code."""
    codes = sorted(shapes)
    if not codes:
        return []
    latitude = _middle(shapes.values())
    flat = [to_metres(shapes[code], latitude) for code in codes]
    left, right = shapely.STRtree(flat).query(flat, predicate="intersects")
    pairs = sorted((int(a), int(b)) for a, b in zip(left, right, strict=True) if a < b)
    found = []
    for a, b in pairs:
        core = _wide(flat[a].intersection(flat[b]), tolerance_m)
        if not core.is_empty:
            common = flat[a].intersection(flat[b]).area
            found.append(Overlap(codes[a], codes[b], common, _where(core, latitude)))
    return found


def gaps(
    parent: BaseGeometry, children: Iterable[BaseGeometry], *, tolerance_m: float = TOLERANCE_M
) -> list[Gap]:
    """Ground of `parent` wider than `tolerance_m` that no child covers, largest first (R-GRID-01)."""
    covered = shapely.union_all(list(children))
    return _leftovers(parent, covered, tolerance_m)


def find_ground_beyond(
    child: BaseGeometry, parent: BaseGeometry, *, tolerance_m: float = TOLERANCE_M
) -> list[Gap]:
    """Ground of `child` wider than `tolerance_m` that lies outside `parent`, largest first."""
    return _leftovers(child, parent, tolerance_m)


def area_m2(geometry: BaseGeometry) -> float:
    """Area in square metres."""
    return float(to_metres(geometry, _middle([geometry])).area)


def _raw_features(document: dict[str, Any]) -> Sequence[Any]:
    if document["type"] == "FeatureCollection":
        features = document.get("features")
        if not isinstance(features, list) or not features:
            raise BadBoundaries("no_features")
        return features
    if document["type"] == "Feature":
        return [document]
    if "coordinates" in document:
        return [{"type": "Feature", "properties": {}, "geometry": document}]
    raise BadBoundaries("not_geojson")


def _feature(index: int, raw: Any) -> Feature:
    properties = raw.get("properties") if isinstance(raw, dict) else None
    told = properties if isinstance(properties, dict) else {}
    try:
        geometry = shapely.force_2d(shape(raw["geometry"]))
        fault = fault_of(geometry)
    except Exception:  # shapely raises nearly anything on nonsense; the row's report must still come
        return Feature(index, told, None, "broken")
    return Feature(index, told, geometry, fault and fault.code)


def _in_range(geometry: BaseGeometry) -> bool:
    west, south, east, north = geometry.bounds
    return bool(-180 <= west <= east <= 180 and -90 <= south <= north <= 90)


def _fault_code(reason: str) -> str:
    if "Self-intersection" in reason:
        return "self_intersection"
    return "hole_outside" if "Hole lies outside" in reason else "invalid"


def _place_in(reason: str) -> tuple[float, float] | None:
    """Lon and lat out of a reason such as "Self-intersection[125.9 46.1]"."""
    inside = reason.partition("[")[2].rstrip("]").split()
    return (float(inside[0]), float(inside[1])) if len(inside) >= 2 else None


def _repair_size(geometry: BaseGeometry) -> float:
    mended = repair_geometry(geometry)
    return abs(area_m2(mended) - area_m2(geometry))


def _parts(geometry: BaseGeometry) -> list[BaseGeometry]:
    return list(getattr(geometry, "geoms", [geometry]))


def _middle(geometries: Iterable[BaseGeometry]) -> float:
    _, south, _, north = shapely.total_bounds(list(geometries))
    return float(south + north) / 2


def _wide(geometry: BaseGeometry, width_m: float) -> BaseGeometry:
    """What of a geometry in metres remains when slivers up to `width_m` are taken away."""
    return geometry.buffer(-width_m / 2, join_style="mitre")


def _where(geometry: BaseGeometry, latitude: float) -> tuple[float, float]:
    point = geometry.representative_point()
    east, north = metres_per_degree(latitude)
    return (round(point.x / east, 7), round(point.y / north, 7))


def _leftovers(whole: BaseGeometry, taken: BaseGeometry, tolerance_m: float) -> list[Gap]:
    latitude = _middle([whole])
    left = to_metres(whole, latitude).difference(to_metres(taken, latitude))
    wide = [part for part in _parts(left) if not _wide(part, tolerance_m).is_empty]
    return sorted((Gap(part.area, _where(part, latitude)) for part in wide), reverse=True)
