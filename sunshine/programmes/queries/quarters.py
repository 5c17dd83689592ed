"""How long a brand's figures have been recorded: what a review of its stage weighs."""

from datetime import date, datetime

from django.utils import timezone

from sunshine.lib.periods import Period, period_of
from sunshine.programmes.models import CommunityCharacter
from sunshine.programmes.queries.indicators import definitions, tallies
from sunshine.programmes.queries.line import holding

LOOK_BACK = 12
"""Quarters; further back no review looks."""


def recorded_quarters(place: str, since: date, at: datetime) -> int:
    """In how many finished quarters since a day the indicators of a place's characters had anything to count."""
    today = timezone.localtime(at).date()
    rows = CommunityCharacter.objects.filter(holding(today), community__startswith=place)
    held = list(rows.values_list("community", "character"))
    keys = {row.key for row in definitions(today, {character for _, character in held}) if row.key}
    quarters = _finished(since, today)
    if not quarters or not keys:
        return 0
    found = tallies(keys, sorted({community for community, _ in held}), quarters, at)
    return len({number for (_, _, number), tally in found.items() if tally.base})


def _finished(since: date, today: date) -> list[Period]:
    found: list[Period] = []
    quarter = period_of("quarter", today).before
    while len(found) < LOOK_BACK and quarter.until > since:
        found.insert(0, quarter)
        quarter = quarter.before
    return found
