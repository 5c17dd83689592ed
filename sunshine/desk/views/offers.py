"""Those who offered their help: by name, place, skill and time; one person's offer, changed on their word."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sunshine.desk.door import DONE, REFUSED, DeskUser, area, attempt, page, require, say_done
from sunshine.desk.lists import find_filters
from sunshine.lib.division import Level
from sunshine.lib.refusals import Refused
from sunshine.party.actions.members import join_branch, leave, leave_branch, offer_oneself
from sunshine.party.forms.members import (
    BranchForm,
    ChangeForm,
    KeepForm,
    OffersForm,
    details_of,
)
from sunshine.party.queries.members import offered_to, offering
from sunshine.people.actions.step import day_of
from sunshine.people.forms import RevealForm
from sunshine.people.queries import reach
from sunshine.places.forms import place_choices
from sunshine.places.queries import locator
from sunshine.posts.models import Post
from sunshine.volunteers.actions import (
    SignedUp,
    change_offer,
    give_consent,
    print_link,
    reveal,
    withdraw_consent,
)
from sunshine.volunteers.models import Volunteer
from sunshine.volunteers.queries import branch_key, branch_of, consents, perhaps_same
from sunshine.volunteers.states import ConsentKind, Free

LISTED = 50


@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """Who offered, by chosen name; nobody is counted."""
    who = require(request, "offers")
    form = OffersForm(request.GET, places=place_choices(_area(who), who.on, blank=_("all")), on=who.on)
    chosen = form.cleaned_data if form.is_valid() else dict.fromkeys(form.fields, "")
    rows = offering(offered_to(who.officer, who.on), **chosen)
    number = request.GET.get("page", "")
    sheet = Paginator(rows, LISTED).get_page(int(number) if number.isdecimal() and len(number) < 6 else 1)
    context = {
        "form": form,
        "asked": find_filters(form),
        "rows": [(person, _told(person)) for person in sheet],
        "places": locator().names,
        "back": _at(request, sheet.previous_page_number()) if sheet.has_previous() else "",
        "on": _at(request, sheet.next_page_number()) if sheet.has_next() else "",
    }
    return page(request, "desk/offers.html", context, part="list")


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """Write down at the counter what somebody offers, on their word; then their own link is printed for them."""
    who = require(request, "offers")
    community = _community(request, who)
    if not community:
        choices = place_choices(_area(who), who.on, blank=_("Please choose"))
        return page(request, "desk/offer_where.html", {"choices": choices})
    data = request.POST if request.method == "POST" else None
    form = KeepForm(data, community=community, on=who.on, initial={"place": community})
    status = DONE
    if data is not None:
        status, signed = attempt(form, partial(_keep, form, who))
        if signed is not None:
            return _slip(request, signed.volunteer, signed.token)
    context = {"form": form, "community": community, "places": locator().names}
    return page(request, "desk/offer_keep.html", context, status=status)


def _keep(form: KeepForm, who: DeskUser, **_told: Any) -> SignedUp:
    offer, branch = form.read_offer()
    return offer_oneself(offer, branch=branch, by=who.by, at=who.at)


@require_safe
def offer(request: HttpRequest, ref: str) -> HttpResponse:
    """One person's offer, and what they agreed to."""
    person, who = _fetch(request, ref)
    return _show(request, person, who)


