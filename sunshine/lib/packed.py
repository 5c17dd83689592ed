"""What a workbook (.xlsx, ECMA-376) says of its cells beside their values: zeros shown in front, faults, the day it counts from."""

import io
import re
import zipfile
from posixpath import normpath
from xml.sax.saxutils import unescape

CHUNK = 1 << 20
Faults = dict[tuple[int, int], str]
"""What cells show whose formula has failed, by row and column from 0."""
Shown = dict[tuple[int, int], int]
"""How many digits a cell shows at least, by row and column from 0."""
_EPOCH = re.compile(rb"""<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*["'](?:1|true)["']""")
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b[^>]*>")
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<(?:\w+:)?xf\b[^>]*>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_LINK = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*>")
_FAILED = re.compile(
    rb"""<(?:\w+:)?c\b(?=[^>]*\bt\s*=\s*["']e["'])([^>]*)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]{1,20})</""",
    re.DOTALL,
)
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ZEROS = re.compile(r"(?:\[[^\]]*\])?(0{2,})(?:_.)?(?:;.*)?")
_MAIN, _LOOKS = "xl/workbook.xml", "xl/styles.xml"


def starts_1904(data: bytes) -> bool:
    """Whether a workbook counts its days from 1904, as Excel for Macintosh once did; False for other files."""
    return bool(_EPOCH.search(_members(data, _MAIN).get(_MAIN, b"")))


def shown_zeros(data: bytes) -> dict[str, Shown]:
    """The cells, by sheet, whose number format (00000000000) shows zeros in front of a number; mostly there is none.

    Nothing for other files. The archive has been looked through before.
    """
    widths = _widths(_members(data, _LOOKS).get(_LOOKS, b""))
    if not widths:
        return {}
    files = _files(data)
    return {files[file]: _cells(content, widths) for file, content in _members(data, *files).items()}


def shown_faults(data: bytes) -> dict[str, Faults]:
    """The cells, by sheet, whose formula has failed, with what they show (#N/A); mostly there is none.

    Nothing for other files. The archive has been looked through before; a sheet is read bit by bit.
    """
    found: dict[str, Faults] = {}
    for file, name in _files(data).items():
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if file in archive.NameToInfo and (faults := _faults(archive, file)):
                found[name] = faults
    return found


def _faults(archive: zipfile.ZipFile, file: str) -> Faults:
    found: Faults = {}
    with archive.open(file) as stream:
        kept = b""
        while chunk := stream.read(CHUNK):
            text = kept + chunk
            whole = text.rfind(b"c>") + 2  # a cell may lie across two chunks
            kept = text[whole:][-CHUNK:]
            for failed in _FAILED.finditer(text, 0, whole):
                if place := _PLACE.fullmatch(_said(failed[1]).get("r", "")):
                    found[int(place[2]) - 1, _column(place[1])] = failed[2].decode(errors="replace")
    return found


def _files(data: bytes) -> dict[str, str]:
    """The parts of a workbook that hold its sheets, with the names of these."""
    main, rels = _MAIN, "xl/_rels/workbook.xml.rels"
    parts = _members(data, main, rels)
    targets = {
        said.get("Id", ""): said.get("Target", "") for said in map(_said, _LINK.findall(parts.get(rels, b"")))
    }
    files = {}
    for said in map(_said, _SHEET.findall(parts.get(main, b""))):
        target = targets.get(said.get("r:id", ""), "")
        files[normpath(target.removeprefix("/") if target.startswith("/") else f"xl/{target}")] = said.get(
            "name", ""
        )
    return files


def _widths(styles: bytes) -> dict[str, int]:
    """The styles of cells that show zeros, by their number: how many digits."""
    codes = {
        said.get("numFmtId", ""): said.get("formatCode", "") for said in map(_said, _FORMAT.findall(styles))
    }
    zeros = {key: len(found[1]) for key, code in codes.items() if (found := _ZEROS.fullmatch(code))}
    block = b"".join(_STYLES.findall(styles))
    used = [zeros.get(_said(tag).get("numFmtId", "")) for tag in _STYLE.findall(block)]
    return {str(index): width for index, width in enumerate(used) if width}


def _cells(content: bytes, widths: dict[str, int]) -> Shown:
    found: Shown = {}
    for said in map(_said, _CELL.findall(content)):
        place = _PLACE.fullmatch(said.get("r", ""))
        if place and said.get("s") in widths and said.get("t", "n") == "n":
            found[int(place[2]) - 1, _column(place[1])] = widths[said["s"]]
    return found


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _said(tag: bytes) -> dict[str, str]:
    """The attributes of a tag."""
    pairs = re.findall(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""", tag.decode(errors="replace"))
    return {name: unescape(double or single, {"&quot;": '"'}) for name, double, single in pairs}


def _members(data: bytes, *names: str) -> dict[str, bytes]:
    """These parts of a workbook, as far as it has them; nothing of a file that is no archive."""
    if not data.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        there = set(archive.namelist())
        return {name: archive.read(name) for name in names if name in there}
