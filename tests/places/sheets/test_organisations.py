"""Organisations by file: every rule of the desk's form, nothing that stands is changed, and what cannot be taken says why."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
import xlsxwriter
from django.db import connections
from django.utils.translation import override

from sunshine.lib.refusals import Refused
from sunshine.people.actions import officer_actor
from sunshine.people.models import Organisation
from sunshine.people.states import OrganisationKind, Role
from sunshine.places.sheets.organisations import ORGANISATIONS, enter_organisations
from sunshine.places.sheets.tables import table_rows
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from tests.factories.people import (
    COMMUNITY,
    COUNTY,
    DAY,
    FIRST_DAY,
    NOON,
    STREET,
    OfficerFactory,
    OrganisationFactory,
)
from tests.factories.places import PlaceFactory

pytestmark = pytest.mark.django_db
HEAD = "单位名称,单位类型,辖区,上级单位,办公电话,邮箱,起始日期\n"
LAMPS = f"路灯管理所,职能部门,{COUNTY},住建局,0455-7770001,lamps@example.org,2026-01-01\n"
WORKS = f"住建局,部门,{COUNTY},,,,\n"


def bring(text: str, name: str = "t.csv", by: Actor | None = None, **more):
    rows = table_rows(text.encode(), name, ORGANISATIONS)
    return enter_organisations(rows, by=by or Actor.system("test"), at=NOON, **more)


def refusal(row: str) -> str:
    """The sentence beside one row."""
    (line,) = bring(HEAD + row + "\n").rejected
    return line.sentence


def test_what_a_row_says_is_what_the_desk_would_have_written_with_its_entry():
    report = bring(HEAD + WORKS + LAMPS)

    row = Organisation.objects.get(name="路灯管理所")
    assert (report.accepted, row.kind, row.place) == (2, OrganisationKind.DEPARTMENT, COUNTY)
    assert (row.parent.name, row.telephone, row.email) == ("住建局", "0455-7770001", "lamps@example.org")
    assert (row.valid_from, row.parent.valid_from) == (FIRST_DAY, DAY)
    assert list(Entry.objects.values_list("verb", flat=True)) == ["create", "create"]


def test_whoever_stands_above_is_opened_first_wherever_it_stands_in_the_file():
    below = f"路灯一队,部门,{COUNTY},路灯管理所,,,\n"

    assert bring(HEAD + below + LAMPS + WORKS).accepted == 3


def test_two_that_stand_below_each_other_are_refused():
    circle = f"甲局,部门,{COUNTY},乙局,,,\n乙局,部门,{COUNTY},甲局,,,\n"

    assert len(bring(HEAD + circle).rejected) == 2


def test_a_preview_says_the_same_and_writes_nothing():
    report = bring(HEAD + LAMPS + WORKS, preview=True)

    assert (report.accepted, Organisation.objects.count(), Entry.objects.count()) == (2, 0, 0)


def test_a_second_time_everything_is_there_and_nothing_is_written():
    bring(HEAD + LAMPS + WORKS)
    written = Entry.objects.count()

    assert (bring(HEAD + LAMPS + WORKS).there, Entry.objects.count()) == (2, written)


@pytest.mark.parametrize(
    ("row", "label"),
    [
        (f"路灯管理所,职能部门,{COUNTY},,0455-7770002,,", "电话"),
        (f"路灯管理所,物业公司,{COUNTY},,,,", "单位类型"),
        (f"路灯管理所,职能部门,{COUNTY},,,other@example.org,", "邮箱"),
        (f"路灯管理所,职能部门,{COUNTY},,,,2026-02-01", "日"),
    ],
)
def test_a_row_that_says_something_else_of_what_is_there_is_refused_and_changes_nothing(row, label):
    bring(HEAD + WORKS + LAMPS)
    before = Organisation.objects.values().get(name="路灯管理所")

    sentence = refusal(row)

    assert ("路灯管理所" in sentence, label in sentence) == (True, True), sentence
    assert Organisation.objects.values().get(name="路灯管理所") == before


def test_what_a_row_leaves_out_stays_as_it_is():
    bring(HEAD + WORKS + LAMPS)

    assert bring(HEAD + f"路灯管理所,职能部门,{COUNTY},,,,\n").there == 1


def test_one_of_the_same_name_that_was_closed_is_opened_anew():
    OrganisationFactory(name="住建局", kind="department", place=COUNTY, valid_to=DAY)

    assert bring(HEAD + WORKS).accepted == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (f",部门,{COUNTY},,,,", "必填"),
        (f"某局,,{COUNTY},,,,", "必填"),
        ("某局,部门,,,,,", "必填"),
        (f"局,部门,{COUNTY},,,,", "2"),
        (f"某局,大队,{COUNTY},,,,", "单位类型：“大队”"),
        ("某局,部门,没有的社区,,,,", "辖区：没有"),
        ("某局,部门,110000,,,,", "本县"),
        (f"某局,部门,{COUNTY},没有的局,,,", "“没有的局”"),
        (f"某局,部门,{COUNTY},,,不是邮箱,", "邮箱"),
        (f"某局,部门,{COUNTY},,,,去年", "起始日期：“去年”"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(row, reason):
    assert reason in refusal(row)


@pytest.mark.parametrize("name", ["供水公司(演示)", "供水公司（演示）", "供水 公司（演示)"])
def test_a_name_is_the_same_whatever_its_spaces_and_the_width_of_its_brackets(name):
    there = OrganisationFactory(name="供水公司（演示）", kind="utility", place=COUNTY)

    report = bring(HEAD + f"{name},公用事业,{COUNTY},,,,\n收费处,部门,{COUNTY},{name},,,\n")

    assert (report.there, report.accepted) == (1, 1)
    assert Organisation.objects.get(name="收费处").parent == there


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (f"甲局,部门,{COUNTY},甲局,,,", "不能设在自己下面"),
        (
            f"甲局,部门,{COUNTY},乙局,,,\n乙局,部门,{COUNTY},丙局,,,\n丙局,部门,{COUNTY},甲局,,,",
            "甲局 → 乙局 → 丙局 → 甲局",
        ),
        (f"甲局,部门,{COUNTY},乙局,,,\n乙局,大队,{COUNTY},,,,", "第3行"),
        (f"甲局,部门,{COUNTY},阳光居委会,,,", f"“阳光居委会”的辖区是{COMMUNITY}"),
        (f"甲局,部门,{COUNTY},将来局,,,", "启用日期是2027-01-01，还没有启用"),
        (f"{'长' * 81},部门,{COUNTY},,,,", "单位名称：81个字"),
        (f"甲局,部门,{COUNTY},,,不是邮箱,", "邮箱：“不是邮箱”不是邮箱地址"),
    ],
)
def test_what_is_wrong_with_what_stands_above_or_in_a_cell_is_said_under_the_heading_of_the_file(
    rows, reason
):
    OrganisationFactory(name="阳光居委会", kind="community", place=COMMUNITY)
    OrganisationFactory(name="将来局", kind="department", place=COUNTY, valid_from=date(2027, 1, 1))

    line = next(line for line in bring(HEAD + rows + "\n").lines if line.number == 2)

    assert reason in line.sentence, line.sentence


def test_two_rows_at_a_place_by_its_name_and_by_its_code_name_each_other():
    PlaceFactory(code=COMMUNITY, name="阳光社区")

    lines = bring(HEAD + f"甲居委会,居委,阳光社区,,,,\n甲居委会,物业,{COMMUNITY},,,,\n").lines

    assert lines[1].sentence.startswith("与第2行的")


def test_what_opens_later_stands_below_what_opens_on_that_day():
    rows = f"将来局,部门,{COUNTY},,,,2027-01-01\n将来科,部门,{COUNTY},将来局,,,2027-01-01\n"

    assert bring(HEAD + rows).accepted == 2


def test_two_rows_of_a_name_with_other_words_name_each_other_and_with_the_same_are_one():
    same, other = f"甲局,部门,{COUNTY},,,,\n", f"甲局,物业公司,{COUNTY},,,,\n"

    lines = bring(HEAD + same + same + other).lines

    assert ("第2行" in lines[1].became, "第2行" in lines[2].sentence, "工作台" in lines[2].sentence) == (
        True,
        True,
        False,
    )


def test_a_row_that_is_taken_says_what_was_understood_of_it():
    bring(HEAD + WORKS)

    (line,) = bring(HEAD + LAMPS, preview=True).lines

    assert line.became == f"职能部门 · {COUNTY} · 上级：住建局 · {FIRST_DAY} 起"


def test_a_place_is_read_by_its_name_and_two_of_a_name_are_never_guessed():
    PlaceFactory(code=COMMUNITY, name="阳光社区")
    assert bring(HEAD + "阳光居委会,居委会,阳光社区,,,,\n").accepted == 1
    PlaceFactory(code="231282998001", name="阳光社区")

    assert "阳光社区" in refusal("阳光第二居委会,居委会,阳光社区,,,,")


def test_a_doubtful_telephone_never_keeps_a_row_and_the_doubt_stands_beside_it():
    report = bring(
        HEAD
        + f"甲局,部门,{COUNTY},,0455-7770001/7770002,,\n乙局,部门,{COUNTY},,问门卫,,\n丙局,部门,{COUNTY},,无,,\n"
    )

    told = {line.about: len(line.warnings) for line in report.lines}
    assert (report.accepted, told) == (3, {"甲局": 1, "乙局": 1, "丙局": 0})
    assert list(Organisation.objects.order_by("name").values_list("name", "telephone")) == [
        ("丙局", ""),
        ("乙局", ""),
        ("甲局", "0455-7770001"),
    ]


def test_titles_notes_and_empty_rows_of_a_file_as_it_is_kept_are_no_rows():
    ugly = (
        "肇东市组织机构一览表,,,,,,\n填报单位：民政局,,,,,2026年11月,\n序号,单位名称,单位类型,辖区,,,\n"
        f"一、机关,一、机关,一、机关,一、机关,,,\n1,甲局,部门,{COUNTY},,,\n2,,,,,,\n,,,,,,\n3,乙局,部门,{COUNTY},,,\n"
        "注：以上以三定方案为准,,,,,,\n填表人：王某,,,,,,\n"
    )

    report = bring(ugly)

    assert [(line.number, line.about) for line in report.lines] == [(5, "甲局"), (8, "乙局")]


def test_a_workbook_with_merged_titles_sections_and_cells_is_read_row_by_row():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("机构")
    page.merge_range(0, 0, 0, 4, "肇东市机构一览表")
    page.write_row(1, 0, ["序号", "单位名称*", "单位类型（必填）", "辖 区", "联系电话"])
    page.merge_range(2, 0, 2, 4, "一、市直部门")
    page.write_row(3, 0, [1, "甲局", "", "", "0455-7770001"])
    page.write_row(4, 0, [2, "乙局", "", "", "0455-7770002"])
    page.merge_range(3, 2, 4, 2, "职能部门")
    page.merge_range(3, 3, 4, 3, COUNTY)
    page.write(5, 0, 3)
    page.write(6, 0, "说明：电话为值班电话")
    book.close()

    report = enter_organisations(
        table_rows(out.getvalue(), "t.xlsx", ORGANISATIONS), by=Actor.system("test"), at=NOON
    )

    assert [(line.number, line.about) for line in report.lines] == [(4, "甲局"), (5, "乙局")]
    assert set(Organisation.objects.values_list("kind", "place")) == {("department", COUNTY)}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_kind_is_read_by_the_words_of_the_desk(language):
    with override(language):
        rows = [f"某{kind.value}机构,{kind.label},{STREET},,,,\n" for kind in OrganisationKind]

    assert bring(HEAD + "".join(rows)).accepted == len(OrganisationKind)


def test_who_may_not_open_an_organisation_at_the_desk_may_not_by_file():
    officer = OfficerFactory(role=Role.SECRETARY)

    report = bring(HEAD + WORKS, by=officer_actor(officer))

    assert (report.accepted, Organisation.objects.filter(name="住建局").exists()) == (0, False)


def test_a_file_without_a_heading_we_know_is_refused_whole():
    with pytest.raises(Refused):
        bring("甲,乙\n1,2\n")


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_of_two_who_bring_the_same_file_at_once_each_row_is_entered_by_one():
    rows = [f"第{number}局,部门,{COUNTY},,,,\n" for number in range(12)]
    ready = Barrier(2)

    def run(text: str):
        ready.wait(10)
        try:
            return bring(HEAD + text)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(run, ["".join(rows), "".join(reversed(rows))])

    assert (one.accepted + other.accepted, one.there + other.there) == (12, 12)
    assert (Organisation.objects.count(), Entry.objects.count()) == (12, 12)
