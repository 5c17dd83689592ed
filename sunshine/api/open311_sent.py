"""What other systems send by Open311: read, checked, and told back where it cannot be kept.

A partner whose line was cut sends again, and must not open a second matter. It names a sending by the header
`Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header), a report by `attribute[own_number]`; other words under the
same name are refused. With nothing but `account_id` or other attributes, which a partner may give to several reports, the
very same words within a day are one report.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from sunshine.api.spark import refusal
from sunshine.cases.models import Case
from sunshine.cases.queries.catalogue import Catalogue
from sunshine.cases.queries.originals import LOCATION_MOST
from sunshine.cases.rules import Report
from sunshine.clocks.queries import local_day
from sunshine.lib.typed import without_controls
from sunshine.matters.states import Channel
from sunshine.record.states import Actor

TEXT_MOST, NUMBER_MOST, KEY_MOST = 4000, 60, 255
HALF = 32
"""Characters of a digest that name a sending, and of the one that names its words: together as long as a form's key."""
REPEATED_WITHIN = timedelta(days=1)
OWN_NUMBER, SECRET = "attribute[own_number]", "attribute[confidential]"
YES = frozenset({"1", "true", "yes", "y", "on", "是", "保密"})
TAKEN = {
    "api_key",
    "jurisdiction_id",
    "service_code",
    "lat",
    "long",
    "address_string",
    "address_id",
    "account_id",
    "first_name",
    "last_name",
    "phone",
    "description",
    OWN_NUMBER,
    SECRET,
}
"""The fields of a report that are read; all others are named in the answer."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A report as it arrived: values by field, the name of the sending, and the fields that came more than once."""

    values: dict[str, str]
    key: str
    files: frozenset[str]
    doubled: frozenset[str]

    @property
    def own_number(self) -> str:
        """The partner's own number of the report."""
        return self.values.get(OWN_NUMBER, "")


def here_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse questions and reports for another jurisdiction; ours is the county's code or the name of this host."""

    @wraps(view)
    def asked(request: HttpRequest, form: str, **more: str) -> HttpResponse:
        named = {*request.GET.getlist("jurisdiction_id"), *request.POST.getlist("jurisdiction_id")}
        ours = {"", settings.COUNTY, request.get_host(), request.get_host().partition(":")[0]}
        if not {without_controls(str(name)).strip() for name in named} <= ours:
            return refusal(404, [_("There is no such jurisdiction_id here.")], form)
        return view(request, form=form, **more)

    return asked


def read_values(sent: QueryDict) -> dict[str, str]:
    """What stands in each field, without what cannot be printed and without what is empty."""
    read = {name: without_controls(str(value)).strip() for name, value in sent.items()}
    return {name: value for name, value in read.items() if value}


def split_list(text: str) -> list[str]:
    """The entries of a list parted by commas; a blank is none."""
    return [entry for part in text.split(",") if (entry := part.strip())]


def read_report(request: HttpRequest) -> Sent:
    """What a partner sent in the form, in the address, and in the header that names a sending."""
    values = {**read_values(request.GET), **read_values(request.POST)}
    key = without_controls(request.headers.get("Idempotency-Key", "")).strip().strip('"')
    names = {*request.GET, *request.POST}
    doubled = {name for name in names if len({*request.GET.getlist(name), *request.POST.getlist(name)}) > 1}
    return Sent(values, key, frozenset(map(str, request.FILES)), frozenset(map(str, doubled)))


def unread_sentence(names: Iterable[str]) -> str:
    """One sentence that names the fields which were not read, or ""."""
    shown = ", ".join(sorted(without_controls(name)[:NUMBER_MOST] for name in names))
    return _("Not read: %(names)s.") % {"names": shown} if shown else ""


def notes_of(sent: Sent) -> list[str]:
    """A sentence for whatever was sent and is not kept as it was sent."""
    notes = [unread_sentence((sent.values.keys() | sent.files) - TAKEN)]
    if doubled := sent.doubled & TAKEN:
        notes.append(
            _("Sent more than once, the last one counts: %(names)s.") % {"names": ", ".join(sorted(doubled))}
        )
    return [note for note in notes if note]


