"""Whom a step of a wish is told to besides organisations: the wisher."""

from datetime import datetime

from sunshine.matters.actions.tell import to_contact, to_organisation
from sunshine.notices.actions import tell_all
from sunshine.notices.states import Notice
from sunshine.wishes.models import Wish


def tell_asked(wish: Wish, *, at: datetime) -> None:
    """Tell the wisher that it arrived and the community that something waits; one INSERT for both."""
    tell_all([_to_wisher(wish, "wish_asked"), to_organisation(wish, "wish_arrived", wish.holder)], at=at)


def tell_wisher(wish: Wish, kind: str, *, at: datetime) -> None:
    """Send a message to the wisher, or to whom the wish is for if only they can be reached."""
    tell_all([_to_wisher(wish, kind)], at=at)


def _to_wisher(wish: Wish, kind: str) -> Notice:
    return to_contact(wish, kind, wish.contact_id or wish.for_person_id, "wisher")
