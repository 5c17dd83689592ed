"""The party line at the desk: the tree of a day, one organisation, and where nobody stands."""

import json
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sunshine.desk.door import DeskUser, attempt, page
from sunshine.desk.line import (
    LineTask,
    codes,
    day,
    is_in_reach,
    perform,
    places,
    require_line,
    require_place,
    show,
)
from sunshine.lib.division import Level
from sunshine.party.actions.bodies import change_body, close_body, create_body
from sunshine.party.forms.bodies import BodyChangeForm, BodyForm, TreeFileForm
from sunshine.party.models import Body
from sunshine.party.queries.bodies import body_of, contact_of, find_bodies_below, tree
from sunshine.party.queries.coverage import bare_buildings, bare_grids, coverage
from sunshine.party.rules.bodies import warnings
from sunshine.party.sheets.bodies import export_bodies, import_bodies
from sunshine.people.forms import EndForm
from sunshine.people.models import Organisation
from sunshine.people.states import PARTY_KINDS, pick_words
from sunshine.places.models import Place
from sunshine.places.queries import grids, grids_geojson, locator

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BUILDINGS = 500


@require_safe
def tree_page(request: HttpRequest) -> HttpResponse:
    """The tree of a place as it stood on a day."""
    who = require_line(request)
    place, on = require_place(request, who), day(request, who)
    nodes = tree(place.code, on, now=who.on)
    own = [body_of(node.organisation) for node in nodes]
    lines = [
        (node, body or Body(), contact_of(node.organisation), warnings(node.organisation, body, on))
        for node, body in zip(nodes, own, strict=True)
    ]
    context = {
        "place": place,
        "day": on,
        "now": who.on,
        "lines": lines,
        "places": places(who, most=Level.COMMUNITY),
    }
    return show(request, "desk/party/tree.html", "party", context)


def _organisation(request: HttpRequest, pk: int) -> tuple[Organisation, DeskUser]:
    """A party organisation within reach; otherwise it does not exist for who asks."""
    who = require_line(request)
    rows = Organisation.objects.filter(kind__in=PARTY_KINDS).select_related(
        "body__building", "body__contact", "parent"
    )
    found = get_object_or_404(rows, pk=pk)
    if not is_in_reach(who, found.place):
        raise Http404
    return found, who


@require_safe
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation: where it stands, whom to call, what is unusual, and who stands below it."""
    row, who = _organisation(request, pk)
    own = body_of(row)
    context = {
        "place": Place(code=row.place),
        "row": row,
        "own": own or Body(),
        "contact": contact_of(row),
        "unusual": warnings(row, own, who.on),
        "below": find_bodies_below(row, who.on),
        "closed": row.valid_to is not None and row.valid_to <= who.on,
        "names": locator().names,
    }
    return show(request, "desk/party/body.html", "party", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Found a party organisation at a place."""
    who = require_line(request)
    place = require_place(request, who)
    first = {key: request.GET[key] for key in ("kind", "building", "parent") if key in request.GET}
    task = LineTask(
        gettext_lazy("Enter a party organisation"),
        gettext_lazy("Enter"),
        gettext_lazy("Entered."),
        f"{reverse('desk:party')}?place={place.code[: Level.COMMUNITY]}",
        partial(BodyForm, scope=place.code, on=who.on, initial={"place": place.code, **first}),
        partial(create_body, by=who.by, at=who.at),
        gettext_lazy("Size and term are never asked for; what is unusual is only said."),
    )
    return perform(request, task)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is written on an organisation; kind and place stay."""
    row, who = _organisation(request, pk)
    task = LineTask(
        _("Change: %(name)s") % {"name": row.spoken},
        gettext_lazy("Save"),
        gettext_lazy("Saved."),
        reverse("desk:body", args=[row.pk]),
        partial(BodyChangeForm, row=row, on=who.on),
        partial(change_body, row, by=who.by, at=who.at),
        gettext_lazy("Kind and place stay: close it and enter another."),
    )
    return perform(request, task)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an organisation; it stays readable."""
    row, who = _organisation(request, pk)
    task = LineTask(
        _("Close: %(name)s") % {"name": row.spoken},
        gettext_lazy("Close the organisation"),
        gettext_lazy("Closed."),
        reverse("desk:body", args=[row.pk]),
        EndForm,
        partial(close_body, row, by=who.by, at=who.at),
        gettext_lazy("It stays in the tree of the days before."),
    )
    return perform(request, task)


