"""The county administrator erases a closed matter because a person asks; the page then says so."""

import pytest

from sunshine.cases.actions import withdraw
from sunshine.cases.models import Case
from sunshine.record.states import Actor
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


def test_only_the_administrator_erases_and_the_page_says_so(town, tell, as_):
    case = withdraw(tell(), by=Actor.resident(), at=NOON)
    sent = {"seen": case.version, "why": "本人书面申请"}
    refused = as_(town.secretary).post(f"/desk/cases/{case.number}/forget/", sent)
    taken = as_(town.admin).post(f"/desk/cases/{case.number}/forget/", sent, follow=True)

    assert (refused.status_code, taken.status_code) == (409, 200)
    assert Case.objects.get().forgotten
    assert "这件事的内容已依法删除。" in taken.content.decode()
    assert "已依法删除" in as_(town.admin).get("/desk/cases/?closed=on").content.decode()
