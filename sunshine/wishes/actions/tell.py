"""Whom a step of a wish is told to: numbers, dates, organisations and the page, never what is wished (R-INT-01)."""

from datetime import datetime

from django.conf import settings

from sunshine.notices.actions import tell_all
from sunshine.notices.states import Notice
from sunshine.people.models import Organisation
from sunshine.wishes.models import Wish


def tell_asked(wish: Wish, *, at: datetime) -> None:
    """Tell the wisher that it arrived and the community that something waits; one INSERT for both."""
    tell_all([_to_wisher(wish, "wish_asked"), _to_group(wish, "wish_arrived", wish.holder)], at=at)


def tell_wisher(wish: Wish, kind: str, *, at: datetime) -> None:
    """A message to the wisher, or to whom the wish is for if only they can be reached."""
    tell_all([_to_wisher(wish, kind)], at=at)


def tell_group(
    wish: Wish, kind: str, organisation: Organisation, *, at: datetime, key: str = "", doer: str = ""
) -> None:
    """A message to an organisation's tray, once per step (or per `key`); it names `doer`, or else the holder."""
    told = _to_group(wish, kind, organisation, key)
    if doer:
        told.context["organisation"] = doer
    tell_all([told], at=at)


def _to_wisher(wish: Wish, kind: str) -> Notice:
    contact = wish.contact_id or wish.for_person_id
    context = _context(wish, f"/track/?number={wish.number}")
    key = f"{kind}:{wish.ref}:{wish.version}:wisher"
    return Notice(kind, wish.subject, None, None, contact, wish.language, context, key)


def _to_group(wish: Wish, kind: str, organisation: Organisation, key: str = "") -> Notice:
    context = _context(wish, f"/desk/wishes/{wish.number}/")
    once = f"{kind}:{wish.ref}:{key or wish.version}:{organisation.pk}"
    return Notice(kind, wish.subject, organisation.pk, None, None, "zh-hans", context, once)


def _context(wish: Wish, path: str) -> dict[str, str | datetime]:
    return {
        "number": wish.number,
        "organisation": wish.holder.name,
        "telephone": wish.holder.telephone,
        "due": wish.due_at,
        "link": settings.PUBLIC_URL + path,
    }
