"""Figures, the hand-over map and the leader's desk in a browser: nothing that axe objects to, nothing too wide."""

from datetime import UTC, datetime, timedelta

import pytest

from sunshine.cases.actions import accept, answer, confirm, route
from sunshine.cases.models import Part, Proposal
from sunshine.cases.states import Asking
from sunshine.insight.actions import roll_up_all
from sunshine.people.actions import officer_actor
from sunshine.record.actions import number_entries
from sunshine.record.states import Actor
from tests.desk.town import make_town, tell

ADDRESSES = [
    "/desk/figures/", "/desk/figures/?by=place", "/desk/figures/map/", "/desk/figures/list/received/", "/desk/lead/",
    "/desk/lead/overdue/", "/desk/lead/waits/part/1/2/",
]  # fmt: skip


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


@pytest.mark.long("loads every page of a room at every width", seconds=240)
def test_every_page_of_figures_fits_and_can_be_read_by_everybody(county, look):
    assert look(ADDRESSES, officer=county.supervisor) == []
