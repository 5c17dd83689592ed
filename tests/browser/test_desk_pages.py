"""The desk's pages in a browser: nothing that axe objects to, nothing wider than the screen."""

from datetime import UTC, datetime, timedelta

import pytest

from sunshine.cases import actions
from sunshine.people.actions import officer_actor
from tests.desk.town import make_town, tell

PAGES = {
    "secretary": [
        "/desk/", "/desk/cases/?holder=&state=accepted", "/desk/cases/?text=没有这件事", "/desk/cases/{received}/",
        "/desk/cases/{handled}/", "/desk/cases/{handled}/locate/", "/desk/cases/{answered}/", "/desk/cases/{closed}/",
        "/desk/cases/{received}/slip/",
    ],
    "dispatcher": [
        "/desk/cases/{unclear}/", "/desk/cases/", "/desk/cases/several/route/?row={unclear}:1&row={received}:1",
        "/desk/cases/several/remind/?row={unclear}:1&row={handled}:2&row={closed}:1",
    ],
    "worker": [
        "/desk/report/", "/desk/notices/", "/desk/exports/", "/desk/account/", "/desk/grids/", "/desk/grids/231282999001001/card/",
    ],
    "admin": [
        "/desk/tables/", "/desk/tables/categories/", "/desk/tables/categories/0101/change/", "/desk/tables/staff/",
        "/desk/tables/staff/add/", "/desk/tables/try/?category=0102&place=231282999001001",
        "/desk/tables/days/import/", "/desk/tables/days/",
    ],
}  # fmt: skip


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


@pytest.mark.long("loads every page of a room at every width", seconds=240)
@pytest.mark.parametrize("who", PAGES)
def test_pages_of_a_role_are_accessible_and_fit_the_screen(numbers, look, who):
    assert look([one.format(**numbers) for one in PAGES[who]], officer=getattr(numbers["town"], who)) == []
