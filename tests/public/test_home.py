"""Start page, choosing a community, and that every page names an office and a number in both languages."""

import pytest

from sunshine.places.actions.step import change_map
from sunshine.places.models import Place
from tests.factories.cases import FIRST, GRID, SECOND
from tests.factories.people import NOON
from tests.public.test_report import soup

PAGES = [
    "/", "/report/", "/report/?about=staff", "/report/?about=suggestion", "/track/", "/community/", "/privacy/", "/access/",
    "/services/", f"/c/{FIRST}/", f"/poster/{GRID}/", "/t/nonsense/",
]  # fmt: skip


@pytest.mark.parametrize("mine", ["", FIRST, "231282999888", "nonsense"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_opens_and_names_a_number_to_call(here, browser, language, address, mine):
    browser.cookies["django_language"] = language
    browser.cookies["community"] = mine
    page = browser.get(address)
    assert page.status_code == (404 if address.startswith("/t/") else 200)
    assert "0455-7770000" in page.content.decode()


@pytest.mark.parametrize(
    "address", [*PAGES[:-2], "/serve/posts/", "/serve/pledges/", "/community/?lon=125.905&lat=46.055"]
)
def test_whoever_switches_language_or_print_comes_back_to_the_page(here, browser, address):
    page = soup(browser.get(address))
    found = {
        form.find(attrs={"name": "next"})["value"]
        for name in ("language", "elder")
        for form in [page.find(attrs={"name": name}).find_parent("form")]
    }
    assert found == {address}


@pytest.mark.parametrize(
    ("language", "name"), [("zh-hans", "阳光党建·网格管理平台"), ("en", "Grid Management Platform")]
)
def test_the_start_page_carries_the_name(here, browser, language, name):
    browser.cookies["django_language"] = language
    assert name in soup(browser.get("/")).h1.get_text()


def test_the_start_page_has_the_four_functions_and_the_telephones(here, browser):
    page = soup(browser.get("/"))
    assert [heading.get_text().strip() for heading in page.find_all("h3")] == ["管理", "服务", "保障", "教育"]
    assert {"tel:110", "tel:119", "tel:120", "tel:12345"} <= {
        link["href"] for link in page.find_all("a", href=True)
    }


def test_no_link_of_the_start_page_is_dead(here, browser):
    browser.cookies["community"] = FIRST
    links = {link["href"] for link in soup(browser.get("/")).find_all("a", href=True)}
    inside = [link for link in links if link.startswith("/")]
    assert {link: browser.get(link).status_code for link in inside} == dict.fromkeys(inside, 200)


def test_the_chosen_community_is_remembered_in_the_browser(here, browser):
    answer = browser.post("/community/", {"code": FIRST})
    assert (answer.status_code, answer["Location"], browser.cookies["community"].value) == (303, "/", FIRST)
    assert "第一社区" in soup(browser.get("/")).find(class_="card").get_text()


@pytest.mark.parametrize("code", ["", "231282999888", "x", "231282"])
def test_an_unknown_community_is_said_to_be_unknown(here, browser, code):
    answer = browser.post("/community/", {"code": code})
    assert (answer.status_code, "community" in browser.cookies) == (404, False)
    assert "这里没有这个社区" in answer.content.decode()


@pytest.mark.parametrize(
    ("said", "names"), [("第一", ["第一社区"]), ("示例", ["第一社区", "第二社区"]), ("无此", [])]
)
def test_communities_are_found_by_their_name_or_street(here, browser, said, names):
    page = soup(browser.get("/community/", {"q": said}))
    assert [link.get_text() for link in page.find_all("a", class_="board-title")] == names


def test_communities_are_found_by_english_name(here, browser):
    browser.cookies["django_language"] = "en"
    page = soup(browser.get("/community/?q=second"))
    assert [link["href"] for link in page.find_all("a", class_="board-title")] == [f"/c/{SECOND}/"]


@pytest.mark.parametrize("said", ["", "第一", "无此"])
def test_the_swapped_list_is_the_list_of_a_fresh_page(here, browser, said):
    swapped = browser.get("/community/", {"q": said}, headers={"HX-Request": "true"})
    fresh = browser.get("/community/", {"q": said})
    assert str(soup(swapped).find(id="found")) == str(soup(fresh).find(id="found"))
    assert "HX-Request" in swapped["Vary"]


def test_my_location_leads_to_my_community(here, browser):
    page = soup(browser.get("/community/?lon=125.905&lat=46.055"))
    assert page.find("button", class_="main-action")["value"] == FIRST


@pytest.mark.parametrize("asked", ["lon=2.35&lat=48.85", "lon=126.05&lat=46.055"])
def test_a_place_without_community_is_said_in_words(here, browser, asked):
    answer = browser.get(f"/community/?{asked}")
    assert (answer.status_code, soup(answer).find(class_="notice") is None) == (422, False)


@pytest.mark.parametrize("asked", ["lon=x&lat=y", "lon=125.9", "lon=&lat="])
def test_a_place_that_was_not_said_changes_nothing(here, browser, asked):
    assert browser.get(f"/community/?{asked}").status_code == 200


@pytest.mark.parametrize("more", [1, 3])
def test_the_list_takes_as_many_statements_for_one_as_for_three(
    here, browser, more, django_assert_max_num_queries
):
    for number in range(more):
        Place.objects.create(
            code=f"2312829990{number + 10}", level="community", name=f"新{number}", since=NOON.date()
        )
    change_map()
    browser.get("/community/")
    with django_assert_max_num_queries(4):
        browser.get("/community/")
