"""The start page, choosing my community, and what is to be said about data and access."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from sunshine.lib.refusals import Refused
from sunshine.people.models import Organisation
from sunshine.people.queries import directory
from sunshine.people.states import OrganisationKind
from sunshine.places.queries import Locator, locator
from sunshine.public.communities import community_groups
from sunshine.public.door import (
    NOT_FOUND,
    OK,
    WRONG,
    SeeOther,
    answering,
    my_community,
    office,
    page,
    remember_community,
    today,
)
from sunshine.public.spot import Spot, at_place

FOUND_MOST = 30


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """阳光党建·网格管理平台: what residents do most, the four functions, the telephones."""
    spot = at_place(locator(), my_community(request))
    context = {
        "community": None if spot.unknown else spot,
        "answering": answering(spot.place, today()) if spot.place else None,
        "aid": office(_aid_counter(spot.place or settings.COUNTY)),
    }
    return page(request, "home.html", context, place=spot.place)


def _aid_counter(place: str) -> Organisation | None:
    """Where aid is applied for: the street office, which takes in what civil affairs decides (domain §4.1)."""
    return directory().nearest(OrganisationKind.STREET, place, today()) or answering(place, today())


@gzip_page
@csrf_exempt  # sets a cookie of the visitor's own choice and nothing else
@require_http_methods(["GET", "HEAD", "POST"])
def community(request: HttpRequest) -> HttpResponse:
    """Choose my community: by name, from the list, on the map or by my location."""
    book = locator()
    if request.method == "POST":
        return _choose(request, book, request.POST.get("code", ""))
    here, sentence = _here(book, request)
    return _chooser(request, book, here=here, sentence=sentence, status=WRONG if sentence else OK)


def _choose(request: HttpRequest, book: Locator, code: str) -> HttpResponse:
    chosen = at_place(book, code)
    if chosen.community:
        return remember_community(SeeOther(reverse("public:home")), chosen.community)
    return _chooser(request, book, sentence=_("This community is not known here."), status=NOT_FOUND)


def _chooser(
    request: HttpRequest, book: Locator, *, here: Spot | None = None, sentence: str = "", status: int = OK
) -> HttpResponse:
    said = request.GET.get("q", "").strip()[:60]
    context = {
        "said": said,
        "groups": _groups(book, said),
        "here": here,
        "sentence": sentence,
        "mine": my_community(request),
        "county": settings.COUNTY,
    }
    return page(request, "community.html", context, part="found", status=status)


def _here(book: Locator, request: HttpRequest) -> tuple[Spot | None, str]:
    """The community of a point, or the sentence that says why there is none."""
    try:
        lon, lat = float(request.GET["lon"]), float(request.GET["lat"])
        found = book.at_point(lon, lat)
    except (KeyError, ValueError):
        return None, ""
    except Refused as refusal:
        return None, str(refusal)
    if not found.community:
        return None, _("No community is drawn at this point. Please choose it from the list.")
    return at_place(book, found.community), ""


def _groups(book: Locator, said: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Communities by street whose name, or whose street's name, holds what was said."""
    wanted = said.casefold()
    groups = community_groups(book)
    found = [
        (street, [row for row in rows if wanted in f"{street}{row[1]}".casefold()]) for street, rows in groups
    ]
    return [(street, rows[:FOUND_MOST] if said else rows) for street, rows in found if rows]


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Who uses which data for what, how long, and what one may ask for."""
    return page(request, "privacy.html", place=my_community(request))


@require_safe
def access(request: HttpRequest) -> HttpResponse:
    """How to use these pages with large print, keyboard or screen reader, and how to do without them."""
    return page(request, "access.html", place=my_community(request))
