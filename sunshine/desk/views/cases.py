"""The list of requests, one request, and its next step."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sunshine.cases.actions import print_link
from sunshine.cases.forms import FilterForm
from sunshine.cases.forms.where import Which, offer_places
from sunshine.cases.models import Case
from sunshine.cases.queries import Filters, listing, page_of, visible_to
from sunshine.cases.queries.around import gather, saying_what_there_is
from sunshine.cases.queries.blame import causes
from sunshine.cases.queries.called import called_in, last_whistle
from sunshine.cases.queries.duplicates import Alike, find_alike, followers
from sunshine.cases.queries.where import places_meant
from sunshine.cases.rules import may_begin_anew, possible
from sunshine.cases.rules.own_words import may_read_words
from sunshine.cases.sheets import ask_list
from sunshine.desk.door import REFUSED, WRONG, DeskUser, area, desk_user, page, require
from sunshine.desk.following import following
from sunshine.desk.lists import find_filters, pages, request_filters
from sunshine.desk.matters import Matters, names_of, place_names
from sunshine.desk.several import MOST, offer_steps
from sunshine.desk.steps import STEPS, likely
from sunshine.desk.views.exports import exports_page
from sunshine.files.models import Photo
from sunshine.lib.refusals import Refused
from sunshine.matters.forms import SlipForm
from sunshine.matters.queries.originals import original
from sunshine.matters.states import Solved
from sunshine.people.actions import reveal
from sunshine.people.models import Contact
from sunshine.people.rules import may
from sunshine.places.queries import grids_geojson, locator

PAGE_ROWS = MOST
WITH = (
    "holder",
    "category",
    "assignee",
    "contact",
    "for_person",
    "filed_by",
    "building",
    "sample",
    "follows",
    "merged_into",
)


def _rows(who: DeskUser) -> QuerySet[Case]:
    """The requests within reach of who asks, with what their page says."""
    rows = visible_to(who.officer, who.on).select_related(*WITH).annotate(names=place_names())
    return saying_what_there_is(rows)


def _filters(request: HttpRequest, who: DeskUser, asked: Any) -> tuple[FilterForm, Filters]:
    """The filters asked for; one that cannot be read filters nothing and says so on the form."""
    form = request_filters(who.officer, who.on, area(who), asked)
    form.is_valid()
    known = {name: value for name, value in form.cleaned_data.items() if value not in ("", None)}
    known |= {name: int(known[name]) for name in ("holder", "assignee") if name in known}
    return form, Filters(**known)


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """What is within reach, by due time; filters and pages are plain addresses."""
    who = desk_user(request)
    form, filters = _filters(request, who, request.GET)
    found = listing(
        who.officer, who.on, filters, at=who.at, cursor=request.GET.get("cursor"), limit=PAGE_ROWS
    )
    context = {
        "form": form,
        "found": found,
        "asked": find_filters(form),
        "list_url": reverse("desk:cases"),
        "several": [] if filters.closed else offer_steps(who),
        "here": request.GET.urlencode(),
        "pages": pages(request, found),
        "places": locator().names,
        "at": who.at,
    }
    return page(request, "desk/cases.html", context, part="list")


@require_POST
def export_cases(request: HttpRequest) -> HttpResponse:
    """Ask for the filtered list as a ledger without personal columns; it is made in the background."""
    who = require(request, "export")
    form, filters = _filters(request, who, request.POST)
    if not form.is_valid():
        wrong = ", ".join(str(form.fields[name].label) for name in form.errors)
        sentence = gettext("This filter cannot be read: %(names)s. Choose it anew in the list.") % {
            "names": wrong
        }
        return exports_page(request, who, sentence, status=WRONG)
    try:
        ask_list(who.officer, filters, language=get_language(), at=who.at)
    except Refused as refusal:
        return exports_page(request, who, str(refusal), status=REFUSED)
    return redirect("desk:exports")


def reveal_contact(contact: Contact, case: Case, who: DeskUser, *, reason: str) -> tuple[str, str]:
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


def _may_reveal(case: Case, who: DeskUser) -> bool:
    """Whether name and telephone may be opened; in confidential matters, where even the masked name is hidden from others, by
    handler, dispatcher and auditor (R-REQ-06)."""
    return may(
        who.officer,
        "reveal_confidential" if case.confidential else "reveal",
        place=case.place,
        organisation=case.holder_id,
        restricted=case.restricted,
        on=who.on,
    )


def _describe(case: Case, who: DeskUser) -> dict[str, Any]:
    reads = may_read_words(case, by=who.by, on=who.on)
    shown = page_of(case, at=who.at, reads=reads)
    called, said = called_in(case, at=who.at), _said(case, reads)
    return {
        "shown": shown,
        "called_in": called,
        "whistle": last_whistle(called),
        "custody": [
            {"holder": held.organisation, "began": held.began, "ended": held.ended} for held in shown.custody
        ],
        "causes": causes(case, at=who.at)
        if case.hand_overs or case.designated or case.due_at < who.at
        else [],
        "headline": case.text,
        **said,
        "meant": _meant(case, said),
        "whose": _("Whom to reach about it"),
        "may_reveal": (opens := _may_reveal(case, who)),
        "veiled": "" if opens or not case.confidential else _("Name and telephone are not for your post."),
        "places": names_of(case),
        "near": _near(case, who),
        "followers": followers(case),
        **_decided(case, who),
    }


def _said(case: Case, reads: bool) -> dict[str, Any]:
    """The resident's words and their words of the place: as they were said, or as they lie open."""
    texts = {"said": case.text, "where": case.location}
    return (
        {"said": original(case), "where": original(case, "location")}
        if reads
        else {**texts, "hides": bool(case.original)}
    )


