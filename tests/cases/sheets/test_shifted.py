"""A ledger whose points are in other coordinates than it says is caught by the places that its rows name."""

import pytest

from sunshine.cases.sheets import DEFAULT, Mapping, import_requests, read_mapping
from sunshine.cases.sheets.ledger import open_ledger
from sunshine.cases.sheets.shifted import LEAST, shift_words
from sunshine.lib.coordinates import wgs84_to_gcj02
from sunshine.places.models import Place
from sunshine.record.states import Actor, ActorKind
from tests.factories.cases import GRID, SECOND, Town
from tests.factories.people import NOON
from tests.factories.places import BuildingFactory

PLACES = [(GRID, 125.902, 46.052), (GRID, 125.906, 46.057), (SECOND + "001", 125.924, 46.053)]
BD09 = (0.0065, 0.006)
Points = list[tuple[str, float, float]]


@pytest.fixture
def houses(there: Town) -> Points:
    """Houses with their own points, and what a right ledger says of them."""
    for n, (code, lon, lat) in enumerate(PLACES, start=1):
        grid = Place.objects.get(code=code)
        BuildingFactory(name=f"和美家园{n}号楼", grid=grid, lon=lon, lat=lat)
    return [(f"和美家园{n}号楼", lon, lat) for n, (_code, lon, lat) in enumerate(PLACES, start=1)] * 5


def gcj02(points: Points) -> Points:
    return [(name, *wgs84_to_gcj02(lon, lat)) for name, lon, lat in points]


def said(points: Points, mapping: Mapping = DEFAULT) -> str:
    rows = [f"A{n},楼道堆满了杂物{n},{name},{lon},{lat}" for n, (name, lon, lat) in enumerate(points)]
    data = "\n".join(["工单编号,诉求内容,地址,经度,纬度", *rows]).encode()
    return shift_words(open_ledger(data, "a.csv", mapping, "12345", at=NOON))


def test_points_where_they_belong_are_not_remarked(houses: Points) -> None:
    assert said(houses) == ""


def test_points_of_another_datum_are_caught_and_it_is_named(houses: Points) -> None:
    words = said(gcj02(houses))

    assert ("gcj02" in words, "bd09" in words) == (True, False)


def test_points_of_baidus_map_are_told_from_those(houses: Points) -> None:
    baidu = [(name, lon + BD09[0], lat + BD09[1]) for name, lon, lat in gcj02(houses)]

    assert "bd09" in said(baidu)


def test_points_that_are_shifted_back_although_they_were_right_are_caught_too(houses: Points) -> None:
    words = said(houses, read_mapping('datum = "gcj02"'))

    assert (words != "", "gcj02" in words) == (True, False)


def test_points_that_lie_off_by_chance_are_not_remarked(houses: Points) -> None:
    ways = [(0.006, 0), (-0.006, 0), (0, 0.005), (0, -0.005)]
    scattered = [
        (name, lon + ways[n % 4][0], lat + ways[n % 4][1]) for n, (name, lon, lat) in enumerate(houses)
    ]

    assert said(scattered) == ""


@pytest.mark.parametrize("degrees", [0.001, 0.016], ids=["an estate's width", "another part of town"])
def test_a_shift_that_no_datum_makes_is_not_remarked(houses: Points, degrees: float) -> None:
    assert said([(name, lon, lat - degrees / 3) for name, lon, lat in houses if degrees < 0.01]) == ""
    assert said([(name, lon + degrees * 2, lat) for name, lon, lat in houses if degrees > 0.01]) == ""


def test_few_rows_say_nothing(houses: Points) -> None:
    assert said(gcj02(houses)[: LEAST - 1]) == ""


def test_a_ledger_whose_rows_mostly_name_no_place_says_nothing(houses: Points) -> None:
    unknown = [("门口", lon, lat) for _name, lon, lat in gcj02(houses)]

    assert said([*gcj02(houses), *unknown]) == ""


def test_where_houses_have_no_point_their_grid_tells(there: Town) -> None:
    small = {
        "type": "Polygon",
        "coordinates": [
            [[125.9, 46.05], [125.903, 46.05], [125.903, 46.052], [125.9, 46.052], [125.9, 46.05]]
        ],
    }
    Place.objects.filter(code=GRID).update(boundary=small)
    BuildingFactory(name="和美家园1号楼", grid=Place.objects.get(code=GRID))
    right = [("和美家园1号楼", 125.9005 + n * 0.0001, 46.0505) for n in range(20)]

    assert (said(right), "gcj02" in said(gcj02(right))) == ("", True)


@pytest.mark.parametrize("preview", [True, False])
def test_an_import_says_so_before_and_after(there: Town, houses: Points, preview: bool) -> None:
    rows = [f"A{n},楼道堆满了杂物{n},{name},{lon},{lat}" for n, (name, lon, lat) in enumerate(gcj02(houses))]
    data = "\n".join(["工单编号,诉求内容,地址,经度,纬度", *rows]).encode()
    by = Actor(ActorKind.SYSTEM, "import", there.first.pk, there.first.name)

    report = import_requests(data, "a.csv", source="12345", by=by, at=NOON, preview=preview)

    assert (report.accepted, any("gcj02" in words for words in report.warnings)) == (len(rows), True)
