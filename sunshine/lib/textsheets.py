"""Tables kept as text: their code, also with a damaged byte, and csv, also with a quotation mark that nobody closed."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from sunshine.lib.archives import BadSheet

LINES_MOST = 200
"""A cell between quotation marks has at most so many lines; a mark that stays open longer is a slip."""
DAMAGED_MOST = 1000
"""At most one character in so many may be damaged; what has more is written in another code."""
DELIMITERS = ",;\t，"
LOOKED_AT = 20
"""Lines from the top that tell by what cells are parted."""
_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_FORCED = re.compile(r'=("?)(\d+)\1|\'(\d+)')


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or GB18030; a damaged character becomes U+FFFD. Raises BadSheet for other codes."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    codecs = ("utf-16",) if wide else ("utf-8-sig", "gb18030")
    for codec in codecs:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        return _checked(text, "\0")
    text = min(
        (data.decode(codec, errors="replace") for codec in codecs), key=lambda one: one.count("\ufffd")
    )
    return _checked(text, "\0\ufffd")


def _checked(text: str, damage: str) -> str:
    """The text with any NUL, which is no character of a text, as a damaged one. Raises BadSheet when too much is damaged."""
    if sum(map(text.count, damage)) > min(1 + len(text) // DAMAGED_MOST, len(text) // 4):
        raise BadSheet("not_a_sheet")
    return text.replace("\0", "\ufffd")


def read_csv(text: str, *, rows: int) -> tuple[list[list[str]], frozenset[int]]:
    """The cells of each record, all equally many, and the records whose cells an open quotation mark shifted.

    Raises BadSheet for more than `rows` records and for what is no csv.
    """
    delimiter, text = _delimiter(text)
    grid: list[list[str]] = []
    torn: frozenset[int] = frozenset()
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            grid.append(_within(row, grid, rows))
    except csv.Error:
        grid, torn = _line_by_line(text, delimiter, rows)
    width = max((len(row) for row in grid), default=0)
    return [row + [""] * (width - len(row)) for row in grid], torn


def _delimiter(text: str) -> tuple[str, str]:
    """By what the cells are parted, and the text without a first line `sep=;` that says so, which no program shows.

    Else it is what parts most of the first lines most evenly: there may be a title above, and commas in the cells.
    """
    if said := _SAID.match(text):
        return said[1], text[said.end() :]
    lines = [line for line, _n in zip(io.StringIO(text, newline=""), range(LOOKED_AT), strict=False)]
    return max(DELIMITERS, key=lambda mark: _evenness(lines, mark)), text


def _evenness(lines: list[str], mark: str) -> int:
    counts = Counter(line.count(mark) for line in lines)
    return max((times * number for number, times in counts.items()), default=0)


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
    return [_shown(cell.strip()) for cell in row]


def _shown(cell: str) -> str:
    """A cell as it is shown: ="0012" and '0012 are how systems keep a spreadsheet from taking a number for one."""
    forced = _FORCED.fullmatch(cell)
    return (forced[2] or forced[3]) if forced else cell
