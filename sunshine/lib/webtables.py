"""Tables that web systems export as .xls: HTML, and the XML of Excel 2003 (SpreadsheetML). One forgiving parser reads both."""

import re
from html.parser import HTMLParser
from typing import NamedTuple

from sunshine.lib.archives import BadSheet

_SILENT = frozenset({"script", "style", "comment", "title"})
"""What stands inside a cell and is not shown; `Comment` is SpreadsheetML's."""
_CELLS = frozenset({"td", "th", "cell"})
_ROWS = frozenset({"tr", "row"})
_BREAK = "\x0b"  # no space of the source: a line break of the cell


class WebTable(NamedTuple):
    """One table: the name of its sheet, "" in HTML, and its cells."""

    name: str
    grid: list[list[str]]


def read_web_tables(text: str, *, rows: int, columns: int) -> list[WebTable]:
    """The tables of a page or workbook in their order, merged cells filled.

    Raises BadSheet: not_a_sheet without any cell, too_many_rows, too_many_columns.
    """
    parser = _Parser(rows, columns)
    parser.feed(text)
    parser.close()
    parser.end_cell()
    tables = [WebTable(table.name, table.filled()) for table in parser.tables if table.cells]
    if not tables:
        raise BadSheet("not_a_sheet")
    return tables


class _Cells:
    """A table while it is read: its cells by row and column."""

    def __init__(self, name: str, rows: int, columns: int) -> None:
        self.name, self.rows, self.columns = name, rows, columns
        self.cells: dict[tuple[int, int], str] = {}
        self.row, self.column = -1, 0

    def begin_row(self, number: int | None) -> None:
        self.row, self.column = (self.row + 1 if number is None else number - 1), 0
        if self.row >= self.rows:
            raise BadSheet("too_many_rows", limit=self.rows)

    def add(self, text: str, *, number: int | None, across: int, down: int) -> None:
        """Put a cell into the next free place, or column `number`, and into all it covers."""
        self.row = max(self.row, 0)  # a cell without a row
        if number is not None:
            self.column = number - 1
        while (self.row, self.column) in self.cells:
            self.column += 1
        if self.column + across > self.columns:
            raise BadSheet("too_many_columns", limit=self.columns)
        for y in range(self.row, min(self.row + down, self.rows)):
            for x in range(self.column, self.column + across):
                self.cells[y, x] = text
        self.column += across

    def filled(self) -> list[list[str]]:
        height, width = max(y for y, _x in self.cells) + 1, max(x for _y, x in self.cells) + 1
        return [[self.cells.get((y, x), "") for x in range(width)] for y in range(height)]


class _Parser(HTMLParser):
    """Cells into the table around them; what is open when another begins is closed by it, as browsers do."""

    def __init__(self, rows: int, columns: int) -> None:
        super().__init__()
        self.bounds = (rows, columns)
        self.tables: list[_Cells] = []
        self.inside: list[_Cells] = []  # one table may lie in a cell of another
        self.sheet = ""
        self.words: list[str] | None = None
        self.place: dict[str, str] = {}
        self.silent = 0
        self.xml = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name, said = _bare(tag), {_bare(key): value or "" for key, value in attrs}
        if name in _SILENT:
            self.silent += 1
        elif name == "worksheet":
            self.xml, self.sheet = True, said.get("name", "")
        elif name == "table":
            self.end_cell()
            self.inside.append(_Cells(self.sheet, *self.bounds))
            self.tables.append(self.inside[-1])
        elif name in _ROWS and self.inside:
            self.end_cell()
            self.inside[-1].begin_row(_number(said, "index"))
        elif name in _CELLS and self.inside:
            self.end_cell()
            self.words, self.place = [], said
        elif name == "br":
            self.handle_data(_BREAK)

    def handle_endtag(self, tag: str) -> None:
        name = _bare(tag)
        if name in _SILENT:
            self.silent = max(self.silent - 1, 0)
        elif name in _CELLS | _ROWS:
            self.end_cell()
        elif name == "table" and self.inside:
            self.end_cell()
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if self.words is not None and not self.silent:
            self.words.append(data)

    def unknown_decl(self, data: str) -> None:
        """CDATA of XML is text."""
        self.handle_data(data.removeprefix("CDATA["))

    def end_cell(self) -> None:
        """Put the cell that is open, if any, into its table."""
        if self.words is None:
            return
        text = "".join(self.words)
        if not self.xml:
            text = re.sub(r"\s*\x0b\s*", "\n", re.sub(r"[^\S\x0b]+", " ", text))
        across = _number(self.place, "colspan") or (_number(self.place, "mergeacross") or 0) + 1
        down = _number(self.place, "rowspan") or (_number(self.place, "mergedown") or 0) + 1
        self.inside[-1].add(text.strip(), number=_number(self.place, "index"), across=across, down=down)
        self.words = None


def _bare(name: str) -> str:
    """A name without the prefix of its namespace."""
    return name.rpartition(":")[2]


def _number(said: dict[str, str], name: str) -> int | None:
    """A positive number of an attribute; anything else is as if it were not there."""
    value = said.get(name, "").strip()
    return int(value) or None if re.fullmatch(r"[0-9]{1,9}", value) else None
