import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunshine.lib.coordinates import (
    bd09_to_gcj02,
    bd09_to_wgs84,
    gcj02_to_wgs84,
    metres_between,
    metres_per_degree,
    wgs84_to_gcj02,
)


def test_the_published_value_for_zhaodong():
    lon, lat = wgs84_to_gcj02(125.99, 46.06)

    assert (round(lon, 6), round(lat, 6)) == (125.996452, 46.061953)


@given(st.floats(75, 134), st.floats(18, 53))
def test_there_and_back_is_the_same_point(lon: float, lat: float):
    assert gcj02_to_wgs84(*wgs84_to_gcj02(lon, lat)) == pytest.approx((lon, lat), abs=1e-9)


def test_nothing_is_shifted_outside_china():
    assert wgs84_to_gcj02(4.9, 52.37) == (4.9, 52.37)
    assert gcj02_to_wgs84(4.9, 52.37) == (4.9, 52.37)


def test_baidus_second_shift_is_taken_away():
    assert bd09_to_gcj02(116.404, 39.915) == pytest.approx((116.39762729, 39.90865673), abs=1e-6)
    assert bd09_to_wgs84(116.404, 39.915) == pytest.approx((116.391384, 39.907254), abs=1e-5)


def test_the_shift_at_zhaodong_is_498_metres_east_and_216_north():
    east, north = metres_per_degree(46.06)
    lon, lat = wgs84_to_gcj02(125.99, 46.06)

    assert round((lon - 125.99) * east), round((lat - 46.06) * north) == (498, 216)


def test_a_distance_is_in_metres():
    assert metres_between(125.99, 46.06, 125.99, 46.07) == pytest.approx(1111.6, abs=0.5)
