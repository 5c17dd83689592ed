import io
import zipfile
from datetime import datetime

import pytest
import xlsxwriter

from sunshine.lib.packed import shown_faults, shown_zeros, starts_1904
from sunshine.lib.sheets import parse_day, read_rows


def book(**options: object) -> bytes:
    """A telephone and a number shown with zeros in front, and a day as a day and as a number."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, options) as file:
        page = file.add_worksheet("工单")
        page.write_row(0, 0, ["编号", "电话", "日期", "序列"])
        page.write(1, 0, 42, file.add_format({"num_format": "00000"}))
        page.write(1, 1, 4557770022, file.add_format({"num_format": "[$-804]00000000000;@"}))
        page.write_datetime(1, 2, datetime(2026, 11, 23), file.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001
        page.write(1, 3, 44887 if options else 46349)
        page.write(1, 30, "远", file.add_format({"num_format": "000"}))
        page.write_blank(2, 0, None, file.add_format({"num_format": "0000"}))
        page.write(2, 1, 7.5, file.add_format({"num_format": "0.00"}))
    return out.getvalue()


def test_zeros_that_a_format_shows_are_read():
    row = read_rows(book(), "a.xlsx", known=["编号", "电话"]).rows[0]

    assert (row.cells["编号"], row.cells["电话"], row.cells["日期"]) == ("00042", "04557770022", "2026-11-23")


@pytest.mark.parametrize("options", [{}, {"date_1904": True}])
def test_a_day_is_the_same_whichever_day_the_file_counts_from(options: dict):
    table = read_rows(book(**options), "a.xlsx", known=["编号", "电话"])
    cells = table.rows[0].cells

    assert cells["日期"] == str(parse_day(cells["序列"], epoch=table.epoch)) == "2026-11-23"
    assert starts_1904(book(**options)) is bool(options)


def test_other_files_say_nothing():
    assert (shown_zeros(b"a,b"), starts_1904(b"a,b"), shown_zeros(_zip({}))) == ({}, False, {})


def test_a_sheet_that_lies_elsewhere_in_its_file_is_found():
    parts = {
        "xl/styles.xml": '<x:numFmt numFmtId="170" formatCode="000"/><x:cellXfs><x:xf numFmtId="170"/></x:cellXfs>',
        "xl/workbook.xml": '<x:sheet name="A&amp;B" r:id="r1"/><x:sheet name="none" r:id="r9"/>',
        "xl/_rels/workbook.xml.rels": '<Relationship Id="r1" Target="/sheets/one.xml"/>',
        "sheets/one.xml": '<x:c r="AB2" s="0"><x:c r="?" s="0"><x:c r="A1"><x:c r="B1" s="0" t="s">',
    }

    assert shown_zeros(_zip(parts)) == {"A&B": {(1, 27): 3}}
    assert shown_zeros(_zip({"xl/styles.xml": parts["xl/styles.xml"].partition("<x:cell")[0]})) == {}


def _zip(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def failed(filler: int = 0) -> bytes:
    """A workbook with two formulas that have failed, on its second sheet, below so many rows."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as file:
        file.add_worksheet("一").write_row(0, 0, ["编号", "电话"])
        page = file.add_worksheet("二")
        for y in range(filler):
            page.write_row(y, 0, [f"WH{y}", "x" * 50])
        page.write_formula(filler, 0, "=1/0", None, "#DIV/0!")
        page.write_formula(filler, 1, '="<c>"', None, "好")
        page.write_formula(filler, 2, "=VLOOKUP(1,A:A,9)", None, "#REF!")
    return out.getvalue()


@pytest.mark.parametrize("rows", [0, 20_000])
def test_formulas_that_have_failed_are_found_also_far_below(rows: int):
    assert shown_faults(failed(rows)) == {"二": {(rows, 0): "#DIV/0!", (rows, 2): "#REF!"}}


def test_a_formula_that_has_failed_shows_so_and_other_files_have_none():
    assert read_rows(failed(), "a.xlsx").columns == ["编号", "电话"]
    assert read_rows(failed(1), "a.xlsx", known=["WH0"]).rows[0].cells["WH0"] == "#DIV/0!"
    assert shown_faults(b"no archive") == {}


def test_a_fault_without_a_place_and_a_sheet_that_is_missing_are_passed_over():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("xl/workbook.xml", '<sheet name="一" r:id="rId1"/><sheet name="二" r:id="rId2"/>')
        file.writestr(
            "xl/_rels/workbook.xml.rels", '<Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
        )
        file.writestr("xl/worksheets/sheet1.xml", '<row><c t="e"><v>#N/A</v></c></row>')

    assert shown_faults(out.getvalue()) == {}
