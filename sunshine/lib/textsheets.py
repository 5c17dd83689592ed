"""Tables kept as text: their code, also with a damaged byte, and csv, also with a quotation mark that nobody closed."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

from sunshine.lib.archives import BadSheet

LINES_MOST = 200
"""A cell between quotation marks has at most so many lines; a mark that stays open longer is a slip."""
DAMAGED_MOST = 1000
"""At most one character in so many may be damaged; what has more is written in another code."""


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or GB18030; a damaged character becomes U+FFFD. Raises BadSheet for other codes."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    codecs = ("utf-16",) if wide else ("utf-8-sig", "gb18030")
    for codec in codecs:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        return _without_nul(text)
    text = min(
        (data.decode(codec, errors="replace") for codec in codecs), key=lambda one: one.count("\ufffd")
    )
    if text.count("\ufffd") > min(1 + len(text) // DAMAGED_MOST, len(text) // 4):
        raise BadSheet("not_a_sheet")
    return _without_nul(text)


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise BadSheet("not_a_sheet")
    return text


def read_csv(text: str, *, rows: int) -> tuple[list[list[str]], frozenset[int]]:
    """The cells of each record, all equally many, and the records whose cells an open quotation mark shifted.

    Raises BadSheet for more than `rows` records and for what is no csv.
    """
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t，", key=first.count)
    grid: list[list[str]] = []
    torn: frozenset[int] = frozenset()
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            grid.append(_within(row, grid, rows))
    except csv.Error:
        grid, torn = _line_by_line(text, delimiter, rows)
    width = max((len(row) for row in grid), default=0)
    return [row + [""] * (width - len(row)) for row in grid], torn


def _line_by_line(text: str, delimiter: str, rows: int) -> tuple[list[list[str]], frozenset[int]]:
    """The records of a text with a stray quotation mark: it costs its own line and no other."""
    grid: list[list[str]] = []
    stray: list[int] = []
    for row, whole in _records(io.StringIO(text, newline="").readlines(), delimiter):
        grid.append(_within(row, grid, rows))
        if not whole:
            stray.append(len(grid) - 1)
    widths = Counter(len(row) for index, row in enumerate(grid) if index not in set(stray))
    usual = {width for width, _times in widths.most_common(1)}
    return grid, frozenset(index for index in stray if usual and len(grid[index]) not in usual)


def _records(lines: list[str], delimiter: str) -> Iterator[tuple[list[str], bool]]:
    """Each record, and whether its quotation marks are in order."""
    at = 0
    while at < len(lines):
        end, row = _record(lines, at, delimiter)
        if row is not None:
            yield row, True
        else:
            end = at + 1
            if len(lines[at]) > csv.field_size_limit():
                raise BadSheet("not_a_sheet")
            yield [_unquoted(cell) for cell in lines[at].rstrip("\r\n").split(delimiter)], False
        at = end


def _record(lines: list[str], at: int, delimiter: str) -> tuple[int, list[str] | None]:
    """The record that begins in a line, and the line behind it; None when its quotation marks are not in order."""
    marks, end = 0, at
    while end < len(lines) and end < at + LINES_MOST:
        marks, end = marks + lines[end].count('"'), end + 1
        if marks % 2 == 0:
            break
    try:
        return end, next(csv.reader(lines[at:end], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return end, None


def _unquoted(cell: str) -> str:
    """A cell without the quotation marks around it."""
    bare = cell.strip()
    whole = len(bare) > 1 and bare.startswith('"') and bare.endswith('"')
    return bare[1:-1].replace('""', '"') if whole else bare


def _within(row: list[str], grid: list[list[str]], rows: int) -> list[str]:
    """The cells of a further record. Raises BadSheet when there are too many."""
    if len(grid) >= rows:
        raise BadSheet("too_many_rows", limit=rows)
    return [cell.strip() for cell in row]
