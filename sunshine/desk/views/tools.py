"""Pages beside the tables: trying a route, importing a year or boundaries, notice cards."""

from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sunshine.cases.forms import TryForm
from sunshine.cases.queries import catalogue, explain
from sunshine.cases.queries.trial import Precedent
from sunshine.cases.queries.trial import precedents as find_precedents
from sunshine.clocks.actions import import_calendar as take_over
from sunshine.clocks.actions import try_change
from sunshine.clocks.forms import CalendarFileForm, CalendarReadForm
from sunshine.clocks.rules import NoticeDay, Spanned
from sunshine.clocks.sheets import read_calendar
from sunshine.clocks.states import DayKind
from sunshine.desk.door import DONE, DeskUser, area, attempt, desk_user, page, require, say_done
from sunshine.desk.tables.core import prefix_condition
from sunshine.lib.division import is_code
from sunshine.lib.refusals import Refused
from sunshine.people.queries import reach
from sunshine.places.forms import BoundaryFileForm
from sunshine.places.models import Place
from sunshine.places.queries import locator, notice_card
from sunshine.places.rules import missing_on_card
from sunshine.places.sheets.boundaries import import_boundaries

_READ = "calendar"
"""The salt of a year's notice that was read and comes back signed."""


@require_safe
def try_route(request: HttpRequest) -> HttpResponse:
    """Category and place in, organisation and reason out; nothing is written."""
    who = require(request, "tables")
    form = TryForm(request.GET or None, on=who.on, prefix_of_places=area(who))
    found = _tried(form, who) if form.is_valid() else {}
    return page(request, "desk/try.html", {"form": form, "target": None, "why": "", **found}, part="answer")


def _tried(form: TryForm, who: DeskUser) -> dict[str, Any]:
    rules = catalogue()
    category = rules.categories.get(form.cleaned_data["category"])
    target = rules.route(category, form.cleaned_data["place"], who.on)
    return {"target": target and target.organisation, "why": explain(target.why, who.on) if target else ""}


@require_safe
def precedents(request: HttpRequest) -> HttpResponse:
    """Decided returns that the rules do not know yet, each with the filled form of the route that would."""
    who = require(request, "tables")
    lines = [(each, urlencode(_as_route(each))) for each in find_precedents(area(who), at=who.at)]
    return page(request, "desk/precedents.html", {"lines": lines, "places": locator().names})


def _as_route(each: Precedent) -> dict[str, Any]:
    source = _("decided returns: %(count)s, last %(day)s") % {
        "count": each.count,
        "day": f"{timezone.localtime(each.last):%Y-%m-%d}",
    }
    return {
        "category": each.category.code,
        "place": each.place,
        "organisation": each.target.pk,
        "source": source,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def import_calendar(request: HttpRequest) -> HttpResponse:
    """A year's notice as a file, taken over whole or not at all."""
    who = require(request, "tables")
    if request.method != "POST":
        return page(request, "desk/upload.html", _calendar(CalendarFileForm()))
    shown = "read" in request.POST
    form = CalendarReadForm(request.POST) if shown else CalendarFileForm(request.POST, request.FILES)
    status, told = attempt(form, partial(_take_shown if shown else _take_calendar, who))
    if status != DONE:
        return page(request, "desk/upload.html", _calendar(form), status=status)
    if isinstance(told, Spanned):
        form = CalendarReadForm(initial=_read_again(form.cleaned_data))
        return page(request, "desk/upload.html", _calendar(form, told))
    return say_done(request, _("The calendar of %(year)s is in.") % {"year": told.year}, "desk:table", "days")


def _take_calendar(who: DeskUser, *, file: Any, leave: bool) -> Any:
    """Take over a file at once, unless running deadlines would follow: then it is only said how many."""
    year, source, days = read_calendar(file.read(), file.name)
    take = partial(take_over, year, days, source, by=who.by, at=who.at, follow=not leave)
    spanned = try_change(take)
    return Spanned(spanned) if spanned else take()


def _take_shown(who: DeskUser, *, read: str, leave: bool) -> Any:
    """Take over what was read and shown before; what was not signed here is refused."""
    try:
        year, source, days = signing.loads(read, salt=_READ)
    except signing.BadSignature:
        raise Refused(_("This file has to be chosen once more."), code="read") from None
    rows = [NoticeDay(date.fromisoformat(day), DayKind(kind), name) for day, kind, name in days]
    return take_over(year, rows, source, by=who.by, at=who.at, follow=not leave)


def _read_again(sent: dict[str, Any]) -> dict[str, Any]:
    """What was read, to come back signed: a file is not sent twice."""
    sent["file"].seek(0)
    year, source, days = read_calendar(sent["file"].read(), sent["file"].name)
    rows = [(row.day.isoformat(), str(row.kind), row.name) for row in days]
    return {"read": signing.dumps((year, source, rows), salt=_READ, compress=True), "leave": sent["leave"]}


def _calendar(form: BaseForm, trial: Spanned | None = None) -> dict[str, Any]:
    return {
        "trial": trial,
        "title": _("Import a year's notice"),
        "lead": _("One line per holiday and make-up day, as the State Council announces them each November."),
        "form": form,
        "button": _("Import"),
        "back": "days",
        "report": None,
    }


@require_safe
def cards(request: HttpRequest) -> HttpResponse:
    """The grids within reach, each with its notice card and poster to print."""
    who = desk_user(request)
    codes = reach(who.officer, who.on).prefixes("read") or {area(who)}
    grids = Place.objects.filter(prefix_condition("code", codes), level="grid", retired_on=None).order_by(
        "code"
    )
    after = request.GET.get("after", "")
    rows = list(grids.filter(code__gt=after if is_code(after) else "").defer("boundary")[:101])
    on = f"?after={rows[99].code}" if len(rows) > 100 else ""
    return page(request, "desk/cards.html", {"grids": rows[:100], "on": on, "places": locator().names})


@require_safe
def card(request: HttpRequest, code: str) -> HttpResponse:
    """网格公示牌: name, extent, who answers, supervision telephone (R-GRID-08)."""
    who = desk_user(request)
    grid = Place.objects.filter(code=code, level="grid").first()
    if grid is None:
        raise Http404
    shown = notice_card(grid, who.on)
    return page(request, "desk/card.html", {"card": shown, "missing": missing_on_card(shown), "at": who.at})


@require_http_methods(["GET", "HEAD", "POST"])
def boundaries(request: HttpRequest) -> HttpResponse:
    """Boundaries as GeoJSON, feature by feature; the report says what became of each and why."""
    who = require(request, "places")
    if request.method != "POST":
        return page(request, "desk/upload.html", _boundary_page(BoundaryFileForm()))
    form = BoundaryFileForm(request.POST, request.FILES)
    status, report = attempt(form, partial(_draw, who))
    return page(request, "desk/upload.html", _boundary_page(form, report), status=status)


def _draw(who: DeskUser, *, file: Any, crs: str) -> Any:
    return import_boundaries(file.read(), by=who.by, at=who.at, crs=crs)


def _boundary_page(form: BoundaryFileForm, report: Any = None) -> dict[str, Any]:
    return {
        "trial": None,
        "title": _("Import boundaries"),
        "lead": _("A boundary that overlaps a neighbour or is no polygon is not taken; the others are."),
        "form": form,
        "button": _("Import"),
        "back": "places",
        "report": report,
    }
