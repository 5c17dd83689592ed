"""Rates and times of figures in words: {% load figures %}."""

from datetime import date, timedelta
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from sunshine.insight.queries.figures import Share, Times
from sunshine.ui import words

register = template.Library()
NOTHING = "—"


@register.filter
def percent(share: Share | None) -> str:
    """A rate of a hundred to one place; a dash without a base, and a word where it is withheld."""
    if share is None:
        return _("not shown")
    value = share.share
    return NOTHING if value is None else f"{number_format(round(value * 100, 1), use_l10n=True)} %"


@register.filter
def made_of(share: Share | None) -> str:
    """What a rate is made of: 27 of 30; weighed answers with decimals."""
    if share is None or not share.base:
        return ""
    return _("%(part)s of %(whole)s") % {"part": f"{float(share.top):g}", "whole": share.base}


@register.filter
def both(times: Times | None) -> str:
    """How often something happened; where a request met it more than once, to how many of them too; a word where it is
    withheld."""
    if times is None:
        return _("not shown")
    if times.events == times.matters:
        return str(times.events)
    return _("%(events)s times in %(matters)s matters") % times._asdict()


@register.filter
def on_date(day: date) -> str:
    """A day of this year."""
    return words.on_date(day)


@register.filter
def took(span: timedelta | None) -> str:
    """A time in its two largest units; a dash without one."""
    return words.duration(span) if span else NOTHING


@register.filter
def of_whole(part: Any, whole: Any) -> str:
    """A part of a whole in whole percent."""
    return f"{round(100 * part / whole)} %" if whole else NOTHING
