"""办事指南: what the community offers, by function and by word, and one page for each with everything at once."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from sunshine.people.queries import directory
from sunshine.public.door import answering, office, page, today
from sunshine.public.spot import spot_of
from sunshine.services.models import Service
from sunshine.services.queries import (
    answers_for,
    matching,
    service_at,
    services_at,
)
from sunshine.services.states import Door, Function, Way

_SAID_AS: dict[str, str] = {Door.REPORT: "place", Door.HELP: "at", Door.SERVE: "at"}
"""How the page on which a service begins is told the place."""


@gzip_page
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """All services of a place, in the four functions; narrowed by a word or to one function."""
    spot = spot_of(request, request.GET)
    said, function = request.GET.get("q", "").strip()[:60], request.GET.get("function", "")
    rows = matching(services_at(spot.place or settings.COUNTY, today()), said)
    context = {
        "spot": spot,
        "said": said,
        "function": function if function in Function.values else "",
        "functions": Function.choices,
        "groups": _groups(rows, function),
        "call": office(answering(spot.place or settings.COUNTY, today())),
    }
    return page(request, "services.html", context, place=spot.place, part="found")


def _groups(rows: list[Service], function: str) -> list[tuple[str, Any, list[Service]]]:
    """The services by function in the order of the four; only one function when one is asked for."""
    wanted = [value for value in Function if function not in Function.values or value == function]
    groups = [(value.value, value.label, [row for row in rows if row.function == value]) for value in wanted]
    return [group for group in groups if group[2]]


@require_safe
def service(request: HttpRequest, code: str) -> HttpResponse:
    """One service: who, where, when, what to bring, how long, that it is free, and a number to call."""
    spot = spot_of(request, request.GET)
    place, on = spot.place or settings.COUNTY, today()
    row = service_at(code, place, on)
    if row is None:
        raise Http404
    context = {
        "spot": spot,
        "service": row,
        "goes_to": office(answers_for(row, place, on, directory())),
        "ways": [label for value, label in Way.choices if value in row.ways],
        "door": f"public:{row.door}",
        "asked": f"?place={spot.place}" if spot.place else "",
        "asked_door": f"?{_SAID_AS[row.door]}={spot.place}" if spot.place and row.door else "",
    }
    return page(request, "service.html", context, place=spot.place)
