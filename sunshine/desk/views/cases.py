"""The list of requests, one request, and its next step."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sunshine.cases.actions import print_link
from sunshine.cases.forms import FilterForm, StepForm
from sunshine.cases.models import Case
from sunshine.cases.queries import Filters, listing, page_of, visible_to
from sunshine.cases.rules import possible
from sunshine.cases.sheets import export
from sunshine.desk import steps
from sunshine.desk.door import DONE, Seat, allowed, area, attempt, done, page, seat
from sunshine.files.models import Photo
from sunshine.people.actions import look, reveal
from sunshine.people.forms import RevealForm
from sunshine.people.models import Contact
from sunshine.people.queries import reach as reach_of
from sunshine.people.rules import may
from sunshine.people.states import Role
from sunshine.places.models import Place
from sunshine.places.queries import grids_geojson, locator

PAGE_ROWS = 50
WITH = ("holder", "category", "assignee", "contact", "for_person", "filed_by", "building")


def _fetch(request: HttpRequest, number: str) -> tuple[Case, Seat]:
    """The request, if it is within reach of who asks; otherwise it does not exist for them."""
    who = seat(request)
    rows = visible_to(who.officer, who.on).select_related(*WITH).annotate(names=_names())
    return get_object_or_404(rows, number=number), who


def _names() -> ArraySubquery:
    """The names of the community and the grid, in the statement that fetches the request."""
    around = Place.objects.filter(code__in=[OuterRef("street"), OuterRef("community"), OuterRef("place")])
    return ArraySubquery(around.values(row=JSONObject(code="code", name="name", name_en="name_en")))


def _filters(request: HttpRequest, who: Seat, asked: Any) -> tuple[FilterForm, Filters]:
    """The filters asked for; one that cannot be read filters nothing and says so on the form."""
    form = FilterForm(asked, on=who.on, prefix_of_places=area(who))
    form.is_valid()
    known = {name: value for name, value in form.cleaned_data.items() if value not in ("", None)}
    known["holder"] = int(known["holder"]) if "holder" in known else None
    return form, Filters(**known)


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """What is within reach, by due time; filters and pages are plain addresses."""
    who = seat(request)
    note_look("cases", who)
    form, filters = _filters(request, who, request.GET)
    found = listing(
        who.officer, who.on, filters, at=who.at, cursor=request.GET.get("cursor"), limit=PAGE_ROWS
    )
    context = {
        "form": form,
        "found": found,
        "asked": _asked(form),
        "pages": {
            way: _address(request, cursor)
            for way, cursor in (("back", found.preceding), ("on", found.following))
        },
        "places": locator().names,
        "at": who.at,
    }
    return page(request, "desk/cases.html", context, part="list")


def _asked(form: FilterForm) -> list[tuple[Any, str]]:
    """The filters in force, each with the address of the list without it."""
    given = {field.name: field.value() for field in form if field.value()}
    return [
        (form[name], f"?{urlencode({other: value for other, value in given.items() if other != name})}")
        for name in given
    ]


def _address(request: HttpRequest, cursor: str | None) -> str:
    """The same list at another page."""
    if cursor is None:
        return ""
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"?{query.urlencode()}"


@require_POST
def export_cases(request: HttpRequest) -> FileResponse:
    """The filtered list as a ledger without personal columns; the export is recorded."""
    who = allowed(request, "export")
    _form, filters = _filters(request, who, request.POST)
    name = f"{_('requests')}-{who.on:%Y%m%d}.xlsx"
    return FileResponse(export(who.officer, filters, by=who.by, at=who.at), as_attachment=True, filename=name)


def _show(
    request: HttpRequest,
    case: Case,
    who: Seat,
    *,
    chosen: steps.Offer | None = None,
    status: int = DONE,
    **more: Any,
) -> HttpResponse:
    """The page of one request, with the form of one step open."""
    note_look(case.subject, who)
    offers = steps.offered(case, who)
    opened = chosen or steps.opened(offers, case, who)
    shown = page_of(case, at=who.at)
    others = [offer for offer in offers if opened is None or offer.step != opened.step]
    context = {
        "case": case,
        "shown": shown,
        "custody": [
            {"holder": held.organisation, "began": held.began, "ended": held.ended} for held in shown.custody
        ],
        "opened": opened,
        "others": others,
        "rare": any(offer.rare for offer in others),
        "finished": request.GET.get("after", ""),
        "overtaken": False,
        "revealed": None,
        "reveal_form": RevealForm(),
        "may_reveal": _may_reveal(case, who),
        "places": {row["code"]: row for row in vars(case)["names"]},
        "at": who.at,
        **more,
    }
    return page(request, "desk/case.html", context, part="case", status=status)


@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """One request: what was said, where it stands, what may be done now."""
    found, who = _fetch(request, number)
    return _show(request, found, who)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Open the form of a step, or take the step."""
    if step not in steps.STEPS:
        raise Http404
    found, who = _fetch(request, number)
    if request.method != "POST":
        return _open(request, found, who, step)
    form = steps.form_of(step, found, who, request.POST, request.FILES)
    act = partial(steps.STEPS[step].act, found, by=who.by, at=who.at)
    status, _result = attempt(form, act)
    if status != DONE:
        return _refused(request, number, step, form, status)
    return done(request, steps.STEPS[step].done, _after(number, step, who))