@require_POST
def contact(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the number, once, for a reason that is recorded."""
    person, who = _fetch(request, ref)
    form = RevealForm(request.POST)
    look = partial(reveal, person, by=who.by, at=who.at, organisation=branch_key(person))
    status, phone = attempt(form, look)
    return _show(request, person, who, status=status, reveal_form=form, phone=phone or "")


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """Change what they offer, on their word."""
    person, who = _fetch(request, ref)
    data = request.POST if request.method == "POST" else None
    initial = {**details_of(person), "seen": person.version}
    form = ChangeForm(data, community=person.place[: Level.COMMUNITY], on=who.on, initial=initial)
    status = DONE
    if data is not None:
        status, changed = attempt(form, partial(_change, form, person, who))
        if changed is not None:
            return say_done(request, _("Changed."), "desk:offer", person.ref)
    return page(request, "desk/offer_change.html", {"form": form, "person": person}, status=status)


def _change(form: ChangeForm, person: Volunteer, who: DeskUser, **told: Any) -> Volunteer:
    said = form.offer(word=told["word"])
    own = branch_key(person)
    return change_offer(person, said, by=who.by, at=who.at, seen=told["seen"], organisation=own)


@require_POST
def say(request: HttpRequest, ref: str) -> HttpResponse:
    """What the person says at the counter: agree to one thing, take it back, name a branch, leave, print the link."""
    person, who = _fetch(request, ref)
    deed, _colon, kind = request.POST.get("deed", "").partition(":")
    act = DEEDS.get(deed)
    if act is None:
        raise Http404
    try:
        answer = act(person, kind, request, {"by": who.by, "at": who.at, "word": "word" in request.POST})
    except Refused as refusal:
        return _show(request, person, who, status=REFUSED, refused=str(refusal))
    if isinstance(answer, str):
        return _slip(request, person, answer)
    if answer.left_at is not None:
        return say_done(request, _("Left. Nothing about this person is kept any more."), "desk:offers")
    return redirect("desk:offer", person.ref)


def _give(person: Volunteer, kind: str, request: HttpRequest, said: dict[str, Any]) -> Volunteer:
    phone = request.POST.get("phone", "")[:40] if kind == ConsentKind.CALL else ""
    return give_consent(person, kind, phone=phone, organisation=branch_key(person), **said)


def _back(person: Volunteer, kind: str, request: HttpRequest, said: dict[str, Any]) -> Volunteer:
    return withdraw_consent(person, kind, organisation=branch_key(person), **said)


def _join(person: Volunteer, kind: str, request: HttpRequest, said: dict[str, Any]) -> Volunteer:
    form = BranchForm(request.POST, community=person.place[: Level.COMMUNITY], on=day_of(said["at"]))
    if not form.is_valid():
        raise Refused(_("Please choose your branch."), code="branch")
    return join_branch(person, branch=int(form.cleaned_data["branch"]), **said)


def _part(person: Volunteer, kind: str, request: HttpRequest, said: dict[str, Any]) -> Volunteer:
    return leave_branch(person, **said)


def _leave(person: Volunteer, kind: str, request: HttpRequest, said: dict[str, Any]) -> Volunteer:
    return leave(person, **said)


def _print(person: Volunteer, kind: str, request: HttpRequest, said: dict[str, Any]) -> str:
    return print_link(person, organisation=branch_key(person), **said)


DEEDS: dict[str, Callable[..., Volunteer | str]] = {
    "give": _give,
    "back": _back,
    "join": _join,
    "part": _part,
    "leave": _leave,
    "print": _print,
}
"""What is written down on the person's word: the button's value, and the one action behind it."""


def _show(
    request: HttpRequest, person: Volunteer, who: DeskUser, *, status: int = DONE, **more: Any
) -> HttpResponse:
    agreed = consents(person)
    context = {
        "person": person,
        "told": _told(person),
        "places": locator().names,
        "branch": branch_of(person),
        "branch_form": BranchForm(community=person.place[: Level.COMMUNITY], on=who.on),
        "kinds": [(kind, kind in agreed) for kind in ConsentKind if kind != ConsentKind.KEEP],
        "may_call": ConsentKind.CALL in agreed,
        "posts": Post.objects.filter(holder=person).select_related("kind").order_by("id"),
        "twins": perhaps_same(person, offered_to(who.officer, who.on)),
        "reveal_form": RevealForm(),
        "phone": "",
        "refused": "",
        **more,
    }
    return page(request, "desk/offer.html", context, status=status)


def _slip(request: HttpRequest, person: Volunteer, token: str) -> HttpResponse:
    """The own link on paper, for the person to take along; it is shown here and stored nowhere."""
    link = request.build_absolute_uri(reverse("public:own", args=[token]))
    return page(request, "desk/offer_slip.html", {"person": person, "link": link})


def _fetch(request: HttpRequest, ref: str) -> tuple[Volunteer, DeskUser]:
    """Somebody within reach who is still here; others do not exist."""
    who = require(request, "offers")
    rows = offered_to(who.officer, who.on)
    person = rows.filter(ref=ref).first() if ref.isprintable() else None  # no database takes a NUL
    if person is None:
        raise Http404
    return person, who


def _told(person: Volunteer) -> dict[str, Any]:
    return {"skills": list(person.skills.all()), "free": [Free(time).label for time in person.free]}


def _area(who: DeskUser) -> str:
    """The place that holds everybody of this officer's reach; for a group leader that of the role."""
    return reach(who.officer, who.on).widest or area(who)


def _community(request: HttpRequest, who: DeskUser) -> str:
    """The community that was chosen, or the only one there is; "" asks for one."""
    widest = _area(who)
    chosen = request.POST.get("at") or request.GET.get("at", "")
    chosen = widest if len(widest) >= Level.COMMUNITY else chosen
    known = chosen[: Level.COMMUNITY]
    return known if len(known) == Level.COMMUNITY and known in locator().names else ""


def _at(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"
