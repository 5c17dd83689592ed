"""Ledgers of other offices: each row becomes a request, is already there, or comes back with its reason.

Columns are found by a mapping from our words to the ledger's; the shipped one knows the usual 12345 headings.
The resident's time of telling is kept beside; custody and clocks begin when we take the row in, since nobody
here could have handled it before.
"""

import re
import tomllib
from collections.abc import Callable
from collections.abc import Mapping as Columns
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sunshine.cases.actions import receive
from sunshine.cases.models import Case
from sunshine.cases.queries import catalogue
from sunshine.cases.queries.originals import original
from sunshine.cases.rules import Report as Told
from sunshine.cases.rules import check_words
from sunshine.cases.states import Channel
from sunshine.lib.refusals import Refused
from sunshine.lib.sheets import BadSheet, Row, Table, parse_moment, read_rows
from sunshine.places.sheets.report import Outcome, Progress, Report, run
from sunshine.record.states import Actor

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
_FIELDS = ("number", "subject", "text", "time", "place", "name", "phone", "category")


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which headings of the ledger hold what; several spellings each, the first found wins."""

    headings: Columns[str, tuple[str, ...]]
    kinds: Columns[str, str]

    def column(self, field: str, table: Table) -> str | None:
        """The heading of this table that holds `field`, if there is one."""
        return next((name for name in self.headings.get(field, ()) if name in table.columns), None)


def read_mapping(source: str) -> Mapping:
    """A mapping from TOML: `[columns]` field = [headings], `[kinds]` word of the ledger = category code.

    Raises Refused naming what cannot be meant.
    """
    try:
        told = tomllib.loads(source)
        columns = {field: tuple(told.get("columns", {}).get(field, ())) for field in told.get("columns", {})}
    except (tomllib.TOMLDecodeError, TypeError, AttributeError) as error:
        raise Refused(_("The mapping cannot be read: %(why)s") % {"why": error}, code="mapping") from None
    if strange := sorted(set(columns) - set(_FIELDS)):
        said = {"field": strange[0], "fields": ", ".join(_FIELDS)}
        raise Refused(_("The mapping does not know “%(field)s”; it knows %(fields)s.") % said, code="mapping")
    return Mapping(columns, dict(told.get("kinds", {})))


DEFAULT = read_mapping(
    (resources.files("sunshine.cases") / "data" / "ledger.toml").read_text(encoding="utf-8")
)


@dataclass(frozen=True, slots=True)
class _Ledger:
    """One file with its columns found."""

    table: Table
    at: dict[str, str | None]
    mapping: Mapping
    source: str

    def cell(self, row: Row, field: str) -> str:
        name = self.at[field]
        return _CONTROL.sub(" ", row.cells.get(name, "")).strip() if name else ""


def import_requests(
    file: Path | bytes,
    filename: str,
    *,
    source: str,
    by: Actor,
    at: datetime,
    mapping: Mapping = DEFAULT,
    progress: Progress | None = None,
    preview: bool = False,
) -> Report:
    """Take in every row of a ledger, one transaction each; accepted + already there + rejected = rows.

    `source` names the ledger: its numbers are known by it, so that a second run changes nothing. `preview`
    says what would become of each row and writes nothing. Raises Refused when the file as a whole cannot be read.
    """
    ledger = _open(file, filename, mapping, source)
    there = Case.objects.filter(source=source).only("external_number", "text", "original")
    known = {case.external_number: original(case) for case in there}
    take = _previewed(known) if preview else _taken(known, by, at)
    report = run(
        ledger.table.rows,
        lambda row: row.number,
        lambda row: ledger.cell(row, "number"),
        _with(ledger, take),
        progress,
    )
    unused = [name for name in ledger.table.columns if name and name not in ledger.at.values()]
    warning = (_("Columns that were not taken: %(names)s.") % {"names": "、".join(unused)},) if unused else ()
    return Report(report.lines, warning)


def _open(file: Path | bytes, filename: str, mapping: Mapping, source: str) -> _Ledger:
    wanted = [name for names in mapping.headings.values() for name in names]
    try:
        table = read_rows(file, filename, known=wanted)
    except BadSheet as bad:
        raise Refused(_sheet_words(bad), code=bad.code) from None
    at = {field: mapping.column(field, table) for field in _FIELDS}
    for field in ("number", "text"):
        if at[field] is None:
            said = {
                "headings": " / ".join(mapping.headings.get(field, ())),
                "found": "、".join(filter(None, table.columns)),
            }
            raise Refused(
                _("The ledger has no column %(headings)s; it has %(found)s.") % said, code="no_header"
            )
    return _Ledger(table, at, mapping, source)


def _sheet_words(bad: BadSheet) -> Any:
    return {
        "empty": _("The file is empty."),
        "too_large": _("The file is too large. Split it, for instance by month."),
        "too_many_rows": _("The file has too many rows. Split it, for instance by month."),
        "too_many_columns": _("The file has too many columns."),
        "bomb": _("The file unpacks to far more than it should; it was not opened."),
        "locked": _("The file is locked by a password. Save it without one."),
        "no_header": _("No row of the file has the headings we look for. Name them in a mapping file."),
    }.get(bad.code, _("This is not a spreadsheet we can read. Use .xlsx, .xls, .et, .ods or .csv."))


def _with(ledger: _Ledger, take: Callable[[Told], Outcome]) -> Callable[[Row], Outcome]:
    return lambda row: take(_told(ledger, row))


def _told(ledger: _Ledger, row: Row) -> Told:
    number = ledger.cell(row, "number")
    if not number:
        raise Refused(_("The row has no number."), code="number")
    subject, text = ledger.cell(row, "subject"), ledger.cell(row, "text")
    words = text if text.startswith(subject) else f"{subject}\n{text}".strip()
    return Told(
        text=words,
        channel=Channel.IMPORT,
        category=_kind(ledger, ledger.cell(row, "category")),
        location=ledger.cell(row, "place"),
        name=ledger.cell(row, "name"),
        phone=ledger.cell(row, "phone"),
        source=ledger.source,
        external_number=number,
        told_at=_moment(ledger.cell(row, "time")),
    )


def _kind(ledger: _Ledger, word: str) -> str | None:
    """The category a ledger's word stands for: by the mapping, or by our own name; unknown words are no fault."""
    if not word:
        return None
    by_name = {row.zh: row.code for row in catalogue().categories.values() if row.parent_id}
    return ledger.mapping.kinds.get(word) or by_name.get(word)


