"""Several matters take the same step: looked at first, each by itself, and whoever is refused is told."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sunshine.cases import actions, rules
from sunshine.cases.models import Case
from sunshine.cases.states import State
from sunshine.desk.several import SEVERAL
from sunshine.desk.steps import STEPS
from sunshine.people.actions import officer_actor
from sunshine.record.models import Entry
from tests.factories.people import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def unclear(tell):
    """Three reports whose kind no words say."""
    return [tell("小区门口有点问题", at=NOON - timedelta(hours=n), category=None) for n in (3, 2, 1)]


@pytest.fixture
def lamps(tell, town):
    """Three at the dispatch desk that the duty catalogue gives to the office for lamps."""
    found = [tell("灯不亮", category="0102", at=NOON - timedelta(hours=n)) for n in (3, 2, 1)]
    for case in found:
        case.custody.update(holder=town.street)
    Case.objects.filter(pk__in=[case.pk for case in found]).update(holder=town.street)
    return [Case.objects.get(pk=case.pk) for case in found]


def box(case) -> str:
    return f"{case.number}:{case.version}"


def look(browser, act, cases, **told):
    return browser.get(f"/desk/cases/several/{act}/", {"row": [box(case) for case in cases], **told})


def boxes(answer) -> list[str]:
    """What the page's own boxes send on."""
    soup = BeautifulSoup(answer.content, "html.parser")
    return [row["value"] for row in soup.select('input[name="row"]')]


def left_out(answer) -> str:
    part = BeautifulSoup(answer.content, "html.parser").find(id="left-out")
    return part.find_parent("section").get_text() if part else ""


def go(browser, act, rows, **told):
    return browser.post(f"/desk/cases/several/{act}/", {"row": rows, "go": "1", **told})


def holders(cases) -> list[str]:
    return [Case.objects.get(pk=case.pk).holder.name for case in cases]


def test_only_steps_that_end_nothing_and_speak_for_nobody_are_offered():
    assert {row.verb for row in SEVERAL.values()} == rules.SEVERAL
    assert STEPS.keys() >= rules.SEVERAL


def test_the_list_offers_what_the_post_may_do(unclear, town, as_):
    soup = BeautifulSoup(as_(town.dispatcher).get("/desk/cases/").content, "html.parser")

    assert {row["value"] for row in soup.select('input[name="row"]')} == {box(case) for case in unclear}
    assert [row["value"] for row in soup.select("#several option")] == list(SEVERAL)
    soup = BeautifulSoup(as_(town.auditor).get("/desk/cases/").content, "html.parser")
    assert soup.select('#several, input[name="row"]') == []


def test_the_one_step_of_a_post_is_a_button_and_no_choice(tell, town, as_):
    tell("灯不亮", category="0102")

    soup = BeautifulSoup(as_(town.handler).get("/desk/cases/").content, "html.parser")

    assert [row["value"] for row in soup.select("#several button")] == ["accept"]
    assert soup.select("#several select") == []


def test_as_proposed_each_is_shown_and_then_handed_over(lamps, town, as_):
    browser = as_(town.dispatcher)
    shown = look(browser, "proposed", lamps)
    assert shown.content.decode().count("路灯管理所 · 路灯不亮") == 3

    answer = go(browser, "proposed", boxes(shown))

    assert (answer.status_code, holders(lamps)) == (200, ["路灯管理所"] * 3)
    assert Entry.objects.filter(verb="route", organisation=town.street.pk).count() == 3


def test_what_has_no_clear_proposal_is_left_out_by_name(lamps, unclear, town, as_):
    shown = look(as_(town.dispatcher), "proposed", [lamps[0], unclear[0]])

    assert len(boxes(shown)) == 1
    assert unclear[0].number in left_out(shown)
    assert "还没有分类" in left_out(shown)


def test_a_proposal_that_changed_since_it_was_shown_is_not_carried_out(lamps, town, as_):
    row = boxes(look(as_(town.dispatcher), "proposed", lamps[:1]))[0]
    other = row.replace(f":{town.lamps.pk}", f":{town.other.pk}")

    answer = go(as_(town.dispatcher), "proposed", [other])

    assert (answer.status_code, holders(lamps[:1])) == (409, ["示范街道办事处"])
    assert "建议已经变了" in left_out(answer)


def test_one_category_for_several_sends_each_where_the_catalogue_says(unclear, town, as_):
    browser = as_(town.dispatcher)
    rows = boxes(look(browser, "route", unclear))
    shown = browser.post("/desk/cases/several/route/", {"row": rows, "category": "0102"})
    assert shown.content.decode().count("路灯管理所 · 路灯不亮") == 3

    answer = go(browser, "route", rows, category="0102")

    assert (answer.status_code, holders(unclear)) == (200, ["路灯管理所"] * 3)


def test_one_organisation_needs_its_reason(unclear, town, as_):
    browser, rows = as_(town.dispatcher), [box(case) for case in unclear]
    asked = browser.post("/desk/cases/several/route/", {"row": rows, "organisation": town.lamps.pk})
    assert (asked.status_code, "写明理由" in asked.content.decode()) == (422, True)
    assert browser.post("/desk/cases/several/route/", {"row": rows}).status_code == 422

    go(browser, "route", rows, organisation=town.lamps.pk, reason="路灯所最近")

    assert holders(unclear) == ["路灯管理所"] * 3


