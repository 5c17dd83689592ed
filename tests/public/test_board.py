"""The board shows organisations and matters, and never what somebody wrote."""

import pytest
from django.utils import timezone

from sunshine.cases.actions import accept, answer, confirm, release
from sunshine.cases.models import Case
from sunshine.record.states import Actor
from tests.factories.cases import FIRST, GRID, reported
from tests.public.conftest import fresh
from tests.public.test_report import soup


def closed(here, **report):
    """A matter that was handled and confirmed just now."""
    now, worker = timezone.now(), here.town.by("worker")
    case = reported(at=now, **report).case
    accept(case, by=worker, at=now)
    answer(case, by=worker, at=now, text="旧沙发已清走")
    return confirm(case, by=Actor.resident(), at=now, solved="yes")


def board(browser):
    return soup(browser.get(f"/c/{FIRST}/"))


def test_the_board_says_who_serves_which_grid(here, browser):
    rows = board(browser).find("table").tbody.find_all("tr")
    assert [row.th.get_text() for row in rows] == ["第一网格", "第二网格"]
    assert rows[0].find("a")["href"] == "tel:04551"


def test_an_open_matter_is_shown_by_kind_and_organisation(here, browser):
    reported(at=timezone.now())
    words = board(browser).get_text()
    assert [part in words for part in ("环境卫生", "第一社区居委会", "三单元", "杂物")] == [
        True,
        True,
        False,
        False,
    ]


def test_a_released_wording_is_shown(here, browser):
    case = closed(here)
    release(case, by=here.town.by("secretary"), at=timezone.now(), text="一处楼道有旧家具", result="当天清走")
    words = board(browser).get_text()
    assert ("一处楼道有旧家具" in words, "当天清走" in words, "旧沙发" in words) == (True, True, False)


def test_an_excused_delay_stands_below_the_result(here, browser):
    case = closed(here)
    release(case, by=here.town.by("secretary"), at=timezone.now(), text="一处楼道有旧家具", result="当天清走")
    Case.objects.update(excused=True)
    words = board(browser).get_text()
    assert 0 < words.index("当天清走") < words.index("超时原因不在承办单位")


@pytest.mark.parametrize("hidden", [{"confidential": True}, {"category": "0901"}])
def test_what_is_confidential_or_about_staff_is_neither_listed_nor_counted(here, browser, hidden):
    reported(at=timezone.now(), **hidden)
    page = board(browser)
    assert {number.get_text().strip() for number in page.find_all(class_="figure-number")} == {"0件"}
    assert page.find_all(class_="board-title") == []


def test_satisfaction_is_not_shown_below_five_answers(here, browser):
    closed(here)
    assert "满五人才显示" in board(browser).get_text()


def test_a_grid_code_leads_to_the_board_of_its_community(here, browser):
    answer_ = browser.get(f"/c/{GRID}/")
    assert (answer_.status_code, answer_["Location"]) == (303, f"/c/{FIRST}/")


@pytest.mark.parametrize("code", ["231282999888", "110101001001", "231282", "x"])
def test_there_is_no_board_of_an_unknown_community(here, browser, code):
    assert browser.get(f"/c/{code}/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_board_takes_as_many_statements_for_one_as_for_three(
    here, browser, number, django_assert_max_num_queries
):
    for _ in range(number):
        reported(at=timezone.now())
        closed(here)
    board(browser)
    with django_assert_max_num_queries(20):
        board(browser)


def test_a_step_of_the_handler_moves_the_matter_on_the_board(here, browser):
    received = reported(at=timezone.now())
    before = board(browser).find(class_="board-meta").get_text()
    accept(fresh(received), by=here.town.by("worker"), at=timezone.now())
    assert board(browser).find(class_="board-meta").get_text() != before
