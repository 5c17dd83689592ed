"""The workbook of figures holds all that the page holds, and withholds what the page withholds."""

import io

import pytest
from bs4 import BeautifulSoup
from python_calamine import CalamineWorkbook

from sunshine.insight.models import Cursor
from sunshine.people.models import Officer
from sunshine.record.models import Entry
from tests.factories.people import COMMUNITY, COUNTY, STREET

pytestmark = pytest.mark.django_db
MONTH = "month=2026-11"
SIDES = ["place", "organisation", "category", "channel"]
WITHHELD = "不显示"
DASH = "—"


def book(browser, query: str) -> dict[str, list[list[object]]]:
    """The rows of each sheet below its title."""
    answer = browser.post(f"/desk/figures/export/?{MONTH}&{query}")
    found = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    return {name: found.get_sheet_by_name(name).to_python() for name in found.sheet_names}


def section(browser, query: str, name: str) -> list[list[str]]:
    """The cells of a table of the page, row by row."""
    page = BeautifulSoup(browser.get(f"/desk/figures/?{MONTH}&{query}").content, "html.parser")
    rows = page.find("section", {"aria-labelledby": name}).select("tbody tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"])] for row in rows]


@pytest.mark.parametrize("by", SIDES)
def test_each_sheet_is_a_ledger_and_the_whole_is_recorded_once(month, as_, by):
    sheets = book(as_(month.supervisor), f"by={by}")

    for rows in sheets.values():
        assert rows[2][0] == "序号"
        said = ("填报单位", "填报时间", "填表人", "审核人", "负责人", "截至")
        assert [word in str(rows) for word in said] == [True] * 6
    assert list(sheets) == ["各项比率", "件数", "时间", "并排看"]
    assert Entry.objects.filter(verb="export").count() == 1


def test_the_counts_are_those_of_the_page_for_both_months(month, as_):
    browser = as_(month.admin)
    page = [row for row in section(browser, "", "counts") if len(row) == 3]

    rows = book(browser, "")["件数"][4 : 4 + len(page)]

    assert [[row[2], str(int(row[3])), str(int(row[5]))] for row in rows] == page
    assert len(page) == 29


def test_the_rates_are_those_of_the_page_and_end_with_the_three_weighed(month, as_):
    rows = {row[1]: row[2:] for row in book(as_(month.secretary), "")["各项比率"][4:]}

    assert rows["满意率 %"][:4] == [83.3, 83.3, 6, DASH]
    assert rows["三率按权重合计（满分 100）"] == [89.9, 89.9, "", DASH, DASH, ""]


def test_the_times_have_their_bases_and_both_months(month, as_):
    rows = book(as_(month.admin), "")["时间"]

    assert rows[4][1:3] == ["到首次联系平均用时", "小时"]
    assert len([row for row in rows[4:] if isinstance(row[0], float)]) == 9
    assert [row[3:6] for row in rows if row[2] == "次"] == [[0, "", 8]]


@pytest.mark.parametrize("by", SIDES)
def test_each_line_has_its_code_and_is_sorted_by_it(month, as_, by):
    rows = [row for row in book(as_(month.admin), f"by={by}")["并排看"][4:] if isinstance(row[0], float)]

    whole, *codes = [row[1] for row in rows]
    assert (whole, codes) == (COUNTY, sorted(codes, key=int if by == "organisation" else str))
    if by == "organisation":
        holders = (month.street, month.community, month.other, month.lamps)
        assert codes == [str(pk) for pk in sorted(holder.pk for holder in holders)]


def test_as_of_is_told_in_local_time(month, as_):
    Cursor.objects.update(at="2026-11-23T20:30:00Z")

    assert "截至 2026-11-24 04:30" in str(book(as_(month.admin), "")["件数"])


@pytest.mark.parametrize(
    "query", [f"place={COUNTY}&by={by}" for by in SIDES] + [f"place={STREET}", f"place={COMMUNITY}"]
)
def test_what_the_page_withholds_is_a_dash_in_the_workbook(month, as_, query):
    Officer.objects.filter(organisation=month.community).exclude(pk=month.secretary.pk).update(
        is_active=False
    )
    browser = as_(month.admin)
    sheets = book(browser, query)
    rates = [row[2:4] for row in sheets["各项比率"][4:13]]
    shown = section(browser, query, "rates")

    assert [[cell == DASH for cell in row] for row in rates] == [
        [WITHHELD in cell or cell == DASH for cell in row[1:3]] for row in shown
    ]
    lines = {row[2]: row for row in sheets["并排看"][5:] if isinstance(row[0], float)}
    heads = [(head, sheets["并排看"][2].index(head + " %")) for head in HEADS]
    for name, _received, _due, *cells in section(browser, query, "compared"):
        for (_head, column), cell in zip(heads, cells, strict=False):
            raw, adjusted = cell.split("剔除后")
            marks = [WITHHELD in part or part.strip() == DASH for part in (raw, adjusted)]
            assert [value == DASH for value in lines[name][column : column + 2]] == marks
        assert [value == DASH for value in lines[name][-2:]] == [cell == DASH for cell in cells[-2:]]


HEADS = ["响应率", "解决率", "满意率", "按期结案率", "返工率"]
"""Rates of a line on the page."""
