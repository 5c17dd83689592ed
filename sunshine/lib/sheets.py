"""Spreadsheets as the field keeps them: read forgivingly, written in the look of a ledger (台账).

Reading: .xlsx .xls .et .ods and csv (UTF-8 with or without BOM, UTF-16, GB18030); a title above the header, a
header of one or two rows found by the names it should have, merged cells, notes below. Writing: `ledgers.py`.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import Any, NamedTuple

import python_calamine as calamine

from sunshine.lib.archives import BadSheet, check_archive
from sunshine.lib.ledgers import Column, guard, write_sheet
from sunshine.lib.typed import parse_day, parse_moment, split_names

__all__ = [
    "BadSheet",
    "Column",
    "Limits",
    "Row",
    "Table",
    "guard",
    "parse_day",
    "parse_moment",
    "read_rows",
    "split_names",
    "write_sheet",
]

HEADER_WITHIN = 20  # rows from the top
_NOTE = re.compile(r"\s*(?:注|[备附]注|说明|[填制]表人|填报人|审核人|负责人|note)\s*[\d、.:]", re.IGNORECASE)
_TOTAL = re.compile(r"\s*(?:合\s*计|总\s*计|小\s*计)\s*:?\s*")
_TEXTS = (".csv", ".tsv", ".txt", ".xls")  # some systems name text .xls
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
    """One row under the header: its number in the sheet (from 1, as people count) and its cells by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """What a sheet holds: the text above the header, columns, rows, and how many notes were left out."""

    title: str
    columns: list[str]
    rows: list[Row] = field(repr=False)
    notes: int = 0


_Grid = list[list[str]]


def read_rows(
    source: Path | bytes,
    filename: str,
    *,
    known: Collection[str] = (),
    fill_down: Collection[str] = (),
    limits: Limits = Limits(),
) -> Table:
    """Read the first visible sheet that has a header.

    `known` are names the header may have; the row with most of them is the header (without `known`, the
    first row with two cells). In the columns `fill_down` a blank cell means "same as above". Blank rows,
    notes and totals below are left out. Raises BadSheet with a code and its figures.
    """
    data = source if isinstance(source, bytes) else _read(source, limits)
    if not data.strip():
        raise BadSheet("empty")
    if len(data) > limits.bytes:
        raise BadSheet("too_large", limit=limits.bytes)
    for grid in _grids(data, filename, limits):
        _check_size(grid, limits)
        if (top := _header_row(grid, known)) is not None:
            return _table(grid, top, known, fill_down)
    raise BadSheet("no_header", names="、".join(known))


def _grids(data: bytes, filename: str, limits: Limits) -> Iterator[_Grid]:
    """The sheets of a file, by what it holds; only a file named as text is read as text."""
    if data.startswith(_SPREADSHEETS):
        return _workbook(data, limits)
    if not filename.lower().endswith(_TEXTS) or data.lstrip().startswith(b"<"):
        raise BadSheet("not_a_sheet")
    return iter([_csv(data, limits)])


def _read(path: Path, limits: Limits) -> bytes:
    if path.stat().st_size > limits.bytes:
        raise BadSheet("too_large", limit=limits.bytes)
    return path.read_bytes()


def _workbook(data: bytes, limits: Limits) -> Iterator[_Grid]:
    """The visible sheets one after another, as text, merged cells filled."""
    if _ENCRYPTED in data:
        raise BadSheet("locked")
    if data.startswith(b"PK"):
        check_archive(data, unpacked=limits.unpacked, rows=limits.rows, columns=limits.columns)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [s.name for s in book.sheets_metadata if s.visible == calamine.SheetVisibleEnum.Visible]
        for name in shown:
            yield _grid(book.get_sheet_by_name(name))
    except (calamine.CalamineError, OSError, ValueError):
        raise BadSheet("not_a_sheet") from None


def _grid(sheet: Any) -> _Grid:
    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
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
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M:%S}"
    return str(cell).strip()


def _csv(data: bytes, limits: Limits) -> _Grid:
    text = _decode(data)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t，", key=first.count)
    grid: _Grid = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            grid.append([cell.strip() for cell in row])
            if len(grid) > limits.rows + HEADER_WITHIN:
                raise BadSheet("too_many_rows", limit=limits.rows)
    except csv.Error:
        raise BadSheet("not_a_sheet") from None
    width = max((len(row) for row in grid), default=0)
    return [row + [""] * (width - len(row)) for row in grid]


def _decode(data: bytes) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for codec in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadSheet("not_a_sheet")


def _check_size(grid: _Grid, limits: Limits) -> None:
    if len(grid) > limits.rows + HEADER_WITHIN:
        raise BadSheet("too_many_rows", limit=limits.rows)
    if grid and len(grid[0]) > limits.columns:
        raise BadSheet("too_many_columns", limit=limits.columns)


def _header_row(grid: _Grid, known: Collection[str]) -> int | None:
    """Index of the row that looks most like the header, the upper of equals."""
    names = {_name(name) for name in known}
    best, best_score = None, 0
    for index, row in enumerate(grid[:HEADER_WITHIN]):
        cells = {_name(cell) for cell in row if cell}
        score = len(cells & names) if names else int(len(cells) > 1)
        if score > best_score:
            best, best_score = index, score
    return best


def _name(text: str) -> str:
    """A column name without spaces, line breaks, stars and remarks in brackets."""
    return re.sub(r"\(.*?\)|[\s*:]", "", unicodedata.normalize("NFKC", text)).lower()


def _table(grid: _Grid, top: int, known: Collection[str], fill_down: Collection[str]) -> Table:
    columns, first = _columns(grid, top, known)
    rows: list[Row] = []
    notes = 0
    for index in range(first, len(grid)):
        cells = grid[index]
        if not any(cells):
            continue
        if _is_note(cells):
            notes += 1
            continue
        row = {name: cell for name, cell in zip(columns, cells, strict=True) if name}
        for name in fill_down:
            if row.get(name) == "" and rows:
                row[name] = rows[-1].cells[name]
        rows.append(Row(index + 1, row))
    told = (cell for above in grid[:top] for cell in above if cell and cell not in columns)
    title = " ".join(dict.fromkeys(told))
    return Table(title, [name for name in columns if name], rows, notes)


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
    """Whether a row is a remark or a total below the table rather than one of its rows."""
    told = list(dict.fromkeys(cell for cell in cells if cell))
    first = unicodedata.normalize("NFKC", told[0])
    return bool(_TOTAL.fullmatch(first)) or (len(told) <= 4 and bool(_NOTE.match(first)))
