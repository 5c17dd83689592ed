"""Add, change, move and retire buildings."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sunshine.lib.addresses import normal
from sunshine.lib.refusals import Refused
from sunshine.people.actions.step import day_of
from sunshine.people.rules import check
from sunshine.places.actions.step import change_map, public_part
from sunshine.places.models import Building, BuildingGrid, Place
from sunshine.places.rules import check_building_stands, check_grid, check_point, check_sizes
from sunshine.record.rows import add_row, change_row, refuse_twins
from sunshine.record.states import Actor

CHANGEABLE = frozenset({"name", "aliases", "address", "external_code", "households", "lon", "lat"})
_TWICE = _("There is already a building of this name and address, or with this code.")


@transaction.atomic
def add_building(
    *,
    grid: Place,
    name: str,
    by: Actor,
    at: datetime,
    aliases: Sequence[str] = (),
    address: str = "",
    external_code: str = "",
    households: int | None = None,
    lon: float | None = None,
    lat: float | None = None,
    since: date | None = None,
) -> Building:
    """Enter a building in a grid from a day on (default: the day of `at`).

    Raises Refused for a retired grid, an empty name, half a point, or a building already there.
    """
    day = day_of(at)
    check(by, "places", place=grid.code, on=day)
    check_grid(grid, day)
    fields = _fields({"name": name, "aliases": aliases, "address": address, "lon": lon, "lat": lat})
    fields |= {"external_code": external_code, "households": households}
    check_sizes(Building, fields)
    change_map()
    building = Building(grid=grid, since=since or day, **fields)
    facts = {"name": building.name, "grid": grid.code}
    add_row(building, by=by, at=at, taken=_TWICE, facts=facts, **public_part(building))
    BuildingGrid.objects.create(building=building, grid=grid, valid_from=building.since)
    return building


@transaction.atomic
def change_building(building: Building, *, by: Actor, at: datetime, **changes: Any) -> Building:
    """Change fields of CHANGEABLE. Raises Refused for a retired building or a name already there."""
    if unknown := set(changes) - CHANGEABLE:
        raise ValueError(f"These stay as they are: {', '.join(sorted(unknown))}")
    check(by, "places", place=building.grid_id, on=day_of(at))
    check_building_stands(building)
    now = {name: getattr(building, name) for name in ("name", "aliases", "address", "lon", "lat")}
    fields = {**changes, **_fields({**now, **{k: v for k, v in changes.items() if k in now}})}
    check_sizes(Building, fields)
    change_map()
    with refuse_twins(_TWICE):
        facts = {"changed": sorted(changes)}
        return change_row(building, by=by, at=at, changes=fields, facts=facts, **public_part(building))


@transaction.atomic
def move_building(
    building: Building, *, grid: Place, by: Actor, at: datetime, on: date | None = None
) -> Building:
    """Put a building into another grid from a day on (default: the day of `at`); old matters keep the old grid.

    A move dated on the day of the last one corrects it. Raises Refused for a day to come, before the last
    move, the same grid or a retired one (R-GRID-02).
    """
    day = day_of(at)
    first = on or day
    check(by, "places", place=building.grid_id, on=day)
    check(by, "places", place=grid.code, on=day)
    check_building_stands(building)
    check_grid(grid, day)
    if grid.code == building.grid_id:
        raise Refused(_("The building is in this grid already."), code="same_grid")
    if first > day:
        raise Refused(_("A building cannot be moved on a day to come."), code="too_late")
    change_map()
    facts = {"from": building.grid_id, "to": grid.code, "on": first.isoformat()}
    with refuse_twins(_TWICE):
        moved = change_row(
            building, "move", by=by, at=at, changes={"grid_id": grid.code}, facts=facts, **public_part(grid)
        )
    _close_and_open(building, grid, first)
    return moved


@transaction.atomic
def retire_building(building: Building, *, by: Actor, at: datetime, on: date | None = None) -> Building:
    """A building that no longer stands, from a day on (default: the day of `at`). Its history stays.

    Raises Refused for one already retired, or a day not after its last move.
    """
    day = on or day_of(at)
    check(by, "places", place=building.grid_id, on=day_of(at))
    check_building_stands(building)
    row = BuildingGrid.objects.get(building=building, valid_to=None)
    if day <= row.valid_from:
        raise Refused(_("This day lies before its first."), code="too_early")
    change_map()
    BuildingGrid.objects.filter(pk=row.pk).update(valid_to=day)
    changes, facts = {"retired_on": day}, {"on": day.isoformat()}
    return change_row(building, "retire", by=by, at=at, changes=changes, facts=facts, **public_part(building))


def _close_and_open(building: Building, grid: Place, first: date) -> None:
    last = BuildingGrid.objects.get(building=building, valid_to=None)
    if first < last.valid_from:
        raise Refused(_("This day lies before its last move."), code="too_early")
    if first == last.valid_from:
        BuildingGrid.objects.filter(pk=last.pk).update(grid=grid)
        return
    BuildingGrid.objects.filter(pk=last.pk).update(valid_to=first)
    BuildingGrid.objects.create(building=building, grid=grid, valid_from=first)


def _fields(told: dict[str, Any]) -> dict[str, Any]:
    """Cleaned fields with the one spelling by which a building is told from its neighbours."""
    name, address = told["name"].strip(), told["address"].strip()
    if not name:
        raise Refused(_("Please give a name."), code="no_name")
    check_point(told["lon"], told["lat"])
    aliases = list(dict.fromkeys(alias.strip() for alias in told["aliases"] if alias.strip()))
    spelling = normal(f"{address}{name}" if address and name not in address else address or name)
    return {**told, "name": name, "address": address, "aliases": aliases, "normal": spelling[:200] or name}
