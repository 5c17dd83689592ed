"""A table by file: fetch the template, choose a file, look at what would become of each row, take it in."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core import signing
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sunshine.desk.door import DONE, DeskUser, attempt, page
from sunshine.desk.tables import DeskTable
from sunshine.desk.tables.files import FILES, Secrets, TableFile
from sunshine.desk.views.exports import XLSX
from sunshine.desk.views.tables import sit_at
from sunshine.lib.ledgers import sheet_bytes
from sunshine.lib.refusals import Refused
from sunshine.lib.sheets import Column, Row
from sunshine.places.forms import TableAccountsForm, TableFileForm, TableRowsForm
from sunshine.places.sheets.report import RowOutcome, SheetReport
from sunshine.places.sheets.staff import renew_passwords
from sunshine.places.sheets.tables import TableRows, table_rows

_SALT = "table-file"
"""The salt of rows that were read and come back signed: a file is not sent twice, and nowhere kept."""
EMPTY_LINES = 20
_BESIDE = 64 * 1024
"""Bytes of a form beside its rows: the token, and what the sending of a form adds."""


def _sit(request: HttpRequest, key: str) -> tuple[DeskTable, TableFile, DeskUser]:
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
        return _done(request, found, file, TableRowsForm(request.POST), partial(_take, who, found, file))
    if "accounts" in request.POST:
        return _done(request, found, file, TableAccountsForm(request.POST), partial(_renew, who, found))
    form = TableFileForm(request.POST, request.FILES)
    status, looked = attempt(form, partial(_look, who, found, file))
    if status != DONE:
        return _show(request, found, file, form, status)
    return _show(request, found, file, TableFileForm(), preview=True, **looked)


def _look(who: DeskUser, table: DeskTable, described: TableFile, *, file: Any) -> dict[str, Any]:
    """What would become of each row of a file, and what can be done next; nothing is written.

    Refused for no rows, for too many, and where those that can be taken are too much to be sent back.
    """
    read = table_rows(file.read(), file.name, described.fields)
    if not read.rows:
        raise Refused(_("Below the headings this file has no rows."), code="file")
    if len(read.rows) > described.most:
        sentence = _(
            "This file has %(rows)s rows; here it may have %(most)s. Part it, or ask the operator to bring it by the command."
        )
        raise Refused(sentence % {"rows": len(read.rows), "most": described.most}, code="file")
    report = described.enter(who, read, True, [])
    unused = described.unused(read, report)
    return {
        "report": report,
        "take": TableRowsForm(initial={"rows": _signed_rows(table, read, report)})
        if report.accepted
        else None,
        "unused": unused,
        "renew": TableAccountsForm(initial={"accounts": _sign(table, [row.pk for row in unused])}),
    }


def _signed_rows(table: DeskTable, read: TableRows, report: SheetReport) -> str:
    """The rows that can be taken, with the headings they stood under. Refused where they are more than a form carries."""
    rows = zip(read.rows, report.lines, strict=True)
    taken = [list(row) for row, line in rows if line.outcome is RowOutcome.ACCEPTED]
    signed = _sign(table, {"rows": taken, "titles": dict(read.titles)})
    if len(signed) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE - _BESIDE:
        raise Refused(
            _("The cells of this file are too long altogether. Part the file, or shorten the longest cells."),
            code="file",
        )
    return signed


def _sign(table: DeskTable, what: object) -> str:
    return signing.dumps(what, salt=f"{_SALT}:{table.key}", compress=True)


def _signed(table: DeskTable, text: str) -> Any:
    """What was signed here for this table; Refused for anything else."""
    try:
        return signing.loads(text, salt=f"{_SALT}:{table.key}")
    except signing.BadSignature:
        raise Refused(_("This file has to be chosen once more."), code="read") from None


def _done(
    request: HttpRequest,
    table: DeskTable,
    file: TableFile,
    form: BaseForm,
    act: Callable[..., SheetReport | None],
) -> HttpResponse:
    """Do what was looked at; one-time passwords stand on this page and nowhere else."""
    secrets = Secrets()
    status, report = attempt(form, partial(act, secrets))
    if status != DONE:
        return _show(request, table, file, TableFileForm(), status, refused=form.errors.values())
    return _show(request, table, file, TableFileForm(), report=report, secrets=secrets)


def _take(who: DeskUser, table: DeskTable, file: TableFile, secrets: Secrets, *, rows: str) -> SheetReport:
    signed = _signed(table, rows)
    if not isinstance(signed, dict):
        raise Refused(_("This file has to be chosen once more."), code="read")
    read = TableRows([Row(*row) for row in signed["rows"]], signed["titles"])
    return file.enter(who, read, False, secrets)


def _renew(who: DeskUser, table: DeskTable, secrets: Secrets, *, accounts: str) -> SheetReport | None:
    """Give new passwords; a report only where one could not be given. Refused where all have been used meanwhile."""
    signed = _signed(table, accounts)
    if not isinstance(signed, list):
        raise Refused(_("This file has to be chosen once more."), code="read")
    report = renew_passwords(signed, by=who.by, at=who.at, hand=lambda *account: secrets.append(account))
    if not report.lines:
        raise Refused(_("All these accounts have been used meanwhile; their passwords stay."), code="used")
    return report if report.rejected else None


@require_safe
def table_template(request: HttpRequest, table: str) -> HttpResponse:
    """An empty sheet with the headings, room for some rows, and one line of explanation below."""
    found, file, who = _sit(request, table)
    columns = [Column(one.spoken, one.width) for one in file.fields]
    book = sheet_bytes(
        title=str(found.title),
        columns=columns,
        rows=[[""] * len(columns)] * EMPTY_LINES,
        unit=who.officer.organisation.spoken,
        day=who.on,
        note="\n".join(_("Note: %(hint)s") % {"hint": hint} for hint in [file.hint, *_taught(file)]),
    )
    answer = HttpResponse(book, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{found.key}.xlsx"'
    return answer


def _taught(file: TableFile) -> list[str]:
    """Under which heading which words may stand."""
    return [
        _("%(heading)s: %(words)s.") % {"heading": name, "words": words} for name, words in file.known_words()
    ]


def _show(
    request: HttpRequest,
    table: DeskTable,
    file: TableFile,
    form: TableFileForm,
    status: int = DONE,
    **more: Any,
) -> HttpResponse:
    context = {
        "table": table, "file": file, "form": form,
        "preview": False, "report": None, "take": None, "renew": None, "unused": [], "secrets": [], "refused": [], **more,
    }  # fmt: skip
    return page(request, "desk/table_file.html", context, status=status)
