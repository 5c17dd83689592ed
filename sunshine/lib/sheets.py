"""Spreadsheets as the field keeps them: read forgivingly, written in the look of a ledger (台账).

Reading: .xlsx .xls .et .ods, csv (UTF-8 with or without BOM, UTF-16, GB18030), and tables of web systems named .xls; a title
above the header, a header of one or two rows found by the names it should have, merged cells, notes below, further sheets.
Writing: `ledgers.py`.
"""

import io
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

import python_calamine as calamine

from sunshine.lib.archives import BadSheet, check_archive
from sunshine.lib.ledgers import Column, guard, write_sheet
from sunshine.lib.packed import Faults, Shown, shown_faults, shown_zeros, starts_1904
from sunshine.lib.textsheets import decode, read_csv
from sunshine.lib.typed import (
    EXCEL_EPOCH,
    MAC_EPOCH,
    digits_of,
    has_lost_digits,
    parse_day,
    parse_moment,
    split_names,
    without_controls,
)
from sunshine.lib.webtables import read_web_tables

__all__ = [
    "BadSheet",
    "Column",
    "Limits",
    "Row",
    "Table",
    "guard",
    "has_lost_digits",
    "parse_day",
    "parse_moment",
    "read_rows",
    "split_names",
    "write_sheet",
]

HEADER_WITHIN = 20  # rows from the top
_NOTE = re.compile(
    r"\s*(?:注|[备附]注|说明|[填制]表人|填报人|导出人|审核人|负责人|note)\s*[\d、.:]", re.IGNORECASE
)
_TOTAL = re.compile(
    r"\s*(?:[本以][页月日周上]\s*)?(?:合|总|小|共|累)\s*计\s*:?\s*(?:\d+\s*[件条项宗个]?\s*)?"
)
_LABELLED = re.compile(r"[^\d:：]{1,10}[:：]")
_BAND = 3  # columns that one text fills alone: a heading across the table
_TEXTS = (".csv", ".tsv", ".txt", ".xls", ".xlsx", ".et")  # some systems name text so
_WEB = (*_TEXTS, ".xml", ".htm", ".html")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # what Office and WPS name the sealed part
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True)
class Limits:
    """How large a file may be: bytes as sent, bytes unpacked, rows, columns."""

    bytes: int = 20 * 1024 * 1024
    unpacked: int = 300 * 1024 * 1024
    rows: int = 100_000
    columns: int = 200


class Row(NamedTuple):
    """One row under the header: its number in the sheet (from 1, as people count) and its cells by column.

    `sheet` names it where it is not the first that was read; `torn` means that a stray quotation mark shifted its cells.
    """

    number: int
    cells: dict[str, str]
    sheet: str = ""
    torn: bool = False


@dataclass(frozen=True)
class Table:
    """What a file holds: the text above the header, columns, rows, how many notes were left out, and the sheets not read.

    `epoch` is the day from which the file counts its serial numbers.
    """

    title: str
    columns: list[str]
    rows: Collection[Row] = field(repr=False)
    notes: int = 0
    unread: tuple[str, ...] = ()
    epoch: date = EXCEL_EPOCH


_Grid = list[list[str]]


class _Sheet(NamedTuple):
    """A sheet as it lies in its file."""

    grid: _Grid
    name: str = ""
    hidden: bool = False
    torn: frozenset[int] = frozenset()


def read_rows(
    source: Path | bytes,
    filename: str,
    *,
    known: Collection[str] = (),
    fill_down: Collection[str] = (),
    limits: Limits = Limits(),
) -> Table:
    """Read the visible sheets that have a header; without `known` the first of them.

    `known` are names the header may have; the row with most of them is the header (without `known`, the
    first row with two cells). A further sheet needs two of them, what is not read is named. In the columns `fill_down` a
    blank cell means "same as above". Blank rows, notes and totals below are left out. Raises BadSheet with a code and its figures.
    """
    data = source if isinstance(source, bytes) else _read(source, limits)
    if not data.strip():
        raise BadSheet("empty")
    if len(data) > limits.bytes:
        raise BadSheet("too_large", limit=limits.bytes)
    found: list[Table] = []
    unread: list[str] = []
    for number, sheet in enumerate(_sheets(data, filename, limits), start=1):
        _check_size(sheet.grid, limits)
        top = (
            None
            if sheet.hidden or (found and not known)
            else _header_row(sheet.grid, known, 2 if found else 1)
        )
        if top is not None:
            found.append(_table(sheet, top, known, fill_down, further=bool(found)))
        elif any(map(any, sheet.grid)):
            unread.append(sheet.name or _nameless(sheet.grid, number))
    if not found:
        raise BadSheet("no_header", names="、".join(known)) if unread else BadSheet("empty")
    table = _together(found)
    if len(table.rows) > limits.rows:
        raise BadSheet("too_many_rows", limit=limits.rows)
    epoch = MAC_EPOCH if starts_1904(data) else EXCEL_EPOCH
    return replace(table, unread=tuple(filter(None, unread)), epoch=epoch)


