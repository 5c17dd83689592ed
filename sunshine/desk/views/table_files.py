"""A table by file: fetch the template, choose a file, look at what would become of each row, take it in."""

from functools import partial
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sunshine.desk.door import DONE, Seat, attempt, page
from sunshine.desk.tables import Table
from sunshine.desk.tables.files import FILES, Secrets, TableFile
from sunshine.desk.views.exports import XLSX
from sunshine.desk.views.tables import sit_at
from sunshine.lib.ledgers import sheet_bytes
from sunshine.lib.refusals import Refused
from sunshine.lib.sheets import Column, Row
from sunshine.places.forms import TableFileForm, TableRowsForm
from sunshine.places.sheets.report import Report
from sunshine.places.sheets.tables import table_rows

_SALT = "table-file"
"""The salt of rows that were read and come back signed: a file is not sent twice, and nowhere kept."""
EMPTY_LINES = 20


def _sit(request: HttpRequest, key: str) -> tuple[Table, TableFile, Seat]:
    """The table and its file, for whoever may change the table."""
    table, who = sit_at(request, key)
    if key not in FILES:
        raise Http404
    return table, FILES[key], who


@require_http_methods(["GET", "HEAD", "POST"])
def table_file(request: HttpRequest, table: str) -> HttpResponse:
    """Choose a file; then what would become of its rows; then what became of them."""
    found, file, who = _sit(request, table)
    if request.method != "POST":
        return _show(request, found, file, TableFileForm())
    if "rows" in request.POST:
        return _taken(request, found, file, who)
    form = TableFileForm(request.POST, request.FILES)
    status, looked = attempt(form, partial(_look, who, file))
    if status != DONE:
        return _show(request, found, file, form, status)
    rows, report = looked
    signed = signing.dumps([list(row) for row in rows], salt=f"{_SALT}:{found.key}", compress=True)
    take = TableRowsForm(initial={"rows": signed}) if report.accepted else None
    return _show(request, found, file, TableFileForm(), preview=True, report=report, take=take)


def _look(who: Seat, described: TableFile, *, file: Any) -> tuple[list[Row], Report]:
    """The rows of a file and what would become of each; nothing is written. Refused for none, and for too many."""
    rows = table_rows(file.read(), file.name, described.fields)
    if not rows:
        raise Refused(_("Below the headings this file has no rows."), code="file")
    if len(rows) > described.most:
        sentence = _(
            "This file has %(rows)s rows; here it may have %(most)s. Part it, or ask the operator to bring it by the command."
        )
        raise Refused(sentence % {"rows": len(rows), "most": described.most}, code="file")
    return rows, described.enter(who, rows, True, [])


def _taken(request: HttpRequest, table: Table, file: TableFile, who: Seat) -> HttpResponse:
    """Take in what was looked at; one-time passwords stand on this page and nowhere else."""
    form, secrets = TableRowsForm(request.POST), Secrets()
    status, report = attempt(form, partial(_take, who, table, file, secrets))
    if status != DONE:
        return _show(request, table, file, TableFileForm(), status, refused=form.errors.values())
    return _show(request, table, file, TableFileForm(), report=report, secrets=secrets)


def _take(who: Seat, table: Table, file: TableFile, secrets: Secrets, *, rows: str) -> Report:
    try:
        read = signing.loads(rows, salt=f"{_SALT}:{table.key}")
    except signing.BadSignature:
        raise Refused(_("This file has to be chosen once more."), code="read") from None
    return file.enter(who, [Row(*row) for row in read], False, secrets)


@require_safe
def table_template(request: HttpRequest, table: str) -> HttpResponse:
    """An empty sheet with the headings, room for some rows, and one line of explanation below."""
    found, file, who = _sit(request, table)
    columns = [Column(one.title, one.width) for one in file.fields]
    book = sheet_bytes(
        title=str(found.title),
        columns=columns,
        rows=[[""] * len(columns)] * EMPTY_LINES,
        unit=who.officer.organisation.spoken,
        day=who.on,
        note=_("Note: %(hint)s") % {"hint": file.hint},
    )
    answer = HttpResponse(book, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{found.key}.xlsx"'
    return answer


def _show(
    request: HttpRequest, table: Table, file: TableFile, form: TableFileForm, status: int = DONE, **more: Any
) -> HttpResponse:
    context = {
        "table": table, "file": file, "form": form,
        "preview": False, "report": None, "take": None, "secrets": [], "refused": [], **more,
    }  # fmt: skip
    return page(request, "desk/table_file.html", context, status=status)
