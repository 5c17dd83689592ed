import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon, box

from sunshine.lib.pointindex import PointIndex

WEST, EAST, NORTH = box(125, 46, 125.1, 46.1), box(125.1, 46, 125.2, 46.1), box(125, 46.1, 125.2, 46.2)
INDEX = PointIndex([("2", EAST), ("1", WEST), ("3", NORTH)])


def test_a_point_lies_in_the_boundary_that_holds_it():
    assert [INDEX.at(125.05, 46.05), INDEX.at(125.15, 46.05), INDEX.at(125.1, 46.15)] == ["1", "2", "3"]
    assert len(INDEX) == 3


def test_a_point_outside_or_nowhere_lies_in_none():
    assert [INDEX.at(124.9, 46.05), INDEX.at(math.nan, 46.05)] == [None, None]


def test_a_point_in_the_box_but_not_in_the_shape_lies_in_none():
    triangle = PointIndex([("1", Polygon([(0, 0), (1, 0), (0, 1)]))])

    assert (triangle.at(0.9, 0.9), triangle.at_many([0.9, 0.1], [0.9, 0.1])) == (None, [None, "1"])


def test_a_point_on_a_common_border_belongs_to_the_smallest_code():
    assert [INDEX.at(125.1, 46.05), INDEX.at(125.1, 46.1), INDEX.at(125.15, 46.1)] == ["1", "1", "2"]
    assert INDEX.at_many([125.1, 125.1, 125.15], [46.05, 46.1, 46.1]) == ["1", "1", "2"]


def test_the_nearest_boundary_comes_with_its_distance_in_metres():
    code, metres = INDEX.nearest(125.2013, 46.05, within_m=200) or ("", 0.0)

    assert (code, round(metres)) == ("2", 101)
    assert INDEX.nearest(125.05, 46.05, within_m=0) == ("1", 0.0)
    assert INDEX.nearest(125.2013, 46.05, within_m=90) is None


def test_an_empty_index_answers_none():
    empty = PointIndex([])

    assert (empty.at(125, 46), empty.at_many([125], [46]), empty.nearest(125, 46, 1000)) == (
        None,
        [None],
        None,
    )


@given(st.lists(st.tuples(st.floats(124.9, 125.3), st.floats(45.9, 46.3)), max_size=20))
def test_in_bulk_one_at_a_time_and_by_plain_geometry_agree(points: list[tuple[float, float]]):
    plain = [
        min((c for c, s in (("1", WEST), ("2", EAST), ("3", NORTH)) if s.intersects(Point(p))), default=None)
        for p in points
    ]

    assert INDEX.at_many(*np.array(points).reshape(-1, 2).T) == plain
    assert [INDEX.at(*point) for point in points] == plain


def test_the_nearest_of_many_is_the_nearest_of_each():
    index = PointIndex([("b", box(0, 0, 1, 1)), ("a", box(1, 0, 2, 1))])
    lons, lats = [1.0, 2.0001, 5.0, float("nan")], [1.0001, 0.5, 5.0, 0.5]

    found = index.nearest_many(lons, lats, 30)

    assert found[:3] == [index.nearest(lon, lat, 30) for lon, lat in zip(lons[:3], lats[:3], strict=True)]
    assert ([one and one[0] for one in found], PointIndex([]).nearest_many(lons, lats, 30)) == (
        ["a", "a", None, None],
        [None] * 4,
    )
