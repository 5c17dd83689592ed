"""Posters to hang up, and the lines of the map."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from sunshine.lib.division import Level
from sunshine.places.queries import grids_geojson, locator, notice_card
from sunshine.public.door import answering, page, today

MAP_KEPT = 300


@require_safe
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """The poster of a grid: its QR code, who answers for it, and whom to call."""
    return _poster(request, code, f"?place={code}", "")


@require_safe
def building_poster(request: HttpRequest, key: int) -> HttpResponse:
    """The poster of a building, for its entrances."""
    grid, name = locator().buildings.get(key, ("", ""))
    return _poster(request, grid, f"?building={key}", name)


def _poster(request: HttpRequest, code: str, asked: str, building: str) -> HttpResponse:
    if code not in locator().names or len(code) != Level.GRID:
        raise Http404
    context = {
        "card": notice_card(code, today()),
        "building": building,
        "organisation": answering(code, today()),
        "link": request.build_absolute_uri(reverse("public:report") + asked),
    }
    return page(request, "poster.html", context, place=code)


@gzip_page
@require_safe
def areas(request: HttpRequest, prefix: str) -> HttpResponse:
    """The grids at or below a code as GeoJSON."""
    answer = HttpResponse(grids_geojson(prefix), content_type="application/geo+json")
    answer.headers["Cache-Control"] = f"public, max-age={MAP_KEPT}"
    return answer