def _nameless(grid: _Grid, number: int) -> str:
    """What a table of a page is called that was not read; one of a single row only lays out the page."""
    return f"<table> {number}" if sum(map(any, grid)) > 1 else ""


def _together(tables: list[Table]) -> Table:
    """The rows of all sheets one after another, under the columns of any."""
    columns = list(dict.fromkeys(name for table in tables for name in table.columns))
    rows = [row for table in tables for row in table.rows]
    return Table(tables[0].title, columns, rows, sum(table.notes for table in tables))


def _sheets(data: bytes, filename: str, limits: Limits) -> Iterator[_Sheet]:
    """The sheets of a file, by what it holds; only a file named as text is read as text."""
    name = filename.lower()
    if data.startswith(_SPREADSHEETS):
        return _workbook(data, limits)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<") and name.endswith(_WEB):
        tables = read_web_tables(decode(data), rows=limits.rows + HEADER_WITHIN, columns=limits.columns)
        return (_Sheet(_cleaned(grid), title) for title, grid in tables)
    if not name.endswith(_TEXTS) or data.lstrip().startswith(b"<"):
        raise BadSheet("not_a_sheet")
    grid, torn = read_csv(decode(data), rows=limits.rows + HEADER_WITHIN)
    return iter([_Sheet(_cleaned(grid), torn=torn)])


def _cleaned(grid: _Grid) -> _Grid:
    return [[without_controls(cell).strip() for cell in row] for row in grid]


def _read(path: Path, limits: Limits) -> bytes:
    if path.stat().st_size > limits.bytes:
        raise BadSheet("too_large", limit=limits.bytes)
    return path.read_bytes()


def _workbook(data: bytes, limits: Limits) -> Iterator[_Sheet]:
    """The sheets one after another, as text, merged cells filled."""
    if _ENCRYPTED in data:
        raise BadSheet("locked")
    if data.startswith(b"PK"):
        check_archive(data, unpacked=limits.unpacked, rows=limits.rows, columns=limits.columns)
    zeros, faults = shown_zeros(data), shown_faults(data)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in book.sheets_metadata:
            if sheet.typ == calamine.SheetTypeEnum.WorkSheet:
                hidden = sheet.visible != calamine.SheetVisibleEnum.Visible
                cells = book.get_sheet_by_name(sheet.name)
                yield _Sheet(
                    _grid(cells, zeros.get(sheet.name, {}), faults.get(sheet.name, {})), sheet.name, hidden
                )
    except (calamine.CalamineError, OSError, ValueError):
        raise BadSheet("not_a_sheet") from None


def _grid(sheet: Any, zeros: Shown, faults: Faults) -> _Grid:
    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (y, x), width in zeros.items():
        if y < len(rows) and x < len(rows[y]) and rows[y][x].isdecimal():
            rows[y][x] = rows[y][x].zfill(width)
    for (
        y,
        x,
    ), fault in faults.items():  # the reader gives nothing for them, and nothing at all beyond the last cell
        with suppress(IndexError):
            rows[y][x] = fault
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for y in range(top, min(bottom + 1, len(rows))):
            for x in range(left, min(right + 1, len(rows[y]))):
                rows[y][x] = rows[top][left]
    return rows


