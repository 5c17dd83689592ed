"""我来帮忙: what one can do for others, signing up without an account, and the own page behind a link."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sunshine.lib.division import Level
from sunshine.lib.refusals import Refused
from sunshine.party.actions.members import join_branch, leave, leave_branch, offer_oneself
from sunshine.party.forms.members import FIELD_OF_OFFER, BranchForm, DetailsForm, SignUpForm, details_of
from sunshine.party.queries.members import service_of
from sunshine.places.queries import locator
from sunshine.public.communities import community_groups
from sunshine.public.door import (
    GONE,
    NOT_FOUND,
    OK,
    REFUSED,
    WRONG,
    SeeOther,
    keep_private,
    page,
    today,
)
from sunshine.public.limits import OFFERS, address
from sunshine.public.links import show_unknown
from sunshine.public.serving import own as posts_and_pledges
from sunshine.public.serving import reporting_part, sections
from sunshine.public.serving_wishes import own_wishes
from sunshine.public.spot import Spot, at_place, spot_of
from sunshine.record.states import Actor
from sunshine.ui.tries import ask_to_wait
from sunshine.ui.words import waiting
from sunshine.volunteers.actions import change_offer, give_consent, withdraw_consent
from sunshine.volunteers.models import Volunteer
from sunshine.volunteers.queries import branch_of, consents, left_by_token, skills_on, volunteer_by_token
from sunshine.volunteers.states import ConsentKind, Free

SECTIONS = (posts_and_pledges, own_wishes, reporting_part)
"""What stands on the own page beside the offer itself: each gives its part of the context."""


@gzip_page
@require_safe
def serve(request: HttpRequest) -> HttpResponse:
    """What one can do for others here, and how it works."""
    spot = spot_of(request, {"place": request.GET.get("at", "")})
    context = {"spot": spot, "skills": skills_on(today()), **sections(spot.community or settings.COUNTY)}
    return page(request, "serve/serve.html", context, place=spot.place)


# Nothing here acts on anyone's authority: there is no session to borrow, to expire, or to lose words with.
@gzip_page
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Choose a community, then say what one offers; what is kept needs a tick for each."""
    asked = request.POST.get("at") or request.GET.get("at", "")
    spot = spot_of(request, {"place": asked})
    if not spot.community:
        groups = community_groups(locator())
        status = NOT_FOUND if spot.unknown else OK
        return page(request, "serve/where.html", {"groups": groups, "spot": spot}, status=status)
    if request.method != "POST":
        form = SignUpForm(initial={"place": spot.place}, community=spot.community, on=today())
        return _form(request, form, spot)
    form = SignUpForm(request.POST, community=spot.community, on=today())
    if not form.is_valid():
        return _form(request, form, spot, WRONG)
    if wait := OFFERS.take(address(request)):
        said = _("Many offers came from this connection. Please send it again in %(wait)s, or call us.")
        form.add_error(None, said % {"wait": waiting(wait)})
        return ask_to_wait(_form(request, form, spot), wait)
    offer, branch = form.read_offer()
    try:
        signed = offer_oneself(offer, branch=branch, by=Actor.resident(), at=timezone.now())
    except Refused as refusal:
        return _form(request, form, spot, put(form, refusal))
    return SeeOther(reverse("public:own", args=[signed.token]) + "?new")


def _form(request: HttpRequest, form: SignUpForm, spot: Spot, status: int = OK) -> HttpResponse:
    return page(request, "serve/join.html", {"form": form, "spot": spot}, place=spot.place, status=status)


def put(form: Any, refusal: Refused) -> int:
    """Put a refusal on the form; one that names a field is a form to correct, any other a step not to be taken."""
    field = FIELD_OF_OFFER.get(refusal.code, refusal.code)
    named = field in form.fields
    form.add_error(field if named else None, str(refusal))
    return WRONG if named else REFUSED


@require_safe
def own(request: HttpRequest, token: str) -> HttpResponse:
    """The own page; with ?new the link to keep stands on top."""
    person = volunteer_by_token(token)
    return own_page(request, person, token) if person else show_gone(request, token)


@csrf_exempt  # the link is the authority; whoever does not hold it has no address to send to
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, token: str) -> HttpResponse:
    """Change what one offers."""
    person = volunteer_by_token(token)
    if person is None:
        return show_gone(request, token)
    data, community = request.POST or None, person.place[: Level.COMMUNITY]
    form = DetailsForm(data, initial=details_of(person), community=community, on=today())
    status = OK
    if request.method == "POST":
        status = WRONG
        if form.is_valid():
            try:
                change_offer(person, form.offer(), by=_self(person), at=timezone.now(), seen=_seen(request))
            except Refused as refusal:
                status = put(form, refusal)
            else:
                return SeeOther(reverse("public:own", args=[token]))
    context = {"form": form, "person": person, "token": token}
    return keep_private(page(request, "serve/change.html", context, place=person.place, status=status))


