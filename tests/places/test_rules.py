from datetime import date

import pytest
from shapely.geometry import Point, Polygon, box, shape

from sunshine.lib.refusals import Refused
from sunshine.places import rules
from sunshine.places.models import Building, Place
from sunshine.places.queries import notice_card
from tests.factories.people import OrganisationFactory
from tests.factories.places import COUNTY, GRID, STREET, PlaceFactory, square
from tests.factories.world import SOUTH, WEST, small_world

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
METRE = 0.0000129
"""Degrees of longitude at 46° north."""


def code_of(action, *args) -> str:
    """The code of the refusal."""
    with pytest.raises(Refused) as refusal:
        action(*args)
    assert str(refusal.value)
    return refusal.value.code


@pytest.mark.parametrize(
    ("code", "why"), [("23128", "bad_code"), ("23128２", "bad_code"), ("110101", "other_county")]
)
def test_a_code_must_be_one_of_the_county(code, why):
    assert code_of(rules.check_code, code) == why


def test_a_code_tells_its_level():
    assert [rules.check_code(code) for code in (COUNTY, STREET, GRID)] == [6, 9, 15]


def test_a_new_code_needs_a_standing_parent():
    PlaceFactory(code=STREET, retired_on=DAY)

    assert code_of(rules.check_new_code, "231282999001", DAY) == "retired"
    assert code_of(rules.check_new_code, "231282888001", DAY) == "no_parent"


def test_a_code_in_use_or_once_used_is_refused():
    PlaceFactory(code=STREET)
    PlaceFactory(code="231282998", retired_on=DAY)

    assert code_of(rules.check_new_code, STREET, DAY) == "code_used"
    assert code_of(rules.check_new_code, "231282998", DAY) == "code_retired"


def test_the_county_needs_no_parent():
    assert rules.check_new_code(COUNTY, DAY) == 6


def test_only_a_standing_grid_is_a_grid():
    grid = PlaceFactory()

    assert rules.check_grid(grid, DAY) is None
    assert code_of(rules.check_grid, Place.objects.get(code=STREET), DAY) == "not_a_grid"


def test_a_place_retires_only_when_nothing_is_below():
    world = small_world()

    assert code_of(rules.check_empty, world.street) == "not_empty"
    assert code_of(rules.check_empty, world.grids[0]) == "not_empty"
    assert rules.check_empty(PlaceFactory(code="231282999001009")) is None


@pytest.mark.parametrize(
    ("point", "why"),
    [((1.0, None), "half_point"), ((None, 1.0), "half_point"), ((181.0, 0.0), "out_of_range")],
)
def test_half_a_point_is_refused(point, why):
    assert code_of(rules.check_point, *point) == why


def test_no_point_and_a_whole_point_are_fine():
    assert [rules.check_point(None, None), rules.check_point(125.9, 46.0)] == [None, None]


@pytest.mark.parametrize(
    ("geometry", "why"),
    [
        (Point(125, 46), "not_polygon"),
        (Polygon(), "empty"),
        (box(500, 46, 501, 47), "out_of_range"),
        (Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]), "self_intersection"),
    ],
)
def test_what_is_no_sound_polygon_is_refused(geometry, why):
    assert code_of(rules.check_polygon, geometry) == why


def test_every_fault_of_the_ground_floor_has_its_sentence():
    assert set(rules.FAULTS) == {
        "broken", "empty", "not_polygon", "out_of_range", "self_intersection", "hole_outside", "invalid",
    }  # fmt: skip


@pytest.mark.parametrize("code", ["231282999001001", "231282999001003"])
def test_an_overlap_of_more_than_a_metre_is_refused(code):
    PlaceFactory(code="231282999001002", name="第二网格", boundary=square(WEST, SOUTH))
    mine = shape(square(WEST + 0.01 - 2 * METRE, SOUTH))
    others = [("231282999001002", shape(square(WEST, SOUTH)))]

    assert code_of(rules.check_boundary, code, mine, others) == "overlap"


def test_an_overlap_of_less_than_a_metre_is_not():
    mine = shape(square(WEST + 0.01 - METRE / 2, SOUTH))

    assert rules.check_boundary(GRID, mine, [("231282999001002", shape(square(WEST, SOUTH)))]) is None


def test_ground_left_over_and_ground_beyond_are_warnings():
    PlaceFactory(code="231282999001", boundary=square(WEST, SOUTH))

    assert len(rules.boundary_warnings(GRID, box(WEST - 0.01, SOUTH, WEST + 0.005, SOUTH + 0.01))) == 2


def test_a_boundary_that_fills_its_parent_gives_no_warning():
    PlaceFactory(code="231282999001", boundary=square(WEST, SOUTH))

    assert rules.boundary_warnings(GRID, shape(square(WEST, SOUTH))) == []
    assert rules.boundary_warnings("231282999", shape(square(WEST, SOUTH))) == []


@pytest.mark.parametrize(
    ("level", "households", "warned"),
    [
        ("grid", 299, True), ("grid", 300, False), ("grid", 500, False), ("grid", 501, True),
        ("community", 999, True), ("community", 1000, False), ("community", 3000, False),
        ("community", 3001, True), ("street", 1, False), ("grid", None, False),
    ],
)  # fmt: skip
def test_unusual_numbers_of_households_are_told(level, households, warned):
    assert (rules.household_warning(level, households) is not None) == warned


def test_a_card_lacks_what_is_not_known():
    PlaceFactory()

    assert rules.missing_on_card(notice_card(GRID, DAY)) == ["extent", "worker", "supervision"]


def test_a_card_with_all_four_items_lacks_nothing():
    world = small_world()
    OrganisationFactory(kind="supervision", place=STREET, telephone="0455-7772222")

    assert rules.missing_on_card(notice_card(world.grids[0], DAY)) == []


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"name": "长" * 81}, "too_long"),
        ({"name": "a\x00b"}, "too_long"),
        ({"aliases": ["短", "长" * 81]}, "too_long"),
        ({"households": -1}, "not_a_number"),
        ({"households": 2**31}, "not_a_number"),
    ],
)
def test_what_does_not_fit_is_refused_before_the_database_is_asked(fields, why):
    assert code_of(rules.check_sizes, Building, fields) == why


def test_what_fits_is_fine():
    fields = {"name": "长" * 80, "aliases": [], "households": None, "lon": 125.9, "since": DAY}

    assert rules.check_sizes(Building, fields) is None
