from datetime import UTC, date, datetime

import pytest

from sunshine.lib.refusals import Overtaken, Refused
from sunshine.places.actions import add_building, change_building, move_building, retire_building
from sunshine.places.models import Building, BuildingGrid, MapVersion, Place
from sunshine.places.queries import grid_of
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from tests.factories.places import FIRST_DAY, GRID, BuildingFactory, PlaceFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
TODAY = date(2026, 11, 23)
OTHER = "231282999001002"
WHO = {"by": Actor.system("test"), "at": NOON}


def why(action, *args, **fields) -> str:
    """The code of the refusal."""
    with pytest.raises(Refused) as refusal:
        action(*args, **{**WHO, **fields})
    assert str(refusal.value)
    return refusal.value.code


def stays() -> list[tuple[str, date, date | None]]:
    return list(BuildingGrid.objects.order_by("valid_from").values_list("grid_id", "valid_from", "valid_to"))


def test_adding_a_building_opens_its_stay_and_records_it():
    before = MapVersion.objects.get().version
    grid = PlaceFactory()

    building = add_building(
        grid=grid, name=" 3号楼 ", address="阳光花园", aliases=["三栋", "", "三栋"], **WHO
    )

    assert (building.name, building.aliases, building.normal) == ("3号楼", ["三栋"], "阳光花园3栋")
    assert stays() == [(GRID, TODAY, None)]
    assert Entry.objects.values_list("subject", "step", "verb").get() == (f"building:{building.pk}", 1, "add")
    assert MapVersion.objects.get().version > before


def test_a_building_is_known_by_its_address_when_that_says_all():
    building = add_building(grid=PlaceFactory(), name="3号楼", address="朝阳路12号3号楼", **WHO)

    assert building.normal == "朝阳路12号3栋"


def test_the_same_building_twice_is_refused():
    grid = PlaceFactory()
    add_building(grid=grid, name="阳光花园3号楼", **WHO)

    assert why(add_building, grid=grid, name="阳光花园三栋") == "already_there"


def test_a_building_needs_a_name_a_whole_point_and_a_grid():
    grid = PlaceFactory()

    assert why(add_building, grid=grid, name=" ") == "no_name"
    assert why(add_building, grid=grid, name="x", lat=46.0) == "half_point"
    assert why(add_building, grid=Place.objects.get(code=GRID[:12]), name="x") == "not_a_grid"


def test_changing_a_building_keeps_its_spelling_true():
    building = BuildingFactory(name="阳光花园3号楼")

    change_building(building, name="阳光花园5号楼", households=40, **WHO)

    assert Building.objects.values_list("normal", "households", "version").get() == ("阳光花园5栋", 40, 2)
    assert Entry.objects.get().facts == {"changed": ["households", "name"]}


def test_a_building_does_not_take_its_neighbours_name():
    one, two = BuildingFactory(name="阳光花园3号楼"), BuildingFactory(name="阳光花园5号楼")

    assert why(change_building, two, name=one.name) == "already_there"


def test_the_grid_of_a_building_changes_only_by_a_move():
    with pytest.raises(ValueError, match="grid"):
        change_building(BuildingFactory(), grid=PlaceFactory(code=OTHER), **WHO)


def test_a_moved_building_keeps_its_old_grid_for_old_matters():
    building = BuildingFactory()

    move_building(building, grid=PlaceFactory(code=OTHER), **WHO)

    assert stays() == [(GRID, FIRST_DAY, TODAY), (OTHER, TODAY, None)]
    assert [grid_of(building, day) for day in (date(2026, 11, 22), TODAY)] == [GRID, OTHER]
    assert (Building.objects.get().grid_id, building.grid.code) == (OTHER, OTHER)


def test_a_move_on_the_first_day_is_a_correction():
    building = BuildingFactory(since=TODAY)

    move_building(building, grid=PlaceFactory(code=OTHER), **WHO)

    assert stays() == [(OTHER, TODAY, None)]


@pytest.mark.parametrize(
    ("on", "code"), [(date(2026, 11, 24), "too_late"), (date(2025, 12, 31), "too_early")]
)
def test_a_building_moves_neither_tomorrow_nor_before_it_was_there(on, code):
    building = BuildingFactory()

    assert why(move_building, building, grid=PlaceFactory(code=OTHER), on=on) == code
    assert stays() == [(GRID, FIRST_DAY, None)]


def test_a_building_does_not_move_where_it_is():
    building = BuildingFactory()

    assert why(move_building, building, grid=building.grid) == "same_grid"


def test_two_who_move_a_building_at_once_are_told_apart():
    mine = BuildingFactory()
    theirs = Building.objects.get(pk=mine.pk)
    move_building(theirs, grid=PlaceFactory(code=OTHER), **WHO)

    with pytest.raises(Overtaken):
        move_building(mine, grid=PlaceFactory(code="231282999001003"), **WHO)


def test_a_retired_building_leaves_its_history_and_its_name():
    building = BuildingFactory(name="阳光花园3号楼")

    retire_building(building, **WHO)

    assert stays() == [(GRID, FIRST_DAY, TODAY)]
    assert add_building(grid=building.grid, name="阳光花园3号楼", **WHO).version == 1


def test_a_retired_building_stays_as_it_is():
    building = BuildingFactory()
    retire_building(building, **WHO)

    assert why(change_building, building, name="x") == "retired"
    assert why(retire_building, building) == "retired"


def test_a_building_does_not_retire_before_its_last_move():
    assert why(retire_building, BuildingFactory(), on=FIRST_DAY) == "too_early"
