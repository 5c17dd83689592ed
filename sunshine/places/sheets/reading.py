"""Read places, buildings and duties from the field's own spreadsheets."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from sunshine.lib.refusals import Refused
from sunshine.lib.sheets import BadSheet, Row, Table, parse_day, read_rows, split_names
from sunshine.people.actions.step import day_of
from sunshine.places.actions import add_building, add_place, set_duty
from sunshine.places.models import GridDuty, Place
from sunshine.places.queries import place
from sunshine.places.sheets.columns import (
    BUILDINGS,
    DUTIES,
    KINDS,
    PLACES,
    ROLES,
    Field,
    cells_of,
    known_headings,
)
from sunshine.places.sheets.report import Progress, RowOutcome, SheetReport, check_row, row_words, run
from sunshine.record.states import Actor

Cells = dict[str, str]

SHEET_FAULTS: Mapping[str, Any] = {
    "empty": _("The file is empty."),
    "too_large": _("The file is too large."),
    "too_many_rows": _("The file has too many rows."),
    "too_many_columns": _("The file has too many columns."),
    "bomb": _("The file unpacks to far more than it should; it was not opened."),
    "locked": _("The file is locked with a password. Save it without one."),
    "not_a_sheet": _("This file is no spreadsheet. Save it as .xlsx or .csv."),
    "no_header": _("No row of headings was found. Use the headings of the exported sheet."),
}


def import_places(
    source: Path | bytes, filename: str, *, by: Actor, at: datetime, progress: Progress | None = None
) -> SheetReport:
    """Enter the places of a sheet, parents before children; one with the same code and name is there already.

    Raises Refused for a file that can't be read as a whole.
    """

    def take(cells: Cells) -> RowOutcome:
        there = Place.objects.filter(code=cells["code"], name=cells["name"], retired_on=None)
        if there.exists():
            return RowOutcome.THERE
        more: dict[str, Any] = {name: cells[name] for name in ("name_en", "extent") if cells[name]}
        if cells["kind"]:
            more["kind"] = choice(KINDS, cells["kind"])
        if cells["households"]:
            more["households"] = whole_number(cells["households"])
        add_place(code=cells["code"], name=cells["name"], source=filename[:80], by=by, at=at, **more)
        return RowOutcome.ACCEPTED

    rows = rows_of(source, filename, PLACES)
    return _run(rows, PLACES, take, progress, rank=lambda cells: len(cells["code"]))


def import_buildings(
    source: Path | bytes, filename: str, *, by: Actor, at: datetime, progress: Progress | None = None
) -> SheetReport:
    """Enter the buildings of a sheet; blank grid cells mean "same as above".

    Raises Refused for a file that can't be read as a whole.
    """

    def take(cells: Cells) -> RowOutcome:
        fields: dict[str, Any] = {name: cells[name] for name in ("name", "address", "external_code")}
        fields |= {name: _number(cells[name]) for name in ("lon", "lat") if cells[name]}
        if cells["households"]:
            fields["households"] = whole_number(cells["households"])
        aliases = split_names(cells["aliases"])
        return _unless_there(
            lambda: add_building(grid=place(cells["grid"]), aliases=aliases, by=by, at=at, **fields)
        )

    return _run(rows_of(source, filename, BUILDINGS), BUILDINGS, take, progress)


def import_duties(
    source: Path | bytes, filename: str, *, by: Actor, at: datetime, progress: Progress | None = None
) -> SheetReport:
    """Enter who answers for which grid; the same name, number and role in force is there already.

    Raises Refused for a file that can't be read as a whole.
    """

    def take(cells: Cells) -> RowOutcome:
        role = choice(ROLES, cells["role"])
        first = typed_day(cells["valid_from"]) if cells["valid_from"] else day_of(at)
        who = {"name": cells["name"], "telephone": cells["telephone"], "role": role}
        if GridDuty.objects.filter(grid=cells["grid"], valid_to=None, valid_from__lte=first, **who).exists():
            return RowOutcome.THERE
        set_duty(place(cells["grid"]), on=first, by=by, at=at, **who)
        return RowOutcome.ACCEPTED

    return _run(rows_of(source, filename, DUTIES), DUTIES, take, progress)


def rows_of(source: Path | bytes, filename: str, fields: Sequence[Field]) -> list[Row]:
    """The rows of a file under these headings; Refused for a file that can't be read as a whole."""
    return list(read_sheet(source, filename, fields).rows)


def read_sheet(source: Path | bytes, filename: str, fields: Sequence[Field]) -> Table:
    """A file under these headings, with what of it was not read; Refused for one that can't be read as a whole."""
    try:
        filled = [name for one in fields if one.key == "grid" for name in one.names]
        return read_rows(source, filename, known=known_headings(fields), fill_down=filled)
    except BadSheet as bad:
        raise Refused(SHEET_FAULTS[bad.code], code=bad.code) from None


def _run(
    rows: list[Row],
    fields: Sequence[Field],
    take: Callable[[Cells], RowOutcome],
    progress: Progress | None,
    rank: Callable[[Cells], int] = lambda cells: 0,
) -> SheetReport:
    def take_row(row: Row) -> RowOutcome:
        cells = cells_of(row.cells, fields)
        check_row(row, cells.values())
        return take(cells)

    return run(
        rows,
        number=lambda row: row.number,
        about=lambda row: row_words(row, cells_of(row.cells, fields)["name"]),
        take=take_row,
        progress=progress,
        rank=lambda row: rank(cells_of(row.cells, fields)),
    )


def _unless_there(write: Callable[[], object]) -> RowOutcome:
    """Write, unless the very same is there already."""
    try:
        write()
    except Refused as refusal:
        if refusal.code == "already_there":
            return RowOutcome.THERE
        raise
    return RowOutcome.ACCEPTED


def choice(choices: Mapping[str, Any], said: str) -> Any:
    """What a word of a cell means; Refused, naming the words that are known."""
    if said not in choices:
        known_ones = "、".join(name for name in choices if name)
        sentence = _("“%(said)s” is not known. Known are: %(known)s.")
        raise Refused(sentence % {"said": said, "known": known_ones}, code="unknown_choice")
    return choices[said]


def whole_number(said: str) -> int:
    """The whole number of a cell, or Refused."""
    if not (said.isascii() and said.isdecimal() and len(said) < 8):
        raise Refused(_("“%(said)s” is not a whole number.") % {"said": said}, code="not_a_number")
    return int(said)


def _number(said: str) -> float:
    try:
        return float(said)
    except ValueError:
        raise Refused(_("“%(said)s” is not a number.") % {"said": said}, code="not_a_number") from None


def typed_day(said: str) -> date:
    """The day of a cell in any of its spellings, or Refused."""
    try:
        return parse_day(said)
    except ValueError:
        sentence = _("“%(said)s” is not a date such as 2026-11-23.")
        raise Refused(sentence % {"said": said}, code="not_a_day") from None
