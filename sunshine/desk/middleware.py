"""What stands between log-in and work: a new password and a second factor where they are due; what was typed is kept."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from sunshine.desk.door import DONE, REFUSED, WRONG, desk_user
from sunshine.desk.typed import keep, was_here
from sunshine.people.actions import look
from sunshine.people.models import Officer
from sunshine.people.queries import has_second_factor, reach
from sunshine.people.rules import needs_second_factor
from sunshine.people.states import Role

BEHIND = ("/desk/", "/field/")
LOG_IN = "/desk/accounts/"
SHOWN = (DONE, WRONG, REFUSED)
"""Answers that show something."""
STAYS_OPEN = (
    "account_change_password",
    "account_logout",
    "account_login",
    "account_reauthenticate",
    "mfa_authenticate",
)


class MustChangePassword:
    """Leads whoever holds a one-time password, or one older than SUNSHINE_PASSWORD_DAYS, to the page to change it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Only staff pages are behind it; residents' pages and log-out stay open."""
        if not request.path_info.startswith(BEHIND) or request.path_info in _open():
            return self.get_response(request)
        if not isinstance(request.user, Officer) or not due(request.user):
            return self.get_response(request)
        if getattr(request, "htmx", False):
            return HttpResponseClientRedirect(reverse("account_change_password"))
        return redirect("account_change_password")


class MustHaveSecondFactor:
    """Leads administrators and auditors without a second factor to the page to set one up; log-in pages stay open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nobody else is asked anything."""
        if not request.path_info.startswith(BEHIND) or request.path_info.startswith(LOG_IN):
            return self.get_response(request)
        if not isinstance(request.user, Officer) or not _lacks_factor(request.user):
            return self.get_response(request)
        messages.info(request, _("Your post needs a second factor. Please set it up; then you can go on."))
        target = reverse("mfa_activate_totp")
        return HttpResponseClientRedirect(target) if getattr(request, "htmx", False) else redirect(target)


class Watched:
    """No browser or proxy keeps a page of the desk, and an auditor, who may read everything, looks at none unrecorded."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the page be made; it is shown when the look is in the record."""
        response = self.get_response(request)
        if request.path_info.startswith(BEHIND):
            response.headers.setdefault("Cache-Control", "private, no-store")
            if response.status_code in SHOWN and isinstance(request.user, Officer):
                _note_look(request)
        return response


def _note_look(request: HttpRequest) -> None:
    """Record what an auditor is shown: a matter by its subject, any other page by its name and what it is of."""
    match, who = request.resolver_match, desk_user(request)
    if match is None or match.namespace != "desk" or Role.AUDITOR not in reach(who.officer, who.on).roles:
        return
    named = "/".join([match.url_name or "", *map(str, (*match.args, *match.kwargs.values()))])
    look(by=who.by, at=who.at, subject=getattr(request, "looked_at", named))


class KeepTyped:
    """A form sent after the session had ended: log in again, and what was typed is still there.

    Only in a browser in which somebody had logged in: else anybody could fill the table of sessions with forms.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do before the page is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponse | None:
        """Keep the form under seal and lead to log-in; all else goes its way."""
        if (
            request.method != "POST"
            or not request.path_info.startswith(BEHIND)
            or request.user.is_authenticated
            or not was_here(request)
        ):
            return None
        if not getattr(view_func, "login_required", True) or not keep(request):
            return None
        target = f"{reverse('account_login')}?{urlencode({'next': reverse('account_typed')})}"
        return HttpResponseClientRedirect(target) if getattr(request, "htmx", False) else redirect(target)


def due(officer: Officer) -> bool:
    """Whether this officer has to choose a new password before going on."""
    if officer.must_change_password:
        return True
    if not settings.PASSWORD_DAYS or officer.password_set_on is None:
        return False
    return officer.password_set_on + timedelta(days=settings.PASSWORD_DAYS) <= timezone.localdate()


def _lacks_factor(officer: Officer) -> bool:
    return needs_second_factor(officer, on=timezone.localdate()) and not has_second_factor(officer)


def _open() -> set[str]:
    return {reverse(name) for name in STAYS_OPEN}
