"""请人帮忙: asking for help in three short pages, the wish behind its link, and what is asked of neighbours now."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sunshine.clocks.queries import midnight
from sunshine.lib.refusals import Refused
from sunshine.people.queries import directory
from sunshine.places.queries import locator
from sunshine.public.asking import PAGES, SHOWN_AT, FulfilledForm, WishForm
from sunshine.public.communities import community_groups
from sunshine.public.door import (
    NOT_FOUND,
    OK,
    REFUSED,
    WRONG,
    SeeOther,
    answering,
    office,
    page,
    today,
)
from sunshine.public.forms import OwnWithdrawForm
from sunshine.public.limits import WISHES, address
from sunshine.public.links import ByLink
from sunshine.public.spot import Spot, at_place, spot_of
from sunshine.record.states import Actor
from sunshine.services.queries import answers_for, service_at
from sunshine.ui.tries import ask_to_wait
from sunshine.ui.words import waiting
from sunshine.wishes import actions as wishes
from sunshine.wishes.forms import kind_choices
from sunshine.wishes.queries import public_wishes, wish_by_token, wish_figures
from sunshine.wishes.queries.families import desk_of
from sunshine.wishes.queries.page import wish_tracking
from sunshine.wishes.rules import NewWish, check_asking, possible
from sunshine.wishes.rules.telling import Telling

LAST = len(PAGES)
YEAR = timedelta(days=365)
HIDDEN = 3
"""Fewer than so many fulfilled wishes are not counted out loud: in a small place everybody knows whose it was."""

RELIEF = "temporary-relief"
"""The service (临时救助) that a wish for money is led to."""


# Nothing here acts on anyone's authority: there is no session to borrow, to expire, or to lose words with.
@gzip_page
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Which kind and for whom; in which words and when; whom to call: then it is taken in."""
    if request.method == "POST":
        return _go_on(request, WishForm(request.POST))
    spot = spot_of(request, {"place": request.GET.get("at", ""), "building": request.GET.get("building", "")})
    chosen = {name: request.GET.get(name, "") for name in PAGES[0] if name in request.GET}
    form = WishForm(initial={**spot.initial(), **chosen})
    known = chosen.get("kind") in dict(kind_choices(today()))
    return _show(request, form, 2 if known else 1, spot, status=NOT_FOUND if spot.unknown else OK)


def _go_on(request: HttpRequest, form: WishForm) -> HttpResponse:
    """The next page, a page back, or the wish taken in; a page with something to correct comes first."""
    if "back" in request.POST:
        return _back(request, form)
    said = request.POST.get("page", "")
    at = int(said) if said in {str(number) for number in range(1, LAST)} else LAST
    form.is_valid()
    if not form.is_answered_upto(at):
        return _again(request, form)
    asking = form.asking(get_language() or "zh-hans")
    if at == LAST:
        return _take(request, form, asking)
    spot = spot_of(request, request.POST)
    refusal = _early(asking, spot.community)
    if refusal is not None and _put(form, refusal) and form.earliest() <= at:
        return _again(request, form)
    form.errors.clear()
    return _show(request, form, at + 1, spot)


def _back(request: HttpRequest, form: WishForm) -> HttpResponse:
    """An earlier page as it was filled; nothing is examined."""
    form.is_valid()
    form.errors.clear()
    wanted = request.POST["back"]
    return _show(request, form, int(wanted) if wanted in ("1", "2") else 1, spot_of(request, request.POST))


def _early(asking: NewWish, community: str) -> Refused | None:
    """What would be refused at the end, before somebody has left name and number for it."""
    desk = desk_of(asking.place or community, today()) if asking.place or community else None
    try:
        check_asking(asking, office=desk, on=today())
    except Refused as refusal:
        return refusal
    return None


def _take(request: HttpRequest, form: WishForm, asking: NewWish) -> HttpResponse:
    if wait := WISHES.take(address(request)):
        said = _("Many wishes came from this connection. Please send it again in %(wait)s, or call us.")
        form.add_error(None, said % {"wait": waiting(wait)})
        return ask_to_wait(_again(request, form, OK), wait)
    try:
        asked = wishes.ask(asking, by=Actor.resident(), at=timezone.now())
    except Refused as refusal:
        return _again(request, form, WRONG if _put(form, refusal) else REFUSED)
    return SeeOther(reverse("public:wish", args=[asked.token]) + "?new")


