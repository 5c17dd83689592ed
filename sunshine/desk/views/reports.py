"""Taking down what somebody says on the telephone, at the counter or in the street."""

import secrets

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sunshine.cases.actions import Received, receive
from sunshine.cases.forms import DeskReportForm, organisation_words
from sunshine.cases.models import Case
from sunshine.cases.queries import catalogue, emergency_words, visible_to
from sunshine.desk.door import DONE, WRONG, Seat, allowed, area, attempt, done, page, seat
from sunshine.lib.refusals import Refused
from sunshine.party.actions.wish_caller import look_up_anything


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form; sent, it becomes the same report as a resident's own, and its slip is ready to print."""
    who = allowed(request, "receive")
    if request.method != "POST":
        empty = DeskReportForm(on=who.on, prefix_of_places=area(who), initial=_beginning(who))
        return page(request, "desk/report.html", {"form": empty, "hints": {}, "at": who.at})
    form = DeskReportForm(request.POST, request.FILES, on=who.on, prefix_of_places=area(who))
    status, received = attempt(form, lambda **_told: _take(form, who))
    if status != DONE:
        return page(request, "desk/report.html", {"form": form, "hints": {}, "at": who.at}, status=status)
    return _onward(request, received.case, who)


def _onward(request: HttpRequest, case: Case, who: Seat) -> HttpResponse:
    """To the matter and its slip; one that lies beyond one's reach, such as a complaint, leaves its number only."""
    if visible_to(who.officer, who.on).filter(pk=case.pk).exists():
        return done(request, _("Taken. Print the slip for the resident."), "desk:case", case.number)
    sentence = _(
        "Taken under the number %(number)s; write it down for the resident. It has gone to %(holder)s."
    )
    return done(
        request, sentence % {"number": case.number, "holder": organisation_words(case.holder)}, "desk:home"
    )


def _beginning(who: Seat) -> dict[str, str]:
    """A fresh key, so that the same form twice is one report; and the own community, if there is one."""
    return {"form_key": secrets.token_urlsafe(24), "place": area(who)}


def _take(form: DeskReportForm, who: Seat) -> Received:
    return receive(form.report(), by=who.by, at=who.at)


@require_POST
def hints(request: HttpRequest) -> HttpResponse:
    """While typing: emergency numbers first, then likely categories. What is typed stands in no address."""
    who, text = seat(request), request.POST.get("text", "")
    found = {"emergency": emergency_words(text), "categories": catalogue().suggest(text, who.on)}
    return page(request, "desk/hints.html", {"hints": found}, part="hints")


@require_POST
def caller(request: HttpRequest) -> HttpResponse:
    """What is open of whoever calls, so that one can say where it stands. Their number stands in no address."""
    who = allowed(request, "receive")
    try:
        found = look_up_anything(by=who.by, at=who.at, phone=request.POST.get("phone", ""))
    except Refused as refusal:
        shown = {"refused": str(refusal)}
        return page(request, "desk/caller.html", {"caller": shown}, part="caller", status=WRONG)
    return page(request, "desk/caller.html", {"caller": {"asked": True, "found": found}}, part="caller")
