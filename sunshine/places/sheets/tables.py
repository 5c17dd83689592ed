"""What the files of the desk's tables share: their rows by our keys, a try that is taken back, words, what is there already."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from sunshine.lib.refusals import Refused
from sunshine.lib.sheets import Row
from sunshine.lib.telephones import read_phone_cell
from sunshine.places.sheets.columns import Field, cells_of, known_headings
from sunshine.places.sheets.finding import plain_words
from sunshine.places.sheets.reading import read_sheet
from sunshine.places.sheets.report import (
    Progress,
    RowOutcome,
    SheetReport,
    Taken,
    check_row,
    left_out_words,
    row_words,
    run,
)

Cells = Mapping[str, str]
Titles = Mapping[str, str]
"""What the columns are called in a file, by our keys."""
There = TypeVar("There")

_TRYING = 0x53554E54  # "SUNT": one try per county schema
_ACROSS = 3
"""So many cells that all say the same are one heading merged across the table."""
_SERIAL = frozenset({"序号", "编号", "No.", "No"})
"""Columns that only count the rows."""


@dataclass(frozen=True)
class TableRows:
    """The rows of a file, their cells by our keys; what its columns are called there, and what of it was not read."""

    rows: Sequence[Row]
    titles: Titles = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


def table_rows(source: Path | bytes, filename: str, fields: Sequence[Field]) -> TableRows:
    """The rows of a file; one that is only numbered, or one heading across, says nothing and is none.

    Raises Refused for a file that can't be read as a whole.
    """
    sheet = read_sheet(source, filename, fields)
    rows = (row._replace(cells=cells_of(row.cells, fields)) for row in sheet.rows)
    return TableRows(
        [row for row in rows if _says_something(row)],
        {one.key: _title(one, sheet.columns) for one in fields},
        tuple(left_out_words(_unread(sheet.columns, sheet.rows, fields), sheet.unread)),
    )


def _title(column: Field, columns: Sequence[str]) -> str:
    """What a column is called in a file, or by us where it has none; our key for it is no word for people."""
    name = next((name for name in column.names if name in columns), column.spoken)
    return column.en if name == column.key else name


def _unread(columns: Sequence[str], rows: Iterable[Row], fields: Sequence[Field]) -> list[str]:
    """The columns of which a cell was not taken: of an unknown heading, or the second of two that mean the same."""
    names = {*known_headings(fields), *_SERIAL}
    found = set()
    for row in rows:
        taken = set(cells_of(row.cells, fields).values())
        found |= {
            name for name in columns if (cell := row.cells.get(name)) and _lost(name, cell, names, taken)
        }
    return [name for name in columns if name in found]


def _lost(name: str, cell: str, names: set[str], taken: set[str]) -> bool:
    return name not in names or (name not in _SERIAL and cell.strip() not in taken)


def _says_something(row: Row) -> bool:
    said = [cell for cell in row.cells.values() if cell]
    return bool(said) and not (len(said) >= _ACROSS and len(set(said)) == 1)


def enter_rows(
    table: TableRows,
    take: Callable[[Cells], Taken],
    *,
    about: Callable[[Cells], str] = lambda cells: cells["name"],
    key: Callable[[Cells], Hashable],
    twice: str,
    rank: Callable[[Cells], int] = lambda cells: 0,
    progress: Progress | None = None,
    preview: bool = False,
) -> SheetReport:
    """Take the rows one after another, each whole or not at all. A preview says the same and writes nothing.

    `key` is what tells two rows apart, `twice` the sentence for a second one of it with other words: it names the `row`.
    """
    seen: dict[Hashable, Row] = {}

    def take_row(row: Row) -> Taken:
        check_row(row, row.cells.values())
        first = seen.get(key(row.cells))
        try:
            with transaction.atomic():
                taken = take(row.cells)
        except Refused as refusal:
            if first is None or refusal.code != "other":
                raise
            raise Refused(twice % {"row": _number(first)}, code="twice") from None
        seen.setdefault(key(row.cells), row)
        if first is not None:
            return replace(taken, became=_("the same as row %(row)s") % {"row": _number(first)})
        return taken

    enter = partial(
        run,
        table.rows,
        number=lambda row: row.number,
        about=lambda row: row_words(row, about(row.cells)),
        take=take_row,
        progress=progress,
        rank=lambda row: rank(row.cells),
    )
    report = run_and_roll_back(enter) if preview else enter()
    return replace(report, warnings=(*table.left_out, *report.warnings))


def _number(row: Row) -> str:
    return f"{row.number} ({row.sheet})" if row.sheet else str(row.number)


def run_and_roll_back(enter: Callable[[], SheetReport]) -> SheetReport:
    """What entering rows would say, taken back. One try at a time: two would wait for each other's rows."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(current_schema()))", [_TRYING])
        report = enter()
        transaction.set_rollback(True)
    return report


