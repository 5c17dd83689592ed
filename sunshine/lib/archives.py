"""Zipped spreadsheets are looked through before they are opened: how much they hold, how far they reach."""

import io
import re
import zipfile
from typing import Any

MEMBERS = 2000
CHUNK = 1 << 20
_TAG = re.compile(rb"<(?:(?:\w+:)?(?:row|c)|table:table-row|table:table-cell)\b[^>]*>")
_ROW = re.compile(rb"<(?:\w+:)?row\b")
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{0,3})(\d{1,10})["']""")
_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["'](\d{1,10})["']""")


class BadSheet(ValueError):
    """A file that is not taken as a spreadsheet. `code` names the sentence to show, `params` its figures.

    Codes: empty, too_large, too_many_rows, too_many_columns, bomb, locked, not_a_sheet, no_header.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def check_archive(data: bytes, *, unpacked: int, rows: int, columns: int) -> None:
    """Refuse a zip that unpacks to more than `unpacked` bytes or whose cells reach beyond the limits.

    Readers reserve memory up to the last cell named, so a single cell in row 1 048 576 is a bomb too. Raises
    BadSheet: bomb, too_many_rows, too_many_columns or not_a_sheet.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MEMBERS or sum(m.file_size for m in members) > unpacked:
                raise BadSheet("bomb")
            for member in members:
                _check_member(archive, member, rows=rows, columns=columns)
    except BadSheet:
        raise
    except Exception:  # zipfile raises nearly anything on nonsense
        raise BadSheet("not_a_sheet") from None


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, *, rows: int, columns: int) -> None:
    """Unpack a member once: a false size in its header shows, and so does the farthest cell."""
    look = _Reach(rows, columns)
    see = look.ods if member.filename == "content.xml" else look.xlsx  # a sheet may go by any name
    with archive.open(member) as stream:
        kept = b""
        while chunk := stream.read(CHUNK):
            text = kept + chunk
            whole = text.rfind(b">") + 1  # a tag may lie across two chunks
            kept = text[whole:][-CHUNK:]
            for tag in _TAG.finditer(text, 0, whole):
                see(tag)


class _Reach:
    """How far the cells of a sheet reach, tag by tag; BadSheet as soon as it is too far."""

    def __init__(self, rows: int, columns: int) -> None:
        self.rows, self.columns = rows, columns
        self.repeat = 1
        self.row = 0

    def xlsx(self, tag: re.Match[bytes]) -> None:
        """A cell that holds something, at the place it names (`<c r="AB7">`) or in its row (`<row r="7">`).

        A blank one (`<c r="A1048576" s="5"/>`) has only a border; readers pass over it.
        """
        place = _PLACE.search(tag[0])
        if _ROW.match(tag[0]):
            self.row = int(place[2]) if place else self.row + 1
        elif not tag[0].endswith(b"/>"):
            self._check(int(place[2]) if place else self.row, _column_number(place[1] if place else b""))

    def ods(self, tag: re.Match[bytes]) -> None:
        """A row or cell that stands for many; empty ones are only padding."""
        times = int(found[1]) if (found := _REPEATED.search(tag[0])) else 1
        if tag[0].startswith(b"<table:table-row"):
            self.repeat = times
        elif b"office:value-type" in tag[0]:
            self._check(self.repeat, times)

    def _check(self, row: int, column: int) -> None:
        if row > self.rows + 100:
            raise BadSheet("too_many_rows", limit=self.rows)
        if column > self.columns:
            raise BadSheet("too_many_columns", limit=self.columns)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