def _put(form: WishForm, refusal: Refused) -> bool:
    """Put a refusal on the form; whether it names a field. Numbers in the text are hidden there, to be looked at."""
    field = SHOWN_AT.get(refusal.code, refusal.code)
    named = field in form.fields
    form.add_error(field if named else None, ValidationError(str(refusal), code=refusal.code))
    if isinstance(refusal, Telling):
        form.replace("text", refusal.masked)
    return named


def _again(request: HttpRequest, form: WishForm, status: int = WRONG) -> HttpResponse:
    """The page with what is to be corrected, as it was filled."""
    return _show(request, form, form.earliest(), spot_of(request, request.POST), status=status)


def _show(request: HttpRequest, form: WishForm, number: int, spot: Spot, *, status: int = OK) -> HttpResponse:
    book = locator()
    if number == 2:
        form.offer(book)
    kinds = kind_choices(today())
    context = {
        "form": form,
        "spot": spot,
        "kinds": kinds,
        "number": number,
        "last": LAST,
        "carried": form.carry_fields(number),
        "said": _said(form, dict(kinds)) if number > 1 else {},
        "relief": _relief(spot) if form.has_error("text", "money") else None,
    }
    return page(request, "help.html", context, place=spot.place, status=status)


def _said(form: WishForm, kinds: dict[str, str]) -> dict[str, Any]:
    """What was chosen so far, in words."""
    whom = dict(form.fields["whom"].choices)  # type: ignore[attr-defined]
    return {
        "kind": kinds.get(form["kind"].value(), ""),
        "whom": whom.get(form["whom"].value(), ""),
        "text": form["text"].value() or "",
    }


def _relief(spot: Spot) -> dict[str, str]:
    """The office that helps whoever is short of money, as the catalogue of services names it, else the community's."""
    place = spot.place or settings.COUNTY
    service = service_at(RELIEF, place, today())
    return office(answers_for(service, place, today(), directory()) if service else answering(place, today()))


WISH = ByLink(
    name="wish",
    template="wish.html",
    receipt="public/parts/wish_next.html",
    draft="help-2",
    paper="wish_slip.html",
    find=wish_by_token,
    possible=possible,
    describe=lambda wish: {"view": wish_tracking(wish, by_link=True)},
    told=partial(wish_tracking, by_link=False),
    steps={"confirm": (FulfilledForm, wishes.confirm), "withdraw": (OwnWithdrawForm, wishes.withdraw)},
)
"""A wish, as whoever holds its link sees it."""


@require_safe
def wish(request: HttpRequest, token: str) -> HttpResponse:
    """The wish behind a link; with ?new the receipt on top."""
    return WISH.show(request, token)


@require_safe
def slip(request: HttpRequest, token: str) -> HttpResponse:
    """The slip to print and take home."""
    return WISH.slip(request, token)


@csrf_exempt  # the link is the authority; whoever does not hold it has no address to send to
@require_POST
def step(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """Say whether it is done, or take it back."""
    return WISH.step(request, token, name)


@gzip_page
@require_safe
def open_wishes(request: HttpRequest) -> HttpResponse:
    """What neighbours wish for now, in the community's words, and how to take a wish."""
    book, asked = locator(), request.GET.get("at", "")
    spot = at_place(book, asked, scanned=True) if asked else spot_of(request, {})
    found = public_wishes(spot.community) if spot.community else []
    context = {
        "spot": spot,
        "choices": community_groups(book),
        "waiting": [row for row in found if row.waits],
        "taken": [row for row in found if not row.waits],
        "fulfilled": _fulfilled(spot.community) if spot.community else None,
    }
    status = NOT_FOUND if spot.unknown else OK
    return page(request, "help_list.html", context, place=spot.place, status=status)


def _fulfilled(community: str) -> int | None:
    """How many wishes of a community were fulfilled within a year; None where so few would point at somebody."""
    count = wish_figures(community, since=midnight(today() - YEAR), until=timezone.now()).fulfilled
    return count if count >= HIDDEN else None
