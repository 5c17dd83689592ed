import json
from datetime import UTC, datetime

import pytest
from shapely.geometry import box, mapping

from sunshine.lib.coordinates import wgs84_to_gcj02
from sunshine.lib.refusals import Refused
from sunshine.places.models import Place
from sunshine.places.sheets import import_boundaries
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from tests.factories.places import COUNTY, GRID, SIDE, PlaceFactory, square
from tests.factories.world import SOUTH, WEST, small_world

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
WHO = {"by": Actor.system("test"), "at": NOON}
EAST = "231282999001002"


def feature(geometry, identity=None, **properties):
    return {"type": "Feature", "id": identity, "properties": properties, "geometry": geometry}


def draw(*features, **options):
    source = json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()
    return import_boundaries(source, **WHO, **options)


def outcomes(report) -> list[str]:
    return [str(line.outcome) for line in report.lines]


@pytest.mark.parametrize(
    ("identity", "properties"),
    [(None, {"code": COUNTY}), (None, {"gb": "156231282"}), (COUNTY, {}), (231282, {})],
)
def test_the_code_is_found_where_maps_put_it(identity, properties):
    PlaceFactory(code=COUNTY)

    report = draw(feature(square(WEST, SOUTH), identity, **properties))

    assert outcomes(report) == ["accepted"]
    assert Place.objects.get().boundary["coordinates"][0][0] == [WEST, SOUTH]


@pytest.mark.parametrize(
    ("geometry", "properties"),
    [
        (None, {"code": COUNTY}),
        ({"type": "Point", "coordinates": [1, 2]}, {"code": COUNTY}),
        (square(WEST, SOUTH), {"code": "231282998"}),
        (square(WEST, SOUTH), {"code": "110101"}),
        (square(WEST, SOUTH), {"name": "无编码"}),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}, {"code": COUNTY}),
    ],
)
def test_a_bad_feature_is_rejected_with_its_reason_and_the_rest_go_on(geometry, properties):
    PlaceFactory(code=GRID)

    report = draw(feature(geometry, **properties), feature(square(WEST, SOUTH), code=GRID))

    assert outcomes(report) == ["rejected", "accepted"]
    assert report.lines[0].sentence


@pytest.mark.parametrize(
    "source", [b"", b"<kml/>", b"[]", b'{"a": 1}', b'{"type": "FeatureCollection", "features": []}']
)
def test_what_is_no_map_is_refused_as_a_whole(source):
    with pytest.raises(Refused) as refusal:
        import_boundaries(source, **WHO)

    assert str(refusal.value)


def test_coordinates_of_another_kind_are_refused_as_a_whole():
    source = {"type": "FeatureCollection", "crs": {"name": "EPSG:3857"}, "features": [feature(None)]}

    with pytest.raises(Refused) as refusal:
        import_boundaries(json.dumps(source).encode(), **WHO)

    assert refusal.value.code == "unknown_crs"


def test_of_two_that_overlap_the_second_is_rejected_by_name():
    PlaceFactory(code=GRID, name="甲网格")
    PlaceFactory(code=EAST)

    report = draw(feature(square(WEST, SOUTH), code=GRID), feature(square(WEST + SIDE / 2, SOUTH), code=EAST))

    assert outcomes(report) == ["accepted", "rejected"]
    assert "甲网格" in report.lines[1].sentence


def test_a_border_may_move_between_two_neighbours():
    small_world()
    wide = mapping(box(WEST, SOUTH, WEST + 0.015, SOUTH + SIDE))

    report = draw(feature(wide, code=GRID), feature(square(WEST + 0.015, SOUTH, 0.005), code=EAST))

    assert outcomes(report) == ["accepted", "accepted"]


def test_a_second_run_writes_nothing():
    PlaceFactory(code=GRID)
    draw(feature(square(WEST, SOUTH), code=GRID), crs="gcj02")
    entries = Entry.objects.count()

    report = draw(feature(square(WEST, SOUTH), code=GRID), crs="gcj02")

    assert (outcomes(report), Entry.objects.count(), bool(report.lines[0].sentence)) == (
        ["accepted"],
        entries,
        True,
    )


def test_a_chinese_map_is_shifted_back():
    PlaceFactory(code=GRID)
    ring = [list(wgs84_to_gcj02(*corner)) for corner in square(WEST, SOUTH)["coordinates"][0]]

    draw(feature({"type": "Polygon", "coordinates": [ring]}, code=GRID), crs="gcj02")

    corner = Place.objects.get(code=GRID).boundary["coordinates"][0][0]
    assert corner == pytest.approx([WEST, SOUTH], abs=1e-8)


def test_gaps_and_ground_beyond_the_parent_are_warnings():
    PlaceFactory(code=GRID[:12], name="阳光社区", boundary=square(WEST, SOUTH))
    PlaceFactory(code=GRID)

    report = draw(feature(square(WEST + SIDE / 2, SOUTH), code=GRID))

    assert (outcomes(report), len(report.lines[0].warnings), len(report.warnings)) == (["accepted"], 1, 1)
    assert "阳光社区" in report.warnings[0]


def test_progress_is_told_feature_by_feature():
    PlaceFactory(code=GRID)
    seen = []

    draw(feature(square(WEST, SOUTH), code=GRID), progress=lambda done, total: seen.append((done, total)))

    assert seen == [(1, 1)]
