"""What every view of the desk does the same way: who is signed in and may do this, take one action, answer truthfully."""

from collections.abc import Callable
from datetime import date, datetime
from os.path import commonprefix
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm, Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sunshine.cases.forms import FIELD_OF
from sunshine.desk.kept import cached_part
from sunshine.desk.menu import menu
from sunshine.lib.refusals import Refused
from sunshine.people.actions import officer_actor
from sunshine.people.models import Officer
from sunshine.people.queries import reach as reach_of
from sunshine.record.states import Actor
from sunshine.wishes.rules.telling import Telling

DONE, WRONG, REFUSED = 200, 422, 409
NAV_KEPT = 600
"""Seconds for which the menu is kept as it was drawn; it depends on its key alone."""


class DeskUser(NamedTuple):
    """The signed-in officer, on whose behalf they act, and when; the clock is read once per request."""

    officer: Officer
    by: Actor
    at: datetime
    on: date


def desk_user(request: HttpRequest) -> DeskUser:
    """Return the officer who is signed in, with the moment of the request."""
    officer = request.user
    assert isinstance(officer, Officer)  # noqa: S101 - the middleware lets nobody else in
    at = timezone.now()
    return DeskUser(officer, officer_actor(officer), at, timezone.localdate(at))


def require(request: HttpRequest, verb: str) -> DeskUser:
    """Return the signed-in officer, if their post may do this anywhere; raise Http404 otherwise."""
    who = desk_user(request)
    if not reach_of(who.officer, who.on).anywhere(verb):
        raise Http404
    return who


def area(who: DeskUser, *verbs: str) -> str:
    """The place that holds everything this officer may read (or do): the common beginning of their codes."""
    mine = reach_of(who.officer, who.on)
    codes = frozenset().union(*(mine.prefixes(verb) for verb in verbs or ("read",))) or {settings.COUNTY}
    common = commonprefix(sorted(codes))  # noqa: RUF071 -- division codes, not paths
    return next((common[:size] for size in (15, 12, 9) if len(common) >= size), settings.COUNTY)


def attempt(form: BaseForm, act: Callable[..., Any]) -> tuple[int, Any]:
    """Validate, call the one action with what was typed, say how it went; a refusal is put on the form.

    A refusal that names a field is a form to correct (422); any other is a step that may not be taken (409).
    """
    if not form.is_valid():
        return WRONG, None
    try:
        return DONE, act(**form.cleaned_data)
    except Refused as refusal:
        field = next(
            (name for name in (refusal.code, FIELD_OF.get(refusal.code)) if name in form.fields), None
        )
        form.add_error(field, str(refusal))
        if field and isinstance(
            refusal, Telling
        ):  # the same words with the numbers hidden, to be looked at again
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data[field] = refusal.masked  # type: ignore[index]
        return (WRONG if field else REFUSED), None


def say_done(request: HttpRequest, sentence: str, *where: Any) -> HttpResponse:
    """Say what was done and go on to a page."""
    messages.success(request, sentence)
    return redirect(*where)


def _around(request: HttpRequest) -> dict[str, Any]:
    """What every page shows beside its own matter: the menu, and what this person may begin."""
    reach = reach_of(request.user, timezone.localdate())  # type: ignore[arg-type]
    may = {
        verb: reach.anywhere(verb)
        for verb in ("read", "receive", "import", "tables", "export", "staff", "places", "duty")
    }
    links = menu(reach)
    here = tuple(link.url for link in links if link.marks(request.path))
    key = (tuple(link.url for link in links), here)
    return {"nav": cached_part(request, "desk/_nav.html", key, NAV_KEPT, lambda: {"menu": links}), "may": may}


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, part: str = "", status: int = DONE
) -> HttpResponse:
    """The whole page, or for htmx only its named part; both come from the same template."""
    name = f"{template}#{part}" if part and getattr(request, "htmx", False) else template
    response = render(request, name, {**_around(request), **context}, status=status)
    if part:
        response.headers["Vary"] = ", ".join(filter(None, [response.headers.get("Vary"), "HX-Request"]))
    return response


class NoForm(Form):
    """A button without fields."""
