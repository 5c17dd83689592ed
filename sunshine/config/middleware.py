"""What every request passes that is a matter of settings rather than of pages."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from sunshine.lib.once import reading

MACHINES = "/open311"
SEEN = "seen"
TOUCH_EVERY = 60


class ChosenLanguage(LocaleMiddleware):
    """Chinese, unless the visitor used the switch; the browser's own language does not decide.

    Another system has no switch: it is answered in the language it asks for.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language of the cookie, or the default; for other systems that of their Accept-Language."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        if request.path_info.startswith(MACHINES):
            chosen = translation.get_language_from_request(request)
        known = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(known)
        request.LANGUAGE_CODE = known

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Say which language the page is in."""
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        if request.path_info.startswith(MACHINES):
            patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response


class IdleTimeOut:
    """Keeps a staff session alive while it is used; writes at most once a minute, never for visitors."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Move the session's end when a minute has passed since it was last moved."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not request.session.is_empty():
            now = int(timezone.now().timestamp())
            if request.session.get("_auth_user_id") and now - request.session.get(SEEN, 0) >= TOUCH_EVERY:
                request.session[SEEN] = now
        return self.get_response(request)


class AskOnce:
    """While a page is only read, the versions of what each process keeps a copy of are asked once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """A request that may write asks anew each time."""
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with reading():
            return self.get_response(request)
