"""The list of wishes, one wish and its next step, and taking a wish down for somebody."""

import secrets
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sunshine.desk.door import DONE, DeskUser, area, attempt, page, require, say_done
from sunshine.desk.lists import find_filters, pages
from sunshine.desk.matters import Matters, names_of, place_names
from sunshine.desk.wish_steps import WISH_STEPS, likely
from sunshine.lib.refusals import Refused
from sunshine.people.models import Contact
from sunshine.people.queries import reach as reach_of
from sunshine.places.queries import locator
from sunshine.volunteers.states import Free
from sunshine.wishes import actions
from sunshine.wishes.forms import DeskWishForm, WishFilterForm
from sunshine.wishes.models import Wish
from sunshine.wishes.queries import visible_wishes
from sunshine.wishes.queries.listing import WishFilters, wish_list
from sunshine.wishes.queries.matching import ProposedGroup, proposals
from sunshine.wishes.queries.page import wish_page
from sunshine.wishes.rules import check_reveal, may_read, possible
from sunshine.wishes.states import WishState

PROPOSED_MOST = 12
WITH = ("holder", "kind", "contact", "for_person", "filed_by")


def _rows(who: DeskUser) -> QuerySet[Wish]:
    """The wishes within reach of who asks, with what their page says."""
    return visible_wishes(who.officer, who.on).select_related(*WITH).annotate(names=place_names())


def _describe(wish: Wish, who: DeskUser) -> dict[str, Any]:
    reads = may_read(wish, by=who.by, on=who.on)
    shown = wish_page(wish, at=who.at, reads=reads)
    return {
        "shown": shown,
        "custody": [
            {"holder": held.organisation, "began": held.began, "ended": held.ended} for held in shown.custody
        ],
        "headline": wish.text if reads else wish.public_text,
        "whose": _("The guardian of the child") if wish.for_minor else _("Who wishes it"),
        "veiled": _veiled(wish, who, wish.closed_at is None or reads),
        "proposals": _proposals(wish, who),
        "times": [Free(time).label for time in wish.times],
        "may_slip": reach_of(who.officer, who.on).can("wish.print", place=wish.place),
        "places": names_of(wish),
    }


def _veiled(wish: Wish, who: DeskUser, near: bool) -> str:
    """Why name and telephone stay hidden from this officer; empty where they may look."""
    try:
        check_reveal(wish, by=who.by, on=who.on)
    except Refused as refusal:
        return str(refusal) if near else str(_("Name and telephone are not for your post."))
    return ""


def _proposals(wish: Wish, who: DeskUser) -> list[ProposedGroup]:
    """Who could help, for the community that looks for somebody: organisations with numbers, never persons."""
    looks = any(reach_of(who.officer, who.on).can(verb, place=wish.place) for verb in ("wish.offer",))
    if wish.state not in (WishState.ASKED, WishState.OFFERED) or not looks:
        return []
    return proposals(wish, who.on)[:PROPOSED_MOST]


def _reveal(contact: Contact, wish: Wish, who: DeskUser, *, reason: str) -> tuple[str, str]:
    """Name and telephone of the wisher, or of whom it is for."""
    whose = contact.pk == wish.for_person_id
    return actions.reveal(wish, by=who.by, at=who.at, reason=reason, for_person=whose)


WISHES = Matters(
    name="wish",
    listed="wishes",
    title=_("Wishes"),
    parts={
        "lead": "desk/parts/wish_lead.html",
        "marks": "desk/parts/wish_marks.html",
        "said": "desk/parts/wish_said.html",
        "below": "desk/parts/wish_who.html",
        "facts": "desk/parts/wish_facts.html",
    },
    buttons=WISH_STEPS,
    rows=_rows,
    allowed=lambda wish, who: possible(wish, by=who.by, on=who.on),
    likely=likely,
    describe=_describe,
    reveal=_reveal,
    link=actions.slip,
    paper="desk/wish_slip.html",
    public="public:wish",
)
"""Wishes as the desk shows them."""


