import pytest

from sunshine.lib.archives import BadSheet
from sunshine.lib.webtables import WebTable, read_web_tables


def read(text: str, **limits: int) -> list[WebTable]:
    return read_web_tables(text, **{"rows": 100, "columns": 20, **limits})


def test_a_page_with_merged_cells_breaks_and_signs_is_read():
    page = """<html><style>td{}</style><table><caption>台账</caption><tr><th rowspan=2>编号<th colspan="2">联系
    <tr><td>电话</td><td>地 &amp;
      址</td><tr><td>1</td><td>138<br>139<script>x</script></td><td></td></tr></table></html>"""

    assert read(page) == [
        WebTable("", [["编号", "联系", "联系"], ["编号", "电话", "地 & 址"], ["1", "138\n139", ""]])
    ]


def test_a_table_within_a_cell_is_a_table_of_its_own():
    page = "<table><tr><td>外<table><tr><td>甲<td>乙</table></td><td>边</table>"

    assert [table.grid for table in read(page)] == [[["外", "边"]], [["甲", "乙"]]]


def test_the_xml_of_excel_2003_is_read_with_its_sheets_gaps_and_notes():
    book = """<?xml version="1.0"?><Workbook xmlns:ss="x"><ss:Worksheet ss:Name="工单"><Table>
    <Row ss:Index="2"><Cell><Data ss:Type="String">甲&#10;乙</Data><Comment><Data>不看</Data></Comment></Cell>
    <Cell ss:Index="3" ss:MergeAcross="1" ss:MergeDown="1"><Data><![CDATA[<丙>]]></Data></Cell></Row><Row><Cell/></Row>
    </Table></ss:Worksheet><Worksheet ss:Name="空"><Table/></Worksheet></Workbook>"""

    assert read(book) == [
        WebTable("工单", [["", "", "", ""], ["甲\n乙", "", "<丙>", "<丙>"], ["", "", "<丙>", "<丙>"]])
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<html>nothing", "not_a_sheet"),
        ("<td>no table</td><tr></style>", "not_a_sheet"),
        ("<table><tr><tr><tr><tr><td>1", "too_many_rows"),
        ("<table><td colspan=9>1", "too_many_columns"),
        ('<table><Row ss:Index="99999"><td>1', "too_many_rows"),
        ('<table><Cell ss:Index="7">1', "too_many_columns"),
    ],
)
def test_what_is_no_table_or_too_large_is_refused(text: str, code: str):
    with pytest.raises(BadSheet) as refusal:
        read(text, rows=3, columns=5)

    assert refusal.value.code == code


def test_numbers_that_are_none_count_as_one_and_long_merges_end_with_the_table():
    assert read('<table><td rowspan="x" colspan="0">1</td><td rowspan="900">2', rows=2)[0].grid == [
        ["1", "2"],
        ["", "2"],
    ]
