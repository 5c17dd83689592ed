"""The hand-over map: who passes to whom, as bands between two columns of names (a Sankey diagram), drawn as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 1000
LEFT, RIGHT, BAR = 300, 690, 10
GAP, ROW = 10, 26
TALL = 420
"""The height that all bands together have, unless the names need more."""
WIDE = 32
"""The width of one matter at most: three hand-overs are three narrow bands, no wall."""
MOST = 20
"""Bands drawn; the table below has all of them."""
TONES = 4


@dataclass(frozen=True, slots=True)
class End:
    """A name with its bar, left (gives) or right (takes)."""

    name: str
    count: int
    x: int
    y: float
    height: float

    @property
    def middle(self) -> float:
        """Where the name stands."""
        return round(self.y + self.height / 2 + 5, 1)


@dataclass(frozen=True, slots=True)
class Band:
    """One giver to one taker; as wide as there are matters."""

    giver: str
    taker: str
    count: int
    path: str
    tone: int


@dataclass(frozen=True, slots=True)
class FlowMap:
    """Everything to draw, and how high it is."""

    height: int
    givers: list[End]
    takers: list[End]
    bands: list[Band]


def flow_map(flows: Sequence[tuple[str, str, int]]) -> FlowMap:
    """Lay the widest flows (giver, taker, count) between two columns, each name once per column."""
    drawn = sorted(flows, key=lambda flow: -flow[2])[:MOST]
    scale = min(WIDE, TALL / (sum(count for _giver, _taker, count in drawn) or 1))
    givers = _column([(giver, count) for giver, _taker, count in drawn], LEFT - BAR, scale)
    takers = _column([(taker, count) for _giver, taker, count in drawn], RIGHT, scale)
    tops = {("from", end.name): end.y for end in givers} | {("to", end.name): end.y for end in takers}
    tones = {end.name: number % TONES for number, end in enumerate(givers)}
    bands = []
    for giver, taker, count in drawn:
        wide, y0, y1 = round(count * scale, 1), tops["from", giver], tops["to", taker]
        bands.append(Band(giver, taker, count, _path(y0, y1, wide), tones[giver]))
        tops["from", giver], tops["to", taker] = y0 + wide, y1 + wide
    bottom = max((end.y + max(end.height, ROW) for end in [*givers, *takers]), default=0)
    return FlowMap(round(bottom) + GAP, givers, takers, bands)


def _column(parts: list[tuple[str, int]], x: int, scale: float) -> list[End]:
    totals: dict[str, int] = {}
    for name, count in parts:
        totals[name] = totals.get(name, 0) + count
    ends, y = [], float(GAP)
    for name, count in totals.items():
        height = round(count * scale, 1)
        ends.append(End(name, count, x, round(y, 1), height))
        y += max(height, ROW) + GAP
    return ends


def _path(y0: float, y1: float, wide: float) -> str:
    """A band that bends once, from the bar of the giver to that of the taker."""
    middle = (LEFT + RIGHT) // 2
    return (
        f"M{LEFT} {y0:.1f}C{middle} {y0:.1f} {middle} {y1:.1f} {RIGHT} {y1:.1f}"
        f"V{y1 + wide:.1f}C{middle} {y1 + wide:.1f} {middle} {y0 + wide:.1f} {LEFT} {y0 + wide:.1f}Z"
    )
