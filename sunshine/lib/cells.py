"""Hexagons of about 300 m across (H3, resolution 9): what lies in the same or a neighbouring one is near."""

from math import ceil

import h3

RESOLUTION = 9
STEP = 150.0
"""Metres that one ring adds at least, wherever in its hexagon a point lies; they are not all of one size,
and between two of a ring the way out is as short as an edge: 200 m in the mean, less here and there."""


def cell_of(lon: float | None, lat: float | None) -> str:
    """The hexagon of a point (degrees, WGS-84), "" without one."""
    if lon is None or lat is None:
        return ""
    return str(h3.latlng_to_cell(lat, lon, RESOLUTION))


def find_cells_around(cell: str, metres: float) -> list[str]:
    """This hexagon and those around it that hold everything within so many metres; none for ""."""
    return sorted(h3.grid_disk(cell, max(1, ceil(metres / STEP)))) if cell else []
