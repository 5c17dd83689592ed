"""Hexagons of nearness."""

from math import cos, pi, sin

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sunshine.lib.cells import cell_of, find_cells_around

DEGREE = 111_320
"""Metres of one degree of latitude."""


def test_a_point_has_a_cell_and_no_point_has_none():
    assert (len(cell_of(125.9, 46.05)), cell_of(None, 46.05), cell_of(125.9, None)) == (15, "", "")


def test_without_a_cell_nothing_is_near():
    assert find_cells_around("", 300) == []


def test_more_metres_take_more_rings():
    cell = cell_of(125.9, 46.05)

    assert [len(find_cells_around(cell, metres)) for metres in (0, 150, 151, 600)] == [7, 7, 19, 61]


@pytest.mark.parametrize("metres", [100, 200, 300, 600])
@example(lon=125.975, lat=46.07, turn=4.5)
@given(lon=st.floats(74, 134), lat=st.floats(18, 53), turn=st.floats(0, 2 * pi))
def test_everything_within_so_many_metres_lies_around(metres, lon, lat, turn):
    north, east = metres * sin(turn) / DEGREE, metres * cos(turn) / DEGREE / cos(lat * pi / 180)

    assert cell_of(lon + east * 0.99, lat + north * 0.99) in find_cells_around(cell_of(lon, lat), metres)
