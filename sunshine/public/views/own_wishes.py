"""Wishes by my own link: take one for my group; once I am named to go, call, say that we went and that it is done."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from sunshine.lib.refusals import Refused
from sunshine.matters.forms import StepForm
from sunshine.people.forms import RevealForm
from sunshine.people.models import Organisation
from sunshine.public.door import OK, REFUSED, WRONG, SeeOther, keep_private, page, today
from sunshine.public.serving_wishes import own_wishes
from sunshine.public.views.own_posts import mine
from sunshine.record.states import Actor
from sunshine.volunteers.models import Volunteer
from sunshine.volunteers.queries import helper_actor
from sunshine.wishes import actions
from sunshine.wishes.forms import FulfilForm, VisitForm
from sunshine.wishes.models import Wish
from sunshine.wishes.queries import helped_by
from sunshine.wishes.queries.families import pair_of
from sunshine.wishes.rules import (
    PAIR,
    check_taker,
    may_read,
    possible,
)


def _claim(wish: Wish, *, by: Actor, **more: Any) -> Wish:
    """Take it for the group one acts for."""
    ours = Organisation.objects.filter(pk=by.organisation or 0).first()
    return actions.claim(wish, by=by, organisation=check_taker(wish, ours, on=today()), **more)


STEPS: dict[str, tuple[Any, type[StepForm], Callable[..., Wish]]] = {
    "claim": (_("We take it"), StepForm, _claim),
    "visit": (_("We were there"), VisitForm, actions.visit),
    "fulfil": (_("It is done"), FulfilForm, actions.fulfil),
    "hand_back": (_("Give the wish back"), StepForm, actions.hand_back),
}
"""What somebody may do by their own link: the words of the button, the form, and the one action behind it."""


@require_safe
@mine
def wishes(request: HttpRequest, volunteer: Volunteer, token: str) -> HttpResponse:
    """My wishes, and those my group could take."""
    context = {**own_wishes(volunteer, token, today()), "refused": []}
    return keep_private(page(request, "serve/own_wishes.html", context, place=volunteer.place))


@require_safe
@mine
def wish(request: HttpRequest, volunteer: Volunteer, token: str, number: str) -> HttpResponse:
    """One wish: what is to be done, who goes, and the next step."""
    return _show(request, volunteer, token, _fetch(volunteer, number))


@csrf_exempt  # the link is the authority; whoever does not hold it has no address to send to
@require_POST
@mine
def step(request: HttpRequest, volunteer: Volunteer, token: str, number: str, name: str) -> HttpResponse:
    """Take a step; what stands in its way is said beside the form as it was filled."""
    by = helper_actor(volunteer)
    found = helped_by(volunteer, by.organisation).filter(number=number).first()
    if found is None and name == "claim":
        return _late(request, volunteer, token)
    if found is None:
        raise Http404
    _label, form_class, action = STEPS[name]
    form = form_class(request.POST, matter=found, officer=None, on=today())
    if not form.is_valid():
        return _show(request, volunteer, token, found, forms={name: form}, status=WRONG)
    try:
        action(found, by=by, at=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        field = refusal.code if refusal.code in form.fields else None
        form.add_error(field, str(refusal))
        return _stopped(request, volunteer, token, number, name, form, WRONG if field else REFUSED)
    where = "own_wishes" if name == "hand_back" else "own_wish"
    return SeeOther(reverse(f"public:{where}", args=[token, number][: 1 + (where == "own_wish")]))


def _stopped(
    request: HttpRequest, volunteer: Volunteer, token: str, number: str, name: str, form: Any, status: int
) -> HttpResponse:
    """The wish as it is now with the form as it was typed; or, when another group has it now, one's own list."""
    again = helped_by(volunteer, helper_actor(volunteer).organisation).filter(number=number).first()
    if again is None:
        return _late(request, volunteer, token)
    form.data = {**form.data.dict(), "seen": again.version}
    return _show(request, volunteer, token, again, forms={name: form}, status=status)


def _late(request: HttpRequest, volunteer: Volunteer, token: str) -> HttpResponse:
    """Another group was first, or the wish was taken back: what waits now."""
    sentence = _("This wish does not wait any more: another group was first, or it was taken back.")
    told = {**own_wishes(volunteer, token, today()), "refused": [sentence]}
    return keep_private(page(request, "serve/own_wishes.html", told, place=volunteer.place, status=REFUSED))


@csrf_exempt
@require_POST
@mine
def contact(request: HttpRequest, volunteer: Volunteer, token: str, number: str) -> HttpResponse:
    """Name and telephone, once, for a reason that is recorded; only for the two who go."""
    found, form = _fetch(volunteer, number), RevealForm(request.POST)
    if not form.is_valid():
        return _show(request, volunteer, token, found, reveal=form, status=WRONG)
    try:
        whose = found.contact is None or found.for_person_id is not None
        revealed = actions.reveal(
            found, by=_named(volunteer), at=timezone.now(), for_person=whose, **form.cleaned_data
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, volunteer, token, found, reveal=form, status=REFUSED)
    return _show(request, volunteer, token, found, revealed=revealed)


def _named(volunteer: Volunteer) -> Actor:
    """For themselves, not for their group: only whoever was named to go may call."""
    return Actor.helper(volunteer.ref, None)


def _fetch(volunteer: Volunteer, number: str) -> Wish:
    found = helped_by(volunteer, helper_actor(volunteer).organisation).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _show(
    request: HttpRequest,
    volunteer: Volunteer,
    token: str,
    wish: Wish,
    *,
    forms: dict[str, Any] | None = None,
    reveal: Any = None,
    revealed: tuple[str, str] | None = None,
    status: int = OK,
) -> HttpResponse:
    """The page of one wish with the steps that are possible now."""
    by, told = helper_actor(volunteer), forms or {}
    allowed = possible(wish, by=by, on=today())
    offered = [
        {
            "name": name,
            "label": label,
            "url": reverse("public:own_wish_step", args=[token, wish.number, name]),
            "form": told.get(name) or form(matter=wish, officer=None, on=today(), auto_id=f"id_{name}_%s"),
        }
        for name, (label, form, _act) in STEPS.items()
        if name in allowed or name in told
    ]
    pair, reads = pair_of(wish), may_read(wish, by=by, on=today())
    context = {
        "wish": wish,
        "pair": pair if reads else [],
        "reads": reads,
        "named": volunteer.pk in {one.pk for one in pair} and len(pair) >= PAIR,
        "steps": offered,
        "reveal_form": reveal or RevealForm(),
        "revealed": revealed,
        "token": token,
    }
    return keep_private(page(request, "serve/own_wish.html", context, place=wish.place, status=status))
