"""The invented street: nine communities, thirty-six grids without gap or overlap, three hundred buildings."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from random import Random
from typing import Any

from shapely import unary_union
from shapely.geometry import Polygon, mapping

from sunshine.config.demo_accounts import SOURCE
from sunshine.places.actions import add_building, add_place
from sunshine.places.models import Building, Place
from sunshine.record.states import Actor
from sunshine.tables.loading import read_shipped

WEST, NORTH = 125.975, 46.070
WIDE, HIGH = 0.0048, 0.0033
"""A grid's sides in degrees: some 370 m each way at this latitude."""
SIDE = 6
"""Grids in a row, and rows: three communities of two grids each way."""
BUILDINGS = 300
NUMERALS = "一二三四"
Point = tuple[float, float]


@dataclass(frozen=True)
class House:
    """A building as stories need it: where it is and how people call it."""

    key: int
    name: str
    estate: str
    number: str
    alias: str
    address: str
    grid: str
    lon: float
    lat: float


@dataclass(frozen=True)
class DemoTown:
    """The street's communities in the order of their codes, and its buildings by community code."""

    street: str
    communities: dict[str, str]
    grids: tuple[str, ...]
    houses: dict[str, tuple[House, ...]]


def data(name: str) -> dict[str, Any]:
    """A table of invented data, by its file's name."""
    return read_shipped(__package__, name)


def build(chance: Random, *, by: Actor, at: datetime) -> DemoTown:
    """Enter places and buildings through the actions of `places`, standing since the day of `at`."""
    told = data("places")
    corners = _corners(chance)
    if not Place.objects.filter(code=told["county"]["code"]).exists():
        add_place(**told["county"], by=by, at=at)
    everything = unary_union([_cell(corners, n, m) for n in range(SIDE) for m in range(SIDE)])
    add_place(**told["street"], boundary=mapping(everything), by=by, at=at)
    grids: list[str] = []
    houses: dict[str, tuple[House, ...]] = {}
    communities = {}
    for index, community in enumerate(told["community"]):
        code = f"{told['street']['code']}{index + 1:03}"
        communities[code] = community["name"]
        cells = [_cell(corners, *_position(index, grid)) for grid in range(4)]
        households = [chance.randrange(330, 471, 5) for _ in cells]
        _community(code, community, cells, households, by=by, at=at)
        made: list[House] = []
        for grid, (cell, count) in enumerate(zip(cells, households, strict=True)):
            made += _grid(f"{code}{grid + 1:03}", community, grid, cell, count, index, by=by, at=at)
            grids.append(f"{code}{grid + 1:03}")
        houses[code] = tuple(made)
    return DemoTown(told["street"]["code"], communities, tuple(grids), houses)


def _position(community: int, grid: int) -> tuple[int, int]:
    """Row and column of a grid on the whole lattice."""
    return 2 * (community // 3) + grid // 2, 2 * (community % 3) + grid % 2


def _corners(chance: Random) -> dict[tuple[int, int], Point]:
    """The corners that neighbours share, moved a little as streets are, so that no seam can open."""
    found = {}
    for row in range(SIDE + 1):
        for column in range(SIDE + 1):
            lon = WEST + column * WIDE + chance.uniform(-0.12, 0.12) * WIDE + row * 0.00012
            lat = NORTH - row * HIGH + chance.uniform(-0.12, 0.12) * HIGH + column * 0.00009
            found[row, column] = (round(lon, 6), round(lat, 6))
    return found


def _cell(corners: dict[tuple[int, int], Point], row: int, column: int) -> Polygon:
    around = ((row, column), (row + 1, column), (row + 1, column + 1), (row, column + 1))
    return Polygon([corners[place] for place in around])


def _community(
    code: str, told: dict[str, Any], cells: list[Polygon], households: list[int], *, by: Actor, at: datetime
) -> None:
    names = "、".join(estate["name"] for estate in told["estates"])
    add_place(
        code=code,
        name=told["name"],
        name_en=told["name_en"],
        households=sum(households),
        extent=f"{names}及周边道路",
        source=SOURCE,
        boundary=mapping(unary_union(cells)),
        by=by,
        at=at,
    )


def _grid(
    code: str, community: dict[str, Any], grid: int, cell: Polygon, households: int, index: int, *, by: Actor,
    at: datetime,
) -> list[House]:  # fmt: skip
    """A grid and its eight or nine buildings, whose households add up to the grid's."""
    estate = community["estates"][grid // 2]
    first = 1 if grid % 2 == 0 else _houses(index, grid - 1) + 1
    numbers = range(first, first + _houses(index, grid))
    place = add_place(
        code=code,
        name=f"第{NUMERALS[grid]}网格",
        name_en=f"Grid {grid + 1}",
        households=households,
        extent=f"{estate['name']}{numbers[0]}号楼至{numbers[-1]}号楼及楼间道路",
        source=SOURCE,
        boundary=mapping(cell),
        by=by,
        at=at,
    )
    shares = [households * n // len(numbers) for n in range(len(numbers) + 1)]
    flats = [after - before for before, after in pairwise(shares)]
    return [
        _house(place, estate, number, _inside(cell, n), flats[n], by=by, at=at)
        for n, number in enumerate(numbers)
    ]


def _houses(community: int, grid: int) -> int:
    """Eight, and one more in so many grids of a community that there are three hundred in all."""
    return BUILDINGS // (SIDE * SIDE) + (grid < (2 if community % 3 == 0 else 1))


def _inside(cell: Polygon, n: int) -> Point:
    """The n-th of nine points in a four-cornered cell."""
    along, across = (n % 3 + 0.75) / 3.5, (n // 3 + 0.75) / 3.5
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = list(cell.exterior.coords)[:4]
    west, east = (
        (ax + (bx - ax) * across, ay + (by - ay) * across),
        (dx + (cx - dx) * across, dy + (cy - dy) * across),
    )
    return (
        round(west[0] + (east[0] - west[0]) * along, 6),
        round(west[1] + (east[1] - west[1]) * along, 6),
    )


def _house(
    grid: Place,
    estate: dict[str, str],
    number: int,
    point: Point,
    households: int,
    *,
    by: Actor,
    at: datetime,
) -> House:
    name = f"{estate['name']}{number}号楼"
    alias = f"{estate['alias']}{number}栋"
    made: Building = add_building(
        grid=grid, name=name, aliases=[alias], address=estate["road"], households=households, lon=point[0],
        lat=point[1], by=by, at=at,
    )  # fmt: skip
    return House(
        made.pk, name, estate["name"], f"{number}号楼", alias, estate["road"], grid.code, point[0], point[1]
    )
