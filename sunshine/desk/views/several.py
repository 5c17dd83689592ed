"""One step for several requests: what would happen to each, then what became of each."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from sunshine.desk.door import DONE, REFUSED, WRONG, DeskUser, page, require
from sunshine.desk.several import SEVERAL, Several, SeveralRow, fetch, foresee, take, ticks
from sunshine.lib.once import reading
from sunshine.places.queries import locator

LONGEST_BACK = 600
"""Characters of the filters that lead back to the list."""


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """On to the step that was chosen under the list, with what was ticked there."""
    sent = request.GET.copy()
    act = sent.pop("act", [""])[-1]
    if act not in SEVERAL:
        raise Http404
    return redirect(f"{reverse('desk:several', args=[act])}?{sent.urlencode()}")


@require_http_methods(["GET", "HEAD", "POST"])
def step_several(request: HttpRequest, act: str) -> HttpResponse:
    """Look at what one step would do to each that was ticked; sent with “go”, do it."""
    chosen = SEVERAL.get(act)
    if chosen is None:
        raise Http404
    who = require(request, chosen.verb)
    sent = request.POST if request.method == "POST" else request.GET
    back = f"{reverse('desk:cases')}?{sent.get('back', '')[:LONGEST_BACK]}"
    ticked = ticks(sent)
    if not ticked:
        return redirect(back)
    asked = request.method == "POST" or not chosen.asks
    form = chosen.form(sent if asked else None, on=who.on)
    context = {"chosen": chosen, "form": form, "back": back, "filters": sent.get("back", "")[:LONGEST_BACK]}
    rows = fetch(who, ticked)
    if asked and form.is_valid():
        if "go" in request.POST:
            return _did(request, chosen, take(chosen, rows, who, form.cleaned_data), context)
        with reading():
            rows = foresee(chosen, rows, who, form.cleaned_data)
    return _look(request, rows, who, context, status=WRONG if asked and form.errors else DONE)


def _look(
    request: HttpRequest, rows: list[SeveralRow], who: DeskUser, context: dict[str, Any], *, status: int
) -> HttpResponse:
    """The page that is confirmed: what happens to each, and who is left out; or first what has to be chosen."""
    told = any(row.happens or row.refused for row in rows)
    known = {
        "told": told,
        "rows": [row for row in rows if not row.refused],
        "left_out": [row for row in rows if row.refused],
        "places": locator().names,
        "at": who.at,
    }
    return page(request, "desk/several.html", {**context, **known}, status=status)


def _did(
    request: HttpRequest, chosen: Several, rows: list[SeveralRow], context: dict[str, Any]
) -> HttpResponse:
    """What became of each."""
    known = {
        "rows": [row for row in rows if not row.refused],
        "left_out": [row for row in rows if row.refused],
    }
    status = REFUSED if known["left_out"] else DONE
    return page(request, "desk/several_done.html", {**context, **known}, status=status)
