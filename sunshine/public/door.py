"""What every page of this door does the same way: which community, whom to call, true statuses."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from sunshine.lib.division import Level, is_code
from sunshine.people.forms import organisation_words
from sunshine.people.models import Organisation
from sunshine.people.queries import directory

COOKIE = "community"
YEAR = 365 * 24 * 3600
OK, NOT_FOUND, REFUSED, GONE, WRONG, TOO_MANY = 200, 404, 409, 410, 422, 429


class SeeOther(HttpResponseRedirect):
    """Go and look there: a page that can be reloaded without sending the form again."""

    status_code = 303


def today() -> date:
    """The county's date."""
    return timezone.localdate()


def my_community(request: HttpRequest) -> str:
    """The community this visitor chose, or ""; whether it exists is for the reader to see."""
    code = request.COOKIES.get(COOKIE, "")
    return code if is_code(code) and len(code) == Level.COMMUNITY else ""


def remember_community(response: HttpResponse, code: str) -> HttpResponse:
    """Keep the choice in the visitor's browser for a year; we keep nothing."""
    response.set_cookie(
        COOKIE, code, max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
    return response


def answering(place: str, on: date) -> Organisation | None:
    """The residents' committee of a place; where none is known, the street's or the county's desk."""
    return directory().answering(place, on)


def office(organisation: Organisation | None) -> dict[str, str]:
    """An organisation as the foot of the page names it."""
    if organisation is None:
        return {
            "name": _("Government service hotline"),
            "phone": settings.HOTLINE,
            "counter": _("The service counter of your community or street"),
            "hours": _("Day and night by telephone"),
        }
    return {
        "name": organisation_words(organisation),
        "phone": organisation.telephone or settings.HOTLINE,
        "counter": organisation.address,
        "hours": organisation.hours,
    }


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    place: str = "",
    part: str = "",
    status: int = OK,
) -> HttpResponse:
    """A whole page with the office that answers for `place` (or the chosen community) at its foot; for htmx its part alone."""
    if part and getattr(request, "htmx", False):
        response = render(request, f"public/{template}#{part}", context or {}, status=status)
    else:
        foot = office(answering(place or my_community(request) or settings.COUNTY, today()))
        response = render(request, f"public/{template}", {"office": foot, **(context or {})}, status=status)
    if part:
        patch_vary_headers(response, ["HX-Request"])
    return response


def keep_private(response: HttpResponse) -> HttpResponse:
    """A page behind an unguessable link: for this browser only, never in a cache or a search engine."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
