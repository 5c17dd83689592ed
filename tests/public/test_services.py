"""办事指南: everything told once, free of charge said plainly, an office and a number for each place."""

import pytest

from sunshine.record.states import Actor
from sunshine.services.actions import load_services, set_service
from sunshine.services.models import Service
from tests.factories.cases import FIRST
from tests.factories.people import NOON
from tests.public.test_report import soup

SYSTEM = Actor.system("test")
OWN = {"function": "service", "zh": "打印复印", "who": "居民", "how_long": "当场", "kind": "community"}


@pytest.fixture
def shipped(here):
    """The town with the shipped catalogue."""
    load_services(by=SYSTEM, at=NOON, place="231282")
    return here


def own(place=FIRST, **more):
    return set_service(code="print", place=place, values={**OWN, **more}, by=SYSTEM, at=NOON)


def test_services_stand_under_the_four_functions(shipped, browser):
    page = soup(browser.get("/services/"))
    assert [head.get_text() for head in page.find(id="found").find_all("h2")] == [
        "管理",
        "服务",
        "保障",
        "教育",
    ]
    assert len(page.find_all("a", class_="board-title")) == Service.objects.count()


@pytest.mark.parametrize(
    ("asked", "heads"),
    [("function=security", ["保障"]), ("function=nonsense", ["管理", "服务", "保障", "教育"])],
)
def test_one_function_is_shown_alone(shipped, browser, asked, heads):
    page = soup(browser.get(f"/services/?{asked}"))
    assert [head.get_text() for head in page.find(id="found").find_all("h2")] == heads


def test_a_word_finds_the_service(shipped, browser):
    page = soup(browser.get("/services/?q=低保"))
    assert page.find("a", class_="board-title")["href"] == "/services/minimum-living/"


def test_what_is_not_found_is_answered_with_a_number(shipped, browser):
    assert "0455-7770000" in soup(browser.get("/services/?q=飞船")).find(id="found").get_text()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_shipped_service_opens_and_says_that_it_is_free(shipped, browser, language):
    browser.cookies["django_language"] = language
    said = "free of charge" if language == "en" else "不收费"
    for row in Service.objects.all():
        page = soup(browser.get(f"/services/{row.code}/?place={FIRST}"))
        marks = [mark.get_text().strip() for mark in page.main.find_all(class_="badge")]
        assert (marks, "0455-7770000" in page.dl.get_text()) == ([said] if row.free else [], True)


def test_a_fee_stands_beside_its_law(shipped, browser):
    assert "居住证暂行条例" in soup(browser.get("/services/residence-permit/")).get_text()


def test_the_line_of_my_community_is_shown_with_its_office(shipped, browser):
    own(where="二楼窗口", when="周一至周五", bring=["原件", "身份证"])
    browser.cookies["community"] = FIRST
    words = soup(browser.get("/services/print/")).find("dl").get_text()
    assert [part in words for part in ("第一社区居委会", "二楼窗口", "周一至周五", "原件", "身份证")] == [
        True
    ] * 5
    assert "二楼窗口" not in soup(browser.get("/services/print/?place=231282999002")).get_text()


def test_a_service_begins_on_the_page_where_it_is_asked_for(shipped, browser):
    page = soup(browser.get(f"/services/report/?place={FIRST}"))
    assert page.find("a", class_="main-action")["href"] == f"/report/?place={FIRST}"


def test_what_is_not_offered_here_is_not_found_here(shipped, browser):
    own(offered=False)
    answers = [browser.get(f"/services/{code}/?place={FIRST}").status_code for code in ("print", "nonsense")]
    assert answers == [404, 404]


def test_a_line_without_english_is_shown_in_chinese(shipped, browser):
    own()
    browser.cookies["django_language"] = "en"
    page = soup(browser.get(f"/services/print/?place={FIRST}"))
    assert (page.h1.get_text(), "Nothing" in page.find("dl").get_text()) == ("打印复印", True)


@pytest.mark.parametrize("said", ["", "低保", "飞船"])
def test_the_swapped_list_is_the_list_of_a_fresh_page(shipped, browser, said):
    swapped = browser.get("/services/", {"q": said}, headers={"HX-Request": "true"})
    fresh = browser.get("/services/", {"q": said})
    assert str(soup(swapped).find(id="found")) == str(soup(fresh).find(id="found"))


@pytest.mark.parametrize("address", ["/services/", "/services/print/"])
@pytest.mark.parametrize("lines", [1, 3])
def test_the_pages_take_the_same_statements_for_one_as_for_three(
    shipped, browser, lines, address, django_assert_max_num_queries
):
    for place in (FIRST, "231282999", f"{FIRST}001")[:lines]:
        own(place)
    browser.get(f"{address}?place={FIRST}001")
    with django_assert_max_num_queries(4):
        browser.get(f"{address}?place={FIRST}001")