@require_safe
def wishes(request: HttpRequest) -> HttpResponse:
    """What is within reach, by due time; filters and pages are plain addresses."""
    who = require(request, "wish.read")
    mine = reach_of(who.officer, who.on)
    form = WishFilterForm(request.GET, on=who.on, prefix_of_places=area(who, "wish.read", "wish.claim"))
    found = wish_list(who.officer, who.on, _filters(form, who), at=who.at, cursor=request.GET.get("cursor"))
    context = {
        "form": form,
        "found": found,
        "asked": find_filters(form),
        "tabs": _tabs(request, who),
        "may_ask": mine.anywhere("wish.ask"),
        "list_url": reverse("desk:wishes"),
        "pages": pages(request, found),
        "reads": {row.pk for row in found.rows if may_read(row, by=who.by, on=who.on)},
        "places": locator().names,
        "at": who.at,
    }
    return page(request, "desk/wishes.html", context, part="list")


def _tabs(request: HttpRequest, who: DeskUser) -> list[tuple[str, Any, bool]]:
    """The list as those see it who check, and as those see it who help; each a plain address."""
    mine = reach_of(who.officer, who.on)
    helping = [("state=offered", _("To take")), ("mine=on", _("In our hands"))]
    checking = [
        ("state=asked", _("To check")),
        ("state=offered", _("On the list")),
        ("state=claimed", _("Taken")),
        ("state=done", _("To be confirmed")),
    ]
    tabs = [("", _("All")), *(helping if mine.anywhere("wish.claim") else checking)]
    return [
        (f"{reverse('desk:wishes')}?{query}", label, query == request.GET.urlencode())
        for query, label in tabs
    ]


def _filters(form: WishFilterForm, who: DeskUser) -> WishFilters:
    """The filters asked for; one that cannot be read filters nothing and says so on the form."""
    form.is_valid()
    known = {name: value for name, value in form.cleaned_data.items() if value not in ("", None)}
    mine = known.pop("mine", False)
    return WishFilters(**known, holder=who.officer.organisation_id if mine else None)


@require_safe
def wish(request: HttpRequest, number: str) -> HttpResponse:
    """One wish: what was said, where it stands, what may be done now."""
    return WISHES.page(request, number)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Open the form of a step, or take the step."""
    return WISHES.step(request, number, step)


@require_POST
def contact(request: HttpRequest, number: str) -> HttpResponse:
    """Show whom to call, once, for a reason that is recorded."""
    return WISHES.contact(request, number)


@require_http_methods(["GET", "HEAD", "POST"])
def slip(request: HttpRequest, number: str) -> HttpResponse:
    """The paper to take home: number and what happens next; asked for by its button, also the secret link."""
    return WISHES.slip(request, number)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Take a wish down on the telephone, at the counter or in the grid; its slip is ready to print."""
    who = require(request, "wish.ask")
    near: dict[str, Any] = {"on": who.on, "prefix_of_places": area(who)}
    if request.method != "POST":
        begun = {"form_key": secrets.token_urlsafe(24), "place": area(who)}
        return page(request, "desk/wish_ask.html", {"form": DeskWishForm(initial=begun, **near)})
    form = DeskWishForm(request.POST, **near)
    status, taken = attempt(form, lambda **_told: actions.ask(form.asking(), by=who.by, at=who.at))
    if status != DONE:
        return page(request, "desk/wish_ask.html", {"form": form}, status=status)
    return _onward(request, taken.wish, who, who.on)


def _onward(request: HttpRequest, wish: Wish, who: DeskUser, on: date) -> HttpResponse:
    """To the wish and its slip; where it lies beyond one's reach, its number stays to be written down."""
    if visible_wishes(who.officer, on).filter(pk=wish.pk).exists():
        return say_done(request, str(_("Taken down. A colleague checks it.")), "desk:wish", wish.number)
    sentence = _(
        "Taken down under the number %(number)s. The community checks it; write the number down for the wisher."
    )
    return say_done(request, str(sentence) % {"number": wish.number}, "desk:home")
