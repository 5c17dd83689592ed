"""Taking down what somebody says on the telephone, at the counter or in the street."""

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sunshine.cases.actions import Received, receive, receive_same
from sunshine.cases.forms import DeskReportForm
from sunshine.cases.models import Case
from sunshine.cases.queries import visible_to
from sunshine.desk.door import DONE, WRONG, DeskUser, area, attempt, desk_user, page, require, say_done
from sunshine.desk.hints import hints_of
from sunshine.lib.refusals import Refused
from sunshine.people.forms import organisation_words
from sunshine.places.queries import locator
from sunshine.wishes.actions.caller import look_up_anything


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form; sent, it becomes the same report as a resident's own, and its slip is ready to print."""
    who = require(request, "receive")
    if request.method != "POST":
        empty = DeskReportForm(on=who.on, prefix_of_places=area(who), initial=_beginning(who))
        return page(
            request, "desk/report.html", {"form": empty, "hints": {}, "places": locator().names, "at": who.at}
        )
    if "look" in request.POST:
        typed = DeskReportForm(on=who.on, prefix_of_places=area(who), initial=request.POST.dict())
        return page(
            request,
            "desk/report.html",
            {"form": typed, "hints": hints_of(request.POST, who), "places": locator().names, "at": who.at},
        )
    form = DeskReportForm(request.POST, request.FILES, on=who.on, prefix_of_places=area(who))
    into = _same(request, who)
    status, received = attempt(form, lambda **_told: _take(form, who, into))
    if status != DONE:
        return page(
            request,
            "desk/report.html",
            {"form": form, "hints": hints_of(request.POST, who), "places": locator().names, "at": who.at},
            status=status,
        )
    return _onward(request, received.case, who)


def _same(request: HttpRequest, who: DeskUser) -> Case | None:
    """The open matter that the caller's is the same as, if that was pressed; it must be within reach and ordinary."""
    if "into" not in request.POST:
        return None
    rows = visible_to(who.officer, who.on).filter(open=True, restricted=False, confidential=False)
    return get_object_or_404(rows, number=request.POST["into"].replace("\0", ""))


def _onward(request: HttpRequest, case: Case, who: DeskUser) -> HttpResponse:
    """To the matter and its slip; one that lies beyond one's reach, such as a complaint, leaves its number only."""
    if visible_to(who.officer, who.on).filter(pk=case.pk).exists():
        return say_done(request, _("Taken. Print the slip for the resident."), "desk:case", case.number)
    sentence = _(
        "Taken under the number %(number)s; write it down for the resident. It has gone to %(holder)s."
    )
    return say_done(
        request, sentence % {"number": case.number, "holder": organisation_words(case.holder)}, "desk:home"
    )


def _beginning(who: DeskUser) -> dict[str, str]:
    """A fresh key, so that the same form twice is one report; and the own community, if there is one."""
    return {"form_key": secrets.token_urlsafe(24), "place": area(who)}


def _take(form: DeskReportForm, who: DeskUser, into: Case | None) -> Received:
    if into is None:
        return receive(form.report(), by=who.by, at=who.at)
    return receive_same(form.report(), by=who.by, at=who.at, into=into)


@require_POST
def hints(request: HttpRequest) -> HttpResponse:
    """While typing: emergency numbers, likely categories, and what is open that looks alike. No address holds any of it."""
    return page(
        request,
        "desk/hints.html",
        {"hints": hints_of(request.POST, desk_user(request)), "places": locator().names},
        part="hints",
    )


@require_POST
def caller(request: HttpRequest) -> HttpResponse:
    """What is open of whoever calls, so that one can say where it stands. Their number stands in no address."""
    who = require(request, "receive")
    try:
        found = look_up_anything(by=who.by, at=who.at, phone=request.POST.get("phone", ""))
    except Refused as refusal:
        shown = {"refused": str(refusal)}
        return page(request, "desk/caller.html", {"caller": shown}, part="caller", status=WRONG)
    return page(request, "desk/caller.html", {"caller": {"asked": True, "found": found}}, part="caller")