@require_http_methods(["GET", "HEAD", "POST"])
def read_file(request: HttpRequest) -> HttpResponse:
    """Party organisations from a ledger; the report says what became of each row and why."""
    who = require_line(request)
    form, report, status = TreeFileForm(), None, 200
    if request.method == "POST":
        form = TreeFileForm(request.POST, request.FILES)
        status, report = attempt(form, partial(_read, who))
    context = {
        "title": _("Import party organisations"),
        "lead": _("A row that cannot be taken comes back with its reason; the others are entered."),
        "form": form,
        "button": _("Import"),
        "report": report,
    }
    return page(request, "desk/party/upload.html", context, status=status)


def _read(who: DeskUser, *, file: Any, preview: bool) -> Any:
    return import_bodies(file.read(), file.name, by=who.by, at=who.at, preview=preview)


@require_safe
def write_file(request: HttpRequest) -> HttpResponse:
    """The party organisations of a place on a day as a ledger."""
    who = require_line(request)
    place, on = require_place(request, who), day(request, who)
    answer = HttpResponse(export_bodies(place.code, on=on), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="party-{place.code}-{on}.xlsx"'
    return answer


# -- where nobody stands -------------------------------------------------------------------------------------


@require_safe
def coverage_page(request: HttpRequest) -> HttpResponse:
    """Per community: grids and buildings where nobody stands. In the order of the codes; nothing is ranked."""
    who = require_line(request)
    place = require_place(request, who)
    rows = [row for code in codes(who) if code.startswith(place.code) or place.code.startswith(code)
            for row in coverage(max(code, place.code, key=len), who.on)]  # fmt: skip
    return show(request, "desk/party/coverage.html", "coverage", {"place": place, "rows": rows, "on": who.on})


@require_safe
def community_page(request: HttpRequest, code: str) -> HttpResponse:
    """One community: the grids on the map, and the grids and buildings by name where nobody stands."""
    who, place = _here(request, code)
    houses = list(
        bare_buildings(place.code, who.on)
        .select_related("grid")
        .defer("grid__boundary")[: MOST_BUILDINGS + 1]
    )
    context = {
        "place": place,
        "grids": list(bare_grids(place.code, who.on)),
        "houses": houses[:MOST_BUILDINGS],
        "more": len(houses) > MOST_BUILDINGS,
        "all": grids(place.code).count(),
        "on": who.on,
    }
    return show(request, "desk/party/community.html", "coverage", context)


@require_safe
def coverage_map(request: HttpRequest, code: str) -> HttpResponse:
    """The grids of a community for the map; where nobody stands, the label says so in words."""
    who, place = _here(request, code)
    bare = set(bare_grids(place.code, who.on).values_list("code", flat=True))
    collection = json.loads(grids_geojson(place.code))
    for feature in collection["features"]:
        told = feature["properties"]
        told["name"] = pick_words(told["name"], told["name_en"])
        if told["code"] in bare:
            told["name"] = _("%(grid)s: no branch or group") % {"grid": told["name"]}
            told["url"] = f"{reverse('desk:body_add')}?place={told['code']}&kind=party_group"
    return JsonResponse(collection, content_type="application/geo+json")


def _here(request: HttpRequest, code: str) -> tuple[DeskUser, Place]:
    """The community of an address within reach."""
    who = require_line(request)
    found = get_object_or_404(Place.objects.defer("boundary"), code=code, level="community")
    if not is_in_reach(who, code):
        raise Http404
    return who, found
