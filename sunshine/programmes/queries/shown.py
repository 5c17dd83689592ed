"""What everybody may see of a figure: no rate of a handful of staff, no cell below three, and no way to compute one."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sunshine.programmes.models import IndicatorDefinition
from sunshine.programmes.queries.indicators import SMALLEST_CELL, Figure, IndicatorTally
from sunshine.programmes.queries.measures import MEASURES


class Why(StrEnum):
    """Why a figure is not shown."""

    NO_RECORDS = "no_records"  # nothing of the kind is recorded yet
    NOTHING = "nothing"  # a rate without a base
    FEW_STAFF = "few_staff"  # fewer than three people at work: it would be the rate of persons
    SMALL = "small"  # a count of one or two
    SMALL_BASE = "small_base"  # a rate over one or two matters


@dataclass(frozen=True, slots=True)
class Side:
    """A figure of one period as it may be shown: the value, or why not. Without `top`, fewer than three of `base`."""

    value: Decimal | None = None
    top: Decimal | None = None
    base: int | None = None
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class ShownIndicator:
    """An indicator as everybody may see it, now and in the period before."""

    definition: IndicatorDefinition
    rate: bool
    now: Side
    before: Side


def shown_indicator(figure: Figure, *, staffed: bool) -> ShownIndicator:
    """What of a figure may be shown in public; `staffed` says that the community has at least three people at work."""
    now = _side(figure, figure.now, figure.value, staffed)
    return ShownIndicator(
        figure.definition, figure.rate, now, _side(figure, figure.before, figure.past, staffed)
    )


def is_small(count: Decimal | int) -> bool:
    """Whether a count would tell of single cases."""
    return 0 < count < SMALLEST_CELL


def in_groups(key: str) -> bool:
    """Whether a key is counted in whole groups of five, which protects each answer already."""
    return key in MEASURES and MEASURES[key] is None


def _side(figure: Figure, tally: IndicatorTally | None, value: Decimal | None, staffed: bool) -> Side:
    if tally is None:
        return Side(why=Why.NO_RECORDS)
    if not figure.rate:
        return Side(why=Why.SMALL) if is_small(tally.top) else Side(value, tally.top)
    if value is None:
        return Side(why=Why.NOTHING)
    if not staffed:
        return Side(why=Why.FEW_STAFF)
    if is_small(tally.base):
        return Side(why=Why.SMALL_BASE)
    if is_small(tally.top) and not in_groups(figure.definition.key):
        return Side(base=tally.base, why=Why.SMALL)
    return Side(value, tally.top, tally.base)


def mask_small(cells: Sequence[int]) -> list[int | None]:
    """The cells of a total, those of one or two hidden; a second one with them where the total would give one away."""
    hidden = {place for place, count in enumerate(cells) if is_small(count)}
    if len(hidden) == 1:
        others = [place for place, count in enumerate(cells) if count and place not in hidden]
        hidden |= set(sorted(others, key=lambda place: cells[place])[:1])
    return [None if place in hidden else count for place, count in enumerate(cells)]
