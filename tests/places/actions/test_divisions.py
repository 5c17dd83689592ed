from datetime import UTC, date, datetime

import pytest

from sunshine.lib.coordinates import bd09_to_wgs84, wgs84_to_gcj02
from sunshine.lib.refusals import Overtaken, Refused
from sunshine.people.actions import officer_actor
from sunshine.places.actions import add_place, change_place, rename, retire_place, set_boundary
from sunshine.places.models import GridDuty, MapVersion, Place
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from tests.factories.people import OfficerFactory
from tests.factories.places import COUNTY, GRID, STREET, DutyFactory, PlaceFactory, square
from tests.factories.world import SOUTH, WEST, small_world

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
TODAY = date(2026, 11, 23)
WHO = {"by": Actor.system("test"), "at": NOON}


def why(action, *args, **fields) -> str:
    """The code of the refusal."""
    with pytest.raises(Refused) as refusal:
        action(*args, **{**WHO, **fields})
    assert str(refusal.value)
    return refusal.value.code


def entries() -> list[tuple[str, int, str]]:
    return list(Entry.objects.order_by("pk").values_list("subject", "step", "verb"))


def version() -> int:
    return MapVersion.objects.get().version


def test_adding_a_place_writes_it_its_entry_and_a_new_map():
    before = version()

    county = add_place(code=COUNTY, name=" 肇东市 ", **WHO)

    assert (county.name, county.level, county.since, county.version) == ("肇东市", "county", TODAY, 1)
    assert (entries(), version()) == ([("place:231282", 1, "add")], before + 1)


def test_a_new_grid_is_general_and_says_more():
    PlaceFactory(code=GRID[:12])

    grid = add_place(code=GRID, name="第一网格", households=400, boundary=square(WEST, SOUTH), **WHO)

    found = Place.objects.get(code=GRID)
    assert (found.kind, found.households, found.boundary["type"]) == ("general", 400, "Polygon")
    assert (grid.lon, grid.lat) == (125.955, 46.055)


def test_what_is_finer_than_a_community_is_public_only_as_a_commitment():
    PlaceFactory(code=GRID[:9])
    add_place(code=GRID[:12], name="阳光社区", **WHO)
    add_place(code=GRID, name="第一网格", **WHO)

    assert [GRID in entry.public for entry in Entry.objects.order_by("pk")] == [False, False]
    assert '"community":"231282999001"' in Entry.objects.order_by("pk")[0].public


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"code": "110101", "name": "x"}, "other_county"),
        ({"code": COUNTY, "name": "  "}, "no_name"),
        ({"code": COUNTY, "name": "x", "lon": 1.0}, "half_point"),
        ({"code": COUNTY, "name": "x", "kind": "micro"}, "no_grid"),
        ({"code": COUNTY, "name": "x", "boundary": {"type": "Point", "coordinates": [1, 2]}}, "not_polygon"),
    ],
)
def test_a_wrong_place_is_refused_and_leaves_nothing(fields, code):
    assert why(add_place, **fields) == code
    assert (Place.objects.count(), Entry.objects.count()) == (0, 0)


def test_a_retired_code_is_never_used_again():
    street = PlaceFactory(code=STREET)

    retire_place(street, **WHO)

    assert why(add_place, code=STREET, name="新街道") == "code_retired"
    assert Place.objects.get(code=STREET).retired_on == TODAY


def test_unknown_fields_are_a_mistake_of_ours():
    with pytest.raises(ValueError, match="colour"):
        add_place(code=COUNTY, name="x", colour="red", **WHO)


def test_an_officer_without_the_right_is_refused():
    worker = OfficerFactory(role="grid_worker")

    assert why(add_place, code=COUNTY, name="x", by=officer_actor(worker)) == "not_your_task"


def test_renaming_keeps_the_code_and_records_both_names():
    place = PlaceFactory(code=COUNTY, name="旧名")

    rename(place, name="新名", name_en="New", **WHO)

    assert Place.objects.values_list("name", "name_en", "version").get() == ("新名", "New", 2)
    assert Entry.objects.get().facts == {"from": "旧名", "to": "新名"}


def test_renaming_leaves_the_english_name_unless_told():
    place = PlaceFactory(code=COUNTY, name_en="Zhaodong")

    assert rename(place, name="新名", **WHO).name_en == "Zhaodong"


