"""Figures, the hand-over map and the leader's desk in a browser: nothing that axe objects to, nothing too wide."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client

from sunshine.cases.actions import accept, answer, confirm, route
from sunshine.cases.models import Part, Proposal
from sunshine.cases.states import Asking
from sunshine.insight.actions import roll_up_all
from sunshine.people.actions import officer_actor
from sunshine.record.actions import number_entries
from sunshine.record.states import Actor
from tests.browser.axe import assert_accessible
from tests.browser.conftest import DESKTOP, PHONE
from tests.desk.town import make_town, tell

ADDRESSES = {
    "figures": "/desk/figures/",
    "places": "/desk/figures/?by=place",
    "map": "/desk/figures/map/",
    "behind": "/desk/figures/list/received/",
    "lead": "/desk/lead/",
    "overdue": "/desk/lead/overdue/",
    "waits": "/desk/lead/waits/part/1/2/",
}


@pytest.fixture
def county(live_server):
    """A month with something in every figure."""
    town, now = make_town(), datetime.now(UTC)
    worker, dispatcher = officer_actor(town.worker), officer_actor(town.dispatcher)
    for number in range(6):
        at = now - timedelta(hours=number + 1)
        case = answer(accept(tell(at=at), by=worker, at=at), by=worker, at=at, text="已清走")
        confirm(case, by=Actor.resident(), at=now, solved="yes" if number else "partly", satisfied="yes")
    late = tell(at=now - timedelta(days=20))
    for office in (town.lamps, town.lamps, town.supervision):
        case = tell("小区门口有人摆摊", category=None, at=now - timedelta(hours=3))
        route(case, by=dispatcher, at=now, organisation=office, reason="归这里管")
    Proposal.objects.create(case=case, kind=Asking.RETURN, organisation=case.holder, step=2, at=now)
    Part.objects.create(
        case=late, organisation=town.lamps, step=2, at=late.received_at, due_at=late.received_at
    )
    number_entries()
    roll_up_all()
    return town


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_of_figures_fits_and_can_be_read_by_everybody(county, open_page, shoot, name, size):
    browser = Client()
    browser.force_login(county.supervisor)
    page = open_page("/", size=size)
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": page.url}])
    page.goto(page.url.rstrip("/") + ADDRESSES[name])
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    shoot(page)
    assert_accessible(page)