def faults_of(sent: Sent, rows: Catalogue) -> dict[str, str]:
    """One sentence per fault, by field."""
    values, faults = sent.values, _faults_of_place(sent.values)
    row = rows.categories.get(values.get("service_code", ""))
    if "service_code" not in values:
        faults["missing"] = _("service_code is missing.")
    elif row is None or row.parent_id is None or row.restricted:
        faults["service_code"] = _("There is no such service_code.")
    if len(_words(values)) > TEXT_MOST:
        faults["description"] = _("description takes up to 4,000 characters.")
    if len(sent.own_number) > NUMBER_MOST:
        faults["own_number"] = _("attribute[own_number] takes up to 60 characters.")
    if len(sent.key) > KEY_MOST:
        faults["key"] = _("Idempotency-Key takes up to 255 characters.")
    return faults


def _faults_of_place(values: dict[str, str]) -> dict[str, str]:
    faults: dict[str, str] = {}
    if ("lat" in values) != ("long" in values):
        faults["point"] = _("lat and long belong together.")
    elif not values.keys() & {"lat", "address_string", "address_id"}:
        faults["place"] = _("A place is needed: lat and long, address_string or address_id.")
    elif "lat" in values and _point(values) is None:
        faults["point"] = _("lat and long must be numbers in degrees (WGS-84).")
    if "address_id" in values and not re.fullmatch(r"\d{1,18}", values["address_id"]):
        faults["address_id"] = _("There is no such address_id.")
    return faults


def _point(values: dict[str, str]) -> tuple[float, float] | None:
    try:
        lon, lat = float(values["long"]), float(values["lat"])
    except ValueError:
        return None
    return (lon, lat) if -180 <= lon <= 180 and -90 <= lat <= 90 else None


def _words(values: dict[str, str]) -> str:
    """What is told, and the whole address where it is longer than a place can be."""
    address = values.get("address_string", "")
    more = address if len(address) > LOCATION_MOST else ""
    return "\n".join(filter(None, [values.get("description", ""), more]))


def report_of(sent: Sent, rows: Catalogue, *, by: Actor, at: datetime) -> Report:
    """The report of a partner, with what makes its repetition the same report."""
    values = sent.values
    point = _point(values) if "lat" in values else None
    row = rows.categories[values["service_code"]]
    number = sent.own_number or _short(sent.key)
    return Report(
        text=_words(values) or row.zh,
        channel=Channel.OPEN311,
        category=row.code,
        lon=point[0] if point else None,
        lat=point[1] if point else None,
        building=int(values["address_id"]) if "address_id" in values and not point else None,
        location=values.get("address_string", ""),
        name=" ".join(filter(None, [values.get("last_name", ""), values.get("first_name", "")])),
        phone=values.get("phone", ""),
        confidential=values.get(SECRET, "").lower() in YES,
        source=by.ident if number else "",
        external_number=number or None,
        form_key=_form_key(sent, by, at),
    )


def _short(key: str) -> str:
    return key if len(key) <= NUMBER_MOST else _digest("key", key)


def _form_key(sent: Sent, by: Actor, at: datetime) -> str | None:
    """The key under which a repetition is found: half of it names the sending, half of it the words."""
    told = [f"{name}={value}" for name, value in sorted(sent.values.items()) if name != "api_key"]
    words = _digest("words", by.ident, *told)
    if name := sent.key or sent.own_number:
        return _digest("key" if sent.key else "own", by.ident, name) + words
    if not any(field == "account_id" or field.startswith("attribute[") for field in sent.values):
        return None
    return _key_of_day(by, words, at)


def _key_of_day(by: Actor, words: str, at: datetime) -> str:
    """The key of these words today, or of the day before while that is less than a day ago."""
    today, before = (_digest("day", by.ident, str(local_day(then))) for then in (at, at - REPEATED_WITHIN))
    recent = Case.objects.filter(form_key=before + words, received_at__gt=at - REPEATED_WITHIN)
    return (before if recent.exists() else today) + words


def _digest(*parts: str) -> str:
    """Keyed, because telephone numbers are among the words: whoever reads the table must not be able to try them out."""
    return salted_hmac("open311", "\x00".join(parts), algorithm="sha256").hexdigest()[:HALF]
