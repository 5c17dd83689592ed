import json

import pytest
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from sunshine.lib.geometry import (
    BadBoundaries,
    area_m2,
    fault_of,
    find_ground_beyond,
    gaps,
    overlaps,
    read_geojson,
    repair_geometry,
)

METRE_EAST, METRE_NORTH = 1 / 77_463, 1 / 111_151  # degrees, near 46° N
BOW_TIE = Polygon([(125, 46), (125.01, 46.01), (125.01, 46), (125, 46.01)])


def square(x: float, y: float, width: float = 100, height: float = 100) -> Polygon:
    """A rectangle in metres from 125° E 46° N."""
    return box(
        125 + x * METRE_EAST,
        46 + y * METRE_NORTH,
        125 + (x + width) * METRE_EAST,
        46 + (y + height) * METRE_NORTH,
    )


def collection(*geometries: object) -> str:
    features = [
        {"type": "Feature", "properties": {"name": str(i)}, "geometry": g} for i, g in enumerate(geometries)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def polygon(*ring: tuple[float, float]) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": [list(ring)]}


SOUND = polygon((125, 46), (125.1, 46), (125.1, 46.1), (125, 46))


def test_every_feature_comes_back_with_its_problem_beside_it():
    crossed = polygon((125, 46), (125.01, 46.01), (125.01, 46), (125, 46.01), (125, 46))
    line = {"type": "LineString", "coordinates": [[125, 46], [126, 46]]}

    report = read_geojson(collection(SOUND, crossed, line, None, {"type": "Polygon", "coordinates": "x"}))

    assert [(f.number, f.properties["name"], f.problem) for f in report] == [
        (0, "0", None),
        (1, "1", "self_intersection"),
        (2, "2", "not_polygon"),
        (3, "3", "broken"),
        (4, "4", "broken"),
    ]


def test_a_single_feature_and_a_bare_geometry_are_read_too():
    feature = {"type": "Feature", "properties": None, "geometry": SOUND}

    assert [f.problem for f in read_geojson(json.dumps(feature).encode())] == [None]
    assert [f.problem for f in read_geojson(json.dumps(SOUND))] == [None]


def test_a_feature_that_is_no_object_is_broken():
    document = json.dumps({"type": "FeatureCollection", "features": [7]})

    assert [(f.problem, f.properties) for f in read_geojson(document)] == [("broken", {})]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("{", "not_json"),
        (b"\xff\xfe\x00", "not_json"),
        ("[" * 100_000, "not_json"),
        ("[]", "not_geojson"),
        ('{"type": 7}', "not_geojson"),
        ('{"type": "Topology"}', "not_geojson"),
        ('{"type": "FeatureCollection"}', "no_features"),
        ('{"type": "FeatureCollection", "features": []}', "no_features"),
        ('{"type": "FeatureCollection", "crs": {"name": "EPSG:3857"}, "features": [1]}', "unknown_crs"),
    ],
)
def test_a_file_that_is_no_geojson_is_refused_with_a_code(source: str | bytes, code: str):
    with pytest.raises(BadBoundaries) as refusal:
        read_geojson(source)

    assert refusal.value.code == code


def test_cgcs2000_is_taken_for_wgs84():
    document = json.loads(collection(SOUND)) | {"crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}}

    assert [f.problem for f in read_geojson(json.dumps(document))] == [None]


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (Point(125, 46), "not_polygon"),
        (LineString([(125, 46), (126, 46)]), "not_polygon"),
        (Polygon(), "empty"),
        (box(400, 46, 401, 47), "out_of_range"),
        (box(125, 46, 126, 91), "out_of_range"),
        (BOW_TIE, "self_intersection"),
        (Polygon(box(125, 46, 126, 47).exterior, [box(127, 46, 127.5, 47).exterior]), "hole_outside"),
        (MultiPolygon([box(125, 46, 126, 47), box(125.2, 46.2, 125.8, 46.8)]), "invalid"),
    ],
)
def test_each_fault_has_its_code(geometry, code: str):
    fault = fault_of(geometry)

    assert fault is not None
    assert fault.code == code


def test_a_self_intersection_says_where_and_what_mending_would_change():
    fault = fault_of(BOW_TIE)

    assert fault is not None
    assert fault.where == pytest.approx((125.005, 46.005))
    assert fault.repair_m2 == pytest.approx(area_m2(repair_geometry(BOW_TIE)))
    assert BOW_TIE.is_valid is False


def test_a_reason_without_a_place_has_none():
    assert fault_of(box(125, 46, 126, 47)) is None


def test_siblings_that_overlap_by_more_than_a_metre_are_named():
    found = overlaps({"b": square(95, 0), "a": square(0, 0), "c": square(300, 0)})

    assert [(o.one, o.other, round(o.square_metres)) for o in found] == [("a", "b", 500)]
    assert found[0].where == pytest.approx((125 + 97.5 * METRE_EAST, 46 + 50 * METRE_NORTH), abs=1e-4)


def test_siblings_that_overlap_by_less_than_a_metre_are_left_in_peace():
    assert overlaps({"a": square(0, 0), "b": square(99.2, 0)}) == []
    assert overlaps({}) == []


def test_ground_nobody_covers_is_a_gap_and_a_crack_is_not():
    parent = square(0, 0, 300, 100)
    children = [square(0, 0), square(100.5, 0, 99.5), square(210, 0, 90)]

    assert [round(gap.square_metres) for gap in gaps(parent, children)] == [1000]


def test_ground_outside_the_parent_is_named():
    assert [round(gap.square_metres) for gap in find_ground_beyond(square(0, 0, 120), square(0, 0))] == [2000]
    assert find_ground_beyond(square(0, 0), square(0, 0)) == []
