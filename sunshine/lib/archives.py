"""Zipped spreadsheets are looked through before they are opened: how much they hold, how far they reach."""

import io
import re
import zipfile
import zlib
from typing import Any

MEMBERS = 2000
CHUNK = 1 << 20
_EDGE = 64  # bytes of a chunk kept, since a cell reference may lie across two
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{0,3})(\d{1,10})["']""")


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
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise BadSheet("not_a_sheet") from None


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, *, rows: int, columns: int) -> None:
    """Unpack a member once: a false size in its header shows, and so does the farthest cell."""
    sheet = member.filename.startswith("xl/worksheets/")
    with archive.open(member) as stream:
        kept = b""
        while chunk := stream.read(CHUNK):
            for column, row in _REFERENCE.findall(kept + chunk) if sheet else ():
                if int(row) > rows + 100:
                    raise BadSheet("too_many_rows", limit=rows)
                if _column_number(column) > columns:
                    raise BadSheet("too_many_columns", limit=columns)
            kept = chunk[-_EDGE:]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
