"""The four functions on the desk: no dead link, no link that this post may not open."""

import pytest
from bs4 import BeautifulSoup

pytestmark = pytest.mark.django_db
STAFF = [
    "admin",
    "supervisor",
    "dispatcher",
    "secretary",
    "worker",
    "gridder",
    "handler",
    "watcher",
    "auditor",
]


def cards(browser):
    page = BeautifulSoup(browser.get("/desk/").content, "html.parser")
    return page.find("section", {"aria-labelledby": "functions"}).find_all("li", class_="card")


@pytest.mark.parametrize("who", STAFF)
def test_every_way_of_the_four_functions_leads_somewhere(town, as_, who):
    browser = as_(getattr(town, who))
    links = [link["href"] for link in browser_links(browser)]
    assert {link: browser.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def browser_links(browser):
    return [
        link for card in cards(browser) for link in card.find_all("a") if not link["href"].startswith("tel:")
    ]


def test_the_four_stand_in_their_order(town, as_):
    heads = [card.h3.get_text().strip() for card in cards(as_(town.worker))]
    assert heads == ["管理", "服务", "保障", "教育"]


def test_protection_names_the_counter_for_aid(town, as_):
    words = cards(as_(town.worker))[2].get_text()
    assert ("示范街道办事处" in words, town.street.telephone in words) == (True, True)


@pytest.mark.parametrize(("who", "shown"), [("secretary", True), ("gridder", False)])
def test_only_who_keeps_the_catalogue_is_led_to_it(town, as_, who, shown):
    links = [link["href"] for link in browser_links(as_(getattr(town, who)))]
    assert ("/desk/tables/services/" in links) == shown
