"""The duty list by file: a line as the desk would enter it, nothing that stands changed, every process told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connections
from django.utils.translation import override

from sunshine.cases.actions import set_duty
from sunshine.cases.models import CatalogueVersion, Category, CommunityDuty
from sunshine.cases.queries import catalogue
from sunshine.cases.sheets.duty_list import DUTY_LIST, enter_duty_list
from sunshine.cases.states import DutyList
from sunshine.people.actions import officer_actor
from sunshine.people.states import Role
from sunshine.places.sheets.tables import table_rows
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from tests.factories.people import COMMUNITY, DAY, NOON, STREET, OfficerFactory
from tests.factories.places import PlaceFactory

pytestmark = pytest.mark.django_db
HEAD = "事项名称,适用范围,清单类型,文件依据\n"
LINE = f"绿化养护,{STREET},依法协助,街道办〔2026〕1号\n"
WHO = {"by": Actor.system("test"), "at": NOON}


@pytest.fixture(autouse=True)
def kinds():
    """Kinds of matter, two of one name and one that is used no more."""
    CatalogueVersion.objects.get_or_create(pk=1, defaults={"version": 1})
    rows = [
        ("91", "绿化养护", "Greenery"),
        ("92", "消防通道", "Fire lanes"),
        ("93", "其他事项", "Other"),
        ("94", "其他事项", "Others"),
    ]
    for code, zh, en in rows:
        Category.objects.create(code=code, zh=zh, en=en)
    Category.objects.create(code="95", zh="粮票", en="Ration stamps", retired_on=DAY)


def bring(text: str, **more):
    rows = table_rows(text.encode(), "t.csv", DUTY_LIST)
    return enter_duty_list(rows, **{**WHO, **more})


def lines() -> list[tuple[str, str, str, str]]:
    return list(CommunityDuty.objects.order_by("id").values_list("category", "place", "list", "source"))


def test_a_line_is_entered_with_its_entry_and_counts_at_once():
    catalogue()

    report = bring(HEAD + LINE)

    assert (report.accepted, lines()) == (1, [("91", STREET, DutyList.ASSIST, "街道办〔2026〕1号")])
    assert Entry.objects.get(subject=f"duty:91:{STREET}").verb == "add"
    assert catalogue().duties["91", STREET] == DutyList.ASSIST


def test_a_preview_says_the_same_writes_nothing_and_leaves_no_rule_behind_in_memory():
    before = catalogue().version

    report = bring(HEAD + LINE, preview=True)

    assert (report.accepted, lines(), Entry.objects.count()) == (1, [], 0)
    assert (catalogue().version, ("91", STREET) in catalogue().duties) == (before, False)


@pytest.mark.parametrize("category", ["91", "绿化养护", "greenery"])
def test_a_row_that_is_taken_says_what_was_understood_of_it(category):
    (line,) = bring(HEAD + f"{category},{STREET},协助,\n", preview=True).lines

    assert line.became == f"绿化养护 · {STREET} · {DutyList.ASSIST.label}"


@pytest.mark.parametrize("category", ["91", "绿化养护", "GREENERY"])
def test_two_rows_of_a_category_and_place_that_say_different_things_name_each_other(category):
    lines = bring(HEAD + LINE + f"{category},{STREET},负面,\n").lines

    assert [line.sentence.startswith("与第2行的类别、辖区重复") for line in lines] == [False, True]


def test_a_second_time_everything_is_there():
    bring(HEAD + LINE)

    assert (bring(HEAD + LINE).there, Entry.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("row", "there"),
    [
        (f"绿化养护,{STREET},依法协助,", True),
        (f"91,{STREET},assist,", True),
        (f"greenery,{STREET},协助清单,", True),
        (f"绿化养护,{STREET},负面清单,", False),
        (f"绿化养护,{STREET},依法协助,另一份文件", False),
    ],
)
def test_a_row_that_says_something_else_of_a_line_is_refused_and_changes_nothing(row, there):
    bring(HEAD + LINE)
    before = lines()

    report = bring(HEAD + row + "\n")

    assert (report.there, len(report.rejected), lines()) == (int(there), int(not there), before)


def test_a_wider_and_a_closer_place_are_two_lines():
    assert bring(HEAD + LINE + LINE.replace(STREET, COMMUNITY)).accepted == 2


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (f"没有的事项,{STREET},负面清单,", "“没有的事项”"),
        (f"粮票,{STREET},负面清单,", "“粮票”"),
        (f",{STREET},负面清单,", "事项名称：必填"),
        (f"其他事项,{STREET},负面清单,", "93、94"),
        (f"绿化养护,{STREET},看情况,", "“看情况”"),
        ("绿化养护,没有的街道,负面清单,", "“没有的街道”"),
        ("绿化养护,,负面清单,", "适用范围：必填"),
        (f"绿化养护,{STREET},,", "清单类型：必填"),
        ("绿化养护,110000,负面清单,", "本县"),
        (f"绿化养护,{STREET},负面清单,{'长' * 121}", "120"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(row, reason):
    (line,) = bring(HEAD + row + "\n").rejected

    assert (reason in line.sentence, lines()) == (True, []), line.sentence


def test_a_place_is_read_by_its_name():
    PlaceFactory(code=COMMUNITY, name="阳光社区")

    bring(HEAD + "绿化养护,阳光社区,负面清单,\n")

    assert [place for _category, place, *_rest in lines()] == [COMMUNITY]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_duty_is_read_by_the_words_of_the_desk(language):
    with override(language):
        rows = [f"绿化养护,{STREET}{n:03},{duty.label},\n" for n, duty in enumerate(DutyList, start=1)]

    assert bring(HEAD + "".join(rows)).accepted == len(DutyList)


def test_who_may_not_change_the_list_at_the_desk_may_not_by_file():
    report = bring(HEAD + LINE, by=officer_actor(OfficerFactory(role=Role.SECRETARY)))

    assert (len(report.rejected), lines()) == (1, [])


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_files_tries_and_single_lines_at_once_enter_each_line_once():
    places = [f"{STREET}{number:03}" for number in range(1, 9)]
    rows = [f"消防通道,{place},负面清单,\n" for place in places]
    ready = Barrier(4)

    def at_once(act) -> object:
        ready.wait(10)
        try:
            return act()
        finally:
            connections.close_all()

    def by_hand() -> None:
        for place in reversed(places):
            set_duty(category="92", place=place, list="negative", source="", **WHO)

    with ThreadPoolExecutor(4) as pool:
        acts = [
            lambda: bring(HEAD + "".join(rows)),
            lambda: bring(HEAD + "".join(reversed(rows))),
            lambda: bring(HEAD + "".join(rows), preview=True),
            by_hand,
        ]
        one, other, tried, _none = pool.map(at_once, acts)

    assert {len(report.rejected) for report in (one, other, tried)} == {0}
    assert sorted(place for _category, place, *_rest in lines()) == places


def test_the_command_tries_and_imports(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text(HEAD + LINE, encoding="utf-8")

    call_command("import_duty_list", file, "--preview")
    assert lines() == []
    call_command("import_duty_list", file)

    assert len(lines()) == 1
