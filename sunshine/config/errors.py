"""What cannot be read is refused in words, before any page looks at it, and no answer is empty.

A body that was too large, too much or damaged is looked at once, here; after that the request has an empty form, so that neither
a page of errors nor what stands behind a form reads it again. What was typed is still in the browser's draft.
"""

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sunshine.api.spark import refusal
from sunshine.ui.tries import MINUTE, ask_to_wait
from sunshine.ui.uploads import pass_over_photos

log = logging.getLogger("sunshine.refused")

BAD, TOO_LARGE, NOT_ALLOWED = 400, 413, 405
MULTIPART, URLENCODED = "multipart/form-data", "application/x-www-form-urlencoded"
UNICODE = {None, "utf-8", "utf8", "us-ascii", "ascii"}

FAULTS: dict[str, tuple[int, Promise]] = {
    "too_large": (
        TOO_LARGE,
        _("That is more text than we can take at once. Please shorten it, or call us."),
    ),
    "too_many": (
        TOO_LARGE,
        _("Those are more entries or photos than we can take at once. Please send fewer, or call us."),
    ),
    "unreadable": (BAD, _("It arrived incomplete or damaged. Please send it again, or call us.")),
    "not_a_form": (BAD, _("We can only read what was sent as a form.")),
    "encoding": (
        BAD,
        _("The characters arrived in a way we cannot read. Please type them anew, or call us."),
    ),
    "nul": (BAD, _("Among the words is a sign that cannot be kept. Please type them anew, or call us.")),
}
"""Why a form cannot be read: the status and the sentence."""


class ReadOnce:
    """Reads each form that is sent before anybody else does, and gives every refusal words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """A method that a page does not know is refused on a page too."""
        if (request.encoding or "utf-8").lower() not in UNICODE:
            request.encoding = "utf-8"  # the address, too, would be read by what the sender claims
            request.strange = True  # type: ignore[attr-defined]
        response = self.get_response(request)
        if response.status_code == NOT_ALLOWED and not response.content:
            words = _("This page cannot be called in this way. Please begin at the start page, or call us.")
            allow = response.headers["Allow"]
            response = _say(request, NOT_ALLOWED, words)
            response.headers["Allow"] = allow
        return response

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponse | None:
        """Look at the form; what cannot be read goes no further."""
        if request.method == "POST":
            pass_over_photos(request, view_func)
        fault = _fault(request) if request.method == "POST" else ""
        if not fault:
            return None
        request._mark_post_parse_error()  # type: ignore[attr-defined]  # as Django does: an empty form from now on
        match = door(request)
        log.warning("unread form: %s at %s", fault, match.view_name if match else "nowhere")
        status, words = FAULTS[fault]
        return _say(request, status, words)


def door(request: HttpRequest) -> ResolverMatch | None:
    """The page that was asked for, also where something failed before it was looked for."""
    try:
        return request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return None


def show_forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token, most often one that was open for too long: the way back to it."""
    return render(request, "403_csrf.html", status=403)


def too_many(request: HttpRequest) -> HttpResponse:
    """Too many requests in a minute, as allauth counts them."""
    return ask_to_wait(render(request, "429.html"), MINUTE)


def _fault(request: HttpRequest) -> str:
    """Why what was sent cannot be read, or ""."""
    if getattr(request, "strange", False):
        return "encoding"
    try:
        return _look(request)
    except RequestDataTooBig:
        return "too_large"
    except (TooManyFieldsSent, TooManyFilesSent):
        return "too_many"
    except (MultiPartParserError, UnreadablePostError, BadRequest, ValueError):
        return "unreadable"


def _look(request: HttpRequest) -> str:
    if request.content_type == URLENCODED and not _unicode(request.body):
        return "encoding"
    if request.content_type not in (URLENCODED, MULTIPART) and request.META.get("CONTENT_LENGTH", "") not in (
        "",
        "0",
    ):
        return "not_a_form"
    names = [*request.POST, *request.FILES]
    if _cut_off(request):
        return "unreadable"
    # In what was typed the form says so, beside the field and with the words kept; in a name nobody would look.
    return "nul" if any("\x00" in name for name in names) else ""


def _cut_off(request: HttpRequest) -> bool:
    """Whether less arrived than was announced: the server hands on what came before a connection broke as if it were all.

    Only of a form that has been read: what is left of the body is read to its end.
    """
    announced = int(request.META.get("CONTENT_LENGTH") or 0)
    if request.content_type != MULTIPART:
        return len(request.body) < announced
    rest = request._stream  # what the parser has left, and how much it was given
    rest.read()
    return bool(getattr(rest, "_pos", announced) < announced)


def _unicode(body: bytes) -> bool:
    """Whether the words are UTF-8; Django would take others, and keep what nobody can read."""
    try:
        unquote_to_bytes(body).decode()
    except UnicodeDecodeError:
        return False
    return True


def _say(request: HttpRequest, status: int, words: Promise) -> HttpResponse:
    """A sentence in the form in which one asked: a page, or what another system reads."""
    match = door(request)
    if match and match.namespace == "api":
        if form := match.kwargs.get("form"):
            return refusal(status, [str(words)], form)
        return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")
    kept = status != NOT_ALLOWED
    return render(request, "refused.html", {"sentence": words, "kept": kept}, status=status)
