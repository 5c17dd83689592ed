"""A small county that most tests can live in."""

from dataclasses import dataclass

from shapely.geometry import box, mapping

from sunshine.places.models import Building, Place
from tests.factories.places import COUNTY, SIDE, STREET, BuildingFactory, DutyFactory, PlaceFactory, square

WEST, SOUTH = 125.95, 46.05
ESTATES = {"001": "阳光花园", "002": "平安家园"}
COMMUNITIES = {"001": "阳光社区", "002": "平安社区"}


@dataclass(frozen=True)
class World:
    """County, street, two communities of two square grids each, two buildings a grid, a worker per grid.

    The grids lie in a row from west to east; `middle(grid)` is a point inside one.
    """

    county: Place
    street: Place
    communities: tuple[Place, ...]
    grids: tuple[Place, ...]
    buildings: tuple[Building, ...]

    def middle(self, grid: int) -> tuple[float, float]:
        """Longitude and latitude in the middle of the n-th grid."""
        return round(WEST + (grid + 0.5) * SIDE, 7), round(SOUTH + SIDE / 2, 7)


def small_world() -> World:
    """Make it in the database: 肇东市, 阳光街道, 阳光社区 and 平安社区, grids 001 and 002 in each."""
    county = PlaceFactory(code=COUNTY, name="肇东市", boundary=_around(-0.1, 0.2))
    street = PlaceFactory(code=STREET, name="阳光街道", boundary=_around(0, 4 * SIDE, SIDE))
    communities, grids, buildings = [], [], []
    for half, (number, name) in enumerate(COMMUNITIES.items()):
        west = WEST + 2 * half * SIDE
        code = STREET + number
        communities.append(
            PlaceFactory(code=code, name=name, boundary=_around(2 * half * SIDE, 2 * SIDE, SIDE))
        )
        for n in (1, 2):
            land = square(round(west + (n - 1) * SIDE, 7), SOUTH)
            grid = PlaceFactory(code=f"{code}{n:03}", name=f"第{'一二'[n - 1]}网格", boundary=land)
            DutyFactory(grid=grid)
            names = [f"{ESTATES[number]}{2 * n - 1}号楼", f"{ESTATES[number]}{2 * n}号楼"]
            buildings += [BuildingFactory(grid=grid, name=name) for name in names]
            grids.append(grid)
    return World(county, street, tuple(communities), tuple(grids), tuple(buildings))


def _around(east: float, width: float, height: float | None = None) -> dict[str, object]:
    """A box `east` of the corner; without a height it surrounds everything."""
    west = round(WEST + east, 7)
    if height is None:
        return mapping(box(west, SOUTH - 0.1, west + width, SOUTH + 0.1))
    return mapping(box(west, SOUTH, round(west + width, 7), round(SOUTH + height, 7)))
