"""A dispatcher's morning: kind and organisation in one form, the duty catalogue's proposal, and the next one after each."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from sunshine.cases.models import Case, Proposal
from sunshine.people.actions import officer_actor
from tests.factories.cases import returned
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def unclear(tell, at_noon):
    """Two reports whose kind no words say, in the order in which they are due."""
    return [tell("小区门口有点问题", at=NOON - timedelta(hours=n), category=None) for n in (2, 1)]


def page(browser, case, query=""):
    return BeautifulSoup(browser.get(f"/desk/cases/{case.number}/{query}").content, "html.parser")


def opened(browser, case):
    """The card whose form is open."""
    return page(browser, case).find(id="next").find_parent("section")


def send(browser, case, step="route", **told):
    seen = Case.objects.get(pk=case.pk).version
    return browser.post(f"/desk/cases/{case.number}/{step}/", {"seen": seen, **told})


def test_kind_and_organisation_are_one_form_and_the_catalogue_decides(unclear, town, as_):
    case, _other = unclear
    browser = as_(town.dispatcher)
    form = opened(browser, case)
    assert {row["name"] for row in form.select("select")} == {"category", "organisation"}

    assert send(browser, case, category="0102").status_code == 302

    case.refresh_from_db()
    assert (case.category_id, case.holder_id) == ("0102", town.lamps.pk)
    assert "路灯不亮" in case.why_here["reason"]


def test_the_next_one_stands_on_the_page_after_each(unclear, town, as_):
    first, second = unclear
    browser = as_(town.dispatcher)

    said = send(browser, first, category="0101")

    links = BeautifulSoup(browser.get(said.url).content, "html.parser").select("a.button")
    following = [row["href"] for row in links if "下一件（还有 1 件）" in row.get_text()]
    assert following == [f"/desk/cases/{second.number}/"]
    said = send(browser, second, category="0101")
    assert "下一件" not in browser.get(said.url).content.decode()


def test_what_the_catalogue_does_not_name_is_chosen_with_a_reason(unclear, town, as_):
    case, _other = unclear
    browser = as_(town.dispatcher)

    said = send(browser, case)
    assert (said.status_code, "请选定单位" in said.content.decode()) == (422, True)
    said = send(browser, case, organisation=town.lamps.pk)
    assert (said.status_code, "写明理由" in said.content.decode()) == (422, True)
    assert send(browser, case, organisation=town.lamps.pk, reason="路灯所最近").status_code == 302


def test_the_catalogues_proposal_stands_with_its_reason(tell, town, as_, at_noon):
    case = tell("灯不亮", category="0102")
    Case.objects.filter(pk=case.pk).update(holder=town.street)
    case.custody.update(holder=town.street)

    assert "按职责目录应派给路灯管理所" in opened(as_(town.dispatcher), case).get_text()


def test_a_complaint_found_while_sorting_goes_one_level_up(unclear, town, as_):
    case, _other = unclear

    assert send(as_(town.dispatcher), case, category="0201").status_code == 302

    case.refresh_from_db()
    assert (case.restricted, case.holder_id) == (True, town.supervision.pk)


def test_the_grounds_of_a_return_stand_above_its_decision_and_the_next_return_follows(
    tell, town, as_, at_noon
):
    by = officer_actor(town.handler)
    lamps = [tell("灯不亮", category="0102", at=NOON - timedelta(minutes=n)) for n in (9, 5)]
    for lamp in lamps:
        returned(lamp, by=by, to=town.community, at=NOON)
    browser = as_(town.dispatcher)

    soup = page(browser, lamps[0])
    asked, decision = soup.find(id="to-decide"), soup.find(id="next")
    assert asked.find_next(id="next") is decision
    home = BeautifulSoup(browser.get("/desk/").content, "html.parser")
    tile = home.select_one('a.count-tile[href="/desk/cases/?waits=return"]')
    assert tile.select_one(".number").text == "2"

    said = send(browser, lamps[0], "refuse", text="属于路灯所职责")

    assert lamps[1].number in browser.get(said.url).content.decode()
    assert Proposal.objects.filter(decision="no").count() == 1
