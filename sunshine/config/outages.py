"""The database does not answer, or a disk is full: told in words, on a page for which nothing is asked of either.

Found where Django ends with what nobody has caught, so that it does not matter which page, step or middleware met it.
"""

import logging
import sys
from collections.abc import Iterator

import psycopg
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views import defaults

from sunshine.api.spark import refusal
from sunshine.config.bodies import FULL
from sunshine.config.errors import door
from sunshine.ui.context import here
from sunshine.ui.middleware import ELDER_COOKIE

log = logging.getLogger("sunshine.refused")

FAULTY, UNAVAILABLE = 500, 503
RETRY = 120
DEAD = (
    OperationalError,
    InterfaceError,
    psycopg.OperationalError,
    psycopg.InterfaceError,
    psycopg.errors.ReadOnlySqlTransaction,
)
LANGUAGES = ("zh-hans", "en")

NOTHING_TAKEN = _("The platform cannot store anything just now. What you sent was not taken.")
SEND_AGAIN = _("Please send it again in a few minutes, or call us.")
NOT_SHOWN = _("The platform cannot look anything up just now. Please try again in a few minutes, or call us.")
FAULT = _("Something went wrong here, and that is not your fault. Please send it again later, or call us.")
IN_DANGER = _("If somebody is in danger, do not wait: call 110, 119 or 120 now.")


def is_full(error: BaseException) -> bool:
    """Whether a file could not be written because there is no room, or nothing may be written."""
    return isinstance(error, OSError) and error.errno in FULL


def outage(error: BaseException | None) -> str:
    """What is out of service, if that is why something failed: a name for the log, without what was written, or ""."""
    for one in _causes(error):
        if is_full(one):
            return "disk"
        if isinstance(one, DEAD):
            return f"database {getattr(one.__cause__ or one, 'sqlstate', None) or 'unreachable'}"
    return ""


def broken(request: HttpRequest) -> HttpResponse:
    """What Django shows for an error that nobody caught; another system reads it in its own form."""
    if answer := _out_of_service(request, sys.exc_info()[1]):
        return answer
    match = door(request)
    if match and match.namespace == "api" and (form := match.kwargs.get("form")):
        return refusal(FAULTY, [str(FAULT)], form)
    return defaults.server_error(request)


def show_bad(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django shows for a request it cannot take; a session that cannot be written looks like one."""
    return _out_of_service(request, exception) or defaults.bad_request(request, exception)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those from which it came, the last one first."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _out_of_service(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """The refusal, if something is out of service; one line in the log, without the traceback of each who asks."""
    if not (name := outage(error)):
        return None
    match = door(request)
    log.error("out of service: %s at %s", name, match.view_name if match else "nowhere")
    response = _answer(request)
    response.headers["Retry-After"] = str(RETRY)
    response._has_been_logged = True  # type: ignore[attr-defined]  # or Django logs it with the traceback
    return response


def _answer(request: HttpRequest) -> HttpResponse:
    sent = request.method not in ("GET", "HEAD")
    told = [(code, _spoken(code, sent)) for code in LANGUAGES]
    match = door(request)
    if match and match.namespace == "api":
        sentence = " ".join(line for _code, lines in told for line in lines)
        if form := match.kwargs.get("form"):
            return refusal(UNAVAILABLE, [sentence], form)
        return HttpResponse(f"{sentence}\n", status=UNAVAILABLE, content_type="text/plain; charset=utf-8")
    # Without the request: what pages are given besides may ask for session and user.
    context = {
        "told": told,
        "kept": sent,
        "this_page": here(request),
        "elder": request.COOKIES.get(ELDER_COOKIE) == "1",
    }
    return HttpResponse(render_to_string("out_of_service.html", context), status=UNAVAILABLE)


def _spoken(code: str, sent: bool) -> list[str]:
    sentences: tuple[Promise, ...] = (NOTHING_TAKEN, SEND_AGAIN) if sent else (NOT_SHOWN,)
    with translation.override(code):
        return [str(one) for one in (*sentences, IN_DANGER)]
