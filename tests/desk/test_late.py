"""What is marked as late on the desk: what somebody works on after its time, and nothing that waits by a plan or question."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from sunshine.cases import actions
from sunshine.cases.models import Case
from sunshine.people.actions import officer_actor
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


def marked(browser, address: str) -> set[str]:
    """The numbers of the rows that carry the mark."""
    soup = BeautifulSoup(browser.get(address).content, "html.parser")
    return {row.select_one(".number").text for row in soup.select("tr.overdue")}


def test_a_row_is_marked_as_the_tile_counts_it(tell, town, as_, at_noon):
    by, at = officer_actor(town.worker), NOON
    late, asked = (actions.accept(tell(), by=by, at=at) for _ in range(2))
    actions.ask(asked, by=by, at=at, text="请问是哪一个单元？")
    Case.objects.update(due_at=at - timedelta(days=1))
    browser = as_(town.worker)

    assert marked(browser, "/desk/cases/") == {late.number} == marked(browser, "/desk/cases/?due=overdue")


def test_the_desk_has_no_footer_for_residents(town, as_):
    assert "<footer" not in as_(town.worker).get("/desk/").text
