"""A ledger whose points lie beside the places that its rows name, all alike: its coordinates are others than it says.

A GCJ-02 or BD-09 point that is called WGS-84 lies some hundred metres off (domain facts §9.2): no row looks wrong by itself.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from math import hypot
from statistics import median

from django.utils.translation import gettext as _

from sunshine.cases.sheets.ledger import TO_WGS84, LedgerFile
from sunshine.lib.coordinates import metres_per_degree
from sunshine.places.models import Building
from sunshine.places.queries import Located, Locator, locator
from sunshine.places.states import Certainty

NEAREST_M, FARTHEST_M = 300.0, 1_500.0
"""Less is the width of an estate; no datum in use shifts by more."""
SAMPLE = 400
"""So many rows of a file are compared, spread over all of it: a shift is in all of them or in none."""
LEAST = 10
"""Fewer rows may lie alike by chance."""
ALIKE = 0.75
_SURE = frozenset({Certainty.EXACT, Certainty.LIKELY})
Point = tuple[float, float]
Sure = tuple[Point, Located]


def shift_words(ledger: LedgerFile) -> str:
    """Say that the points of a file lie beside its places, all alike, and as what they would lie right; "" where they don't."""
    book = locator()
    sure = _sure_rows(ledger, book)
    anchors = _anchors(book, [found for _point, found in sure])
    east, north = _shift(book, sure, anchors)
    if not east and not north:
        return ""
    said = {"metres": round(hypot(east, north)), "datum": _fitting(ledger, book, sure, anchors)}
    if said["datum"]:
        return (
            _(
                "The points of this ledger lie %(metres)s metres beside the places that its rows name, all in the same direction. "
                "Read as %(datum)s they would lie right: import it with a mapping that says so (datum = “%(datum)s”)."
            )
            % said
        )
    return (
        _(
            "The points of this ledger lie %(metres)s metres beside the places that its rows name, all in the same direction: "
            "please ask in which coordinates they are, and say it in the mapping (datum)."
        )
        % said
    )


def _sure_rows(ledger: LedgerFile, book: Locator) -> list[Sure]:
    """The rows with a point whose words name a building or a grid for sure; none unless they are most of those looked at."""
    rows = ledger.table.rows
    looked = list(islice(rows, 0, None, max(1, len(rows) // SAMPLE)))
    pointed = [(point, row) for row in looked if (point := ledger.point(row)) is not None]
    found = [(point, book.at_text(ledger.cell(row, "place"))) for point, row in pointed]
    sure = [
        (point, place) for point, place in found if place.certainty in _SURE and place.grid in book.shapes
    ]
    return sure if len(sure) >= LEAST and 2 * len(sure) > len(looked) else []


def _anchors(book: Locator, places: Iterable[Located]) -> dict[Located, Point]:
    """Where the named places are: a building by its own point, else the middle of its grid."""
    named = set(places)
    keys = {found.building for found in named if found.building is not None}
    houses = Building.objects.filter(pk__in=keys).values_list("pk", "lon", "lat")
    own = {pk: (lon, lat) for pk, lon, lat in houses if lon is not None and lat is not None}
    middles = {found: book.shapes[found.place].centroid for found in named}
    return {found: own.get(found.building or 0, (at.x, at.y)) for found, at in middles.items()}


def _shift(
    book: Locator,
    sure: Sequence[Sure],
    anchors: dict[Located, Point],
    read_as: Callable[[float, float], Point] = lambda lon, lat: (lon, lat),
) -> Point:
    """By how many metres east and north the points lie off, if nearly all do alike; (0, 0) else."""
    if not sure:
        return 0.0, 0.0
    offs = [_off(book, read_as(*point), found, anchors[found]) for point, found in sure]
    east, north = median(x for x, _y in offs), median(y for _x, y in offs)
    far = hypot(east, north)
    alike = sum(hypot(x - east, y - north) <= far / 2 for x, y in offs)
    if not NEAREST_M <= far <= FARTHEST_M or alike < ALIKE * len(offs):
        return 0.0, 0.0
    return east, north


def _off(book: Locator, point: Point, found: Located, anchor: Point) -> Point:
    """Metres east and north from a place to a point; none where only the grid is known and the point lies in it."""
    middle = book.shapes[found.place].centroid
    if anchor == (middle.x, middle.y) and book.grids.at(*point) == found.place:
        return 0.0, 0.0
    east, north = metres_per_degree(anchor[1])
    return (point[0] - anchor[0]) * east, (point[1] - anchor[1]) * north


def _fitting(ledger: LedgerFile, book: Locator, sure: Sequence[Sure], anchors: dict[Located, Point]) -> str:
    """The datum as which the points lie right; "" where the ledger names one already, or none helps."""
    if ledger.mapping.datum in TO_WGS84:
        return ""
    return next(
        (name for name, back in TO_WGS84.items() if _shift(book, sure, anchors, back) == (0.0, 0.0)), ""
    )