def test_two_who_change_a_place_at_once_are_told_apart():
    mine, theirs = PlaceFactory(code=COUNTY), Place.objects.get(code=COUNTY)
    rename(theirs, name="乙", **WHO)

    with pytest.raises(Overtaken):
        rename(mine, name="甲", **WHO)

    assert (Place.objects.get().name, len(entries())) == ("乙", 1)


def test_changing_a_place_records_which_fields():
    grid = PlaceFactory()

    change_place(grid, households=350, extent="东至朝阳路", kind="micro", **WHO)

    assert Place.objects.get(code=GRID).extent == "东至朝阳路"
    assert Entry.objects.get().facts == {"changed": ["extent", "households", "kind"]}


def test_only_a_grid_has_a_kind_of_grid():
    county = PlaceFactory(code=COUNTY)

    assert why(change_place, county, kind="micro") == "no_grid"


def test_a_code_cannot_be_changed():
    grid = PlaceFactory()

    with pytest.raises(ValueError, match="code"):
        change_place(grid, code="231282999001009", **WHO)


def test_a_retired_place_stays_as_it_is():
    place = PlaceFactory(code=COUNTY, retired_on=TODAY)

    assert why(rename, place, name="x") == "retired"


def test_retiring_a_grid_ends_its_duties():
    grid = PlaceFactory()
    DutyFactory(grid=grid)
    DutyFactory(grid=grid, role="grid_leader", valid_from=date(2026, 12, 1))

    retire_place(grid, **WHO)

    assert list(GridDuty.objects.values_list("role", "valid_to")) == [("grid_worker", TODAY)]


def test_a_place_with_something_below_it_does_not_retire():
    world = small_world()

    assert why(retire_place, world.communities[0]) == "not_empty"


def test_a_place_does_not_retire_before_its_first_day():
    assert why(retire_place, PlaceFactory(), on=date(2025, 1, 1)) == "too_early"


def test_a_boundary_is_drawn_and_recorded():
    grid = PlaceFactory()

    set_boundary(grid, geometry=square(WEST, SOUTH), **WHO)

    assert Place.objects.get(code=GRID).lon == 125.955
    assert entries() == [(f"place:{GRID}", 2, "draw")]


def test_a_boundary_may_be_redrawn_over_itself():
    grid = small_world().grids[0]

    assert set_boundary(grid, geometry=square(WEST, SOUTH), **WHO).version == 2


def test_a_boundary_over_the_neighbour_is_refused_by_name():
    world = small_world()

    with pytest.raises(Refused, match="第二网格") as refusal:
        set_boundary(world.grids[0], geometry=square(WEST + 0.001, SOUTH), **WHO)

    assert refusal.value.code == "overlap"


@pytest.mark.parametrize("geometry", [None, "x", {}, {"type": "Polygon", "coordinates": [[[1]]]}])
def test_nonsense_is_no_boundary(geometry):
    assert why(set_boundary, PlaceFactory(), geometry=geometry) == "broken"


def test_a_boundary_from_a_chinese_map_is_shifted_back():
    grid = PlaceFactory()
    shown = [wgs84_to_gcj02(*corner) for corner in square(WEST, SOUTH)["coordinates"][0]]

    set_boundary(grid, geometry={"type": "Polygon", "coordinates": [shown]}, crs="gcj02", **WHO)

    corner = Place.objects.get(code=GRID).boundary["coordinates"][0][0]
    assert corner == pytest.approx([WEST, SOUTH], abs=1e-8)


def test_a_boundary_from_baidu_is_shifted_twice():
    grid = PlaceFactory()

    set_boundary(grid, geometry=square(WEST, SOUTH), crs="bd09", **WHO)

    corner = Place.objects.get(code=GRID).boundary["coordinates"][0][0]
    assert corner == pytest.approx(list(bd09_to_wgs84(WEST, SOUTH)), abs=1e-8)


def test_a_name_too_long_is_refused_whichever_way_it_comes():
    county = PlaceFactory(code=COUNTY)
    long = "长" * 61

    assert why(add_place, code=STREET, name=long) == "too_long"
    assert why(rename, county, name=long) == "too_long"
    assert why(change_place, county, source="长" * 81) == "too_long"
