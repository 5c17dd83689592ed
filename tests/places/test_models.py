"""One test per constraint: what the database itself refuses."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from sunshine.places.models import Building, BuildingGrid, GridDuty, MapVersion, Place
from tests.factories.places import COUNTY, FIRST_DAY, GRID, BuildingFactory, DutyFactory, PlaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
LATER = date(2026, 6, 1)


def refused(constraint: str, write) -> bool:
    """Whether the database refuses, and for this reason."""

    @transaction.atomic
    def write_and_look() -> None:
        write()
        connection.check_constraints()

    with pytest.raises(IntegrityError) as error:
        write_and_look()
    return constraint in str(error.value)


@pytest.mark.parametrize(
    ("level", "code"), [("county", "231282999"), ("street", "231282"), ("grid", "23128299900100X")]
)
def test_a_code_has_the_length_of_its_level(level, code):
    row = Place(code=code, level=level, name="x", since=FIRST_DAY)

    assert refused("place_code_fits_level", row.save)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("place_kind_only_for_grids", {"kind": "general"}),
        ("place_dates", {"retired_on": date(2025, 1, 1)}),
        ("place_point", {"lon": 125.9}),
        ("place_point", {"lon": 225.9, "lat": 46}),
        ("place_has_a_name", {"name": ""}),
    ],
)
def test_a_place_keeps_its_shape(constraint, fields):
    row = Place(**{"code": COUNTY, "level": "county", "name": "x", "since": FIRST_DAY, **fields})

    assert refused(constraint, row.save)


def test_a_code_is_given_once():
    PlaceFactory(code=COUNTY)

    row = Place(code=COUNTY, level="county", name="x", since=FIRST_DAY)

    assert refused("places_place_pkey", lambda: row.save(force_insert=True))


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("building_point", {"lat": 46.0}),
        ("building_has_a_name", {"name": ""}),
        ("building_dates", {"retired_on": FIRST_DAY}),
    ],
)
def test_a_building_keeps_its_shape(constraint, fields):
    building = BuildingFactory()

    assert refused(constraint, lambda: Building.objects.filter(pk=building.pk).update(**fields))


def test_a_building_stands_in_a_grid_not_in_a_community():
    building = BuildingFactory()
    community = Place.objects.get(code=GRID[:12])

    assert refused(
        "building_in_a_grid",
        lambda: building.grids.update(grid=community) and Building.objects.update(grid=community),
    )


def test_two_standing_buildings_of_a_grid_differ():
    BuildingFactory(name="阳光花园3号楼")

    assert refused("building_named_once_per_grid", lambda: BuildingFactory(name="阳光花园三栋"))


def test_a_building_code_is_given_once():
    BuildingFactory(external_code="A1")

    assert refused("building_external_code_once", lambda: BuildingFactory(external_code="A1"))


def test_a_building_is_in_one_grid_at_a_time():
    building = BuildingFactory()
    row = BuildingGrid(building=building, grid=building.grid, valid_from=LATER)

    assert refused("building_in_one_grid", row.save)


def test_a_building_and_its_history_name_the_same_grid():
    building, other = BuildingFactory(), PlaceFactory(code="231282999001002")

    assert refused(
        "building_grid_is_the_open_one",
        lambda: Building.objects.filter(pk=building.pk).update(grid=other),
    )


@pytest.mark.parametrize("constraint", ["building_grid_one_start", "building_grid_one_end"])
def test_two_stays_neither_begin_nor_end_together(constraint):
    building = BuildingFactory(retired_on=date(2027, 1, 1))
    BuildingGrid.objects.update(valid_to=LATER)
    start = FIRST_DAY if constraint.endswith("start") else date(2026, 2, 1)
    end = date(2026, 7, 1) if constraint.endswith("start") else LATER

    row = BuildingGrid(building=building, grid=building.grid, valid_from=start, valid_to=end)

    assert refused(constraint, row.save)


def test_a_stay_ends_after_it_began():
    building = BuildingFactory()

    assert refused("building_grid_dates", lambda: building.grids.update(valid_to=FIRST_DAY))


def test_one_worker_answers_for_a_grid():
    duty = DutyFactory()

    assert refused("grid_duty_one_open_per_role", lambda: DutyFactory(grid=duty.grid, valid_from=LATER))


def test_two_duties_do_not_begin_on_one_day():
    duty = DutyFactory(valid_to=LATER)

    assert refused("grid_duty_one_start", lambda: DutyFactory(grid=duty.grid))


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("grid_duty_dates", {"valid_to": FIRST_DAY}),
        ("grid_duty_says_whom_to_call", {"telephone": ""}),
        ("grid_duty_says_whom_to_call", {"name": ""}),
    ],
)
def test_a_duty_keeps_its_shape(constraint, fields):
    DutyFactory()

    assert refused(constraint, lambda: GridDuty.objects.update(**fields))


def test_a_duty_is_for_a_grid():
    community = PlaceFactory(code=GRID[:12])

    assert refused("grid_duty_of_a_grid", lambda: DutyFactory(grid=community))


def test_there_is_one_map_version():
    assert refused("map_version_one_row", lambda: MapVersion.objects.create(id=2))


def test_rows_say_what_they_are():
    building, duty = BuildingFactory(name="3号楼"), DutyFactory(name="王平安")

    assert [str(row) for row in (building, building.grids.get(), duty, MapVersion(version=7))] == [
        "3号楼",
        f"{building.pk} in {GRID}",
        f"王平安 {GRID}",
        "7",
    ]
    assert str(building.grid) == "第001号"
