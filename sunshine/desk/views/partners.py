"""Partner units, their agreements, and the three lists of a community at the desk."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from sunshine.desk.door import DeskUser
from sunshine.desk.line import (
    LineTask,
    community,
    is_in_reach,
    perform,
    places,
    require_line,
    require_place,
    show,
)
from sunshine.lib.division import Level
from sunshine.party.actions import partners as actions
from sunshine.party.forms.bodies import PartyRowForm
from sunshine.party.forms.partners import (
    AgreementForm,
    AmendLineForm,
    DropLineForm,
    EndAgreementForm,
    FinishForm,
    LineForm,
    PartnerForm,
    TakeForm,
)
from sunshine.party.models import ListLine, Partnership
from sunshine.party.queries.partners import agreements, lines, partners
from sunshine.party.rules.partners import possible
from sunshine.party.states import ListKind

TURNS: dict[str, tuple[Any, Any]] = {
    "take": (_("A unit takes it on"), _("It is a project now.")),
    "finish": (_("Done, with its result"), _("Done.")),
    "give_back": (_("Give back"), _("It is a need again.")),
    "amend": (_("Put right"), _("Saved.")),
    "drop": (_("Take off the list"), _("Taken off; the reason stays with it.")),
}
"""The steps of a line: what the button says, and what is said afterwards."""

HINTS = {ListKind.NEED: _("Handed to every unit that reports."), ListKind.RESOURCE: "", ListKind.PROJECT: ""}


@require_safe
def partners_page(request: HttpRequest) -> HttpResponse:
    """The partner units near a place, and the agreements of its communities."""
    who = require_line(request)
    place = require_place(request, who)
    context = {
        "place": place,
        "units": list(partners(place.code, who.on)),
        "agreements": list(agreements(place.code)),
        "may_sign": len(place.code) == Level.COMMUNITY,
        "places": places(who, most=Level.COMMUNITY),
        "on": who.on,
    }
    return show(request, "desk/party/partners.html", "partners", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_partner(request: HttpRequest) -> HttpResponse:
    """Enter a partner unit."""
    who = require_line(request)
    place = require_place(request, who)
    task = LineTask(
        _("Enter a partner unit"),
        _("Enter"),
        _("Entered. Now its agreement can be entered."),
        f"{reverse('desk:partners')}?place={place.code}",
        partial(PartnerForm, scope=place.code, on=who.on),
        partial(actions.create_partner, by=who.by, at=who.at),
    )
    return perform(request, task)


@require_http_methods(["GET", "HEAD", "POST"])
def add_agreement(request: HttpRequest) -> HttpResponse:
    """Enter what a unit and the community agreed."""
    who = require_line(request)
    place = community(request, who)
    task = LineTask(
        _("Enter an agreement"),
        _("Enter"),
        _("Entered."),
        f"{reverse('desk:partners')}?place={place.code}",
        partial(AgreementForm, community=place.code, on=who.on),
        partial(actions.sign, community=place.code, by=who.by, at=who.at),
        facts=[(_("Community"), place)],
    )
    return perform(request, task)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End an agreement; it stays readable."""
    who = require_line(request)
    row = get_object_or_404(Partnership.objects.select_related("partner"), pk=pk)
    if not is_in_reach(who, row.community):
        raise Http404
    task = LineTask(
        _("End the agreement"),
        _("End"),
        _("Ended."),
        f"{reverse('desk:partners')}?place={row.community}",
        partial(EndAgreementForm, row=row),
        partial(actions.end_agreement, row, by=who.by, at=who.at),
        facts=[(_("Partner unit"), row.partner.spoken), (_("What was agreed"), row.agreement)],
    )
    return perform(request, task)


# -- the three lists -----------------------------------------------------------------------------------------


@require_safe
def lists_page(request: HttpRequest) -> HttpResponse:
    """What the community needs, what units can give, what they do together."""
    who = require_line(request)
    place = community(request, who)
    groups = [(kind, HINTS[kind], _rows(place.code, kind, who)) for kind in ListKind]
    context = {"place": place, "groups": groups, "places": _communities(who), "on": who.on}
    return show(request, "desk/party/lists.html", "lists", context)


def _rows(code: str, kind: ListKind, who: DeskUser) -> list[Any]:
    return [
        (row, [(step, TURNS[step][0]) for step in possible(row, by=who.by, on=who.on)])
        for row in lines(code, kind)
    ]


def _communities(who: DeskUser) -> list[Any]:
    return [row for row in places(who, most=Level.COMMUNITY) if len(row.code) == Level.COMMUNITY]


@require_http_methods(["GET", "HEAD", "POST"])
def add_to_list(request: HttpRequest) -> HttpResponse:
    """Put a line on one of the lists."""
    who = require_line(request)
    place = community(request, who)
    first = {"kind": request.GET.get("kind", ListKind.NEED)}
    task = LineTask(
        _("Put on a list"),
        _("Put on the list"),
        _("On the list."),
        f"{reverse('desk:lists')}?place={place.code}",
        partial(LineForm, community=place.code, on=who.on, initial=first),
        partial(actions.add_line, community=place.code, by=who.by, at=who.at),
        facts=[(_("Community"), place)],
    )
    return perform(request, task)


@require_http_methods(["GET", "HEAD", "POST"])
def line_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step of a line."""
    who = require_line(request)
    row = get_object_or_404(ListLine.objects.select_related("partner"), pk=pk)
    if step not in TURNS or not is_in_reach(who, row.community):
        raise Http404
    make, act = _turn(step, row, who)
    label, done = TURNS[step]
    facts = [(row.get_kind_display(), row.text)] + (
        [(_("Partner unit"), row.partner.spoken)] if row.partner else []
    )
    back = f"{reverse('desk:lists')}?place={row.community}"
    return perform(
        request,
        LineTask(label, label, done, back, make, partial(act, row, by=who.by, at=who.at), facts=facts),
    )


def _turn(step: str, row: ListLine, who: DeskUser) -> tuple[Any, Any]:
    """The form and the action of a step."""
    turns: dict[str, tuple[Any, Any]] = {
        "take": (partial(TakeForm, on=who.on), actions.take_need),
        "finish": (FinishForm, actions.finish_line),
        "give_back": (PartyRowForm, actions.give_back),
        "amend": (AmendLineForm, actions.amend_line),
        "drop": (DropLineForm, actions.drop_line),
    }
    make, act = turns[step]
    return partial(make, row=row), act
