"""Open311 GeoReport v2: the list of services, reports from other systems, and what became of them.

No personal data leaves here: neither text nor point nor hour of a report, only kind, community, organisation and
day; nor is there a question whose answer would tell more, so dates to search by count as whole local days. Complaints
about staff and confidential matters do not exist here.
"""

import re
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from sunshine.api.spark import answer, refusal
from sunshine.cases.actions import receive
from sunshine.cases.models import Case
from sunshine.cases.queries.catalogue import Catalogue, catalogue
from sunshine.cases.rules import Report
from sunshine.cases.states import Channel
from sunshine.clocks.queries import local_day, midnight
from sunshine.lib.numbers import parse_case_number
from sunshine.lib.refusals import Refused
from sunshine.people.actions import partner
from sunshine.places.models import Place

SPAN_DAYS, MOST, TEXT_MOST = 90, 1000, 4000
SECOND = timedelta(seconds=1)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@require_GET
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
def requests(request: HttpRequest, form: str) -> HttpResponse:
    """POST one report; GET the latest, or those whose numbers are named."""
    return _take_in(request, form) if request.method == "POST" else _list(request, form)


@require_GET
def one_request(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """What became of one report."""
    found = list(_rows(_numbered([number])))
    return (
        answer("service_requests", _shown(found), form)
        if found
        else refusal(404, [_("There is no such report.")], form)
    )


def _take_in(request: HttpRequest, form: str) -> HttpResponse:
    sent = {name: str(value).strip() for name, value in request.POST.items() if str(value).strip()}
    by = partner(sent.get("api_key", ""))
    if by is None:
        return refusal(403, [_("A valid api_key is needed to report.")], form)
    rows = catalogue()
    if faults := _faults(sent, rows):
        return refusal(404 if "service_code" in faults else 400, list(faults.values()), form)
    try:
        case = receive(_report(sent, rows), by=by, at=timezone.now(), rows=rows).case
    except Refused as refused:
        return refusal(400, [str(refused)], form)
    notice = _("%(organisation)s answers for it.") % {"organisation": case.holder.name}
    return answer(
        "service_requests",
        [{"service_request_id": case.number, "service_notice": notice, "account_id": None}],
        form,
    )


def _faults(sent: dict[str, str], rows: Catalogue) -> dict[str, str]:
    """One sentence per fault, by field."""
    faults: dict[str, str] = {}
    row = rows.categories.get(sent.get("service_code", ""))
    if "service_code" not in sent:
        faults["missing"] = _("service_code is missing.")
    elif row is None or row.parent_id is None or row.restricted:
        faults["service_code"] = _("There is no such service_code.")
    if ("lat" in sent) != ("long" in sent):
        faults["point"] = _("lat and long belong together.")
    elif not sent.keys() & {"lat", "address_string", "address_id"}:
        faults["place"] = _("A place is needed: lat and long, address_string or address_id.")
    elif "lat" in sent and _point(sent) is None:
        faults["point"] = _("lat and long must be numbers in degrees (WGS-84).")
    if "address_id" in sent and not re.fullmatch(r"\d{1,18}", sent["address_id"]):
        faults["address_id"] = _("There is no such address_id.")
    if len(sent.get("description", "")) > TEXT_MOST or any(map(_CONTROL.search, sent.values())):
        faults["description"] = _("description takes up to 4,000 printable characters.")
    return faults


def _point(sent: dict[str, str]) -> tuple[float, float] | None:
    try:
        lon, lat = float(sent["long"]), float(sent["lat"])
    except ValueError:
        return None
    return (lon, lat) if -180 <= lon <= 180 and -90 <= lat <= 90 else None


def _report(sent: dict[str, str], rows: Catalogue) -> Report:
    point = _point(sent) if "lat" in sent else None
    row = rows.categories[sent["service_code"]]
    return Report(
        text=sent.get("description") or row.zh,
        channel=Channel.OPEN311,
        category=row.code,
        lon=point[0] if point else None,
        lat=point[1] if point else None,
        building=int(sent["address_id"]) if "address_id" in sent and not point else None,
        location=sent.get("address_string", ""),
        name=" ".join(filter(None, [sent.get("last_name", ""), sent.get("first_name", "")])),
        phone=sent.get("phone", ""),
    )


def _list(request: HttpRequest, form: str) -> HttpResponse:
    asked = {name: str(value).strip() for name, value in request.GET.items() if str(value).strip()}
    if "service_request_id" in asked:
        return answer(
            "service_requests", _shown(list(_rows(_numbered(asked["service_request_id"].split(","))))), form
        )
    try:
        rows = _narrowed(asked)
    except ValueError as fault:
        return refusal(400, [str(fault)], form)
    # Whose hour it was, the order must not tell either: within a day by the number, which is shown.
    found = sorted(rows.order_by("-received_at", "-id")[:MOST], key=lambda case: case.number, reverse=True)
    found.sort(key=lambda case: local_day(case.received_at), reverse=True)
    return answer("service_requests", _shown(found), form)


def _narrowed(asked: dict[str, str]) -> QuerySet[Case]:
    now = timezone.now()
    end = _moment(asked, "end_date") or now
    start = _moment(asked, "start_date") or end - timedelta(days=SPAN_DAYS)
    if end - start > timedelta(days=SPAN_DAYS):
        raise ValueError(_("At most 90 days fit between start_date and end_date."))
    # A window holds the days whose last second lies in it: what is returned was shown to be inside, and no part of a day asks.
    last = local_day(end + SECOND) if "end_date" in asked else local_day(end) + timedelta(days=1)
    since, until = midnight(local_day(start)), midnight(last)
    rows = _rows(Case.objects.filter(received_at__gte=since, received_at__lt=until))
    if "service_code" in asked:
        rows = rows.filter(category__in=asked["service_code"].split(","))
    wanted = set(asked.get("status", "open,closed").split(","))
    if not wanted <= {"open", "closed"}:
        raise ValueError(_("status is open, closed or both."))
    return rows if len(wanted) == 2 else rows.filter(open="open" in wanted)


def _moment(asked: dict[str, str], name: str) -> datetime | None:
    """A moment with its zone; a plus sign that arrived as a space is understood."""
    if name not in asked:
        return None
    found = parse_datetime(asked[name].replace(" ", "+"))
    if found is None or timezone.is_naive(found):
        raise ValueError(_("%(name)s must look like 2026-11-23T00:00:00+08:00.") % {"name": name})
    return found


def _numbered(numbers: list[str]) -> QuerySet[Case]:
    found = []
    for number in numbers[:MOST]:
        try:
            found.append(parse_case_number(number))
        except ValueError:
            continue
    return Case.objects.filter(number__in=found)


def _rows(rows: QuerySet[Case]) -> QuerySet[Case]:
    return rows.filter(restricted=False, confidential=False).select_related("holder", "category")


def _shown(rows: list[Case]) -> list[dict[str, Any]]:
    names = dict(Place.objects.filter(code__in={case.community for case in rows}).values_list("code", "name"))
    return [_row(case, names.get(case.community, "")) for case in rows]


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
