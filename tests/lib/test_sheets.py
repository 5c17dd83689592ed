import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter

from sunshine.lib import sheets
from sunshine.lib.sheets import BadSheet, Column, Limits, Row, read_rows

NAMES = ["编号", "姓名", "电话", "地址"]


def book(*rows: list[object], merges: tuple[str, ...] = (), hidden: bool = False) -> bytes:
    """A workbook with these rows; `merges` are ranges merged afterwards."""
    out = io.BytesIO()
    file = xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd hh:mm:ss"})
    if hidden:
        file.add_worksheet("旧").write_row(0, 0, NAMES)
    page = file.add_worksheet("台账")
    for y, row in enumerate(rows):
        page.write_row(y, 0, row)
    for place in merges:
        page.merge.append(_range(place))
    if hidden:
        page.activate()
        page.set_first_sheet()
        file.worksheets()[0].hide()
    file.close()
    return out.getvalue()


def _range(place: str) -> list[int]:
    first, last = place.split(":")
    return [int(first[1:]) - 1, ord(first[0]) - 65, int(last[1:]) - 1, ord(last[0]) - 65]


def code_of(data: bytes | Path, filename: str = "a.xlsx", **options: object) -> str:
    with pytest.raises(BadSheet) as refusal:
        read_rows(data, filename, **options)
    return refusal.value.code


def test_a_ledger_with_title_notes_and_totals_gives_only_its_rows():
    data = book(
        ["阳光社区诉求台账", "", ""],
        ["填报单位：阳光社区", "", ""],
        ["编号", "姓名*", "联系 电话（必填）"],
        ["1", "张三", 13812341234.0],
        ["", "", ""],
        ["2", "李四", 7],
        ["合 计", "2", ""],
        ["注：电话已核对", "", ""],
        merges=("A1:C1",),
    )

    table = read_rows(data, "a.xlsx", known=["编号", "姓名", "联系电话"])

    assert table.rows == [
        Row(4, {"编号": "1", "姓名": "张三", "联系电话": "13812341234"}),
        Row(6, {"编号": "2", "姓名": "李四", "联系电话": "7"}),
    ]
    assert (table.title, table.columns, table.notes) == (
        "阳光社区诉求台账 填报单位：阳光社区",
        ["编号", "姓名", "联系电话"],
        2,
    )


def test_what_a_printed_ledger_repeats_on_each_page_is_no_row():
    title, band = ["台账"] * 3, ["一、市容类"] * 3
    pages = [title, ["编号", "姓名", "电话"], ["1", "张三", "7"], ["本页合计：1件", "", "9"]]
    rows = [*pages, title, ["编号", "姓 名", "电话"], band, ["2", "李四", "8"], ["累计", "", "9"]]

    table = read_rows(book(*rows), "a.xlsx", known=NAMES)

    assert [list(row.cells.values()) for row in table.rows] == [["1", "张三", "7"], ["2", "李四", "8"]]
    assert table.notes == 5


@pytest.mark.parametrize("filename", ["a.xlsx", "a.et", "a.csv"])
def test_a_file_is_read_by_what_it_holds(filename: str):
    for data in (b"a,b\n1,2\n", b"<table><tr><td>a<td>b<tr><td>1<td>2</table>", book(["a", "b"], ["1", "2"])):
        assert read_rows(data, filename).rows == [Row(2, {"a": "1", "b": "2"})]


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        (["说明：灯坏了", "WH010"], True),
        (["说明：灯坏了", "", "2026-11-20 09:05"], True),
        (["填表人：张某", "审核人：李某", "日期：2026-11-23"], False),
        (["注：", "电话已核对"], False),
    ],
)
def test_a_row_that_begins_like_a_note_is_none_where_it_holds_a_number_or_a_day(cells: list[str], kept: bool):
    table = read_rows(book(NAMES, ["1", "张三"], cells), "a.xlsx", known=NAMES)

    assert (len(table.rows) == 2, table.notes) == (kept, int(not kept))


def test_a_table_of_a_page_that_was_not_read_is_named():
    first, more = "<tr><td>编号<td>姓名<tr><td>1<td>张三", "<tr><td>2<td>李四<tr><td>3<td>王五"
    menu = "<table><tr><td>首页<td>退出</table>"

    table = read_rows(f"{menu}<table>{first}</table><table>{more}</table>".encode(), "a.xls", known=NAMES)

    assert ([row.cells["编号"] for row in table.rows], table.unread) == (["1"], ("<table> 3",))


def test_each_table_of_a_sheet_has_its_own_header():
    upper = [["编号", "姓名"], ["1", "张三"]]
    lower = [["十一月", "", "", ""], ["地址", "编号", "电话", "备注"], ["甲", "2", "7", "好"]]

    table = read_rows(book(*upper, *lower), "a.xlsx", known=NAMES)

    assert [row.cells for row in table.rows] == [
        {"编号": "1", "姓名": "张三"},
        {"编号": "十一月", "姓名": ""},
        {"地址": "甲", "编号": "2", "电话": "7", "备注": "好"},
    ]
    assert table.columns == ["编号", "姓名", "地址", "电话", "备注"]


