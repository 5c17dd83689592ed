"""What the base page needs on every page: whom to call, elder mode, the way back after a switch."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _


def _fallback_office() -> dict[str, str]:
    """The office of a page that knows no community: the hotline, behind which every office stands."""
    return {
        "name": _("Government service hotline"),
        "phone": getattr(settings, "HOTLINE", "12345"),
        "counter": _("The service counter of your community or street"),
        "hours": _("Day and night by telephone"),
    }


def here(request: HttpRequest) -> str:
    """Address to come back to; the page shown in answer to a form is the page the form was on."""
    if request.method in ("GET", "HEAD") and not request.headers.get("HX-Request"):
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    if request.headers.get("HX-Request"):
        came_from = request.headers.get("HX-Current-URL", came_from)
    same_site = url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()})
    return came_from if same_site else "/"


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor; a view that knows the community puts its own `office` in the context, which wins."""
    return {
        "office": _fallback_office(),
        "hotline": getattr(settings, "HOTLINE", "12345"),
        "elder": getattr(request, "elder", False),
        "this_page": here(request),
        "filing_number": getattr(settings, "FILING_NUMBER", ""),
        "demo": getattr(settings, "DEMO", False),
    }
