"""Shifts between WGS-84 (≈ CGCS2000, what we store) and what Chinese maps show: GCJ-02 and BD-09.

All functions take and return (lon, lat) in degrees. Outside the rough rectangle of China nothing is shifted.
Convert at the edge only (domain facts §9.2). Metres come from the length of a degree on the ellipsoid.
"""

from math import atan2, cos, hypot, pi, radians, sin, sqrt

AXIS = 6378245.0  # Krasovsky 1940, as the published formula has it
FLATNESS = 0.00669342162296594323
BD_TURN = pi * 3000.0 / 180.0
ROUNDS = 8  # each brings the guess some thousand times nearer


def wgs84_to_gcj02(lon: float, lat: float) -> tuple[float, float]:
    """Where AMap, Tencent and WeChat draw a GPS point."""
    if _outside_china(lon, lat):
        return lon, lat
    east, north = _offset(lon, lat)
    return lon + east, lat + north


def gcj02_to_wgs84(lon: float, lat: float) -> tuple[float, float]:
    """The GPS point of a place on AMap, Tencent or WeChat, by iteration to within 1e-9 degrees."""
    guess = (lon, lat)
    for _ in range(ROUNDS):
        shown = wgs84_to_gcj02(*guess)
        guess = (guess[0] - (shown[0] - lon), guess[1] - (shown[1] - lat))
    return guess


def bd09_to_wgs84(lon: float, lat: float) -> tuple[float, float]:
    """The GPS point of a place on Baidu's map."""
    return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat))


def bd09_to_gcj02(lon: float, lat: float) -> tuple[float, float]:
    """Take Baidu's second shift away."""
    x, y = lon - 0.0065, lat - 0.006
    radius = hypot(x, y) - 0.00002 * sin(y * BD_TURN)
    angle = atan2(y, x) - 0.000003 * cos(x * BD_TURN)
    return radius * cos(angle), radius * sin(angle)


def metres_per_degree(latitude: float) -> tuple[float, float]:
    """Metres of one degree of longitude and of latitude on the WGS-84 ellipsoid at `latitude`."""
    phi = radians(latitude)
    east = 111412.84 * cos(phi) - 93.5 * cos(3 * phi) + 0.118 * cos(5 * phi)
    north = 111132.92 - 559.82 * cos(2 * phi) + 1.175 * cos(4 * phi) - 0.0023 * cos(6 * phi)
    return east, north


def metres_between(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Distance in metres over less than some ten kilometres."""
    east, north = metres_per_degree((lat + other_lat) / 2)
    return hypot((other_lon - lon) * east, (other_lat - lat) * north)


def _outside_china(lon: float, lat: float) -> bool:
    return not (72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271)


def _offset(lon: float, lat: float) -> tuple[float, float]:
    x, y, phi = lon - 105.0, lat - 35.0, lat / 180.0 * pi
    magic = 1 - FLATNESS * sin(phi) ** 2
    north = _north(x, y) * 180.0 / (AXIS * (1 - FLATNESS) / (magic * sqrt(magic)) * pi)
    east = _east(x, y) * 180.0 / (AXIS / sqrt(magic) * cos(phi) * pi)
    return east, north


def _ripple(x: float) -> float:
    return (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0


def _north(x: float, y: float) -> float:
    base = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + _ripple(x)
    base += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    return base + (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0


def _east(x: float, y: float) -> float:
    base = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + _ripple(x)
    base += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    return base + (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
