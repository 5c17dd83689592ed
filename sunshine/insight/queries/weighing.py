"""The three rates weighed together, as far as they may be shown."""

from decimal import Decimal

from sunshine.insight.queries.compare import ComparedRow
from sunshine.insight.states import THREE


def weigh_rates(row: ComparedRow) -> tuple[Decimal | None, Decimal | None]:
    """The three rates weighed together, of 100, raw and adjusted; None when one of them has no base or is withheld."""
    told = [row.rates[rate] for rate in THREE]
    raw = row.figures.weigh_rates() if all(each.raw for each in told) else None
    adjusted = row.figures.weigh_rates(adjusted=True) if all(each.adjusted for each in told) else None
    return raw, adjusted