def _meant(case: Case, said: dict[str, Any]) -> Which | None:
    """The places that the words may mean, where the place is not sure; only then the map is asked for."""
    keys = places_meant(case, said["where"], said["said"])
    return offer_places(locator(), keys) if keys else None


def _decided(case: Case, who: DeskUser) -> dict[str, Any]:
    """What was asked of it and decided, and whether what a sample found unsolved may begin anew."""
    sample = getattr(case, "sample", None)
    unsolved = sample is not None and sample.found == Solved.NO
    taken_up = list(case.followed_by.all()) if unsolved else []
    again = unsolved and not taken_up and may_begin_anew(case, by=who.by, on=who.on)
    return {
        "to_decide": [row for row in case.proposals.all() if row.open],
        "asked_for": [row for row in case.proposals.all() if not row.open],
        "sample": sample,
        "again": again,
        "taken_up": taken_up,
        "again_form": None,
    }


def _near(case: Case, who: DeskUser) -> list[Alike]:
    """Reports that tell of the same matter as it seems, for whoever could merge this one."""
    mine = may(
        who.officer,
        "merge",
        place=case.place,
        organisation=case.holder_id,
        restricted=case.restricted,
        on=who.on,
    )
    return find_alike(case, officer=who.officer, on=who.on) if mine else []


REQUESTS = Matters(
    name="case",
    listed="cases",
    title=_("Requests"),
    parts={
        "lead": "desk/parts/lead.html",
        "marks": "desk/parts/marks.html",
        "said": "desk/parts/said.html",
        "facts": "desk/parts/facts.html",
        "above": "desk/parts/to_decide.html",
        "below": "desk/parts/asked.html",
    },
    buttons=STEPS,
    rows=_rows,
    allowed=lambda case, who: possible(case, by=who.by, on=who.on),
    likely=likely,
    describe=_describe,
    reveal=reveal_contact,
    open_words=lambda case: _said(case, reads=True) | {"hides": False},
    link=print_link,
    paper="desk/slip.html",
    slip_form=SlipForm,
    public="public:case",
    gather=gather,
    following=following,
)
"""Requests as the desk shows them."""


@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """One request: what was said, where it stands, what may be done now."""
    return REQUESTS.page(request, number)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Open the form of a step, or take the step."""
    return REQUESTS.step(request, number, step)


@require_POST
def contact(request: HttpRequest, number: str) -> HttpResponse:
    """Show whom to call, once, for a reason that is recorded."""
    return REQUESTS.contact(request, number)


@require_http_methods(["GET", "HEAD", "POST"])
def slip(request: HttpRequest, number: str) -> HttpResponse:
    """The paper to take home: number and what happens next; asked for by its button, also the secret link."""
    return REQUESTS.slip(request, number)


@require_safe
def photo(request: HttpRequest, number: str, name: str, path: Callable[[Photo], Path]) -> FileResponse:
    """A photo of a request within reach, whole or small."""
    found, _who = REQUESTS.fetch(request, number)
    kept = get_object_or_404(Photo, subject=found.subject, name=name)
    return FileResponse(path(kept).open("rb"), content_type="image/jpeg")


@require_safe
def areas(request: HttpRequest, code: str) -> HttpResponse:
    """The grids of a place, for the map."""
    return HttpResponse(grids_geojson(code), content_type="application/geo+json")


@require_safe
def case_area(request: HttpRequest, number: str) -> HttpResponse:
    """Where a request lies: its grid and its point."""
    found, _who = REQUESTS.fetch(request, number)
    collection = json.loads(grids_geojson(found.place))
    point = {"type": "Point", "coordinates": [found.lon, found.lat]}
    collection["features"].append(
        {"type": "Feature", "properties": {"name": found.number}, "geometry": point}
    )
    return JsonResponse(collection, content_type="application/geo+json")
