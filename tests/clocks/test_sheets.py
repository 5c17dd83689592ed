"""A year's calendar from csv, Excel, TOML and the library; what cannot be read is named."""

from datetime import date

import pytest
import xlsxwriter

from sunshine.clocks.actions.keep import calendar_of
from sunshine.clocks.rules import NoticeDay
from sunshine.clocks.sheets import read_calendar, seed_calendar
from sunshine.clocks.states import DayKind
from sunshine.lib.refusals import Refused
from sunshine.tables.loading import read_shipped

DAYS = [
    NoticeDay(date(2027, 1, 1), DayKind.HOLIDAY, "元旦"),
    NoticeDay(date(2027, 1, 9), DayKind.MAKEUP, "元旦调休"),
]
TOML = """
year = 2027
source = "notice"
[[holiday]]
name = "元旦"
from = 2027-01-01
[[makeup_workday]]
name = "元旦调休"
from = 2027-01-09
"""


def refusal(data: bytes, filename: str) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        read_calendar(data, filename)
    return refused.value.code, str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "date,type,name\n2027-01-01,holiday,元旦\n2027-01-09,makeup_workday,元旦调休\n",
        "日期,类型,名称\n2027年1月1日,放假,元旦\n2027/1/9,上班,元旦调休\n",
    ],
    ids=["English", "Chinese"],
)
def test_a_csv_is_read_in_both_languages(text):
    assert read_calendar(text.encode(), "2027.csv") == (2027, "2027.csv", DAYS)


def test_an_excel_file_is_read_with_the_source_above_its_header(tmp_path):
    path = tmp_path / "2027.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["关于2027年部分节假日安排的通知"])
        sheet.write_row(1, 0, ["日期", "类型", "名称"])
        sheet.write_row(2, 0, ["2027-01-01", "节假日", "元旦"])
        sheet.write_row(3, 0, [46396, "调休上班", "元旦调休"])

    assert read_calendar(path.read_bytes(), path.name) == (2027, "关于2027年部分节假日安排的通知", DAYS)


def test_toml_is_read():
    assert read_calendar(TOML.encode(), "2027.TOML") == (2027, "notice", DAYS)


def test_the_shipped_year_agrees_with_the_library():
    _year, _source, shipped = calendar_of(read_shipped("sunshine.clocks", "calendar-2026"))
    year, source, days = seed_calendar(2026)

    assert (year, source.split()[0]) == (2026, "chinesecalendar")
    assert {(day.day, day.kind) for day in days} == {(day.day, day.kind) for day in shipped}
    assert days[0] == NoticeDay(date(2026, 1, 1), DayKind.HOLIDAY, "元旦")


def test_a_year_the_library_does_not_know_is_refused():
    with pytest.raises(Refused, match="2031"):
        seed_calendar(2031)


def test_a_line_that_cannot_be_read_is_named():
    code, sentence = refusal(b"date,type,name\n2027-01-01,holiday,x\nnever,holiday,x\n", "a.csv")

    assert (code, "3" in sentence, "never" in sentence) == ("line", True, True)


def test_an_unknown_type_is_named():
    assert refusal(b"date,type,name\n2027-01-01,party,x\n", "a.csv")[0] == "line"


def test_a_line_without_a_type_is_named():
    assert refusal(b"date,name\n2027-01-01,x\n", "a.csv")[0] == "line"


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"PK\x03\x04 not a zip"])
def test_a_file_that_is_no_table_is_refused(data):
    assert refusal(data, "a.xlsx")[0] == "file"


def test_a_table_without_lines_is_refused():
    assert refusal(b"date,type,name\n", "a.csv")[0] == "empty"


@pytest.mark.parametrize(
    "data", [b"\xff\xfe", b"year =", b"source = 'x'", b"year = 2027\n[[holiday]]\nfrom = 3", b"year = 'x'"]
)
def test_toml_that_is_no_calendar_is_refused(data):
    assert refusal(data, "a.toml")[0] == "file"
