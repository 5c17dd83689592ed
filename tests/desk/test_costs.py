"""What a page costs in statements, whatever the number of rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sunshine.cases import actions
from sunshine.cases.sheets import MAKER
from sunshine.files.models import Export
from sunshine.people.actions import officer_actor
from tests.desk.town import tell
from tests.factories.cases import MERGING
from tests.factories.people import NOON
from tests.generic.pages import ListCost

pytestmark = pytest.mark.django_db


class TestRequests(ListCost):
    lists = (
        *((who, "/desk/cases/", 8) for who in ("worker", "dispatcher", "handler", "watcher", "admin")),
        ("worker", "/desk/", 14),
    )

    def fill(self, scene, first, last):
        for n in range(first, last):
            tell(f"楼道垃圾{n}", category=["0101", "0102", "0201"][n])


@pytest.mark.parametrize("rows", [1, 3])
def test_a_request_takes_twelve_statements_at_most(rows, town, tell, cost):
    case = actions.accept(tell(), by=officer_actor(town.worker), at=NOON)
    for n in range(rows):
        actions.note(case, by=officer_actor(town.secretary), at=NOON, text=f"备注{n}")

    assert cost(town.worker, f"/desk/cases/{case.number}/") <= 12


@pytest.mark.parametrize("step", ["", "route/", "assign/", "locate/"])
def test_a_dispatcher_opening_a_step_takes_sixteen_statements_at_most(step, town, tell, cost):
    case = tell("小区门口有人摆摊", category=None)

    assert cost(town.dispatcher, f"/desk/cases/{case.number}/{step}") <= 16


@pytest.mark.parametrize("step", ["", "join/", "whistle/", "transfer/"])
def test_one_statement_tells_whether_rules_or_organisations_changed(step, town, tell, as_):
    case = actions.accept(tell(), by=officer_actor(town.worker), at=NOON)
    browser, address = as_(town.secretary), f"/desk/cases/{case.number}/{step}"
    browser.get(address)  # what a process reads once

    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200

    assert len([query for query in captured if "sum(step)" in query["sql"]]) == 1


@pytest.mark.parametrize("rows", [1, 2])
def test_a_busy_request_takes_sixteen_statements_at_most(rows, town, tell, cost):
    case = actions.accept(tell(), by=officer_actor(town.worker), at=NOON)
    for n in range(rows):
        actions.note(case, by=officer_actor(town.secretary), at=NOON, text=f"备注{n}")
        actions.merge(tell(), by=officer_actor(town.dispatcher), at=NOON, into=case, reason=MERGING)
    actions.whistle(case, by=officer_actor(town.secretary), at=NOON, called=[town.lamps, town.other][:rows])
    actions.supervise(case, by=officer_actor(town.supervisor), at=NOON, text="请尽快办理")

    assert cost(town.worker, f"/desk/cases/{case.number}/") <= 16


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_excel_files_takes_eight_statements_at_most(rows, town, cost):
    for n in range(rows):
        Export.objects.create(
            name=f"{n:032x}", maker=MAKER, officer=town.admin, language="en", filters={"category": "0101"}, state="made",
            rows=n, asked_at=NOON, until=NOON,
        )  # fmt: skip

    assert cost(town.admin, "/desk/exports/") <= 8


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("page", ["/desk/figures/", "/desk/lead/"])
@pytest.mark.parametrize("who", ["admin", "dispatcher"])
def test_figures_and_the_leaders_desk_drawn_anew_take_twelve_statements_at_most(
    who, page, rows, town, tell, cost
):
    for n in range(rows):
        tell(f"楼道垃圾{n}", category=["0101", "0102", "0201"][n])

    assert cost(getattr(town, who), page, anew=True) <= 12
