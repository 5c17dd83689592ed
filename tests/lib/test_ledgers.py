import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import python_calamine as calamine

from sunshine.lib.ledgers import (
    Column,
    Ledger,
    LedgerWords,
    Noted,
    guard,
    sheet_bytes,
    write_book,
    write_sheet,
)

DAY = date(2026, 11, 23)
COLUMNS = [Column("编号", 22), Column("电话")]


def ledger(rows: list[list[object]], columns: list[Column] = COLUMNS, **options: object) -> bytes:
    return sheet_bytes(title="诉求台账", unit="阳光社区", day=DAY, columns=columns, rows=rows, **options)


def cells(data: bytes) -> list[list[object]]:
    return calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def part(data: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


def test_a_ledger_has_title_unit_day_serial_rows_and_footer():
    assert cells(ledger([["231282-261123-000421", "13812341234"]], note="注：电话已遮盖")) == [
        ["诉求台账", "", "", ""],
        ["填报单位：阳光社区", "填报时间：2026-11-23", "", ""],
        ["序号", "编号", "电话", ""],
        [1.0, "231282-261123-000421", "13812341234", ""],
        ["注：电话已遮盖", "", "", ""],
        ["填表人：", "审核人：", "负责人：", "日期："],
    ]


def test_what_cannot_be_printed_is_written_as_blanks_and_line_breaks():
    data = ledger([["路灯\x0b坏\x00了\uffff", "_x000D_好\ud800"]])

    assert cells(data)[3][1:3] == ["路灯\n坏 了 ", "\n好 "]


def test_each_value_is_written_as_it_is_meant():
    rows = [
        [None, True],
        [False, 7],
        [2.5, date(2026, 1, 2)],
        [datetime(2026, 1, 2, 3, 4, tzinfo=UTC), 10**17],
    ]

    written = [row[1:3] for row in cells(ledger(rows))[3:7]]

    assert written == [["", "是"], ["否", 7.0], [2.5, "2026-01-02"], ["2026-01-02 03:04", "1" + "0" * 17]]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1"])
def test_nothing_is_written_as_a_formula(text: str):
    data = ledger([[text, "x"]])

    assert "<f>" not in part(data, "xl/worksheets/sheet1.xml")
    assert 'quotePrefix="1"' in part(data, "xl/styles.xml")
    assert cells(data)[3][1] == text


def test_the_page_is_a4_landscape_with_the_header_on_each():
    data = ledger([["1", "2"]])

    assert 'paperSize="9" orientation="landscape"' in part(data, "xl/worksheets/sheet1.xml").replace(
        ' fitToHeight="0"', ""
    )
    assert "Sheet1!$3:$3" in part(data, "xl/workbook.xml")


def test_columns_with_a_common_name_have_a_header_of_two_rows():
    columns = [
        Column("编号"),
        Column("电话", group="联系"),
        Column("地址", group="联系"),
        Column("类", group="事项"),
    ]

    data = ledger([["1", "2", "3", "4"]], columns)

    assert cells(data)[2:5] == [
        ["序号", "编号", "联系", "联系", "事项"],
        ["序号", "编号", "电话", "地址", "类"],
        [1.0, "1", "2", "3", "4"],
    ]
    merged = part(data, "xl/worksheets/sheet1.xml").split("<mergeCells")[1].split("</mergeCells>")[0]
    assert [place for place in ("A1:E1", "A3:A4", "B3:B4", "C3:D3") if f'"{place}"' not in merged] == []


def test_a_ledger_without_rows_is_still_a_ledger_and_goes_to_a_file(tmp_path: Path):
    count = write_sheet(tmp_path / "a.xlsx", title="T", unit="U", day=DAY, columns=COLUMNS, rows=iter([]))

    assert (count, cells((tmp_path / "a.xlsx").read_bytes())[2]) == (0, ["序号", "编号", "电话", ""])


def test_the_fixed_words_follow_the_reader():
    words = LedgerWords(serial="No.", unit="Unit: ", day="Day: ", footer=("Written by: ",))

    assert [row[0] for row in cells(ledger([["1", "2"]], words=words))] == [
        "诉求台账",
        "Unit: 阳光社区",
        "No.",
        1.0,
        "Written by: ",
    ]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        (" @x", "' @x"),
        ("＝1", "'＝1"),
        ("\t1", "'\t1"),
        ("灯坏了", "灯坏了"),
        ("", ""),
        ("3-2", "3-2"),
    ],
)
def test_a_text_like_a_formula_is_guarded(text: str, safe: str):
    assert guard(text) == safe


def test_a_workbook_holds_several_ledgers():
    out = io.BytesIO()
    sheets = [
        Ledger("台账", COLUMNS, [[name, "1"]], "阳光社区", DAY, sheet=name) for name in ("一月", "二月")
    ]

    count = write_book(out, sheets)
    out.seek(0)

    book = calamine.CalamineWorkbook.from_filelike(out)
    assert (count, book.sheet_names) == (2, ["一月", "二月"])
    assert book.get_sheet_by_name("二月").to_python()[3][1] == "二月"


def test_a_workbook_that_is_given_up_leaves_nothing(tmp_path: Path):
    def rows() -> Iterator[list[object]]:
        yield ["1", "2"]
        assert len(list(tmp_path.iterdir())) == 1  # half written, beside the target
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_sheet(tmp_path / "x.xlsx", title="台账", unit="阳光社区", day=DAY, columns=COLUMNS, rows=rows())

    assert list(tmp_path.iterdir()) == []


def test_a_cell_may_carry_a_comment_and_stays_text():
    book = sheet_bytes(
        title="台账", columns=[Column("编号")], rows=[[Noted("007", "没有编号")]], unit="", day=date(2026, 11, 23),
        words=LedgerWords(footer=()),
    )  # fmt: skip

    cells = calamine.CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert "没有编号" in parts.read("xl/comments1.xml").decode()
    assert cells[3:] == [[1, "007"]]
