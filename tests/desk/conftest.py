"""The town, and browsers in which somebody is logged in."""

from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup, Tag
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sunshine.cases.actions import accept, answer, confirm, route
from sunshine.people.actions import officer_actor
from sunshine.record.states import Actor
from tests.desk import town as towns
from tests.desk.town import OTHER_COMMUNITY
from tests.factories.people import NOON
from tests.worlds import world


@world
def town() -> SimpleNamespace:
    """Places, rules, offices and staff; by name: town.worker, town.lamps."""
    return towns.make_town()


@pytest.fixture
def tell(town: SimpleNamespace):
    """Report something as a resident: tell("灯不亮", category="0102")."""
    return towns.tell


@pytest.fixture
def as_():
    """A browser in which somebody is logged in: as_(town.worker)."""

    def _as(officer, language: str = "zh-hans") -> Client:
        client = Client()
        client.force_login(officer)
        client.cookies["django_language"] = language
        return client

    return _as


@pytest.fixture
def cost(as_):
    """Statements of one page, the transaction's own savepoints left out."""

    def _cost(officer, address: str, *, anew: bool = False) -> int:
        browser = as_(officer)
        browser.get(address)  # what a process reads once
        if anew:
            caches["parts"].clear()
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert browser.get(address).status_code == 200
        return len([query for query in captured if "SAVEPOINT" not in query["sql"]])

    return _cost


@pytest.fixture
def swapped():
    """The part with that id as the fresh page has it, and as htmx fetches it; both must be the same."""

    def _swapped(browser: Client, address: str, part: str) -> tuple[str, str]:
        fresh = BeautifulSoup(browser.get(address).content, "html.parser")
        fetched = BeautifulSoup(browser.get(address, headers={"HX-Request": "true"}).content, "html.parser")
        assert fetched.find("html") is None
        return _plain(fresh.find(id=part)), _plain(fetched.find(id=part))

    return _swapped


def _plain(element: Tag | None) -> str:
    """Markup without the token, which is fresh in every answer, and without the time of day."""
    assert element is not None
    for token in element.find_all("input", {"name": "csrfmiddlewaretoken"}):
        token.decompose()
    return " ".join(str(element).split())


@world
def month() -> SimpleNamespace:
    """The town in a month in which six were solved, one waits, and one was passed on to the lamps."""
    there = towns.make_town()
    worker = officer_actor(there.worker)
    for number in range(6):
        case = answer(accept(towns.tell(), by=worker, at=NOON), by=worker, at=NOON, text="已清走")
        said = "no" if number == 0 else "yes"
        confirm(case, by=Actor.resident(), at=NOON, solved="yes", satisfied=said)
    towns.tell(place=OTHER_COMMUNITY)
    passed = towns.tell("小区门口有人摆摊", category=None)
    route(passed, by=officer_actor(there.dispatcher), at=NOON, organisation=there.lamps, reason="归路灯所管")
    towns.counted()
    return there
