"""The custody chain as a bar: who held the matter how long."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sunshine.ui.words import duration

WIDTH = 1000
LEAST = 8
TONES = 4


@dataclass(frozen=True)
class Span:
    """One holder's share of the bar; x and width in thousandths of it."""

    holder: str
    began: datetime
    ended: datetime | None
    took: str
    x: int
    width: int
    tone: str


def _part(link: Any, name: str, default: Any = None) -> Any:
    return link.get(name, default) if isinstance(link, dict) else getattr(link, name, default)


def _widths(seconds: list[float]) -> list[int]:
    """Shares of the bar; even the shortest span stays visible, and together they are the whole bar."""
    free = WIDTH - LEAST * len(seconds)
    ends = [round(free * sum(seconds[: n + 1]) / (sum(seconds) or 1)) for n in range(len(seconds))]
    return [LEAST + end - begin for begin, end in zip([0, *ends], ends, strict=False)]


def spans(links: Iterable[Any], now: datetime) -> list[Span]:
    """Lay the links (holder, began, ended, optionally took and over) side by side; one holder keeps one tone."""
    chain = list(links)
    ends = [_part(link, "ended") or now for link in chain]
    widths = _widths(
        [(end - _part(link, "began")).total_seconds() for link, end in zip(chain, ends, strict=True)]
    )
    tones: dict[str, int] = {}
    laid, x = [], 0
    for link, end, width in zip(chain, ends, widths, strict=True):
        holder, began = str(_part(link, "holder")), _part(link, "began")
        tone = "over" if _part(link, "over") else str(tones.setdefault(holder, len(tones) % TONES))
        took = _part(link, "took") or duration(end - began)
        laid.append(Span(holder, began, _part(link, "ended"), str(took), x, width, tone))
        x += width
    return laid
