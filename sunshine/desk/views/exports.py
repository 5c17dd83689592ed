"""The workbooks that somebody asked for: how far they are, and the files themselves."""

from datetime import timedelta
from typing import Any, NamedTuple

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_safe

from sunshine.cases.forms import FilterForm
from sunshine.cases.sheets import MAKER, open_only
from sunshine.cases.sheets.answers import ANSWERS_MAKER
from sunshine.cases.sheets.refused import REFUSED_MAKER
from sunshine.desk.door import DONE, REFUSED, DeskUser, area, page, require
from sunshine.desk.lists import choice_words, request_filters
from sunshine.files.actions import fetch_export
from sunshine.files.models import Export
from sunshine.files.queries import exports_of
from sunshine.lib.refusals import Refused

LISTED = 20
LOOKED_AFTER = timedelta(minutes=10)
"""A page asks by itself how far a file is for so long: it must not keep a session alive that nobody works in."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TITLES = {
    MAKER: _("requests"),
    REFUSED_MAKER: _("refused rows of a ledger"),
    ANSWERS_MAKER: _("replies to a ledger"),
}
"""What each job makes; also the name of its files."""


class ExportLine(NamedTuple):
    """A workbook on the page: what it is of, with which filters, and whether a list can be asked for anew by them."""

    export: Export
    title: Any
    chosen: list[str]
    listed: bool


@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """One's own workbooks, the newest first."""
    return exports_page(request, require(request, "export"))


def exports_page(
    request: HttpRequest, who: DeskUser, refused: str = "", *, status: int = DONE
) -> HttpResponse:
    """The page of workbooks, with the sentence why there is none of what was just asked."""
    found = list(exports_of(who.officer)[:LISTED])
    form = request_filters(who.officer, who.on, area(who))
    lines = [ExportLine(row, TITLES[row.maker], _chosen(form, row), row.maker == MAKER) for row in found]
    young = any(row.under_way and who.at - row.asked_at < LOOKED_AFTER for row in found)
    context = {
        "lines": lines,
        "refused": refused,
        "under_way": any(row.under_way for row in found),
        "young": young,
    }
    return page(request, "desk/exports.html", context, part="exports", status=status)


def _chosen(form: FilterForm, row: Export) -> list[str]:
    """The filters of a list in words; one of an older release, which the form has no more, is left out."""
    filters = row.filters if row.maker == MAKER else {}
    fields = [(form.fields[name], value) for name, value in filters.items() if name in form.fields]
    chosen = [
        str(field.label) if value is True else f"{field.label}: {choice_words(field, value)}"
        for field, value in fields
    ]
    return [*chosen, *(open_only(filters) if row.maker == MAKER else ())]


@require_GET
def fetch(request: HttpRequest, name: str) -> FileResponse | HttpResponse:
    """The file, for whoever asked for it; each time is recorded."""
    who = require(request, "export")
    export = get_object_or_404(exports_of(who.officer), name=name)
    try:
        file = fetch_export(export, by=who.by, at=who.at)
    except Refused as refusal:
        return exports_page(request, who, str(refusal), status=REFUSED)
    called = f"{TITLES[export.maker]}-{timezone.localdate(export.asked_at):%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=called, content_type=XLSX)
