"""What the browser is told beside the page, elder mode, and the lock on the staff doors."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from sunshine.ui.context import here

Answer = Callable[[HttpRequest], HttpResponse]
ELDER_COOKIE = "elder"
STAFF_DOORS = ("/desk/", "/field/")
PERMISSIONS = "camera=(self), geolocation=(self), microphone=(), payment=(), usb=(), browsing-topics=()"


def tile_host(url: str) -> str:
    """Origin of a tile address as a CSP source; {s}, Leaflet's sub-domain, becomes a wildcard."""
    if not url:
        return ""
    parts = urlsplit(url.replace("{s}", "*"))
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def content_security_policy(tile_url: str = "") -> str:
    """Nothing inline, nothing from elsewhere; pictures also from the tile server when one is set."""
    images = " ".join(filter(None, ["'self'", "data:", "blob:", tile_host(tile_url)]))
    rules = {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": images,
        "connect-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


class ContentSecurityPolicy:
    """Adds the policy and its companions to every answer that has not set its own."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.policy = content_security_policy(getattr(settings, "TILE_URL", ""))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the headers."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Referrer-Policy", "same-origin")
        return response


class ElderMode:
    """Reads the visitor's choice of 长辈版 into request.elder."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Read the cookie; anything but "1" is the ordinary version."""
        request.elder = request.COOKIES.get(ELDER_COOKIE) == "1"  # type: ignore[attr-defined]
        return self.get_response(request)


class LoginRequired(LoginRequiredMiddleware):
    """Everything behind the staff doors needs a log-in, save the pages that mark themselves open (log-in itself)."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Leave residents alone; ask staff to log in."""
        if not request.path_info.startswith(STAFF_DOORS):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseRedirect:
        """After logging in again one is back at the page, also when the session ended under a form."""
        return redirect_to_login(here(request), self.get_login_url(view_func))