def enter_once(
    find: Callable[[], There | None], same: Callable[[There], RowOutcome], write: Callable[[], object]
) -> RowOutcome:
    """Write what is not there; of what is there, or was entered by somebody else meanwhile, ask `same`."""
    if (there := find()) is None:
        try:
            write()
            return RowOutcome.ACCEPTED
        except Refused as refusal:
            if refusal.code != "already_there" or (there := find()) is None:
                raise
    return same(there)


def check_form(form: forms.Form, titles: Titles) -> dict[str, Any]:
    """What the desk's own form makes of a row; Refused with its first complaint, under the heading of the file."""
    if form.is_valid():
        return form.cleaned_data
    name, errors = next(iter(form.errors.as_data().items()))
    complaint = _complaint(form.fields[name], errors[0], str(form.data.get(name, "")))
    raise _fault(titles[name], complaint, code=name)


def missing_cell(heading: str) -> Refused:
    """That something has to stand under a heading."""
    return _fault(heading, _("has to be filled in"), code="required")


@contextmanager
def under_heading(heading: str) -> Iterator[None]:
    """Say of a refusal under which heading of the file it arose."""
    try:
        yield
    except Refused as refusal:
        raise _fault(heading, str(refusal), code=refusal.code) from None


def _fault(heading: str, sentence: str, code: str) -> Refused:
    return Refused(_("%(field)s: %(sentence)s") % {"field": heading, "sentence": sentence}, code=code)


def _complaint(asked: forms.Field, error: ValidationError, said: str) -> str:
    """A complaint of a form for whoever looks at a sheet: what may stand in the cell."""
    limits = {"said": said, "count": len(said), "least": getattr(asked, "min_length", None)}
    limits["most"] = getattr(asked, "max_length", None)
    if error.code == "required":
        return _("has to be filled in")
    if error.code == "min_length":
        return _("“%(said)s” is too short, at least %(least)s characters.") % limits
    if error.code == "max_length":
        return _("%(count)s characters are too long, at most %(most)s.") % limits
    if isinstance(asked, forms.EmailField):
        return _("“%(said)s” is no e-mail address.") % limits
    return str(error.messages[0])


def find_differences(there: Any, form: forms.Form, titles: Titles) -> list[str]:
    """The headings under which a checked row says otherwise; what it leaves out is as before."""
    said = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
    return [
        titles[name]
        for name, value in said.items()
        if _comparable(getattr(there, name)) != _comparable(value)
    ]


def _comparable(value: Any) -> Any:
    return plain_words(value) if isinstance(value, str) else value


def answer_there(name: str, other: Sequence[str]) -> RowOutcome:
    """There already, unless the row says something else of it: Refused, for a file never changes what stands."""
    if other:
        sentence = _(
            "“%(name)s” is there already, with another entry under %(fields)s. Change it at the desk."
        )
        raise Refused(sentence % {"name": name, "fields": "、".join(other)}, code="other")
    return RowOutcome.THERE


def read_phone(cell: str) -> tuple[str, tuple[str, ...]]:
    """The number of a telephone cell and, where it says more, a sentence: a doubtful number never keeps a row out."""
    phone = read_phone_cell(cell, settings.AREA_CODE)
    if not phone.remark:
        return phone.number, ()
    sentence = (
        _("Of the telephone “%(cell)s” only %(number)s was taken.")
        if phone.number
        else _("The telephone “%(cell)s” was not taken.")
    )
    return phone.number, (sentence % {"cell": Truncator(phone.remark).chars(60), "number": phone.number},)


def list_columns(fields: Sequence[Field]) -> str:
    """The headings of a file, for `--help`."""
    return ", ".join(f"{one.zh} ({one.en})" for one in fields)
