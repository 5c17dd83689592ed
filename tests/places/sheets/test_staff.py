"""Accounts of staff by file: with their posts or not at all, the password handed over once, nothing that stands changed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connections
from django.utils.translation import override

from sunshine.people.actions import deactivate, officer_actor
from sunshine.people.models import Assignment, Officer
from sunshine.people.states import LEVELS, OrganisationKind, Role
from sunshine.places.sheets.staff import STAFF, enter_staff, renew_passwords, unused_accounts
from sunshine.places.sheets.tables import table_rows
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from tests.factories.people import (
    COMMUNITY,
    COUNTY,
    FIRST_DAY,
    GRID,
    NOON,
    STREET,
    OfficerFactory,
    OrganisationFactory,
)
from tests.factories.places import PlaceFactory

pytestmark = pytest.mark.django_db
HEAD = "姓名,用户名,单位,岗位/角色,辖区,联系电话,邮箱,上岗日期\n"
MEI = f"李梅,limei,阳光居委会,社区工作者,{COMMUNITY},13812341234,mei@example.org,2026-01-01\n"


@pytest.fixture(autouse=True)
def office():
    return OrganisationFactory(name="阳光居委会")


def bring(text: str, by: Actor | None = None, **more):
    """The report, and the passwords that were handed over by log-in name."""
    handed: dict[str, str] = {}
    rows = table_rows(text.encode(), "t.csv", STAFF)
    report = enter_staff(
        rows,
        by=by or Actor.system("test"),
        at=NOON,
        hand=lambda officer, secret: handed.update({officer.username: secret}),
        **more,
    )
    return report, handed


def refusal(row: str) -> str:
    """The sentence beside one row, of which nothing is left."""
    before = Officer.objects.count()
    report, handed = bring(HEAD + row + "\n")
    (line,) = report.rejected
    assert (handed, Officer.objects.count()) == ({}, before)
    return line.sentence


def posts(username: str = "limei") -> set[tuple[str, str]]:
    return set(Assignment.objects.filter(officer__username=username).values_list("role", "place"))


def test_an_account_is_made_with_its_post_as_the_desk_would():
    report, handed = bring(HEAD + MEI)

    officer = Officer.objects.get()
    assert (report.accepted, officer.name, officer.telephone) == (1, "李梅", "13812341234")
    assert (posts(), officer.must_change_password) == ({(Role.COMMUNITY_WORKER, COMMUNITY)}, True)
    assert officer.check_password(handed["limei"])
    assert officer.assignments.get().valid_from == FIRST_DAY
    assert list(Entry.objects.order_by("id").values_list("verb", flat=True)) == ["create", "assign"]


def test_the_password_is_nowhere_in_the_record():
    _report, handed = bring(HEAD + MEI)

    assert not [entry for entry in Entry.objects.all() if handed["limei"] in f"{entry.public}{entry.facts}"]


def test_a_preview_says_the_same_writes_nothing_and_makes_no_password():
    report, handed = bring(HEAD + MEI, preview=True)

    assert (report.accepted, handed) == (1, {})
    assert (Officer.objects.count(), Entry.objects.count()) == (0, 0)


def test_a_second_time_the_account_is_there_and_keeps_its_password():
    bring(HEAD + MEI)
    before = Officer.objects.values().get()

    report, handed = bring(HEAD + MEI.replace("limei", "LiMei"))

    assert (report.there, handed, Officer.objects.values().get()) == (1, {}, before)


@pytest.mark.parametrize(
    ("cells", "held"),
    [
        (
            f"社区工作者、社区书记,{COMMUNITY}",
            {(Role.COMMUNITY_WORKER, COMMUNITY), (Role.SECRETARY, COMMUNITY)},
        ),
        (
            f"社区工作者、网格员,{COMMUNITY}、{GRID}",
            {(Role.COMMUNITY_WORKER, COMMUNITY), (Role.GRID_WORKER, GRID)},
        ),
        (f"网格员,{GRID}；{GRID[:-1]}2", {(Role.GRID_WORKER, GRID), (Role.GRID_WORKER, f"{GRID[:-1]}2")}),
        ("社工,", {(Role.COMMUNITY_WORKER, COMMUNITY)}),
        ("党小组/志愿队负责人,", {(Role.GROUP_LEADER, COMMUNITY)}),
        (",", set()),
    ],
)
def test_each_post_is_held_over_its_own_place_or_all_over_one(cells, held):
    report, _handed = bring(HEAD + f"李梅,limei,阳光居委会,{cells},,,\n")

    assert (report.accepted, posts()) == (1, held)


def test_a_place_is_read_by_its_name():
    PlaceFactory(code=GRID, name="第一网格")

    bring(HEAD + "李梅,limei,阳光居委会,网格员,第一网格,,,\n")

    assert posts() == {(Role.GRID_WORKER, GRID)}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",limei,阳光居委会,,,,,", "必填"),
        ("李梅,,阳光居委会,,,,,", "必填"),
        ("李梅,李梅,阳光居委会,,,,,", "登录名"),
        ("李梅,limei,,,,,,", "单位：必填"),
        ("李梅,limei,没有的单位,,,,,", "“没有的单位”"),
        ("李梅,limei,阳光居委会,楼长,,,,", "岗位/角色：“楼长”"),
        ("李梅,limei,阳光居委会,社工,110000,,,", "辖区："),
        (f"李梅,limei,阳光居委会,社区工作者,{GRID},,,", "级"),
        (f"李梅,limei,阳光居委会,,{COMMUNITY},,,", "岗位"),
        (f"李梅,limei,阳光居委会,社区工作者、网格员,{GRID}、{COMMUNITY},,,", "级"),
        (f"李梅,limei,阳光居委会,社区工作者、审计员,{COMMUNITY},,,", "审计"),
        (f"李梅,limei,阳光居委会,社工、书记、网格员,{COMMUNITY}、{GRID},,,", "3"),
        ("李梅,limei,阳光居委会,社区工作者,,,不是邮箱,", "邮箱"),
        ("李梅,limei,阳光居委会,社区工作者,,,,去年", "上岗日期：“去年”"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why_and_leaves_no_half_account(row, reason):
    assert reason in refusal(row)


@pytest.mark.parametrize(
    ("row", "label"),
    [
        (f"王梅,limei,阳光居委会,社区工作者,{COMMUNITY},,,", "姓名"),
        (f"李梅,limei,和平居委会,社区工作者,{COMMUNITY},,,", "单位"),
        (f"李梅,limei,阳光居委会,社区书记,{COMMUNITY},,,", "岗位"),
        (f"李梅,limei,阳光居委会,社区工作者,{COMMUNITY},,,2026-03-01", "岗位"),
        (f"李梅,limei,阳光居委会,社区工作者,{COMMUNITY},13912341234,,", "电话"),
    ],
)
def test_a_row_that_says_something_else_of_an_account_is_refused_and_changes_nothing(row, label):
    OrganisationFactory(name="和平居委会", place="231282999002")
    bring(HEAD + MEI)
    before = Officer.objects.values().get()

    sentence = refusal(row)

    assert ("limei" in sentence, label in sentence) == (True, True), sentence
    assert (Officer.objects.values().get(), posts()) == (before, {(Role.COMMUNITY_WORKER, COMMUNITY)})


def test_a_closed_account_is_never_opened_again_by_file():
    bring(HEAD + MEI)
    deactivate(Officer.objects.get(), by=Actor.system("test"), at=NOON)

    assert "停用" in refusal(MEI.strip())
    assert not Officer.objects.get().is_active


def test_of_organisations_of_one_name_the_nearest_around_the_place_is_meant_or_none():
    there = [
        OrganisationFactory(name="物业公司", kind=OrganisationKind.PROPERTY, place=code)
        for code in (STREET, COMMUNITY)
    ]

    bring(HEAD + f"李梅,limei,物业公司,,,,,\n王二,wanger,物业公司,部门经办人,{COMMUNITY},,,\n")

    assert list(Officer.objects.values_list("username", "organisation")) == [("wanger", there[1].pk)]


def test_a_row_that_is_taken_says_what_was_understood_of_it():
    (line,) = bring(HEAD + MEI, preview=True)[0].lines

    assert line.became == f"阳光居委会 · 社区工作者 ({COMMUNITY}) · {FIRST_DAY} 起"
    assert line.warnings == ()


@pytest.mark.parametrize(
    ("cells", "remark"),
    [
        (",", "没有岗位"),
        (f"区县管理员,{COUNTY}", "区县管理员：请核对"),
        (f"管理员,{COUNTY}", "区县管理员：请核对"),
        ("审计,", "审计员：请核对"),
        (f"督办员,{STREET}", f"岗位“街道督办员”的辖区{STREET}不在阳光居委会的辖区之内"),
        ("网格员,231282998001001", "岗位“网格员”的辖区231282998001001不在"),
    ],
)
def test_what_somebody_should_look_at_stands_beside_the_row_that_is_taken(cells, remark):
    (line,) = bring(HEAD + f"李梅,limei,阳光居委会,{cells},,,\n")[0].lines

    assert (line.outcome, [w for w in line.warnings if w.startswith(remark)] != []) == ("accepted", True), (
        line
    )


@pytest.mark.parametrize("name", ["供水公司(演示)", "供水公司（演示）", "供水公司 (演示）"])
def test_an_organisation_is_found_whatever_its_spaces_and_the_width_of_its_brackets(name):
    there = OrganisationFactory(name="供水公司（演示）", kind="utility", place=COUNTY)

    bring(HEAD + f"李梅,limei,{name},,,,,\n")

    assert Officer.objects.get().organisation == there


@pytest.mark.parametrize(("first", "taken"), [("", 0), ("2026-12-31", 0), ("2027-01-01", 1)])
def test_an_organisation_that_opens_later_takes_staff_from_its_first_day(first, taken):
    OrganisationFactory(name="将来局", kind="department", place=COUNTY, valid_from=date(2027, 1, 1))

    (line,) = bring(HEAD + f"李梅,limei,将来局,部门经办人,,,,{first}\n")[0].lines

    assert (line.outcome == "accepted", "2027-01-01，还没有启用" in line.sentence) == (bool(taken), not taken)


def test_two_rows_of_a_log_in_name_name_each_other():
    lines = bring(HEAD + MEI + "王二,limei,阳光居委会,社工,,,,\n")[0].lines

    assert lines[1].sentence == "与第2行的登录名重复，请换一个。"


def test_a_post_over_a_place_of_another_level_is_told_with_the_right_level():
    sentence = refusal(f"李梅,limei,阳光居委会,社区工作者,{GRID},,,")

    assert [word in sentence for word in ("社区工作者", GRID, "“社区”", "“网格”")] == [True] * 4


def test_a_landline_of_the_county_that_lost_its_zero_is_that_number():
    bring(HEAD + "李梅,limei,阳光居委会,,,4557620001,,\n")

    assert Officer.objects.get().telephone == "0455-7620001"


def test_accounts_that_nobody_has_used_get_new_passwords_each_recorded_and_used_ones_keep_theirs():
    bring(HEAD + MEI + "王二,wanger,阳光居委会,社工,,,,\n")
    Officer.objects.filter(username="wanger").update(must_change_password=False)
    again = table_rows((HEAD + MEI + "王二,wanger,阳光居委会,社工,,,,\n").encode(), "t.csv", STAFF)
    who = {"by": Actor.system("test"), "at": NOON}
    report = enter_staff(again, **who, hand=lambda *account: None, preview=True)
    handed: dict[str, str] = {}

    unused = unused_accounts(again, report)
    renew_passwords(
        [row.pk for row in Officer.objects.all()],
        **who,
        hand=lambda row, secret: handed.update({row.username: secret}),
    )

    assert ([row.username for row in unused], list(handed)) == (["limei"], ["limei"])
    assert Officer.objects.get(username="limei").check_password(handed["limei"])
    assert Entry.objects.filter(verb="reset_password").count() == 1


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_post_is_read_by_the_words_of_the_desk(language):
    with override(language):
        rows = [
            f"人{role.value},u-{role.value.replace('_', '-')},阳光居委会,{role.label},{GRID[: min(LEVELS[role])]},,,\n"
            for role in Role
        ]

    assert bring(HEAD + "".join(rows))[0].accepted == len(Role)


def test_who_may_not_make_accounts_at_the_desk_may_not_by_file():
    secretary = OfficerFactory(role=Role.SECRETARY)

    report, handed = bring(HEAD + MEI, by=officer_actor(secretary))

    assert (report.accepted, handed, Officer.objects.filter(username="limei").exists()) == (0, {}, False)


def test_nobody_gives_themselves_a_post_by_file():
    home = OrganisationFactory(name="县政府", kind=OrganisationKind.COUNTY, place=COUNTY)
    chief = OfficerFactory(username="chief", name="老张", organisation=home, role=Role.COUNTY_ADMIN)

    report, _handed = bring(HEAD + f"老张,chief,县政府,社区书记,{COMMUNITY},,,\n", by=officer_actor(chief))

    assert (len(report.rejected), posts("chief")) == (1, {(Role.COUNTY_ADMIN, COUNTY)})


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_of_two_who_bring_the_same_staff_at_once_each_account_is_made_by_one():
    rows = [f"员工{number},worker{number},阳光居委会,社工,,,,\n" for number in range(6)]
    ready = Barrier(2)

    def run(text: str):
        ready.wait(10)
        try:
            return bring(HEAD + text)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        (one, mine), (other, theirs) = pool.map(run, ["".join(rows), "".join(reversed(rows))])

    assert (one.accepted + other.accepted, one.there + other.there) == (6, 6)
    assert (Officer.objects.count(), Assignment.objects.count(), len(mine) + len(theirs)) == (6, 6, 6)
