"""Ledgers of other offices: each row becomes a request, is already there, or comes back with its reason.

Columns are found by a mapping from our words to the ledger's; the shipped one knows the usual 12345 headings.
The resident's time of telling is kept beside; custody and clocks begin when we take the row in, since nobody
here could have handled it before.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from collections.abc import Mapping as Columns
from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sunshine.cases.actions import check_receive, receive
from sunshine.cases.models import Case
from sunshine.cases.queries import catalogue
from sunshine.cases.queries.originals import original
from sunshine.cases.rules import Report as Told
from sunshine.cases.states import Channel, Doubt
from sunshine.lib.refusals import Refused
from sunshine.lib.sheets import BadSheet, Row, Table, parse_moment, read_rows
from sunshine.places.sheets.report import Outcome, Progress, Report, check_row, row_words, run
from sunshine.record.states import Actor

_Doubts = dict[int, tuple[Doubt, ...]]
_Take = Callable[[Told], tuple[Outcome, tuple[Doubt, ...]]]
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*[年./-]")
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
    mapping: Mapping
    source: str
    year: int

    def cell(self, row: Row, field: str) -> str:
        """What a row says of a field, under whichever of its headings the row's sheet has."""
        return next(filter(None, (row.cells.get(name) for name in self.mapping.headings.get(field, ()))), "")

    def about(self, row: Row) -> str:
        """The number by which the ledger's keeper finds the row, after the name of its sheet where there are several."""
        return row_words(row, self.cell(row, "number"))

    def moment(self, row: Row, field: str) -> datetime | None:
        """The moment of a cell, a day without year in the ledger's; None for what is none."""
        try:
            return parse_moment(
                self.cell(row, field), timezone.get_current_timezone(), year=self.year, epoch=self.table.epoch
            )
        except ValueError:
            return None


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

    `source` names the ledger: its numbers are known by it, so that a second run changes nothing. `preview` gives each
    row the verdict of the import, by the same checks, and writes nothing. Raises Refused when the file as a whole cannot
    be read.
    """
    ledger = _open(file, filename, mapping, source, timezone.localdate(at))
    there = Case.objects.filter(source=source).only("external_number", "text", "original")
    known = {case.external_number: original(case) for case in there}
    take = _previewed(known, by, at) if preview else _taken(known, by, at)
    doubts: _Doubts = {}
    report = run(
        ledger.table.rows,
        lambda row: row.number,
        ledger.about,
        _with(ledger, take, doubts),
        progress,
        lambda row: _doubts(ledger, row, doubts),
    )
    return Report(report.lines, tuple(_left_out(ledger)))


def _left_out(ledger: _Ledger) -> Iterator[str]:
    """A sentence for the columns, and one for the sheets, that were not taken."""
    used = {name for field in _FIELDS for name in ledger.mapping.headings.get(field, ())}
    if unused := [name for name in ledger.table.columns if name not in used]:
        yield _("Columns that were not taken: %(names)s.") % {"names": "、".join(unused)}
    if ledger.table.unread:
        yield _("Sheets that were not read, because they are hidden or have no such headings: %(names)s.") % {
            "names": "、".join(ledger.table.unread)
        }


def _open(file: Path | bytes, filename: str, mapping: Mapping, source: str, on: date) -> _Ledger:
    wanted = [name for names in mapping.headings.values() for name in names]
    try:
        table = read_rows(file, filename, known=wanted)
    except BadSheet as bad:
        raise Refused(_sheet_words(bad), code=bad.code) from None
    for field in ("number", "text"):
        if mapping.column(field, table) is None:
            said = {
                "headings": " / ".join(mapping.headings.get(field, ())),
                "found": "、".join(filter(None, table.columns)),
            }
            raise Refused(
                _("The ledger has no column %(headings)s; it has %(found)s.") % said, code="no_header"
            )
    titled = _YEAR.search(table.title)
    return _Ledger(table, mapping, source, int(titled[1]) if titled else on.year)


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


def _with(ledger: _Ledger, take: _Take, doubts: _Doubts) -> Callable[[Row], Outcome]:
    def taken(row: Row) -> Outcome:
        outcome, doubts[row.number] = take(_told(ledger, row))
        return outcome

    return taken


def _told(ledger: _Ledger, row: Row) -> Told:
    number = _number(ledger, row)
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
        told_at=ledger.moment(row, "time"),
    )


def _number(ledger: _Ledger, row: Row) -> str:
    """The number of a row. Raises Refused for a row without one, and where what stands there may be another row's."""
    number = ledger.cell(row, "number")
    if not number:
        raise Refused(_("The row has no number."), code="number")
    check_row(row, [number])
    return number


def _doubts(ledger: _Ledger, row: Row, told_of: _Doubts) -> tuple[str, ...]:
    """What of a row was taken otherwise than it stands, each in a sentence: beside the matter it keeps nothing from being taken."""
    time, said = ledger.cell(row, "time"), [str(doubt.label) for doubt in told_of.pop(row.number, ())]
    if time and ledger.moment(row, "time") is None:
        said.append(
            _("“%(cell)s” is no date we can read: the matter was taken without it.") % {"cell": time[:40]}
        )
    if any("\ufffd" in cell for cell in row.cells.values()):
        said.append(_("A character of this row is damaged in the file; please compare."))
    return tuple(said)


def _kind(ledger: _Ledger, word: str) -> str | None:
    """The category a ledger's word stands for: by the mapping, or by our own name; unknown words are no fault."""
    if not word:
        return None
    by_name = {row.zh: row.code for row in catalogue().categories.values() if row.parent_id}
    return ledger.mapping.kinds.get(word) or by_name.get(word)


def _taken(known: dict[str | None, str], by: Actor, at: datetime) -> _Take:
    def take(told: Told) -> tuple[Outcome, tuple[Doubt, ...]]:
        if (there := _there(known, told)) is not None:
            return there, ()
        received = receive(told, by=by, at=at)
        known[told.external_number] = original(received.case)
        return Outcome.ACCEPTED, received.doubts

    return take


def _previewed(known: dict[str | None, str], by: Actor, at: datetime) -> _Take:
    def take(told: Told) -> tuple[Outcome, tuple[Doubt, ...]]:
        if (there := _there(known, told)) is not None:
            return there, ()
        plan = check_receive(told, by=by, at=at)
        known[told.external_number] = told.text
        return Outcome.ACCEPTED, plan.doubts

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
