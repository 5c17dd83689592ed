"""Spreadsheets written as the field's ledgers (台账): title, unit and day, 序号, borders, footer, A4."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import xlsxwriter

from sunshine.lib.typed import without_controls

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
MAX_TEXT = 32_767  # characters in one cell
FONT = "宋体"


@dataclass(frozen=True)
class Column:
    """One column: its name, its width in characters, and the name it shares with its neighbours above it."""

    name: str
    width: float = 14
    group: str = ""


@dataclass(frozen=True)
class LedgerWords:
    """The fixed words of a ledger, in the reader's language."""

    serial: str = "序号"
    unit: str = "填报单位："
    day: str = "填报时间："
    footer: tuple[str, ...] = ("填表人：", "审核人：", "负责人：", "日期：")


class Noted(NamedTuple):
    """A cell on which a comment hangs."""

    text: str
    note: str


def guard(value: str) -> str:
    """For csv: a text that no spreadsheet program runs; what begins like a formula gets an apostrophe."""
    return f"'{value}" if value.lstrip(" ").startswith(DANGEROUS) else value


@dataclass(frozen=True)
class Ledger:
    """One sheet of a workbook. Rows are read once, when it is written."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]
    unit: str
    day: date
    sheet: str = "Sheet1"
    note: str = ""
    words: LedgerWords = LedgerWords()


def write_sheet(target: Path | BinaryIO, **options: Any) -> int:
    """Write a workbook of one ledger to `target`, given by the fields of Ledger; returns how many rows it has."""
    return write_book(target, [Ledger(**options)])


def write_book(target: Path | BinaryIO, ledgers: Iterable[Ledger]) -> int:
    """Write ledgers to `target` row by row, in constant memory; returns how many rows they have together.

    Cells are text unless they are numbers, so long numbers keep their digits; days become 2026-11-23. Nothing
    is ever written as a formula. What is half written lies beside a target that is a path.
    """
    beside = {"tmpdir": str(target.parent)} if isinstance(target, Path) else {}
    book = xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False, **beside})
    looks = _looks(book)
    try:
        count = sum(_sheet(book, looks, ledger) for ledger in ledgers)
    except BaseException:
        _drop(book)
        raise
    book.close()
    return count


def _sheet(book: Any, looks: dict[str, Any], ledger: Ledger) -> int:
    page = book.add_worksheet(ledger.sheet)
    top = _head(page, looks, ledger)
    count = 0
    for count, row in enumerate(ledger.rows, start=1):
        _line(page, looks, top + count - 1, count, row)
    _foot(page, looks, top + count, len(ledger.columns), ledger.note, ledger.words)
    _paper(page, top)
    return count


def _drop(book: Any) -> None:
    """Close and remove what was written of a book that is given up; the writer itself does so only at its end."""
    for page in book.worksheets():
        page.row_data_fh.close()
        Path(page.row_data_filename).unlink(missing_ok=True)


def sheet_bytes(**options: Any) -> bytes:
    """The bytes of `write_sheet`, for a download."""
    out = io.BytesIO()
    write_sheet(out, **options)
    return out.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    base = {"font_name": FONT, "font_size": 11, "valign": "vcenter", "text_wrap": True}
    cell = base | {"border": 1, "num_format": "@"}
    return {
        "title": book.add_format(base | {"font_size": 16, "bold": True, "align": "center"}),
        "plain": book.add_format(base | {"text_wrap": False}),
        "head": book.add_format(base | {"border": 1, "bold": True, "align": "center", "bg_color": "#F3EFE6"}),
        "text": book.add_format(cell),
        "quoted": book.add_format(cell | {"quote_prefix": True}),
        "number": book.add_format(base | {"border": 1, "num_format": "General"}),
        "serial": book.add_format(base | {"border": 1, "align": "center", "num_format": "0"}),
    }


def _head(page: Any, looks: dict[str, Any], ledger: Ledger) -> int:
    """Title, unit and day, and the header of one or two rows; returns the first row below them."""
    columns, words = ledger.columns, ledger.words
    last = len(columns)
    page.set_column(0, 0, 6)
    for index, column in enumerate(columns, start=1):
        page.set_column(index, index, column.width)
    page.set_row(0, 30)
    page.merge_range(0, 0, 0, last, ledger.title, looks["title"])
    page.write_string(1, 0, f"{words.unit}{ledger.unit}", looks["plain"])
    page.write_string(1, max(last - 1, 1), f"{words.day}{ledger.day:%Y-%m-%d}", looks["plain"])
    if not any(column.group for column in columns):
        for index, name in enumerate([words.serial, *(column.name for column in columns)]):
            page.write_string(2, index, name, looks["head"])
        return 3
    _two_level_head(page, looks["head"], columns, words)
    return 4


def _two_level_head(page: Any, look: Any, columns: Sequence[Column], words: LedgerWords) -> None:
    """Rows 2 and 3: groups over their columns, single columns merged down.

    Rows leave memory once written, so both are filled in order and the merges are only named afterwards.
    """
    names = [Column(words.serial), *columns]
    for index, column in enumerate(names):
        page.write_string(2, index, column.group or column.name, look)
    for index, column in enumerate(names):
        page.write_string(3, index, column.name, look)
    place = 0
    for group, members in groupby(names, key=lambda column: column.group):
        width = len(list(members))
        if group and width > 1:
            page.merge.append([2, place, 2, place + width - 1])
        elif not group:
            page.merge.extend([2, x, 3, x] for x in range(place, place + width))
        place += width


def _line(page: Any, looks: dict[str, Any], y: int, serial: int, row: Sequence[object]) -> None:
    page.write_number(y, 0, serial, looks["serial"])
    for x, value in enumerate(row, start=1):
        if isinstance(value, Noted):
            page.write_comment(y, x, without_controls(value.note)[:MAX_TEXT])
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e11:
            page.write_number(y, x, value, looks["number"])
        else:
            text = _words(value)
            page.write_string(y, x, text, looks["quoted" if text.startswith(DANGEROUS) else "text"])


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Noted):
        value = value.text
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return without_controls(str(value))[:MAX_TEXT]


def _foot(page: Any, looks: dict[str, Any], y: int, last: int, note: str, words: LedgerWords) -> None:
    for line in note.splitlines():
        page.write_string(y, 0, line, looks["plain"])
        y += 1
    step = max((last + 1) // max(len(words.footer), 1), 1)
    for index, word in enumerate(words.footer):
        page.write_string(y, index * step, word, looks["plain"])


def _paper(page: Any, top: int) -> None:
    page.set_paper(9)  # A4
    page.set_landscape()
    page.repeat_rows(2, top - 1)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.set_footer("&C&P / &N")
    page.freeze_panes(top, 0)