def test_without_known_names_the_first_row_with_two_cells_is_the_header():
    assert read_rows(book(["台账"], ["甲", "乙"], ["1", "2"]), "a.xlsx").rows == [
        Row(3, {"甲": "1", "乙": "2"})
    ]


def test_merged_cells_mean_the_same_as_above_and_blanks_only_where_asked():
    data = book(
        NAMES, ["1", "张三", "138", "甲"], ["2", "", "", ""], ["3", "李四", "", ""], merges=("D2:D4",)
    )

    rows = read_rows(data, "a.xlsx", known=NAMES, fill_down=["姓名", "没有的列"]).rows

    assert [list(row.cells.values()) for row in rows] == [
        ["1", "张三", "138", "甲"],
        ["2", "张三", "", "甲"],
        ["3", "李四", "", "甲"],
    ]


def test_a_blank_in_the_first_row_has_nothing_above_it():
    assert read_rows(book(["编号", "姓名"], ["1", ""]), "a.xlsx", fill_down=["姓名"]).rows == [
        Row(2, {"编号": "1", "姓名": ""})
    ]


@pytest.mark.parametrize("known", [["编号", "联系电话", "联系地址"], ["编号", "联系"]])
def test_a_header_of_two_rows_is_read_together(known: list[str]):
    data = book(["编号", "联系", ""], ["", "电话", "地址"], ["1", "138", "甲"], merges=("A1:A2", "B1:C1"))

    table = read_rows(data, "a.xlsx", known=known)

    assert [list(row.cells.values()) for row in table.rows] == [["1", "138", "甲"]]
    assert table.columns == (known if len(known) == 3 else ["编号", "电话", "地址"])


def test_columns_of_one_name_are_told_apart_and_nameless_ones_left_out():
    table = read_rows(book(["编号", "备注", "备注", ""], ["1", "a", "b", "c"]), "a.xlsx")

    assert table.rows == [Row(2, {"编号": "1", "备注": "a", "备注3": "b"})]


def test_cells_read_as_people_would_read_them():
    row = [True, False, 2.5, datetime(2026, 11, 23), datetime(2026, 11, 23, 8, 30), " x "]  # noqa: DTZ001

    table = read_rows(book(list("abcdef"), row), "a.xlsx")

    assert list(table.rows[0].cells.values()) == ["是", "否", "2.5", "2026-11-23", "2026-11-23 08:30:00", "x"]


def test_a_hidden_sheet_is_not_read():
    assert read_rows(book(["编号", "姓名"], ["1", "张三"], hidden=True), "a.xlsx", known=NAMES).columns == [
        "编号",
        "姓名",
    ]


def test_a_ledger_that_we_wrote_is_read_back(tmp_path: Path):
    columns = [Column("编号"), Column("电话", group="联系"), Column("地址", group="联系")]
    rows = [["=1", "13812341234", "甲"], ["2", None, "乙"]]
    sheets.write_sheet(
        tmp_path / "a.xlsx", title="台账", unit="社区", day=date(2026, 11, 23), columns=columns, rows=rows
    )

    table = read_rows(tmp_path / "a.xlsx", "a.xlsx", known=["编号", "电话", "地址"])

    assert [list(row.cells.values()) for row in table.rows] == [
        ["1", "=1", "13812341234", "甲"],
        ["2", "2", "", "乙"],
    ]
    assert (table.columns, table.notes) == (["序号", "编号", "电话", "地址"], 1)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_is_read_in_the_usual_codes_and_marks(codec: str, mark: str):
    data = f'编号{mark}姓名\r\n1{mark}"张{mark}三\n四"\r\n2\r\n'.encode(codec)

    assert read_rows(data, "A.CSV").rows == [
        Row(2, {"编号": "1", "姓名": f"张{mark}三\n四"}),
        Row(3, {"编号": "2", "姓名": ""}),
    ]


@pytest.mark.parametrize(
    ("data", "filename", "code"),
    [
        (b" \n", "a.csv", "empty"),
        (b"%PDF-1.7", "a.pdf", "not_a_sheet"),
        (b"<html><table>", "a.xls", "not_a_sheet"),
        (b"\xff\xff\xff\xff", "a.csv", "not_a_sheet"),
        (b"a\x00,\x00b\x00", "a.csv", "not_a_sheet"),
        (book(), "a.xlsx", "empty"),
        (b"a,b\n" + b"x" * 200_000, "a.csv", "not_a_sheet"),
        (b"\xd0\xcf\x11\xe0 and no more", "a.xls", "not_a_sheet"),
        (b"PK\x03\x04 and no more", "a.xlsx", "not_a_sheet"),
        (b"only one column\n1", "a.csv", "no_header"),
    ],
)
def test_what_is_no_table_is_refused_with_a_code(data: bytes, filename: str, code: str):
    assert code_of(data, filename) == code


