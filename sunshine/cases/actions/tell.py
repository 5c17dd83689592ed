"""Whom a step is told to: numbers, dates, organisations and the link, never what the matter is about (R-INT-01)."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from sunshine.cases.models import Case
from sunshine.cases.queries.duplicates import followers
from sunshine.notices.actions import tell_all
from sunshine.notices.states import Notice
from sunshine.people.models import Organisation


def tell_received(cases: Iterable[Case], *, at: datetime) -> None:
    """Tell each resident that it arrived and its holder that something waits; one INSERT for all."""
    told = []
    for case in cases:
        told.append(_to_organisation(case, "case_assigned", case.holder))
        if case.contact_id is not None:
            told.append(_to_resident(case, "case_received"))
    tell_all(told, at=at)


def tell_resident(case: Case, kind: str, *, at: datetime) -> None:
    """A message to the resident, if they left a way to reach them."""
    if case.contact_id is not None:
        tell_all([_to_resident(case, kind)], at=at)


def tell_followers(main: Case, kind: str, *, at: datetime) -> None:
    """A message to all whose report is handled together with this one, with their own number (R-REQ-07)."""
    told = [_to_resident(row, kind, main) for row in followers(main) if row.contact_id is not None]
    if told:
        tell_all(told, at=at)


def tell_organisation(
    case: Case, kind: str, organisation: Organisation, *, at: datetime, key: str = "", doer: str = "",
    due: datetime | None = None,
) -> None:  # fmt: skip
    """A message to an organisation's tray, once per step (or per `key`); it names `doer`, or else the holder, and `due`,
    or else the deadline of the matter."""
    told = _to_organisation(case, kind, organisation, key)
    if doer:
        told.context["organisation"] = doer
    if due is not None:
        told.context["due"] = due
    tell_all([told], at=at)


def _to_resident(case: Case, kind: str, main: Case | None = None) -> Notice:
    """Points to the page that asks for number and four digits: the secret link would let staff who read the
    outbox speak for the resident. What happens to the `main` report is told by the number of their own."""
    context = _context(case, f"/track/?number={case.number}")
    key = f"{kind}:{case.ref}:{case.version}:resident"
    if main is not None:
        context |= {"organisation": main.holder.name, "telephone": main.holder.telephone, "due": main.due_at}
        key += f":{main.version}"
    return Notice(kind, case.subject, None, None, case.contact_id, case.language, context, key)


def _to_organisation(case: Case, kind: str, organisation: Organisation, key: str = "") -> Notice:
    context = _context(case, f"/desk/cases/{case.number}/")
    once = f"{kind}:{case.ref}:{key or case.version}:{organisation.pk}"
    return Notice(kind, case.subject, organisation.pk, None, None, "zh-hans", context, once)


def _context(case: Case, path: str) -> dict[str, str | datetime]:
    return {
        "number": case.number,
        "organisation": case.holder.name,
        "telephone": case.holder.telephone,
        "due": case.due_at,
        "link": settings.PUBLIC_URL + path,
    }
