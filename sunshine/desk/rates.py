"""What the pages of figures share: for which place one may ask, and rates in words, raw beside adjusted."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest
from django.urls import reverse

from sunshine.desk.door import DeskUser, require
from sunshine.insight.queries.compare import ComparedRow, ShownRate
from sunshine.insight.queries.figures import Share
from sunshine.insight.states import THREE, Rate
from sunshine.lib.division import Level, is_within
from sunshine.lib.periods import Period, stretches
from sunshine.people.queries import reach
from sunshine.places.queries import locator

LEVELS = (Level.COUNTY, Level.STREET, Level.COMMUNITY)
"""The places that have figures."""


class RateLine(NamedTuple):
    """A rate as the page shows it: its words, raw and adjusted, the month before, and the list behind its base."""

    label: Any
    told: ShownRate
    before: Share | None
    url: str


class SoFar(NamedTuple):
    """Up to which day a month that still runs is counted: what was due, and everything else. No day: nothing was due."""

    due: date | None
    day: date


def so_far(month: Period, on: date) -> SoFar | None:
    """How far a month is counted on a day; None if it is over and whole."""
    over, day = stretches([month.first], on)[0], timedelta(days=1)
    if over.whole:
        return None
    return SoFar(over.due_until - day if over.due_until > over.first else None, over.until - day)


def require_figures(request: HttpRequest) -> tuple[DeskUser, str, str]:
    """Who asks, for which place, and the widest place they may ask for; any other place does not exist for them.

    A grid has no figures: it is one worker and three hundred households.
    """
    who = require(request, "figures")
    own = sorted(reach(who.officer, who.on).prefixes("figures"))
    place = request.GET.get("place") or own[0]
    inside = any(is_within(place, code) for code in own) and place in locator().names
    if not inside or len(place) > Level.COMMUNITY:
        raise Http404
    return who, place, min(own)


def places_near(own: str, place: str) -> list[str]:
    """The places one may look at next, each street before its communities: the way down from one's own place, and what
    lies one level below (for a community: beside it). A county of five hundred communities is walked, not listed."""
    above = [place[:size] for size in LEVELS if len(own) <= len(place[:size]) == size]
    around = place if len(place) < Level.COMMUNITY else max(place[: Level.STREET], own, key=len)
    size = next((size for size in LEVELS if size > len(around)), Level.COMMUNITY)
    below = [code for code in locator().names if len(code) == size and code.startswith(around)]
    return sorted({*above, *below} - {own})


def shown_rates(query: str, now: ComparedRow, before: ComparedRow) -> list[RateLine]:
    """The rates of a month beside those of the month before."""
    return [
        RateLine(
            rate.label,
            now.rates[rate],
            before.rates[rate].raw,
            f"{reverse('desk:figures_base', args=[rate])}?{query}" if rate is not Rate.SATISFIED else "",
        )
        for rate in Rate
    ]


def three_of(rates: list[RateLine]) -> list[RateLine]:
    """The three rates, in their order."""
    words = {rate.label for rate in THREE}
    return [each for each in rates if each.label in words]