def test_a_file_under_a_password_is_refused_as_locked():
    data = b"\xd0\xcf\x11\xe0" + bytes(1024) + "EncryptedPackage".encode("utf-16-le") + bytes(1024)

    assert code_of(data) == "locked"


def test_an_open_document_sheet_is_read():
    texts = [["编号", "姓名"], ["1", "张三"]]
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = "".join(f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in texts)
    names = "".join(
        f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text")
    )
    table = f'<table:table table:name="台账">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("META-INF/manifest.xml", "<manifest/>")
        file.writestr("content.xml", f"<office:document-content{names}>{body}</office:document-content>")

    assert read_rows(out.getvalue(), "a.ods").rows == [Row(2, {"编号": "1", "姓名": "张三"})]


def book_of(**sheets: list[list[object]]) -> bytes:
    """A workbook with these sheets; one whose name begins with 旧 is hidden."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as file:
        for name, rows in sheets.items():
            page = file.add_worksheet(name)
            for y, row in enumerate(rows):
                page.write_row(y, 0, row)
            if name.startswith("旧"):
                page.hide()
        file.add_chartsheet("图").set_chart(file.add_chart({"type": "line"}))
        file.charts[0].add_series({"values": f"={next(iter(sheets))}!$A$1:$A$2"})
    return out.getvalue()


def test_every_sheet_with_the_headings_is_read_and_the_others_are_named():
    sheets = {
        "十月": [["编号", "姓名"], ["1", "张三"]],
        "说明": [["先填编号"], ["编号", "不可空"]],
        "旧表": [["编号", "姓名"], ["9", "赵六"]],
        "十一月": [["2026年11月"], ["编号", "电话", "姓名"], ["2", "138", "李四"]],
        "空": [],
    }

    table = read_rows(book_of(**sheets), "a.xlsx", known=NAMES)

    assert table.rows == [
        Row(2, {"编号": "1", "姓名": "张三"}),
        Row(3, {"编号": "2", "电话": "138", "姓名": "李四"}, sheet="十一月"),
    ]
    assert (table.columns, table.unread) == (["编号", "姓名", "电话"], ("说明", "旧表"))


def test_without_known_names_only_the_first_sheet_is_read():
    table = read_rows(book_of(一=[["a", "b"], ["1", "2"]], 二=[["a", "b"], ["3", "4"]]), "a.xlsx")

    assert ([row.cells["a"] for row in table.rows], table.unread) == (["1"], ("二",))


def test_the_rows_of_all_sheets_together_have_a_limit():
    sheet = [["编号", "姓名"], *[["1", "张三"]] * 20]

    assert code_of(book_of(一=sheet, 二=sheet), known=NAMES, limits=Limits(rows=30)) == "too_many_rows"


@pytest.mark.parametrize("filename", ["export.xls", "export.html", "EXPORT.XML"])
def test_a_table_of_a_web_system_is_read(filename: str):
    page = "\ufeff<table><tr><td>编号<td>姓名<tr><td>1<td>张\x0b三</table>"

    assert read_rows(page.encode(), filename).rows == [Row(2, {"编号": "1", "姓名": "张\n三"})]


def test_a_row_that_a_quotation_mark_has_shifted_says_so():
    assert [row.torn for row in read_rows('编号,姓名\n1,"张,三\n2,李四\n'.encode(), "a.csv").rows] == [
        True,
        False,
    ]


def test_what_cannot_be_printed_is_no_part_of_a_cell():
    table = read_rows(book(["编号", "姓名"], ["_x000D_1", "张\x0b三\u202e"]), "a.xlsx")

    assert table.rows == [Row(2, {"编号": "1", "姓名": "张\n三"})]


def test_a_header_without_rows_is_an_empty_table():
    assert read_rows(book(NAMES), "a.xlsx", known=NAMES).rows == []


def test_a_wrong_header_names_what_was_looked_for():
    with pytest.raises(BadSheet) as refusal:
        read_rows(book(["甲", "乙"], ["1", "2"]), "a.xlsx", known=["编号", "姓名"])

    assert (refusal.value.code, refusal.value.params) == ("no_header", {"names": "编号、姓名"})


def test_files_beyond_the_limits_are_refused(tmp_path: Path):
    (tmp_path / "a.csv").write_bytes(b"a,b\n" * 50)
    small = Limits(bytes=100, rows=5, columns=2)

    assert code_of(tmp_path / "a.csv", "a.csv", limits=small) == "too_large"
    assert code_of(b"a,b\n" * 50, "a.csv", limits=small) == "too_large"
    assert code_of(b"a,b\n" * 50, "a.csv", limits=Limits(rows=5)) == "too_many_rows"
    assert code_of(b"a,b,c\n", "a.csv", limits=small) == "too_many_columns"
    assert code_of(book(*[["a", "b"]] * 50), limits=Limits(rows=5)) == "too_many_rows"


def test_a_time_alone_is_written_as_one():
    assert sheets._text(time(8, 30)) == "08:30:00"
