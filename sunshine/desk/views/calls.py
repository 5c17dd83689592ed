"""The call-back queue with its questions, and the samples that wait to be looked at."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sunshine.cases.actions import take_up_again
from sunshine.cases.queries import catalogue
from sunshine.cases.queries.calls import to_call, to_inspect
from sunshine.desk.door import DONE, NoForm, attempt, page, require, say_done
from sunshine.desk.views.cases import REQUESTS
from sunshine.places.queries import locator


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """Whom to call back, the most urgent first, and what to ask."""
    who = require(request, "call")
    context = {
        "rows": to_call(who.officer, who.on, at=who.at),
        "needed": catalogue().number("call_attempts"),
        "places": locator().names,
        "at": who.at,
    }
    return page(request, "desk/calls.html", context)


@require_safe
def samples(request: HttpRequest) -> HttpResponse:
    """What was drawn at random and waits for somebody to look at it."""
    who = require(request, "inspect")
    context = {"rows": to_inspect(who.officer, who.on), "places": locator().names, "at": who.at}
    return page(request, "desk/samples.html", context)


@require_POST
def begin_again(request: HttpRequest, number: str) -> HttpResponse:
    """What a sample found unsolved begins anew."""
    matter, who = REQUESTS.fetch(request, number)
    form = NoForm(request.POST)
    status, received = attempt(form, lambda: take_up_again(matter, by=who.by, at=who.at))
    if status != DONE:
        return REQUESTS.show(request, matter, who, status=status, again_form=form)
    return say_done(
        request, _("Taken up again with a number of its own."), redirect(REQUESTS.at(received.case)).url
    )
