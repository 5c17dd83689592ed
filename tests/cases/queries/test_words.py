"""What a search finds: any neighbours of a text, however it was typed, and nothing that only looks alike."""

import re
from datetime import date
from itertools import pairwise

import pytest

from sunshine.cases.actions import forget, locate, withdraw
from sunshine.cases.actions.resting import index_anew
from sunshine.cases.jobs import index_words as index_job
from sunshine.cases.models import Case
from sunshine.cases.queries import Filters, index_words, listing, query_words
from sunshine.lib.leaving import leave, staying
from sunshine.matters.states import RETENTION
from sunshine.record.states import Actor
from tests.factories.cases import RESIDENT, Town, reported
from tests.factories.people import NOON

DAY = date(2026, 11, 23)
CHINESE = re.compile("[\u4e00-\u9fff\U00020000-\U0003ffff]+")
TEXT = "社区卫生服务中心门前的路灯坏了三天，13号楼B座wifi也断了𠮷"


def asked(there: Town, text: str) -> int:
    """How many matters this question finds in the list."""
    return len(listing(there.worker, DAY, Filters(text=text), at=NOON).rows)


def set_back(case: Case) -> None:
    """The row as it was indexed by the words of a dictionary."""
    Case.objects.filter(pk=case.pk).update(words=None, words_version=None)


def test_any_two_neighbours_of_a_text_find_it(there: Town) -> None:
    reported(text=TEXT, location="第一社区")

    pairs = [left + right for run in CHINESE.findall(TEXT) for left, right in pairwise(run)]

    assert [pair for pair in pairs if asked(there, pair) != 1] == []
    assert len(pairs) >= 20


@pytest.mark.parametrize("size", range(1, 9))
def test_so_does_any_part_of_its_chinese(there: Town, size: int) -> None:
    reported(text=TEXT, location="第一社区")

    parts = [run[i : i + size] for run in CHINESE.findall(TEXT) for i in range(len(run) - size + 1)]

    assert [part for part in parts if asked(there, part) != 1] == []


@pytest.mark.parametrize(
    ("told", "question", "found"),
    [
        ("13号楼灯坏了", "13号", 1),
        ("13号楼灯坏了", "13号楼", 1),
        ("13号楼灯坏了", "3号楼", 0),
        ("13 号楼灯坏了", "13号楼", 1),
        ("１３号楼灯坏了", "13号楼", 1),
        ("13号楼灯坏了", "13 号楼", 1),
        ("楼上WiFi断了", "wifi", 1),
        ("楼上WiFi断了", "上wifi", 1),
        ("楼道\n杂物很多", "道杂", 1),
        ("楼道，杂物很多", "道杂", 0),
        ("楼道，杂物很多", "杂物 楼道", 1),
        ("楼道，杂物很多", "杂物 路灯", 0),
        ("楼道，杂物很多", "、' & | ! :* \\ <->", 1),
        ("楼道，杂物很多", "物", 1),
        ("楼道，杂物很多", "灯", 0),
        ("字" * 4000 + "路灯", "路灯", 1),
        ("很长的词" + "x" * 3000, "x" * 200, 1),
    ],
)
def test_a_question_finds_what_stands_there_however_it_was_typed(
    there: Town, told: str, question: str, found: int
) -> None:
    case = reported(text="路过的人说").case
    set_words(case, told)

    assert asked(there, question) == found


def set_words(case: Case, text: str) -> None:
    """The words of a text, without the report's own bounds."""
    Case.objects.filter(pk=case.pk).update(text=text, location="", words=None, words_version=None)
    index_job(0)


def test_what_was_indexed_by_a_dictionary_is_indexed_anew_once(there: Town) -> None:
    for _each in range(3):
        set_back(reported(text=TEXT).case)
    assert asked(there, "区卫") == 0

    assert (index_job(0), index_job(0)) == (3, 0)
    assert asked(there, "区卫") == 3


def test_a_job_that_was_stopped_goes_on_where_it_was(there: Town) -> None:
    for _each in range(3):
        set_back(reported(text=TEXT).case)
    index_anew(limit=2)
    with staying():
        leave()
        assert (index_job(0), asked(there, "区卫")) == (0, 2)

    assert (index_job(0), asked(there, "区卫")) == (1, 3)


def test_what_is_erased_gets_no_words_again(there: Town) -> None:
    case = withdraw(reported(text=TEXT).case, by=RESIDENT, at=NOON)
    forget(case, by=Actor.system(RETENTION), at=NOON, why=RETENTION)
    Case.objects.filter(pk=case.pk).update(words_version=None)

    assert index_job(0) == 1
    assert Case.objects.get(pk=case.pk).words is None


def test_a_new_place_in_words_is_found_after_the_next_run(there: Town) -> None:
    case = reported(text="路灯坏了").case
    locate(case, by=there.by("worker"), at=NOON, place=case.place, location="北门传达室")

    index_job(0)

    assert asked(there, "达室") == 1


def test_a_question_is_cut_as_the_index_is() -> None:
    assert (index_words("三单元B座"), query_words("三单元B座")) == (
        "三单 单元 元b b座 元 b 座",
        "'三单' & '单元' & '元b' & 'b座'",
    )
