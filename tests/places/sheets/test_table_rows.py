"""What every file of the desk's tables says of itself: what was not read, and which row belongs to which sheet."""

import io

import pytest
import xlsxwriter

from sunshine.people.models import Organisation
from sunshine.places.sheets.organisations import ORGANISATIONS, enter_organisations
from sunshine.places.sheets.staff import STAFF
from sunshine.places.sheets.tables import table_rows
from sunshine.record.states import Actor
from tests.factories.people import COUNTY, NOON

HEAD = "机构名称,机构类别,辖区"


def book(*sheets: tuple[str, list[list[str]]]) -> bytes:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out)
    for name, rows in sheets:
        page = made.add_worksheet(name)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    made.close()
    return out.getvalue()


@pytest.mark.parametrize(
    ("head", "row", "named"),
    [
        ("姓名,登录名,单位,工龄", "李梅,limei,甲局,5", ["工龄"]),
        ("序号,姓名,登录名,单位,工龄,籍贯", "1,李梅,limei,甲局,5,肇东", ["工龄", "籍贯"]),
        ("姓名,登录名,单位,工龄", "李梅,limei,甲局,", []),
        ("姓名,登录名,单位,手机,办公电话", "李梅,limei,甲局,13812341234,0455-7770001", ["办公电话"]),
        ("姓名,登录名,单位,手机,办公电话", "李梅,limei,甲局,13812341234,13812341234", []),
    ],
)
def test_every_column_of_which_something_was_not_taken_is_named(head, row, named):
    left_out = table_rows(f"{head}\n{row}\n".encode(), "t.csv", STAFF).left_out

    assert left_out == ((f"没有导入的列：{'、'.join(named)}。",) if named else ())


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("岗位名称", "role"),
        ("职务", "role"),
        ("手机号码", "telephone"),
        ("手机", "telephone"),
        ("工作单位名称", "organisation"),
        ("工作单位", "organisation"),
    ],
)
def test_a_column_is_read_by_the_headings_that_offices_use(heading, key):
    read = table_rows(f"姓名,登录名,{heading}\n李梅,limei,某某\n".encode(), "t.csv", STAFF)

    assert (read.rows[0].cells[key], read.left_out, read.titles[key]) == ("某某", (), heading)


@pytest.mark.django_db
def test_rows_of_a_second_sheet_stay_behind_the_first_and_say_where_they_stand_and_unread_sheets_are_named():
    head = HEAD.split(",")
    first = [["机构名册"], [], head, ["乙局", "部门", COUNTY], ["甲局", "部门", COUNTY]]
    second = [head, ["丙局", "部门", COUNTY]]
    file = book(("在编", first), ("派驻", second), ("说明", [["请勿改动", "表头"]]))

    read = table_rows(file, "t.xlsx", ORGANISATIONS)
    report = enter_organisations(read, by=Actor.system("test"), at=NOON)

    assert [(line.number, line.about) for line in report.lines] == [
        (4, "乙局"),
        (5, "甲局"),
        (2, "派驻 丙局"),
    ]
    assert ["说明" in sentence for sentence in report.warnings] == [True]
    assert Organisation.objects.count() == 3