def test_nobody_makes_complaints_about_staff_of_several(unclear, town, as_):
    answer = go(as_(town.dispatcher), "route", [box(case) for case in unclear], category="0201")

    assert (answer.status_code, Case.objects.filter(restricted=True).count()) == (422, 0)


def test_who_was_overtaken_is_told_and_the_others_go_on(unclear, town, as_):
    first, *others = unclear
    browser, rows = as_(town.dispatcher), boxes(look(as_(town.dispatcher), "route", unclear))
    actions.note(first, by=officer_actor(town.dispatcher), at=NOON, text="再问一下")

    answer = go(browser, "route", rows, category="0102")

    assert (answer.status_code, first.number in left_out(answer)) == (409, True)
    assert holders(unclear) == ["示范街道办事处", "路灯管理所", "路灯管理所"]
    assert others[0].number not in left_out(answer)


def test_sent_twice_it_is_done_once(unclear, town, as_):
    rows = [box(case) for case in unclear]
    for _time in range(2):
        answer = go(as_(town.dispatcher), "route", rows, category="0102")

    assert answer.status_code == 409
    assert Entry.objects.filter(verb="route").count() == 3


def test_a_handler_accepts_several(tell, town, as_):
    cases = [tell("灯不亮", category="0102", at=NOON - timedelta(hours=n)) for n in (2, 1)]
    browser = as_(town.handler)

    answer = go(browser, "accept", boxes(look(browser, "accept", cases)))

    assert answer.status_code == 200
    assert set(Case.objects.values_list("state", "assignee")) == {(State.ACCEPTED, town.handler.pk)}


def test_several_holders_are_reminded_with_a_word(tell, town, as_):
    cases = [tell("灯不亮", category="0102", at=NOON - timedelta(hours=n)) for n in (2, 1)]

    answer = go(as_(town.dispatcher), "remind", [box(case) for case in cases], text="请今天答复")

    assert answer.status_code == 200
    assert Entry.objects.filter(verb="remind").count() == 2


def test_ones_own_office_is_left_out_of_a_reminder_and_told_why(tell, town, as_):
    own, other = tell(), tell("灯不亮", category="0102")

    shown = look(as_(town.secretary), "remind", [own, other])

    assert boxes(shown) == [box(other)]
    assert "由您所在单位负责" in left_out(shown)


def test_all_on_this_page_needs_no_single_tick(unclear, town, as_):
    told = {"listed": [box(case) for case in unclear], "all": "1"}

    assert len(boxes(as_(town.dispatcher).get("/desk/cases/several/route/", told))) == 3


def test_who_was_overtaken_before_looking_is_told_then(unclear, town, as_):
    stale = box(unclear[0])
    actions.note(unclear[0], by=officer_actor(town.dispatcher), at=NOON, text="再问一下")

    shown = as_(town.dispatcher).get("/desk/cases/several/accept/", {"row": stale})

    assert (boxes(shown), "别人办过一步" in left_out(shown)) == ([], True)


def test_a_complaint_about_staff_is_handled_by_itself(tell, town, as_):
    case = tell("态度不好", category="0201")

    shown = look(as_(town.watcher), "accept", [case])

    assert (boxes(shown), case.number in left_out(shown)) == ([], True)


def test_what_is_out_of_reach_is_not_told_of(tell, town, as_):
    case = tell()

    answer = go(as_(town.handler), "accept", [box(case)])

    assert (answer.status_code, case.text in answer.content.decode()) == (409, False)


def test_nothing_ticked_leads_back_to_the_list_with_its_filters(town, as_):
    answer = as_(town.dispatcher).get("/desk/cases/several/route/", {"back": "state=received", "row": "x"})

    assert (answer.status_code, answer.url) == (302, "/desk/cases/?state=received")


def test_the_step_chosen_under_the_list_is_the_one_that_is_looked_at(unclear, town, as_):
    told = {"act": "route", "row": [box(case) for case in unclear], "back": "state=received"}

    shown = as_(town.dispatcher).get("/desk/cases/several/", told, follow=True)

    assert (shown.request["PATH_INFO"], len(boxes(shown))) == ("/desk/cases/several/route/", 3)
    assert as_(town.dispatcher).get("/desk/cases/several/", {**told, "act": "answer"}).status_code == 404


def test_no_other_step_has_an_address(unclear, town, as_):
    assert look(as_(town.dispatcher), "answer", unclear).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("act", ["route", "accept", "remind"])
def test_the_page_to_confirm_costs_the_same_with_more_rows(act, rows, unclear, town, as_):
    assert cost(as_(town.dispatcher), act, unclear[:rows]) <= 8


@pytest.mark.parametrize("rows", [1, 3])
def test_proposals_cost_the_same_with_more_rows(rows, lamps, town, as_):
    assert cost(as_(town.dispatcher), "proposed", lamps[:rows]) <= 8


def cost(browser, act, cases) -> int:
    look(browser, act, cases)  # what a process reads once
    with CaptureQueriesContext(connection) as captured:
        assert look(browser, act, cases).status_code == 200
    return len([query for query in captured if "SAVEPOINT" not in query["sql"]])