def _open(request: HttpRequest, case: Case, who: Seat, step: str) -> HttpResponse:
    """The page with that step's form open, if the step is possible now."""
    if step not in {offer.step for offer in steps.offered(case, who)}:
        return redirect("desk:case", case.number)
    form = steps.form_of(step, case, who)
    return _show(request, case, who, chosen=steps.Offer(step, steps.STEPS[step], form))


def _refused(request: HttpRequest, number: str, step: str, form: Any, status: int) -> HttpResponse:
    """The page as it is now, the form as it was typed; to send it again is to have looked."""
    found, who = _fetch(request, number)
    first = found.step != form.cleaned_data.get("seen", found.step)
    form.data = form.data.copy()
    form.data["seen"] = str(found.step)
    still = step in {offer.step for offer in steps.offered(found, who)}
    chosen = steps.Offer(step, steps.STEPS[step], form, still)
    return _show(request, found, who, chosen=chosen, status=status, overtaken=first)


def _after(number: str, step: str, who: Seat) -> str:
    """Where to go after a step: back to the request, or to my work when it has left my reach."""
    if visible_to(who.officer, who.on).filter(number=number).exists():
        return f"{reverse('desk:case', args=[number])}?after={step}"
    return reverse("desk:home")


def reveal_contact(contact: Contact, case: Case, who: Seat, *, reason: str) -> tuple[str, str]:
    """Name and telephone of whoever reported, or of the person it is for."""
    return reveal(
        contact,
        by=who.by,
        at=who.at,
        reason=reason,
        subject=case.subject,
        place=case.place,
        organisation=case.holder_id,
        confidential=case.confidential,
        restricted=case.restricted,
    )


def _may_reveal(case: Case, who: Seat) -> bool:
    """Whether even the masked name is shown: in confidential matters to handler, dispatcher and auditor (R-REQ-06)."""
    return not case.confidential or may(
        who.officer,
        "reveal_confidential",
        place=case.place,
        organisation=case.holder_id,
        restricted=case.restricted,
        on=who.on,
    )


def note_look(subject: str, who: Seat) -> None:
    """An auditor reads everything, and every look is recorded, also that at a list."""
    if Role.AUDITOR in reach_of(who.officer, who.on).roles:
        look(by=who.by, at=who.at, subject=subject)


@require_POST
def contact(request: HttpRequest, number: str) -> HttpResponse:
    """Show whom to call, once, for a reason that is recorded."""
    found, who = _fetch(request, number)
    form = RevealForm(request.POST)
    whose = found.for_person if request.POST.get("whose") == "for_person" else found.contact
    if whose is None:
        raise Http404
    status, revealed = attempt(form, partial(reveal_contact, whose, found, who))
    return _show(request, found, who, status=status, reveal_form=form, revealed=revealed)


@require_http_methods(["GET", "HEAD", "POST"])
def slip(request: HttpRequest, number: str) -> HttpResponse:
    """The paper to take home: number and what happens next; asked for by its button, also the secret link."""
    found, who = _fetch(request, number)
    if request.method != "POST":
        return _slip(request, found, who, StepForm(case=found, officer=who.officer, on=who.on))
    form = StepForm(request.POST, case=found, officer=who.officer, on=who.on)
    status, token = attempt(form, partial(print_link, found, by=who.by, at=who.at))
    return _slip(request, _fetch(request, number)[0], who, form, token, status)


def _slip(
    request: HttpRequest, case: Case, who: Seat, form: StepForm, token: str | None = None, status: int = DONE
) -> HttpResponse:
    """The slip with the link, or with the number alone and, for whoever may print the link, the button."""
    where = (
        reverse("public:case", args=[token]) if token else f"{reverse('public:track')}?number={case.number}"
    )
    context = {
        "case": case,
        "address": f"{settings.PUBLIC_URL}{where}",
        "secret": token is not None,
        "form": form,
        "seen": case.step,
        "may_print": token is None and "print" in possible(case, by=who.by, on=who.on),
        "at": who.at,
    }
    response = page(request, "desk/slip.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
def photo(request: HttpRequest, number: str, name: str, path: Callable[[Photo], Path]) -> FileResponse:
    """A photo of a request within reach, whole or small."""
    found, _who = _fetch(request, number)
    kept = get_object_or_404(Photo, subject=found.subject, name=name)
    response = FileResponse(path(kept).open("rb"), content_type="image/jpeg")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@require_safe
def areas(request: HttpRequest, code: str) -> HttpResponse:
    """The grids of a place, for the map."""
    return HttpResponse(grids_geojson(code), content_type="application/geo+json")


@require_safe
def case_area(request: HttpRequest, number: str) -> HttpResponse:
    """Where a request lies: its grid and its point."""
    found, _who = _fetch(request, number)
    collection = json.loads(grids_geojson(found.place))
    point = {"type": "Point", "coordinates": [found.lon, found.lat]}
    collection["features"].append(
        {"type": "Feature", "properties": {"name": found.number}, "geometry": point}
    )
    return JsonResponse(collection, content_type="application/geo+json")