def _moment(cell: str) -> datetime | None:
    if not cell:
        return None
    try:
        return parse_moment(cell, timezone.get_current_timezone())
    except ValueError:
        raise Refused(_("“%(cell)s” is no date we can read.") % {"cell": cell[:40]}, code="time") from None


def _taken(known: dict[str | None, str], by: Actor, at: datetime) -> Callable[[Told], Outcome]:
    def take(told: Told) -> Outcome:
        if (there := _there(known, told)) is not None:
            return there
        case = receive(told, by=by, at=at).case
        known[told.external_number] = original(case)
        return Outcome.ACCEPTED

    return take


def _previewed(known: dict[str | None, str]) -> Callable[[Told], Outcome]:
    def take(told: Told) -> Outcome:
        if (there := _there(known, told)) is not None:
            return there
        known[told.external_number] = check_words(told.text, most=told.most)
        return Outcome.ACCEPTED

    return take


def _there(known: dict[str | None, str], told: Told) -> Outcome | None:
    """A number that is there with the same words is there; with other words it is a fault somebody must look at."""
    if told.external_number not in known:
        return None
    if _plain(known[told.external_number]) != _plain(told.text):
        said = {"number": told.external_number}
        raise Refused(_("Number %(number)s is there already with another text.") % said, code="number")
    return Outcome.THERE


def _plain(text: str) -> str:
    return "".join(text.split())
