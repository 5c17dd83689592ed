"""Figures, periods and milestones of the line as both doors show them: {% load line %}."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from sunshine.lib.periods import Period
from sunshine.programmes.models import Milestone
from sunshine.programmes.queries import Figure, ShownIndicator
from sunshine.programmes.queries.shown import Why, in_groups
from sunshine.programmes.states import IndicatorUnit

register = template.Library()
BARE = {Why.NO_RECORDS, Why.NOTHING}
"""Why there is no figure: there was nothing to count, and nothing is held back."""


@register.filter
def spoken(row: Any, name: str) -> Any:
    """What a row says under a name, in the reader's language; "name" or a field that is in both."""
    return row.spoken if name == "name" else row.say(name)


@register.filter
def period_words(period: Period) -> str:
    """A month, quarter or year in words."""
    year = period.first.year
    if period.kind == "year":
        return _("%(year)s") % {"year": year}
    if period.kind == "quarter":
        return _("quarter %(quarter)s of %(year)s") % {"quarter": period.quarter, "year": year}
    return _("%(year)s-%(month)s") % {"year": year, "month": f"{period.first.month:02}"}


@register.filter
def plainly(number: Decimal | int, places: int = 1) -> str:
    """A number with as many decimals as it needs, two at most."""
    rounded = round(Decimal(number), places)
    return str(number_format(rounded.normalize() if rounded else 0, use_l10n=True))


@register.filter
def told(figures: list[Any]) -> list[Any]:
    """The figures of which at least one of the two periods has records."""
    return [one for one in figures if not _bare(one)]


@register.filter
def bare(figures: list[Any]) -> list[Any]:
    """The figures of which neither period has records."""
    return [one for one in figures if _bare(one)]


def _bare(one: Figure | ShownIndicator) -> bool:
    if isinstance(one, Figure):
        return one.value is None and one.past is None
    return one.now.why in BARE and one.before.why in BARE


@register.inclusion_tag("ui/parts/line_side.html")
def side_of(seen: ShownIndicator, side: Any) -> dict[str, Any]:
    """A figure of one period as everybody may see it: value and base, or why there is none."""
    return {
        "rate": seen.rate,
        "answers": in_groups(seen.definition.key),
        "side": side,
        "sign": _sign(seen.definition.unit),
        "places": _places(seen.definition.unit),
    }


@register.inclusion_tag("ui/parts/line_figure.html")
def figure_of(figure: Figure, past: bool = False) -> dict[str, Any]:
    """A figure as staff see it: value, numerator and denominator, or “—”."""
    value, tally = (figure.past, figure.before) if past else (figure.value, figure.now)
    unit = figure.definition.unit
    return {
        "rate": figure.rate,
        "answers": in_groups(figure.definition.key),
        "value": value,
        "tally": tally,
        "sign": _sign(unit),
        "places": _places(unit),
    }


def _sign(unit: str) -> str:
    return "%" if unit == IndicatorUnit.SHARE else str(IndicatorUnit(unit).label)


def _places(unit: str) -> int:
    return 2 if unit == IndicatorUnit.AVERAGE else 1


@register.inclusion_tag("ui/parts/line_milestone.html")
def milestone_item(milestone: Milestone, today: date) -> dict[str, Any]:
    """One <li> of <ol class="timeline">: reached, dropped, late or still to come."""
    ended = milestone.reached_on or milestone.dropped_on
    late = not ended and milestone.due_on < today
    return {"milestone": milestone, "late": late, "state": "done" if ended else "late" if late else "next"}
