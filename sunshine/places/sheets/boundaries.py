"""Draw many boundaries from one GeoJSON file, with a report for each feature."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _
from shapely.geometry import mapping, shape

from sunshine.lib.geometry import BadBoundaries, Feature, read_geojson
from sunshine.lib.refusals import Refused
from sunshine.places.actions import set_boundary
from sunshine.places.actions.divisions import read_geometry
from sunshine.places.models import Place
from sunshine.places.queries import children
from sunshine.places.rules import FAULTS, beyond_warnings, check_code, gap_warnings
from sunshine.places.sheets.report import Progress, ReportLine, RowOutcome, SheetReport
from sunshine.record.states import Actor

CODE_KEYS = (
    "code",
    "grid_code",
    "community_code",
    "adcode",
    "gb",
    "编码",
    "区划编码",
    "网格编码",
    "代码",
    "id",
)
"""Properties that may hold the division code; the national map's `gb` puts the country's 156 before it."""

FILE_FAULTS: Mapping[str, Any] = {
    "not_json": _("This file is not GeoJSON: it cannot be read."),
    "not_geojson": _("This file is JSON, but no GeoJSON."),
    "no_features": _("This file has no features."),
    "unknown_crs": _("The coordinates must be longitude and latitude in WGS-84 or CGCS2000."),
}


def import_boundaries(
    source: bytes, *, by: Actor, at: datetime, crs: str = "wgs84", progress: Progress | None = None
) -> SheetReport:
    """Draw the boundary of every feature whose code is known; accepted + rejected = features.

    A neighbour's old boundary may stand in the way of a new one, so those refused for an overlap are tried
    again as long as others move. One drawn the same already counts as accepted and writes nothing. Raises
    Refused for a file that is no GeoJSON (wgs84 = cgcs2000, gcj02 or bd09).
    """
    features, ids = _features(source)
    lines: dict[int, ReportLine] = {}
    waiting, moved = features, True
    while waiting and moved:
        for feature in waiting:
            lines[feature.number] = _draw(feature, ids[feature.number], by, at, crs)
            if progress is not None:
                progress(feature.number + 1, len(features))
        again = [f for f in waiting if lines[f.number].outcome is RowOutcome.REJECTED]
        waiting, moved = again, len(again) < len(waiting)
    return _with_warnings([lines[feature.number] for feature in features])


def _features(source: bytes) -> tuple[list[Feature], list[Any]]:
    """The features and, beside each, the id that GeoJSON allows outside the properties."""
    try:
        features = read_geojson(source)
    except BadBoundaries as bad:
        raise Refused(FILE_FAULTS[bad.code], code=bad.code) from None
    document = json.loads(source)
    raw = document.get("features", [document])
    return features, [one.get("id") if isinstance(one, dict) else None for one in raw]


def _draw(feature: Feature, identity: Any, by: Actor, at: datetime, crs: str) -> ReportLine:
    code = _code(feature, identity)
    about = str(feature.properties.get("name") or code or "")
    try:
        sentence = _drawn(feature, code, by, at, crs)
    except Refused as refusal:
        return ReportLine(feature.number + 1, about, RowOutcome.REJECTED, str(refusal))
    return ReportLine(feature.number + 1, code, RowOutcome.ACCEPTED, sentence)


def _drawn(feature: Feature, code: str, by: Actor, at: datetime, crs: str) -> str:
    """Draw it; says so if there was nothing to do."""
    if feature.geometry is None or feature.problem is not None:
        problem = feature.problem or "broken"
        raise Refused(FAULTS[problem], code=problem)
    if not code:
        raise Refused(_("The feature has no division code."), code="no_code")
    check_code(code)
    place = Place.objects.filter(code=code).first()
    if place is None:
        raise Refused(_("There is no place with the code %(code)s.") % {"code": code}, code="unknown_place")
    drawn = json.loads(json.dumps(mapping(read_geometry(mapping(feature.geometry), crs))))
    if place.boundary == drawn:
        return now_in_words("It is drawn like this already.")
    set_boundary(place, geometry=drawn, by=by, at=at)
    return ""


def _code(feature: Feature, identity: Any) -> str:
    """The division code a feature names, else ""."""
    told = [feature.properties.get(key) for key in CODE_KEYS] + [identity]
    first = next((str(value).strip() for value in told if value not in (None, "")), "")
    return first[3:] if len(first) == 9 and first.startswith("156") else first


def _with_warnings(lines: list[ReportLine]) -> SheetReport:
    """Add what is allowed but strange: ground beyond the parent, and ground of a parent left to nobody."""
    drawn = {line.about for line in lines if line.outcome is RowOutcome.ACCEPTED}
    places = {it.code: it for it in Place.objects.filter(code__in=drawn | {code[:-3] for code in drawn})}
    told = [
        replace(line, warnings=tuple(beyond_warnings(line.about, shape(places[line.about].boundary))))
        if line.about in drawn
        else line
        for line in lines
    ]
    parents = [
        it for code, it in sorted(places.items()) if it.boundary and any(c[:-3] == code for c in drawn)
    ]
    gaps = [sentence for parent in parents for sentence in gap_warnings(parent, _drawn_below(parent))]
    return SheetReport(tuple(told), tuple(gaps))


def _drawn_below(parent: Place) -> list[Any]:
    below = children(parent.code).exclude(boundary=None)
    return [shape(boundary) for boundary in below.values_list("boundary", flat=True)]
