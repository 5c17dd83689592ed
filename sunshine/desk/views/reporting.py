"""双报到 at the desk: who reported this year, the registration form and the list to print, the comment that goes back."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from sunshine.desk.door import DeskUser, page
from sunshine.desk.line import LineTask, community, is_in_reach, perform, places, require_line, show
from sunshine.lib.division import Level
from sunshine.party.actions.reporting import comment_report, report_person, report_unit
from sunshine.party.forms.partners import PersonForm, ReportCommentForm, UnitForm
from sunshine.party.models import Reporting
from sunshine.party.queries.partners import find_given, needs, reportings
from sunshine.people.queries import directory
from sunshine.people.states import OrganisationKind
from sunshine.places.models import Place
from sunshine.volunteers.queries import public_name, staff_name

FIRST_YEAR = 2020
PAPER = "zh-hans"
BLANK_LINES = 5


def _year(request: HttpRequest, who: DeskUser) -> int:
    said = request.GET.get("year", "")
    year = int(said) if said.isascii() and said.isdecimal() and len(said) == 4 else who.on.year
    return min(max(year, FIRST_YEAR), who.on.year)


@require_safe
def reporting_page(request: HttpRequest) -> HttpResponse:
    """Who reported to a community in a year: units first, by day."""
    who = require_line(request)
    place, year = community(request, who), _year(request, who)
    rows = list(reportings(place.code, year))
    context = {
        "place": place,
        "year": year,
        "years": range(who.on.year, FIRST_YEAR - 1, -1),
        "rows": [(row, _name(row)) for row in rows],
        "needs": needs(place.code).count(),
        "places": [row for row in places(who, most=Level.COMMUNITY) if len(row.code) == Level.COMMUNITY],
    }
    return show(request, "desk/party/reporting.html", "reporting", context)


def _name(row: Any) -> str:
    """A unit's name; a person's chosen one only while they say that they are a member."""
    if row.unit is not None:
        return row.unit.spoken
    return staff_name(row.person) if row.is_member else gettext("a party member or volunteer")


def _paper_name(row: Any) -> str:
    """As `_name`, for paper that hangs on a wall: a person's name only with their consent."""
    return row.unit.name if row.unit is not None else public_name(row.person if row.is_member else None)


@require_http_methods(["GET", "HEAD", "POST"])
def add_unit(request: HttpRequest) -> HttpResponse:
    """Write down that a unit reported."""
    who = require_line(request)
    place = community(request, who)
    task = LineTask(
        _("A unit reports"),
        _("Write it down"),
        _("Written down. Print the form: it carries the list of needs."),
        _back(place),
        partial(UnitForm, community=place.code, on=who.on),
        lambda unit, reported_on: report_unit(
            unit, community=place.code, reported_on=reported_on, by=who.by, at=who.at
        ),
        facts=[(_("Community"), place)],
    )
    return perform(request, task)


@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: HttpRequest) -> HttpResponse:
    """Write down that a member reported where they live."""
    who = require_line(request)
    place = community(request, who)
    task = LineTask(
        _("A member reports"),
        _("Write it down"),
        _("Written down. Print the form: it carries the list of needs."),
        _back(place),
        partial(PersonForm, community=place.code, on=who.on),
        lambda person, reported_on: report_person(
            person, community=place.code, reported_on=reported_on, by=who.by, at=who.at
        ),
        _("Only when the member is here or on the telephone and says so."),
        [(_("Community"), place)],
    )
    return perform(request, task)


def _back(place: Place) -> str:
    return f"{reverse('desk:reporting')}?place={place.code}"


def _reporting(request: HttpRequest, pk: int) -> tuple[Any, DeskUser]:
    """A report within reach; otherwise it does not exist for who asks."""
    who = require_line(request)
    found = get_object_or_404(Reporting.objects.only("community", "year"), pk=pk)
    if not is_in_reach(who, found.community):
        raise Http404
    return reportings(found.community, found.year).get(pk=pk), who


@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """What goes back to a unit, once a year."""
    row, who = _reporting(request, pk)
    task = LineTask(
        _("Comment to the unit"),
        _("Send it back"),
        _("Written down. Print the form: it carries the comment."),
        f"{reverse('desk:reporting')}?place={row.community}&year={row.year}",
        partial(ReportCommentForm, row=row),
        partial(comment_report, row, by=who.by, at=who.at),
        facts=[(_("Unit"), _name(row)), (_("Reported on"), row.reported_on)],
    )
    return perform(request, task)


# -- paper ---------------------------------------------------------------------------------------------------


@require_safe
def form_of(request: HttpRequest, pk: int) -> HttpResponse:
    """双报到登记表 of one unit or member, with the list of needs as it is handed out."""
    row, who = _reporting(request, pk)
    place = Place.objects.defer("boundary").get(code=row.community)
    with override(PAPER):
        unit = row.unit
        own = find_given(row.community, [unit.pk])[unit.pk] if unit is not None else None
        return page(
            request,
            "desk/party/form.html",
            {**_paper(place, who), "row": row, "name": _paper_name(row), "own": own},
        )


@require_safe
def blank_sheet(request: HttpRequest) -> HttpResponse:
    """双报到登记表 to be filled in by hand."""
    who = require_line(request)
    place = community(request, who)
    with override(PAPER):
        context = {**_paper(place, who), "row": None, "name": "", "own": None}
        return page(request, "desk/party/form.html", context)


@require_safe
def roll(request: HttpRequest) -> HttpResponse:
    """报到一览表 of a community and a year."""
    who = require_line(request)
    place, year = community(request, who), _year(request, who)
    with override(PAPER):
        rows = list(reportings(place.code, year))
        own = find_given(place.code, [row.unit_id for row in rows if row.unit_id])
        lines = [(row, _paper_name(row), own.get(row.unit_id or 0)) for row in rows]
        context = {
            **_paper(place, who),
            "year": year,
            "lines": lines,
            "blanks": range(max(0, BLANK_LINES - len(rows))),
        }
        return page(request, "desk/party/roll.html", context)


def _paper(place: Place, who: DeskUser) -> dict[str, Any]:
    """What every form says: the community, its number, and what it needs."""
    return {
        "place": place,
        "office": directory().only(OrganisationKind.COMMUNITY, place.code, who.on),
        "needs": list(needs(place.code)),
        "on": who.on,
    }
