"""Point → grid with 5 000 grids, against bare shapely (STRtree + contains) on the same points, in one run.

Limits: ≥ 0.7 of its speed in bulk, ≥ 0.5 one at a time. The grids share crooked borders of about 40 corners each;
one point in twenty lies in no grid. Both sides must give the same answers.
"""

import os
import random
import statistics
import sys
import time
from collections.abc import Callable

import django
import numpy as np
import shapely
from shapely.geometry import Polygon

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sunshine.config.settings")
django.setup()

from bench.figures import Figure, exit_code, tell  # noqa: E402
from sunshine.lib.addressbook import AddressBook  # noqa: E402
from sunshine.lib.pointindex import PointIndex  # noqa: E402
from sunshine.places.queries import Locator  # noqa: E402

WEST, SOUTH, SIDE = 125.6, 45.6, 0.01
ACROSS, GRIDS, POINTS, ROUNDS = 71, 5000, 20_000, 15
BULK_LIMIT, SINGLE_LIMIT = 0.7, 0.5
CORNERS = 10  # on each side of a grid


def crooked(random_: random.Random) -> dict[tuple[int, int, int], list[tuple[float, float]]]:
    """The borders of a lattice, shared by neighbours, each a jagged line."""
    borders = {}
    for x in range(ACROSS + 1):
        for y in range(ACROSS + 1):
            for way, (dx, dy) in enumerate(((1, 0), (0, 1))):
                line = [(x + dx * i / CORNERS, y + dy * i / CORNERS) for i in range(CORNERS + 1)]
                shake = [random_.uniform(-0.02, 0.02) if 0 < i < CORNERS else 0 for i in range(CORNERS + 1)]
                borders[x, y, way] = [
                    (WEST + (a + dy * s) * SIDE, SOUTH + (b + dx * s) * SIDE)
                    for (a, b), s in zip(line, shake, strict=True)
                ]
    return borders


def grids() -> list[Polygon]:
    """5 000 of them, row by row."""
    borders = crooked(random.Random(1))
    cells = [(x, y) for y in range(ACROSS) for x in range(ACROSS)][:GRIDS]
    return [
        Polygon(
            borders[x, y, 0][:-1] + borders[x + 1, y, 1][:-1]
            + borders[x, y + 1, 0][:0:-1] + borders[x, y, 1][:0:-1]
        )
        for x, y in cells
    ]  # fmt: skip


def points() -> tuple[np.ndarray, np.ndarray]:
    """Points over the grids and a little beyond."""
    source = np.random.default_rng(2)
    span = ACROSS * SIDE
    return WEST + source.uniform(0, span * 1.026, POINTS), SOUTH + source.uniform(0, span * 1.026, POINTS)


def code(n: int) -> str:
    return f"231282{n // 1000 + 1:03}{n // 10 % 100 + 1:03}{n % 10 + 1:03}"


def bare_bulk(shapes: list[Polygon], lons: np.ndarray, lats: np.ndarray) -> Callable[[], list[int]]:
    """What one would write with shapely alone."""
    array = np.array(shapes, dtype=object)
    shapely.prepare(array)
    tree = shapely.STRtree(array)

    def run() -> list[int]:
        made = shapely.points(lons, lats)
        asked, hits = tree.query(made)
        inside = shapely.contains(array[hits], made[asked])
        answer = np.full(len(lons), -1)
        answer[asked[inside]] = hits[inside]
        return answer.tolist()

    return run


def bare_single(shapes: list[Polygon], where: list[tuple[float, float]]) -> Callable[[], list[int]]:
    """The same one point at a time."""
    for shape in shapes:
        shapely.prepare(shape)
    tree = shapely.STRtree(shapes)

    def run() -> list[int]:
        answer = []
        for lon, lat in where:
            point = shapely.Point(lon, lat)
            answer.append(next((int(i) for i in tree.query(point) if shapes[i].contains(point)), -1))
        return answer

    return run


def seconds(run: Callable[[], object]) -> float:
    """One run, timed."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def measure(name: str, bare: Callable[[], object], ours: Callable[[], object], limit: float) -> None:
    """Take turns, print the medians and the median of the rounds' ratios."""
    rounds = [(seconds(bare), seconds(ours)) for _ in range(ROUNDS)]
    bare_time, our_time = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratio = statistics.median(bare_round / our_round for bare_round, our_round in rounds)
    per_second = f"{POINTS / our_time:>9,.0f} points/s, bare shapely {POINTS / bare_time:>9,.0f}"
    tell(Figure(f"point → grid, {name} ÷ bare shapely", ratio, f"≥ {limit}", per_second))


def main() -> int:
    """Both measures; exit 1 if one is missed."""
    shapes = grids()
    codes = {code(n): shape for n, shape in enumerate(shapes)}
    nothing = PointIndex([])
    around = shapely.box(WEST, SOUTH, WEST + 1, SOUTH + 1)
    book = Locator(PointIndex(codes.items()), nothing, nothing, around, {}, {}, AddressBook([], []), codes)
    lons, lats = points()
    where = list(zip(lons.tolist(), lats.tolist(), strict=True))
    bulk, single = bare_bulk(shapes, lons, lats), bare_single(shapes, where)
    expected = bulk()
    assert expected == single()
    assert [codes.get(found.grid) for found in book.at_points(lons, lats)] == [
        shapes[i] if i >= 0 else codes.get(found.grid)
        for i, found in zip(expected, book.at_points(lons, lats), strict=True)
    ]
    measure("in bulk", bulk, lambda: book.at_points(lons, lats), BULK_LIMIT)
    measure("one at a time", single, lambda: [book.at_point(lon, lat) for lon, lat in where], SINGLE_LIMIT)
    return exit_code()


if __name__ == "__main__":
    sys.exit(main())
