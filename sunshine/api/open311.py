"""Open311 GeoReport v2: the list of services, reports from other systems, and what became of them.

No personal data leaves here: neither text nor point nor hour of a report, only kind, community, organisation and
day; nor is there a question whose answer would tell more, so dates to search by count as whole local days. Complaints
about staff and confidential matters do not exist here.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from sunshine.api.limits import LISTS, WRONG_KEYS
from sunshine.api.open311_sent import (
    faults_of,
    here_only,
    notes_of,
    read_report,
    read_values,
    report_of,
    split_list,
    unread_sentence,
)
from sunshine.api.spark import answer, refusal
from sunshine.cases.actions import receive
from sunshine.cases.actions.receive import REPEATED
from sunshine.cases.models import Case
from sunshine.cases.queries.catalogue import catalogue
from sunshine.cases.states import NOT_OURS, TOLD_OUTSIDE, doubt_words
from sunshine.clocks.queries import local_day, midnight
from sunshine.lib.numbers import parse_case_number
from sunshine.lib.refusals import Refused
from sunshine.lib.typed import YEARS
from sunshine.people.actions import partner
from sunshine.places.models import Place
from sunshine.ui.tries import address, ask_to_wait

SPAN_DAYS, MOST = 90, 1000
SECOND = timedelta(seconds=1)
ASKABLE = {
    "jurisdiction_id",
    "api_key",
    "service_request_id",
    "service_code",
    "start_date",
    "end_date",
    "status",
}
"""What a list can be narrowed by, and what names the asker."""


@require_safe
@here_only
def services(request: HttpRequest, form: str) -> HttpResponse:
    """The kinds of matter that can be reported, grouped; staff complaints are not taken through other systems."""
    rows = catalogue()
    found = [row for row in rows.live(timezone.localdate()) if not row.restricted]
    return answer(
        "services",
        [
            {
                "service_code": row.code,
                "service_name": row.zh,
                "description": row.en,
                "metadata": False,
                "type": "realtime",
                "keywords": ",".join(row.keywords),
                "group": rows.categories[row.parent_id].zh if row.parent_id else "",
            }
            for row in found
        ],
        form,
    )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@here_only
def requests(request: HttpRequest, form: str) -> HttpResponse:
    """POST one report; GET the latest, or those whose numbers are named."""
    return _take_in(request, form) if request.method == "POST" else _list(request, form)


@require_safe
@here_only
def one_request(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """What became of one report."""
    if wait := LISTS.take(address(request)):
        return _later(wait, form)
    found = list(_rows(_numbered([number])))
    return (
        answer("service_requests", _shown(found), form)
        if found
        else refusal(404, [_("There is no such report.")], form)
    )


@csrf_exempt
def answer_unknown(request: HttpRequest, form: str) -> HttpResponse:
    """Whatever else lies under this door: nothing, said in its own form; XML where none was asked for."""
    return refusal(
        404, [_("There is nothing at this address: services and requests can be asked for.")], form
    )


def _take_in(request: HttpRequest, form: str) -> HttpResponse:
    sent = read_report(request)
    by = partner(sent.values.get("api_key", ""))
    if by is None:
        if wait := WRONG_KEYS.take(address(request)):
            return _later(wait, form)
        return refusal(403, [_("A valid api_key is needed to report.")], form)
    rows, at = catalogue(), timezone.now()
    if faults := faults_of(sent, rows):
        return refusal(404 if "service_code" in faults else 400, list(faults.values()), form)
    try:
        received = receive(report_of(sent, rows, by=by, at=at), by=by, at=at, rows=rows)
    except Refused as refused:
        return refusal(409 if refused.code == REPEATED else 400, [str(refused)], form)
    case, doubts = received.case, doubt_words(received.doubts, TOLD_OUTSIDE)
    notice = _("%(organisation)s answers for it.") % {"organisation": case.holder.name}
    row = {
        "service_request_id": case.number,
        "service_notice": " ".join([notice, *notes_of(sent), *doubts]),
        "account_id": None,
    }
    return answer("service_requests", [row], form)


def _later(wait: int, form: str) -> HttpResponse:
    """Too often: when to ask again (RFC 6585, 4)."""
    said = _("This address asks too often. Please ask again in %(seconds)s seconds.") % {"seconds": wait}
    return ask_to_wait(refusal(429, [said], form), wait)


def _list(request: HttpRequest, form: str) -> HttpResponse:
    if wait := LISTS.take(address(request)):
        return _later(wait, form)
    asked = read_values(request.GET)
    notice = unread_sentence(asked.keys() - ASKABLE)
    try:
        if "service_request_id" in asked:
            found = list(_rows(_numbered(split_list(asked["service_request_id"]))))
            return answer("service_requests", _shown(found, notice), form)
        rows = _narrowed(asked)
    except Refused as refused:
        return refusal(400, [str(refused)], form)
    # Whose hour it was, the order must not tell either: within a day by the number, which is shown.
    found = sorted(rows.order_by("-received_at", "-id")[:MOST], key=lambda case: case.number, reverse=True)
    found.sort(key=lambda case: local_day(case.received_at), reverse=True)
    return answer("service_requests", _shown(found, notice), form)


def _narrowed(asked: dict[str, str]) -> QuerySet[Case]:
    now = timezone.now()
    end = _moment(asked, "end_date") or now
    start = _moment(asked, "start_date") or end - timedelta(days=SPAN_DAYS)
    if end - start > timedelta(days=SPAN_DAYS):
        raise Refused(_("At most 90 days fit between start_date and end_date."))
    # A window holds the days whose last second lies in it: what is returned was shown to be inside, and no part of a day asks.
    last = local_day(end + SECOND) if "end_date" in asked else local_day(end) + timedelta(days=1)
    since, until = midnight(local_day(start)), midnight(last)
    rows = _rows(Case.objects.filter(received_at__gte=since, received_at__lt=until))
    if "service_code" in asked:
        rows = rows.filter(category__in=split_list(asked["service_code"]))
    wanted = set(split_list(asked.get("status", ""))) or {"open", "closed"}
    if not wanted <= {"open", "closed"}:
        raise Refused(_("status is open, closed or both."))
    return rows if len(wanted) == 2 else rows.filter(open="open" in wanted)


def _moment(asked: dict[str, str], name: str) -> datetime | None:
    """A moment with its zone; a plus sign that arrived as a space is understood."""
    if name not in asked:
        return None
    try:
        found = parse_datetime(asked[name].replace(" ", "+"))
    except ValueError:  # well formed, and no day of any calendar
        found = None
    # In the first and the last year of the calendar a zone or a window would lead out of it.
    if found is None or timezone.is_naive(found) or found.year not in YEARS:
        raise Refused(_("%(name)s must look like 2026-11-23T00:00:00+08:00.") % {"name": name})
    return found


def _numbered(numbers: list[str]) -> QuerySet[Case]:
    if len(numbers) > MOST:
        raise Refused(_("At most 1,000 numbers can be asked for at once."))
    found = []
    for number in numbers:
        try:
            found.append(parse_case_number(number))
        except ValueError:
            continue
    return Case.objects.filter(number__in=found)


def _rows(rows: QuerySet[Case]) -> QuerySet[Case]:
    return (
        rows.filter(restricted=False, confidential=False)
        .exclude(outcome__in=NOT_OURS)
        .select_related("holder", "category")
    )


def _shown(rows: list[Case], notice: str = "") -> list[dict[str, Any]]:
    names = dict(Place.objects.filter(code__in={case.community for case in rows}).values_list("code", "name"))
    return [{**_row(case, names.get(case.community, "")), "service_notice": notice or None} for case in rows]


def _row(case: Case, community: str) -> dict[str, Any]:
    last = max(filter(None, [case.received_at, case.accepted_at, case.answered_at, case.closed_at]))
    return {
        "service_request_id": case.number,
        "status": "open" if case.closed_at is None else "closed",
        "status_notes": case.released_result or None,
        "service_name": case.category.zh if case.category else None,
        "service_code": case.category_id,
        "description": case.released_text or None,
        "agency_responsible": case.holder.name,
        "service_notice": None,
        "requested_datetime": _day(case.received_at),
        "updated_datetime": _day(case.closed_at or last),
        "expected_datetime": _day(case.due_at),
        "address": community or None,
        "address_id": None,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }


def _day(moment: datetime) -> str:
    """The day alone, by its last second, in the form the specification asks for: the minute could point at a person.

    So whoever asks for the last hour again and again gets each day's requests once, when the day is over.
    """
    return (midnight(local_day(moment) + timedelta(days=1)) - SECOND).isoformat()
