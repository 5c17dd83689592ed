"""The real files of the shared data, where they are present."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import shapely
from shapely.geometry import mapping, shape

from sunshine.lib.pointindex import PointIndex
from sunshine.places.models import Place
from sunshine.places.queries import locator
from sunshine.places.sheets import import_boundaries, import_places
from sunshine.places.states import Certainty
from sunshine.record.states import Actor
from tests.factories.places import COUNTY, PlaceFactory

pytestmark = pytest.mark.django_db
WHO = {"by": Actor.system("test"), "at": datetime(2026, 11, 23, 4, tzinfo=UTC)}


@pytest.fixture
def places(shared_data: Path) -> Path:
    return shared_data / "places"


def test_the_countys_boundary_is_taken(places):
    PlaceFactory(code=COUNTY)

    report = import_boundaries((places / "zhaodong-boundary.geojson").read_bytes(), **WHO)

    assert (report.accepted, len(report.lines)) == (1, 1)
    assert locator().at_point(125.99, 46.06).certainty == Certainty.UNKNOWN


def test_a_boundary_that_crosses_itself_is_rejected_and_says_so(places):
    PlaceFactory(code=COUNTY)

    report = import_boundaries((places / "zhaodong-boundary-self-intersecting.geojson").read_bytes(), **WHO)

    assert [line.sentence for line in report.rejected] == ["边界线自己相交或相接了，请在相交处重画。"]
    assert Place.objects.get().boundary is None


def test_streets_and_communities_of_the_county_are_taken(places):
    PlaceFactory(code=COUNTY)
    files = [places / "zhaodong_streets.csv", places / "zhaodong_villages.csv"]

    reports = [import_places(file, file.name, **WHO) for file in files]
    again = [import_places(file, file.name, **WHO) for file in files]

    assert [(report.accepted, report.rejected) for report in reports] == [(27, ()), (224, ())]
    assert [report.there for report in again] == [27, 224]


def test_97_neighbourhoods_answer_as_plain_geometry_does(places):
    raw = json.loads((places / "amsterdam-neighbourhoods.geojson").read_text())
    shapes = {f"{n:03}": shape(one["geometry"]) for n, one in enumerate(raw["features"])}
    index = PointIndex(shapes.items())
    points = [it.representative_point() for it in shapes.values()]

    found = index.at_many([point.x for point in points], [point.y for point in points])

    plain = [min(code for code, it in shapes.items() if it.intersects(point)) for point in points]
    assert (len(shapes), found) == (97, plain)


def test_97_neighbourhoods_can_be_drawn_as_grids(places):
    raw = json.loads((places / "amsterdam-neighbourhoods.geojson").read_text())
    for n, one in enumerate(raw["features"]):
        PlaceFactory(code=f"231282999001{n + 1:03}", name=one["properties"]["name"][:60])
        one["properties"]["code"] = f"231282999001{n + 1:03}"

    report = import_boundaries(json.dumps(raw).encode(), **WHO)

    assert report.accepted + len(report.rejected) == 97
    drawn = json.loads(locator().geojson("231282999001"))
    assert len(drawn["features"]) == report.accepted


def test_real_buildings_lie_in_the_squares_drawn_around_them(places):
    raw = json.loads((places / "wuhan-osm-buildings.geojson").read_text())
    houses = [shape(f["geometry"]) for f in raw["features"] if f["geometry"]["type"] == "Polygon"]
    points = [house.representative_point() for house in houses]
    west, south, east, north = shapely.total_bounds(houses)
    half = (west + east) / 2
    for n, box in enumerate([shapely.box(west, south, half, north), shapely.box(half, south, east, north)]):
        PlaceFactory(code=f"23128299900100{n + 1}", boundary=mapping(box))

    found = locator().at_points([point.x for point in points], [point.y for point in points])

    assert [one.grid[-1] for one in found] == ["1" if point.x <= half else "2" for point in points]


def test_the_sheets_hold_what_their_notes_say(places):
    with (places / "zhaodong_villages.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    assert {len(row["code"]) for row in rows} == {12}
