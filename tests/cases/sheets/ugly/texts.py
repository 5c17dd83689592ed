"""Ugly files that are text: csv in every code and with every slip, and what web systems call a spreadsheet."""

import csv
import io
from collections.abc import Sequence
from html import escape

from tests.cases.sheets.ugly.said import HEAD, ROWS, USUAL, ReadRow, Ugly

A, B, C = USUAL


def lines(rows: Sequence[Sequence[object]] = ROWS, *, mark: str = ",", head: Sequence[str] = HEAD) -> str:
    """A csv of these rows under the header."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mark).writerows([head, *rows])
    return out.getvalue()


def row(number: str, text: str, told: str = "", name: str = "", phone: str = "") -> str:
    """A line of csv as it stands, whatever is in it."""
    return f"{number},{text},{told},{name},{phone}\r\n"


TOP = row(*HEAD)
RARE = ReadRow("WH004", "请联系𬭎先生，谢谢😀👨‍👩‍👧", "2026-11-20 08:00", "陈𬭎", "13800000024")


def _broken_byte() -> bytes:
    data = lines().encode("gb18030")
    return data.replace("亮".encode("gb18030"), b"\xff", 1)


def _nul() -> bytes:
    return lines().replace("亮", "\0", 1).encode()


def _line_breaks() -> bytes:
    return lines([[A.number, "楼道里\r\n堆满了\n杂物", *A[2:]], *ROWS[1:]]).encode("utf-8-sig")


def _quotes() -> bytes:
    return lines([[A.number, '他说"灯坏了"，还说""', *A[2:]], *ROWS[1:]]).encode()


def _open_quote() -> bytes:
    return (lines(ROWS[:2]) + row("WH009", '"井盖松动, 又响了') + ",".join(C) + "\r\n").encode()


def _scientific() -> bytes:
    rows = [["2.02611E+17", "数字只剩开头", "", "", ""], ["WH002", B.text, B.told, B.name, "1.38E+10"]]
    return lines(rows).encode("gbk")


def _long() -> bytes:
    return lines([["WH008", "长" * 60_000, "", "", ""], *ROWS]).encode()


LINK = ReadRow("WH005", '=HYPERLINK("http://x.example","请点这里")', name="@陈", phone="13800000025")


def _two_telephones() -> bytes:
    """The number that rang beside the number that was left."""
    rows = [[*A, "无"], [*B[:4], "", B.phone], [*C, "13800000029"]]
    return lines(rows, head=[*HEAD, "来电号码"]).encode("gbk")


def _forced() -> bytes:
    rows = [["'" + "202611270001234567", *A[1:]], ['="202611270001234568"', *B[1:4], '="13900000022"']]
    return lines(rows).encode("gb18030")


def _merged_page() -> str:
    """A table with the date merged over two rows, and the caller's two columns under one heading."""
    cell = "<td>{}</td>".format
    head = (
        '<tr><th rowspan="2">工单编号</th><th rowspan="2">诉求内容</th><th rowspan="2">受理时间</th>'
        '<th colspan="2">反映人信息</th></tr><tr><th>来电人</th><th>联系电话</th></tr>'
    )
    first = f'{cell(A.number)}{cell(A.text)}<td rowspan="2">{A.told}</td>{cell(A.name)}{cell(A.phone)}'
    second = "".join(map(cell, (B.number, B.text, B.name, B.phone)))
    return f"<table border=1><caption>台账</caption>{head}<tr>{first}</tr><tr>{second}</tr></table>"


def _page(table: str) -> bytes:
    return f'<html><head><meta charset="gbk"><style>td {{}}</style></head><body>{table}</body></html>'.encode(
        "gbk"
    )


def _plain_table(rows: Sequence[Sequence[str]]) -> str:
    """Cells that nobody closed, as old systems write them."""
    body = "".join("<tr>" + "".join(f"<td>&nbsp;{escape(cell)}" for cell in each) for each in rows)
    return f"<table>{body}</table>"


def _excel_2003() -> bytes:
    def cells(each: Sequence[str]) -> str:
        return "".join(f'<Cell><Data ss:Type="String">{escape(cell)}</Data></Cell>' for cell in each)

    body = "".join(f"<Row>{cells(each)}</Row>" for each in [HEAD, *ROWS])
    names = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    sheet = f'<Worksheet ss:Name="台账"><Table><Row ss:Index="1"/>{body}</Table></Worksheet>'
    return f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook {names}>{sheet}</Workbook>'.encode()


