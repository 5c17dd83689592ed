"""Places, buildings and duties for tests: squares of land side by side, dated in 2026."""

from datetime import date
from typing import Any

import factory
from django.db import transaction
from factory.django import DjangoModelFactory

from sunshine.lib.addresses import normal
from sunshine.places.actions.step import change_map
from sunshine.places.models import Building, BuildingGrid, GridDuty, Place
from sunshine.places.rules import LEVELS
from sunshine.places.states import DutyRole, GridKind

COUNTY, STREET, COMMUNITY, GRID = "231282", "231282999", "231282999001", "231282999001001"
FIRST_DAY = date(2026, 1, 1)
SIDE = 0.01
"""Degrees; some 770 m by 1 110 m at this latitude."""


def square(west: float, south: float, side: float = SIDE) -> dict[str, Any]:
    """A GeoJSON square with its south-west corner at a point."""
    east, north = round(west + side, 7), round(south + side, 7)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


class PlaceFactory(DjangoModelFactory[Place]):
    """A place whose level follows from its code; give the code, ancestors come by themselves."""

    class Meta:
        model = Place
        django_get_or_create = ("code",)

    code = GRID
    level = factory.LazyAttribute(lambda it: LEVELS[len(it.code)])
    name = factory.LazyAttribute(lambda it: f"第{it.code[-3:]}号")
    kind = factory.LazyAttribute(lambda it: GridKind.GENERAL if len(it.code) == 15 else "")
    since = FIRST_DAY
    version = 1

    @classmethod
    def _create(cls, model: type[Place], *args: Any, **fields: Any) -> Place:
        code = fields["code"]
        if len(code) > 6 and not Place.objects.filter(code=code[:-3]).exists():
            cls(code=code[:-3])
        place = super()._create(model, *args, **fields)
        change_map()
        return place


class BuildingFactory(DjangoModelFactory[Building]):
    """A building with its open grid row."""

    class Meta:
        model = Building

    grid = factory.SubFactory(PlaceFactory)
    name = factory.Sequence(lambda n: f"试验家园{n + 1}号楼")
    normal = factory.LazyAttribute(lambda it: normal(it.name))
    since = FIRST_DAY
    version = 1

    @classmethod
    @transaction.atomic
    def _create(cls, model: type[Building], *args: Any, **fields: Any) -> Building:
        building = super()._create(model, *args, **fields)
        BuildingGrid.objects.create(building=building, grid=building.grid, valid_from=building.since)
        change_map()
        return building


class DutyFactory(DjangoModelFactory[GridDuty]):
    """Somebody who answers for a grid since the first day."""

    class Meta:
        model = GridDuty

    grid = factory.SubFactory(PlaceFactory)
    name = "王平安"
    telephone = "0455-7770001"
    role = DutyRole.GRID_WORKER
    valid_from = FIRST_DAY
