"""Whom a step of a matter is told to: numbers, dates, organisations and the page, never what it is about (R-INT-01)."""

from datetime import datetime

from django.conf import settings

from sunshine.matters.models import Matter
from sunshine.notices.actions import tell_all
from sunshine.notices.states import Notice
from sunshine.people.models import Organisation

Context = dict[str, str | datetime]


def tell_organisation(
    matter: Matter, kind: str, organisation: Organisation, *, at: datetime, key: str = "", doer: str = "",
    due: datetime | None = None,
) -> None:  # fmt: skip
    """Put a message into an organisation's tray, once per step (or per `key`).

    It names `doer`, or else the holder, and `due`, or else the deadline of the matter.
    """
    told = to_organisation(matter, kind, organisation, key)
    if doer:
        told.context["organisation"] = doer
    if due is not None:
        told.context["due"] = due
    tell_all([told], at=at)


def to_organisation(matter: Matter, kind: str, organisation: Organisation, key: str = "") -> Notice:
    """Return the message of a step to an organisation, in Chinese, with the page of the desk."""
    context = _context(matter, f"{matter.desk_path}{matter.number}/")
    once = f"{kind}:{matter.ref}:{key or matter.version}:{organisation.pk}"
    return Notice(kind, matter.subject, organisation.pk, None, None, "zh-hans", context, once)


def to_contact(matter: Matter, kind: str, contact: int | None, whom: str, **other: str | datetime) -> Notice:
    """Return the message of a step to the person of a matter, in their language; `other` takes the place of what is its own.

    It points to the page that asks for number and four digits: the secret link would let staff who read the outbox speak
    for whoever asked. `whom` is part of the key by which nothing is told twice.
    """
    context = _context(matter, f"/track/?number={matter.number}") | other
    key = f"{kind}:{matter.ref}:{matter.version}:{whom}"
    return Notice(kind, matter.subject, None, None, contact, matter.language, context, key)


def _context(matter: Matter, path: str) -> Context:
    return {
        "number": matter.number,
        "organisation": matter.holder.name,
        "telephone": matter.holder.telephone,
        "due": matter.due_at,
        "link": settings.PUBLIC_URL + path,
    }
