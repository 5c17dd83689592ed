"""Wishes on one's own page: what I was named for, what my group has in hand, and what it could take."""

from datetime import date
from typing import Any

from sunshine.volunteers.models import Volunteer
from sunshine.volunteers.queries import helper_actor
from sunshine.wishes.queries import helped_by
from sunshine.wishes.states import WishState

SHOWN = 40


def own_wishes(volunteer: Volunteer, token: str, on: date) -> dict[str, Any]:
    """For one's own page: public/serve/_wishes.html."""
    by = helper_actor(volunteer)
    rows = list(helped_by(volunteer, by.organisation)[:SHOWN])
    return {
        "token": token,
        "wishes_in_hand": [row for row in rows if row.state != WishState.OFFERED],
        "wishes_near": [row for row in rows if row.state == WishState.OFFERED],
        "for_a_group": by.organisation is not None,
    }
