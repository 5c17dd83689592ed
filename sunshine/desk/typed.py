"""A form that was sent after the session had ended: kept under seal until its writer has logged in again."""

import base64
import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sunshine.desk.door import page
from sunshine.lib import seal
from sunshine.record.queries import ring

KEPT = "typed"
MOST = 64_000
"""Bytes of one form; the longest text of a report fits four times."""

PURPOSE = "desk.typed"
NEVER = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code"}


WAS_HERE, FOR = "staff", 90 * 24 * 3600
"""A signed cookie that says only that somebody logged in with this browser, and how long it is believed (seconds)."""


def mark(response: HttpResponseBase) -> HttpResponseBase:
    """Somebody logged in with this browser."""
    if isinstance(response, HttpResponse):
        response.set_signed_cookie(
            WAS_HERE,
            "1",
            salt=PURPOSE,
            max_age=FOR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def was_here(request: HttpRequest) -> bool:
    """Whether somebody has logged in with this browser before."""
    return request.get_signed_cookie(WAS_HERE, default="", salt=PURPOSE, max_age=FOR) == "1"


def keep(request: HttpRequest) -> bool:
    """Keep the form in the session, sealed; False for one that is too long, belongs to log-in, or only asks for hints."""
    login = reverse("account_login").removesuffix("login/")
    if request.path_info.startswith((login, reverse("desk:hints"))):
        return False
    fields = [[name, value] for name, values in request.POST.lists() for value in values if name not in NEVER]
    text = json.dumps({"path": request.get_full_path(), "fields": fields, "files": bool(request.FILES)})
    if len(text) > MOST:
        return False
    request.session[KEPT] = base64.b64encode(seal.seal(ring(), text, purpose=PURPOSE)).decode()
    return True


@never_cache
@require_safe
def show_typed(request: HttpRequest) -> HttpResponse:
    """What was typed before the session ended, with a button to send it now."""
    kept = request.session.get(KEPT)
    if kept is None:
        return redirect("desk:home")
    found: dict[str, Any] = json.loads(seal.unseal(ring(), base64.b64decode(kept), purpose=PURPOSE))
    return page(request, "desk/typed.html", found)
