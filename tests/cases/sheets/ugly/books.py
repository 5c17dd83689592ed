"""Ugly files that are workbooks: how a ledger looks when it is kept by hand in Excel or WPS."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from tests.cases.sheets.ugly.said import HEAD, ROWS, USUAL, ReadRow, Ugly, with_number

A, B, C = USUAL
Page = Any
LAST = len(HEAD) - 1


def book(fill: Callable[[Any], None], **options: object) -> bytes:
    """The bytes of a workbook that `fill` fills."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, **options}) as file:
        fill(file)
    return out.getvalue()


def write(page: Page, rows: Sequence[Sequence[object]], top: int = 0, left: int = 0) -> None:
    """Put rows under one another."""
    for y, row in enumerate(rows, start=top):
        page.write_row(y, left, row)


def plain(rows: Sequence[Sequence[object]] = ROWS, head: Sequence[str] = HEAD) -> bytes:
    """One sheet with these rows under the header."""
    return book(lambda file: write(file.add_worksheet("台账"), [head, *rows]))


def changed(data: bytes, member: str, old: str, new: str) -> bytes:
    """The workbook with something in one of its parts put otherwise than a good program writes it."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name).decode()
            assert name != member or old in content
            target.writestr(name, content.replace(old, new) if name == member else content)
    return out.getvalue()


def _titled(file: Any) -> None:
    page = file.add_worksheet("台账")
    page.merge_range(0, 0, 0, LAST + 1, "阳光社区12345工单台账")
    page.merge_range(1, 0, 1, 2, "填报单位：阳光社区")
    page.merge_range(1, 3, 1, LAST + 1, "填报时间：2026年11月23日")
    write(page, [["序号", *HEAD], *with_number(ROWS)], top=2)
    page.merge_range(6, 0, 6, 1, "合 计")
    page.write(6, 2, "35")
    page.merge_range(7, 0, 7, LAST + 1, "注：电话已核对，以系统为准")
    write(page, [["填表人：张某", "", "审核人：李某", "", "负责人："]], top=9)


def _two_levels(file: Any) -> None:
    page = file.add_worksheet()
    for x, name in enumerate(HEAD[:3]):
        page.merge_range(0, x, 1, x, name)
    page.merge_range(0, 3, 0, 4, "反映人")
    page.write_row(1, 3, ["姓名", "电话"])
    write(page, ROWS, top=2)


def _same_as_above(file: Any) -> None:
    page = file.add_worksheet()
    write(page, [HEAD, *ROWS])
    page.merge_range(1, 2, 3, 2, A.told)
    page.merge_range(2, 3, 3, 3, B.name)


def _hidden_sheet(file: Any) -> None:
    page = file.add_worksheet("旧表")
    write(page, [HEAD, ["WH900", "去年的事情", "", "", ""]])
    write(file.add_worksheet("台账"), [HEAD, *ROWS])
    file.worksheets()[1].activate()
    file.worksheets()[1].set_first_sheet()
    page.hide()


def _filtered(file: Any) -> None:
    page = file.add_worksheet()
    write(page, [HEAD, *ROWS])
    page.autofilter(0, 0, 3, LAST)
    page.freeze_panes(1, 1)
    page.set_row(2, None, None, {"hidden": True})
    page.set_column(4, 4, None, None, {"hidden": True})


def _printed(file: Any) -> None:
    page = file.add_worksheet()
    top = 0
    for number, row in enumerate(ROWS, start=1):
        page.merge_range(top, 0, top, LAST, "阳光社区12345工单台账")
        write(page, [HEAD, row, ["本页小计", "35"]], top=top + 1)
        page.merge_range(top + 4, 0, top + 4, LAST, f"第{number}页 共3页")
        top += 5


def _bands(file: Any) -> None:
    page = file.add_worksheet()
    page.write_row(0, 0, HEAD)
    for n, (band, row) in enumerate(zip(["一、市容类", "二、设施类", "三、绿化类"], ROWS, strict=True)):
        page.merge_range(1 + 2 * n, 0, 1 + 2 * n, LAST, band)
        page.write_row(2 + 2 * n, 0, row)


def _two_tables(file: Any) -> None:
    page = file.add_worksheet()
    write(page, [HEAD[:2], ROWS[0][:2]])
    page.merge_range(3, 0, 3, LAST, "十一月份")
    write(page, [HEAD[::-1], *[row[::-1] for row in ROWS[1:]]], top=4)


def _gaps(file: Any) -> None:
    page = file.add_worksheet()
    for y, row in zip((3, 4, 7, 8), [HEAD, *ROWS], strict=True):
        for x, cell in enumerate(row):
            page.write(y, 2 + 2 * x, cell)


def _blank_rows(file: Any) -> None:
    page = file.add_worksheet()
    write(page, [HEAD, *ROWS])
    border = file.add_format({"border": 1})
    for y in range(4, 6000):
        page.write_blank(y, 0, None, border)


def _by_month(file: Any) -> None:
    write(file.add_worksheet("九月"), [HEAD, ROWS[0]])
    order = [4, 2, 0, 3, 1]
    heads = ["电话", "来电时间", "工单号", "姓名", "工单内容"]
    moved = [heads, *[[row[x] for x in order] for row in ROWS[1:]]]
    write(file.add_worksheet("十月"), [["十月份"], *moved])
    write(file.add_worksheet("说明"), [["每月五日前填报"]])


def _headless(file: Any) -> None:
    write(file.add_worksheet("一"), [HEAD, ROWS[0]])
    write(file.add_worksheet("二"), ROWS[1:])


def _zeros(file: Any) -> None:
    page = file.add_worksheet()
    write(page, [HEAD, *ROWS[:2]])
    page.write_number(1, 0, 123, file.add_format({"num_format": "00000000"}))
    page.write_number(1, 4, 13800000021)
    page.write_number(2, 4, 13900000022, file.add_format({"num_format": "0.00E+00"}))


SPELLINGS = {
    "2026-11-20 09:05": "2026-11-20 09:05",
    "2026.11.20": "2026-11-20 00:00",
    "2026/11/20 9:05:30": "2026-11-20 09:05",
    "20261120": "2026-11-20 00:00",
    "20261120090530": "2026-11-20 09:05",
    "11月20日": "2026-11-20 00:00",
    "2026年11月20日 下午3:05": "2026-11-20 15:05",
    "2026年11月20日 星期五 9时05分": "2026-11-20 09:05",
    "2026年11月20日上午9点半": "2026-11-20 09:30",
    "２０２６－１１－２０　９：０５": "2026-11-20 09:05",
    "2026/11/20 3:05 PM": "2026-11-20 15:05",
    "2026-11-20T01:05:00Z": "2026-11-20 09:05",
    "46346.378472": "2026-11-20 09:05",
}
UNREADABLE = ["26/11/23", "昨天下午", "2026-13-45", "11.20"]


def _dated(told: Sequence[str]) -> list[ReadRow]:
    return [ReadRow(f"WH1{n:02}", f"第{n}个井盖松动了", day) for n, day in enumerate(told)]


def _spellings() -> bytes:
    return plain([row.cells() for row in _dated([*SPELLINGS, *UNREADABLE])])


READ = _dated([*SPELLINGS.values(), *[""] * len(UNREADABLE)])


def _moments(file: Any) -> None:
    page = file.add_worksheet()
    write(page, [HEAD, *ROWS])
    shown = file.add_format({"num_format": 'm"月"d"日"'})
    for y, row in enumerate(USUAL, start=1):
        page.write_datetime(y, 2, datetime.fromisoformat(row.told), shown)


def _formulas(file: Any) -> None:
    page = file.add_worksheet()
    write(page, [HEAD, *ROWS])
    page.write_formula(1, 0, '="WH"&TEXT(ROW()-1,"000")', None, A.number)
    page.write_formula(2, 1, '=CONCATENATE("小区的","路灯不亮了")', None, B.text)
    page.write_formula(3, 4, '=HYPERLINK("tel:0455","0455-7770023")', None, C.phone)


def _faults(file: Any) -> None:
    page = file.add_worksheet()
    write(page, [HEAD, *ROWS])
    page.write_formula(1, 2, "=VLOOKUP(1,A:A,2)", None, "#N/A")
    page.write_formula(2, 0, "=#REF!", None, "#REF!")
    page.write_formula(3, 1, "=1/0", None, "#DIV/0!")


def _booleans(file: Any) -> None:
    page = file.add_worksheet()
    write(page, [[*HEAD, "是否保密", "完成率"], *ROWS])
    percent = file.add_format({"num_format": "0%"})
    page.write_boolean(1, 5, True)
    page.write_boolean(2, 5, False)
    page.write_number(1, 6, 0.5, percent)


def _dressed(file: Any) -> None:
    page = file.add_worksheet()
    red, bold = file.add_format({"color": "red"}), file.add_format({"bold": True})
    write(page, [["*工单编号", "诉求内容（必填）", "受 理\n时间", " 来电人 ", "联系电话："], *ROWS])
    page.write_rich_string(1, 1, bold, "楼道里", red, "堆满了", "杂物")
    page.write_url(2, 1, "https://example.com/", string=B.text)
    page.write_comment(2, 1, "上级交办")
    page.insert_textbox(5, 1, "已核对")


def _apostrophes(file: Any) -> None:
    page = file.add_worksheet()
    write(page, [HEAD, *ROWS])
    quoted = file.add_format({"quote_prefix": True, "num_format": "@"})
    page.write_string(1, 0, "202611270001234567", quoted)
    page.write_string(2, 4, "13900000022", quoted)


def _far_border() -> bytes:
    far = '<row r="1048576"><c r="A1048576" s="0"/></row></sheetData>'
    return changed(plain(), "xl/worksheets/sheet1.xml", "</sheetData>", far)


def _open_document() -> bytes:
    spaces = "urn:oasis:names:tc:opendocument:xmlns:"
    names = "".join(f' xmlns:{name}="{spaces}{name}:1.0"' for name in ("office", "table", "text"))
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'.format
    rows = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in [HEAD, *ROWS])
    many = 'table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/>'
    blank = f"<table:table-row {many}</table:table-row>"
    body = (
        f'<office:spreadsheet><table:table table:name="台账">{rows}{blank}</table:table></office:spreadsheet>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("META-INF/manifest.xml", "<manifest/>")
        file.writestr(
            "content.xml",
            f"<office:document-content{names}><office:body>{body}</office:body></office:document-content>",
        )
    return out.getvalue()


SEVERAL = A._replace(name="张三、李四\n赵六", phone="13800000021、13900000022（儿子）")
LONG = [[202611270001234567, *A[1:]], [20261127000123456, *B[1:]]]
AGAIN = [A.number, "完全不同的另一件事", "", "", ""]
CONTROLS = [A.number, "楼道里_x000D_堆满\x0b了\x07杂物", *A[2:]]
EMOJI = ReadRow("WH006", "𠮷祥里3号楼的灯🏮坏了👨‍👩‍👧", "2026-11-20 08:00", "䶮㛃·买买提", "13800000026")

BOOKS = [
    Ugly(
        "titled.xlsx",
        "merged title, unit and day above, 序号 first, total, note and signatures below",
        lambda: book(_titled),
    ),
    Ugly("two-levels.xlsx", "a header of two rows", lambda: book(_two_levels)),
    Ugly(
        "same-as-above.xlsx",
        "merged cells that mean “same as above”",
        lambda: book(_same_as_above),
        taken=(A, B._replace(told=A.told), C._replace(told=A.told, name=B.name)),
    ),
    Ugly(
        "several-in-a-cell.xlsx",
        "several names and telephones in one cell",
        lambda: plain([SEVERAL.cells()]),
        taken=(SEVERAL._replace(phone=f"13800000021\n{SEVERAL.phone}"),),
        remarked=(A.number,),
    ),
    Ugly(
        "hidden-sheet.xlsx",
        "last year's rows on a hidden sheet",
        lambda: book(_hidden_sheet),
        unread=("旧表",),
    ),
    Ugly(
        "filtered.xlsx", "a filter, frozen panes, a hidden row and a hidden column", lambda: book(_filtered)
    ),
    Ugly(
        "printed.xlsx",
        "title and header on each printed page, with page numbers and page totals",
        lambda: book(_printed),
    ),
    Ugly("bands.xlsx", "headings across the table between the rows", lambda: book(_bands)),
    Ugly(
        "two-tables.xlsx",
        "a second table below the first, with its own title and order of columns",
        lambda: book(_two_tables),
        taken=(ReadRow(A.number, A.text), B, C),
    ),
    Ugly("gaps.xlsx", "empty columns and rows between, nothing in the corner", lambda: book(_gaps)),
    Ugly("blank-rows.xlsx", "six thousand blank rows with borders below", lambda: book(_blank_rows)),
    Ugly("far-border.xlsx", "a border down to the last row a sheet can have", _far_border),
    Ugly(
        "by-month.xlsx",
        "a sheet for each month, other names and order of columns, a sheet of instructions",
        lambda: book(_by_month),
        unread=("说明",),
    ),
    Ugly(
        "headless.xlsx",
        "a second sheet that goes on without a header",
        lambda: book(_headless),
        taken=(A,),
        unread=("二",),
    ),
    Ugly(
        "long-numbers.xlsx",
        "numbers of 17 and 18 digits kept as numbers",
        lambda: plain([*LONG, ROWS[2]]),
        taken=(C,),
        returned=(2, 3),
    ),
    Ugly(
        "shown-zeros.xlsx",
        "zeros that only the display format shows, telephones as numbers",
        lambda: book(_zeros),
        taken=(A._replace(number="00000123"), B),
    ),
    Ugly(
        "spellings.xlsx",
        "every spelling of a date, readable and not",
        _spellings,
        taken=tuple(READ),
        remarked=tuple(row.number for row in READ if not row.told),
    ),
    Ugly(
        "day-and-month.xlsx",
        "moments of which the display format shows day and month only",
        lambda: book(_moments),
    ),
    Ugly("from-1904.xlsx", "days counted from 1904", lambda: book(_moments, date_1904=True)),
    Ugly(
        "formulas.xlsx", "formulas with their values, also for number and telephone", lambda: book(_formulas)
    ),
    Ugly(
        "faults.xlsx",
        "formulas that have failed (#N/A, #REF!, #DIV/0!)",
        lambda: book(_faults),
        taken=(A._replace(told=""),),
        returned=(3, 4),
        remarked=(A.number,),
    ),
    Ugly("booleans.xlsx", "TRUE, FALSE and a percentage", lambda: book(_booleans)),
    Ugly(
        "dressed.xlsx",
        "stars, brackets, blanks and line breaks in the header; rich text, links, comments, a text box",
        lambda: book(_dressed),
    ),
    Ugly(
        "apostrophes.xlsx",
        "numbers typed with an apostrophe",
        lambda: book(_apostrophes),
        taken=(A._replace(number="202611270001234567"), B, C),
    ),
    Ugly(
        "twice.xlsx",
        "a number twice with the same words, and once with others",
        lambda: plain([*ROWS, ROWS[0], AGAIN]),
        there=1,
        returned=(6,),
    ),
    Ugly(
        "number-only.xlsx",
        "rows of only a number, of only words, and prepared rows of only 序号",
        lambda: plain([*with_number(ROWS), [4, "WH007"], [5, "", "没有编号的事情"], [6]], ["序号", *HEAD]),
        returned=(5, 6, 7),
    ),
    Ugly(
        "controls.xlsx",
        "control characters and their escapes",
        lambda: plain([CONTROLS, *ROWS[1:]]),
        taken=(A._replace(text="楼道里\n堆满\n了 杂物"), B, C),
    ),
    Ugly(
        "emoji.xlsx",
        "emoji and rare Chinese characters",
        lambda: plain([*ROWS, EMOJI.cells()]),
        taken=(*USUAL, EMOJI),
    ),
    Ugly("open-document.ods", "OpenDocument with a million blank rows below", _open_document),
    Ugly("book-named.csv", "a workbook that somebody has named .csv", plain),
]