def _seen(request: HttpRequest) -> int:
    said = request.POST.get("seen", "")
    return int(said) if said.isdecimal() and len(said) < 9 else -1


@csrf_exempt
@require_POST
def consent(request: HttpRequest, token: str) -> HttpResponse:
    """Give one consent or take it back, by one tap; whoever takes back that we keep anything leaves."""
    kind, back = request.POST.get("kind", ""), "back" in request.POST
    if back and kind == ConsentKind.KEEP:
        return go(request, token)

    def act(person: Volunteer) -> None:
        if back:
            withdraw_consent(person, kind, by=_self(person), at=timezone.now())
        else:
            phone = request.POST.get("phone", "")[:40]
            give_consent(person, kind, by=_self(person), at=timezone.now(), phone=phone)

    return step(request, token, act)


@csrf_exempt
@require_POST
def branch(request: HttpRequest, token: str) -> HttpResponse:
    """Name one's branch, or take it back by one tap."""

    def act(person: Volunteer) -> None:
        if "back" in request.POST:
            leave_branch(person, by=_self(person), at=timezone.now())
            return
        form = BranchForm(request.POST, community=person.place[: Level.COMMUNITY], on=today())
        if not form.is_valid():
            raise Refused(_("Please choose your branch."), code="wrong")
        join_branch(person, branch=int(form.cleaned_data["branch"]), by=_self(person), at=timezone.now())

    return step(request, token, act)


@csrf_exempt
@require_POST
def go(request: HttpRequest, token: str) -> HttpResponse:
    """I no longer want to be here: at once, by one tap."""
    return step(request, token, lambda person: leave(person, by=_self(person), at=timezone.now()))


@require_safe
def card(request: HttpRequest, token: str) -> HttpResponse:
    """服务记录卡 to print: what was recorded as theirs, for the person alone."""
    person = volunteer_by_token(token)
    if person is None:
        return show_gone(request, token)
    where = at_place(locator(), person.place).words
    context = {"person": person, "service": service_of(person), "where": where, "token": token, "on": today()}
    return keep_private(page(request, "serve/card.html", context, place=person.place))


def step(request: HttpRequest, token: str, act: Callable[[Volunteer], Any]) -> HttpResponse:
    """Take a step of the person behind a link and go back to their page; a refusal is said on top of it."""
    person = volunteer_by_token(token)
    if person is None:
        return show_gone(request, token)
    try:
        act(person)
    except Refused as refusal:
        status = WRONG if refusal.code in ("phone", "bad_phone", "wrong") else REFUSED
        again = volunteer_by_token(token)
        return (
            own_page(request, again, token, refused=str(refusal), status=status)
            if again
            else show_gone(request, token)
        )
    return SeeOther(reverse("public:own", args=[token]))


def own_page(
    request: HttpRequest, person: Volunteer, token: str, *, refused: str = "", status: int = OK, **more: Any
) -> HttpResponse:
    """The page with everything that is theirs, and big plain buttons."""
    community = person.place[: Level.COMMUNITY]
    agreed = consents(person)
    context = {
        "person": person,
        "where": at_place(locator(), person.place).words,
        "free": [Free(time).label for time in person.free],
        "kinds": [(kind, kind in agreed) for kind in ConsentKind if kind != ConsentKind.KEEP],
        "branch": branch_of(person),
        "branch_form": BranchForm(community=community, on=today()),
        "token": token,
        "link": request.build_absolute_uri(reverse("public:own", args=[token])),
        "new": "new" in request.GET,
        "refused": refused,
    }
    for section in SECTIONS:
        context |= section(person, token, today())
    return keep_private(
        page(request, "serve/own.html", {**context, **more}, place=person.place, status=status)
    )


def show_gone(request: HttpRequest, token: str) -> HttpResponse:
    """After leaving the link says that nothing is kept; an unknown link leads nowhere."""
    if left_by_token(token) is None:
        return show_unknown(request)
    return keep_private(page(request, "serve/left.html", status=GONE))


def _self(person: Volunteer) -> Actor:
    """The person themselves; what they say of themselves is not said for a group."""
    return Actor.helper(person.ref, None)
