"""Point → code in memory: thousands of boundaries, answered in microseconds and always the same way."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sunshine.lib.coordinates import metres_per_degree


def to_metres(geometry: BaseGeometry, latitude: float) -> BaseGeometry:
    """A geometry in local metres, scaled for `latitude`."""
    return shapely.transform(geometry, lambda points: points * metres_per_degree(latitude))


class PointIndex:
    """The boundaries of one level of the division, asked by point.

    A point on a common border belongs to the smallest code, so two processes never differ. The geometries are
    prepared once; an index is never changed, a new one replaces it.
    """

    def __init__(self, pairs: Iterable[tuple[str, BaseGeometry]]) -> None:
        ordered = sorted(pairs, key=lambda pair: pair[0])
        self.codes: list[str] = [code for code, _ in ordered]
        self._shapes: Any = np.array([geometry for _, geometry in ordered], dtype=object)
        shapely.prepare(self._shapes)
        self._one = self._shapes.tolist()
        self._tree = shapely.STRtree(self._shapes)
        self._warm_up()
        self._metres: tuple[Any, float] | None = None

    def _warm_up(self) -> None:
        """Ask every boundary once: the first question builds its inner index, which threads must not do at once."""
        west, south, east, north = shapely.bounds(self._shapes).reshape(-1, 4).T
        shapely.intersects_xy(self._shapes, (west + east) / 2, (south + north) / 2)

    def __len__(self) -> int:
        return len(self.codes)

    def at(self, lon: float, lat: float) -> str | None:
        """The code whose boundary holds the point, or None."""
        point = shapely.Point(lon, lat)
        # a handful of candidates is quicker one by one than as an array
        for hit in sorted(self._tree.query(point).tolist()):
            if self._one[hit].intersects(point):
                return self.codes[hit]
        return None

    def at_many(self, lons: Sequence[float], lats: Sequence[float]) -> list[str | None]:
        """The codes of many points at once, in their order."""
        x, y = np.asarray(lons, dtype=float), np.asarray(lats, dtype=float)
        asked, hits = self._tree.query(shapely.points(x, y))
        inside = shapely.intersects_xy(self._shapes[hits], x[asked], y[asked])
        asked, hits = asked[inside], hits[inside]
        answer = np.full(len(x), len(self.codes))
        np.minimum.at(answer, asked, hits)
        names = [*self.codes, None]
        return [names[i] for i in answer.tolist()]

    def nearest(self, lon: float, lat: float, within_m: float) -> tuple[str, float] | None:
        """The nearest boundary and its distance in metres (0 inside), or None when none is within `within_m`.

        Of several equally near, the smallest code.
        """
        if not self.codes:
            return None
        tree, latitude = self._in_metres()
        east, north = metres_per_degree(latitude)
        found, metres = tree.query_nearest(
            shapely.points(lon * east, lat * north), max_distance=max(within_m, 1e-9), return_distance=True
        )
        return (self.codes[found.min()], float(metres[0])) if len(found) else None

    def nearest_many(
        self, lons: Sequence[float], lats: Sequence[float], within_m: float
    ) -> list[tuple[str, float] | None]:
        """`nearest` for many points at once, in their order."""
        x, y = np.asarray(lons, dtype=float), np.asarray(lats, dtype=float)
        asked = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        answer: list[tuple[str, float] | None] = [None] * len(x)
        if self.codes and len(asked):
            tree, latitude = self._in_metres()
            east, north = metres_per_degree(latitude)
            (which, found), metres = tree.query_nearest(
                shapely.points(x[asked] * east, y[asked] * north),
                max_distance=max(within_m, 1e-9),
                return_distance=True,
            )
            rows = zip(asked[which].tolist(), found.tolist(), metres.tolist(), strict=True)
            for point, code, distance in sorted(rows, reverse=True):
                answer[point] = self.codes[code], distance
        return answer

    def _in_metres(self) -> tuple[Any, float]:
        """The same boundaries scaled to metres, made when first needed."""
        if self._metres is None:
            _, south, _, north = shapely.total_bounds(self._shapes)
            latitude = float(south + north) / 2
            self._metres = shapely.STRtree([to_metres(shape, latitude) for shape in self._shapes]), latitude
        return self._metres
