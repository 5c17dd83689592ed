"""The desk's pages in a browser: nothing that axe objects to, nothing wider than the screen."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client

from sunshine.cases import actions
from sunshine.people.actions import officer_actor
from tests.browser.axe import assert_accessible
from tests.browser.conftest import DESKTOP, PHONE
from tests.desk.town import make_town, tell

PAGES = {
    "home": ("secretary", "/desk/"),
    "cases": ("secretary", "/desk/cases/?holder=&state=accepted"),
    "empty": ("secretary", "/desk/cases/?text=没有这件事"),
    "received": ("secretary", "/desk/cases/{received}/"),
    "handled": ("secretary", "/desk/cases/{handled}/"),
    "return": ("secretary", "/desk/cases/{handled}/locate/"),
    "answered": ("secretary", "/desk/cases/{answered}/"),
    "closed": ("secretary", "/desk/cases/{closed}/"),
    "slip": ("secretary", "/desk/cases/{received}/slip/"),
    "routing": ("dispatcher", "/desk/cases/{unclear}/"),
    "report": ("worker", "/desk/report/"),
    "notices": ("worker", "/desk/notices/"),
    "account": ("worker", "/desk/account/"),
    "grids": ("worker", "/desk/grids/"),
    "card": ("worker", "/desk/grids/231282999001001/card/"),
    "tables": ("admin", "/desk/tables/"),
    "categories": ("admin", "/desk/tables/categories/"),
    "category": ("admin", "/desk/tables/categories/0101/change/"),
    "staff": ("admin", "/desk/tables/staff/"),
    "officer": ("admin", "/desk/tables/staff/add/"),
    "try": ("admin", "/desk/tables/try/?category=0102&place=231282999001001"),
    "calendar": ("admin", "/desk/tables/days/import/"),
    "days": ("admin", "/desk/tables/days/"),
}


@pytest.fixture
def numbers(live_server):
    """Requests in every state, by name; the town comes with them under "town"."""
    town, now = make_town(), datetime.now(UTC)
    worker, other = officer_actor(town.worker), officer_actor(town.secretary)
    received = tell(at=now - timedelta(hours=2), lon=126.015, lat=46.005)
    handled = tell("楼道里的垃圾两天没人收了，味道很大，请尽快处理。", at=now - timedelta(days=9))
    answered = tell("垃圾桶满了", at=now - timedelta(days=1), confidential=True)
    closed = tell("垃圾清运", at=now - timedelta(days=2))
    unclear = tell("小区门口有人摆摊", at=now - timedelta(hours=3), category=None)
    for case in (handled, answered, closed):
        actions.accept(case, by=worker, at=case.received_at + timedelta(minutes=20))
    for case in (answered, closed):
        actions.answer(case, by=worker, at=now - timedelta(hours=4), text="已清运，并加派一次保洁。")
    actions.confirm(
        closed, by=other, at=now - timedelta(hours=1), solved="yes", satisfied="yes", channel="phone"
    )
    found = {
        "received": received,
        "handled": handled,
        "answered": answered,
        "closed": closed,
        "unclear": unclear,
    }
    return {"town": town, **{name: case.number for name, case in found.items()}}


def enter(page, officer) -> None:
    """Log somebody in without the form."""
    client = Client()
    client.force_login(officer)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": page.url}])


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("who", ["secretary", "dispatcher", "worker", "admin"])
def test_desk_pages_are_accessible_and_fit_the_screen(who, size, language, numbers, open_page, tmp_path):
    page = open_page("/healthz", size=size, language=language)
    enter(page, getattr(numbers["town"], who))

    for name, (role, where) in PAGES.items():
        if role == who:
            page.goto(where.format(**numbers))
            _keep(page, f"desk-{name}-{size[0]}-{language}")
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
            assert_accessible(page)


def _keep(page, name: str) -> None:

    if folder := os.environ.get("SUNSHINE_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize("name", ["home", "cases", "handled", "slip"])
def test_in_elder_mode_the_desk_still_fits_a_phone(name, numbers, open_page):
    page = open_page("/healthz", elder=True)
    role, where = PAGES[name]
    enter(page, getattr(numbers["town"], role))

    page.goto(where.format(**numbers))

    _keep(page, f"desk-{name}-elder")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert_accessible(page)