def _text(cell: Any) -> str:
    """A cell as people would read it: whole numbers without ".0", days as 2026-11-23, 是 and 否."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return digits_of(cell)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M:%S}"
    return without_controls(str(cell)).strip()


def _check_size(grid: _Grid, limits: Limits) -> None:
    if len(grid) > limits.rows + HEADER_WITHIN:
        raise BadSheet("too_many_rows", limit=limits.rows)
    if grid and len(grid[0]) > limits.columns:
        raise BadSheet("too_many_columns", limit=limits.columns)


def _header_row(grid: _Grid, known: Collection[str], least: int) -> int | None:
    """Index of the row that looks most like the header, the upper of equals; it has `least` of the known names.

    Where rows are mostly known names, it is among the first of them: below lies another table, with its own header.
    """
    names = {_name(name) for name in known}
    found: list[tuple[int, int]] = []
    for index, row in enumerate(grid[:HEADER_WITHIN]):
        cells = {_name(cell) for cell in row if cell}
        if found and not _is_header(row, names) and _is_header(grid[found[-1][1]], names):
            break
        found.append((len(cells & names) if names else int(len(cells) > 1), index))
    score, index = max(found, key=lambda each: (each[0], -each[1]), default=(0, 0))
    return index if score >= least else None


def _begins_header(cells: Sequence[str]) -> bool:
    """Whether a row may be a header at all: most rows begin with a number, and a look at each name costs time."""
    return not any(map(str.isdigit, next(filter(None, cells))))


def _is_header(cells: Sequence[str], names: Collection[str]) -> bool:
    """Whether most of what stands in a row are names that a header may have."""
    told = {_name(cell) for cell in cells if cell}
    here = len(told.intersection(names))
    return here > 1 and 2 * here > len(told)


def _name(text: str) -> str:
    """A column name without spaces, line breaks, stars and remarks in brackets."""
    return re.sub(r"\(.*?\)|[\s*:]", "", unicodedata.normalize("NFKC", text)).lower()


def _table(
    sheet: _Sheet, top: int, known: Collection[str], fill_down: Collection[str], *, further: bool
) -> Table:
    grid = sheet.grid
    columns, first = _columns(grid, top, known)
    every = dict.fromkeys(columns)
    rows: list[Row] = []
    notes = 0
    repeats, names = _repeating(grid[:first]), {_name(name) for name in known}
    for index in range(first, len(grid)):
        cells = grid[index]
        if not any(cells) or index < first:
            continue
        if repeats(cells) or _is_note(cells):
            notes += 1
            continue
        if _begins_header(cells) and _is_header(cells, names):  # of another table below
            columns, first = _columns(grid, index, known)
            every.update(dict.fromkeys(columns))
            continue
        row = {name: cell for name, cell in zip(columns, cells, strict=True) if name}
        for name in fill_down:
            if row.get(name) == "" and rows:
                row[name] = rows[-1].cells.get(name, "")
        rows.append(Row(index + 1, row, sheet.name if further else "", index in sheet.torn))
    told = (cell for above in grid[:top] for cell in above if cell and cell not in every)
    title = " ".join(dict.fromkeys(told))
    return Table(title, [name for name in every if name], rows, notes)


def _repeating(above: _Grid) -> Callable[[list[str]], bool]:
    """Whether a row says again what stands above the rows: ledgers made for paper have title and header on each page."""
    head = {tuple(map(_clean, cells)) for cells in above if any(cells)}
    openings = {next(filter(None, cells)) for cells in head}

    def repeats(cells: list[str]) -> bool:
        return _clean(next(filter(None, cells))) in openings and tuple(map(_clean, cells)) in head

    return repeats


def _columns(grid: _Grid, top: int, known: Collection[str]) -> tuple[list[str], int]:
    """Column names and the index of the first row below them; a second header row refines merged names."""
    spelled = {_name(name): name for name in known}
    upper = grid[top]
    lower = grid[top + 1] if _has_second_row(grid, top) else upper
    names: list[str] = []
    for above, below in zip(upper, lower, strict=True):
        both = _name(above) + _name(below)
        names.append(spelled.get(both) or spelled.get(_name(below)) or _clean(below or above))
    unique = [name if name not in names[:i] else name and f"{name}{i + 1}" for i, name in enumerate(names)]
    return unique, top + (1 if lower is upper else 2)


def _has_second_row(grid: _Grid, top: int) -> bool:
    """Whether the row below refines the header: it repeats some names (merged down) and splits another."""
    if top + 1 >= len(grid):
        return False
    upper, lower = grid[top], grid[top + 1]
    same = sum(1 for a, b in zip(upper, lower, strict=True) if a and a == b)
    spread = len([cell for cell in upper if cell]) - len({cell for cell in upper if cell})
    return same > 0 and spread > 0


def _clean(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _is_note(cells: Sequence[str]) -> bool:
    """Whether a row is a remark, a total or a heading across the table rather than one of its rows."""
    told = list(dict.fromkeys(cell for cell in cells if cell))
    if len(told) == 1 and len(cells) >= _BAND and all(cells):
        return True
    first = unicodedata.normalize("NFKC", told[0])
    if _TOTAL.fullmatch(first):
        return True
    return len(told) <= 4 and bool(_NOTE.match(first)) and not any(map(_is_value, told[1:]))


def _is_value(cell: str) -> bool:
    """Whether a cell holds a number or a day, as rows do, rather than a word or something with its name before it."""
    return any(map(str.isdigit, cell)) and not _LABELLED.match(cell)