TEXTS = [
    Ugly("gbk.csv", "GBK, as Excel saves csv in China", lambda: lines().encode("gbk")),
    Ugly(
        "rare.csv",
        "GB18030 with rare characters and emoji, joined ones too",
        lambda: lines([*ROWS, RARE.cells()]).encode("gb18030"),
        taken=(*USUAL, RARE),
    ),
    Ugly(
        "unicode-text.txt",
        "UTF-16 with tabs, Excel's “Unicode text”",
        lambda: lines(mark="\t").encode("utf-16"),
    ),
    Ugly("bom.csv", "UTF-8 with a byte order mark", lambda: lines().encode("utf-8-sig")),
    Ugly(
        "semicolons.csv",
        "semicolons, with a title and a day above that have none",
        lambda: f"阳光社区，12345工单台账\r\n2026年11月23日\r\n{lines(mark=';')}".encode(),
    ),
    Ugly("sep.csv", "first line `sep=;`", lambda: f"sep=;\r\n{lines(mark=';')}".encode("gbk"), returned=()),
    Ugly(
        "full-width-commas.csv",
        "full-width commas typed by hand",
        lambda: "\r\n".join("，".join(r) for r in [HEAD, *ROWS[:2]]).encode(),
        taken=USUAL[:2],
    ),
    Ugly(
        "line-breaks.csv",
        "line breaks inside cells",
        _line_breaks,
        taken=(A._replace(text="楼道里\n堆满了\n杂物"), B, C),
    ),
    Ugly(
        "quotes.csv",
        "quotation marks inside quotation marks",
        _quotes,
        taken=(A._replace(text='他说"灯坏了"，还说""'), B, C),
    ),
    Ugly(
        "open-quote.csv", "a quotation mark that nobody closed costs its own row", _open_quote, returned=(4,)
    ),
    Ugly(
        "nul.csv",
        "a NUL in a cell",
        _nul,
        taken=(A, B._replace(text="小区的路灯不\ufffd了"), C),
        remarked=("WH002",),
    ),
    Ugly(
        "broken-byte.csv",
        "one broken byte in GBK",
        _broken_byte,
        taken=(A, B._replace(text="小区的路灯不\ufffd了"), C),
        remarked=("WH002",),
    ),
    Ugly(
        "scientific.csv",
        "numbers and telephones of which csv kept the beginning (2.02611E+17, 1.38E+10)",
        _scientific,
        taken=(B._replace(phone="\n1.38E+10"),),
        returned=(2,),
        remarked=("WH002",),
    ),
    Ugly("long-text.csv", "a text of 60,000 characters", _long, returned=(2,)),
    Ugly(
        "injection.csv",
        "texts that a spreadsheet program would run",
        lambda: lines([*ROWS, LINK.cells()]).encode(),
        taken=(*USUAL, LINK),
    ),
    Ugly(
        "forced-text.csv",
        'numbers kept from being numbers, by an apostrophe or by ="…"',
        _forced,
        taken=(A._replace(number="202611270001234567"), B._replace(number="202611270001234568")),
    ),
    Ugly(
        "ragged.csv",
        "rows shorter and longer than the header",
        lambda: (TOP + f"WH001,{A.text}\r\n" + ",".join([*B, "", "", ""]) + "\r\n").encode(),
        taken=(ReadRow("WH001", A.text), B),
    ),
    Ugly(
        "two-telephones.csv",
        "the number that rang in one column, the number that was left in another",
        _two_telephones,
        taken=(A, B, C._replace(phone="0455-7770023\n0455-7770023、13800000029")),
        remarked=(C.number,),
    ),
    Ugly("csv-named.xlsx", "csv that somebody has named .xlsx", lambda: lines().encode("gbk")),
    Ugly(
        "web-table.xls",
        "HTML table named .xls, with rowspan and colspan",
        lambda: _page(_merged_page()),
        taken=(A, B._replace(told=A.told)),
    ),
    Ugly(
        "web-pages.xls",
        "a web page with a second table that goes on without a header",
        lambda: _page(_plain_table([HEAD, ROWS[0]]) + _plain_table(ROWS[1:])),
        taken=(A,),
        unread=("<table> 2",),
    ),
    Ugly(
        "web-page.xls",
        "a whole web page: a menu in a table of its own, cells that nobody closed",
        lambda: _page(_plain_table([["首页", "退出"]]) + _plain_table([HEAD, *ROWS])),
    ),
    Ugly("web-named.csv", "HTML table named .csv", lambda: _page(_plain_table([HEAD, *ROWS]))),
    Ugly("excel-2003.xls", "XML of Excel 2003 named .xls", _excel_2003),
]
