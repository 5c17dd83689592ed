"""Ugly files that nobody can read: each comes back as a whole, with a sentence that says what to do."""

from tests.cases.sheets.ugly.books import book, plain
from tests.cases.sheets.ugly.said import Ugly
from tests.cases.sheets.ugly.texts import lines


def _locked() -> bytes:
    """The outside of a workbook under a password (MS-OFFCRYPTO 2.3): a compound file with a part named EncryptedPackage."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(1024)
        + "EncryptedPackage".encode("utf-16-le")
        + bytes(1024)
    )


def _truncated() -> bytes:
    data = plain()
    return data[: len(data) // 2]


def _unknown() -> bytes:
    return lines([["WH001", "楼道里堆满了杂物", "重点"]], head=["工单编号", "诉求内容", "督办级别"]).encode()


def _refused(file: str, about: str, make: object, code: str) -> Ugly:
    return Ugly(file, about, make, taken=(), refused=code)  # type: ignore[arg-type]


WHOLE = [
    _refused("locked.xlsx", "a workbook under a password", _locked, "locked"),
    _refused("truncated.xlsx", "half a workbook, as a broken download leaves it", _truncated, "not_a_sheet"),
    _refused(
        "blank.xlsx",
        "a workbook with nothing in it",
        lambda: book(lambda file: file.add_worksheet()),
        "empty",
    ),
    _refused("no-bytes.csv", "a file of no bytes", lambda: b"", "empty"),
    _refused(
        "photo-named.xlsx",
        "a photo that somebody has named .xlsx",
        lambda: b"\xff\xd8\xff\xe0" + bytes(400),
        "not_a_sheet",
    ),
    _refused(
        "other-table.xlsx",
        "a table of something else",
        lambda: plain([["1", "2"]], ["商品", "单价"]),
        "no_header",
    ),
    _refused("unknown-column.csv", "a filled column that nobody knows", _unknown, "columns"),
]
