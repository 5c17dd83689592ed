"""Whom a step is told to: numbers, dates, organisations and the link, never what the matter is about (R-INT-01)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from sunshine.cases.models import Case
from sunshine.cases.queries.links import token_of
from sunshine.notices.actions import tell
from sunshine.people.models import Organisation


def tell_received(case: Case, *, at: datetime) -> None:
    """Tell the resident that it arrived and the holder that something waits."""
    tell_resident(case, "case_received", at=at)
    tell_organisation(case, "case_assigned", case.holder, at=at)


def tell_resident(case: Case, kind: str, *, at: datetime) -> None:
    """A message to the resident, if they left a way to reach them; it carries their own link."""
    if case.contact_id is None:
        return
    context = _context(case, f"/t/{token_of(case.ref)}/")
    key = f"{kind}:{case.ref}:{case.step}:resident"
    tell(
        kind,
        subject=case.subject,
        at=at,
        contact=case.contact_id,
        language=case.language,
        context=context,
        key=key,
    )


def tell_organisation(
    case: Case, kind: str, organisation: Organisation, *, at: datetime, key: str = ""
) -> None:
    """A message to an organisation's tray, once per step (or per `key`); its link opens the desk, never the resident's page."""
    context = _context(case, f"/desk/cases/{case.number}/")
    once = f"{kind}:{case.ref}:{key or case.step}:{organisation.pk}"
    tell(kind, subject=case.subject, at=at, organisation=organisation, context=context, key=once)


def _context(case: Case, path: str) -> dict[str, Any]:
    return {
        "number": case.number,
        "organisation": case.holder.name,
        "telephone": case.holder.telephone,
        "due": timezone.localtime(case.due_at).strftime("%Y-%m-%d %H:%M"),
        "link": settings.PUBLIC_URL + path,
    }
