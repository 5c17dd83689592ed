"""Calling others in from the desk: the forms, the page's section, the heaps of “my work”, the quotes in the answer."""

from datetime import timedelta

import pytest

from sunshine.cases import actions
from sunshine.cases.models import Case, Part, Whistle
from sunshine.people.actions import officer_actor
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=30)


@pytest.fixture
def case(tell, town):
    return actions.accept(tell(), by=officer_actor(town.worker), at=NOON)


@pytest.fixture
def blown(case, town):
    return actions.whistle(case, by=officer_actor(town.secretary), at=SOON, called=[town.lamps])


@pytest.fixture
def joined(case, town):
    return actions.join(
        case, by=officer_actor(town.worker), at=SOON, organisation=town.lamps, task="请派人看一下"
    )


def address(case: Case, step: str = "") -> str:
    return f"/desk/cases/{case.number}/{step}/" if step else f"/desk/cases/{case.number}/"


def shown(browser, where: str) -> str:
    return browser.get(where).content.decode()


def test_an_organisation_is_called_in_from_the_desk(case, town, as_):
    sent = {"seen": case.version, "organisation": town.lamps.pk, "task": "请派人看一下"}

    assert as_(town.worker).post(address(case, "join"), sent).status_code == 302
    assert Part.objects.get().organisation == town.lamps


def test_departments_are_called_together_from_the_desk(case, town, as_):
    sent = {"seen": case.version, "called": [town.lamps.pk], "where": "三号楼下", "hours": "3"}

    assert as_(town.secretary).post(address(case, "whistle"), sent).status_code == 302
    assert Whistle.objects.get().where == "三号楼下"


def test_a_whistle_to_nobody_says_so_and_keeps_the_form(case, town, as_):
    answer = as_(town.secretary).post(address(case, "whistle"), {"seen": case.version, "where": "三号楼下"})

    assert answer.status_code in {409, 422}
    assert "不能对着空处吹哨" in answer.content.decode()
    assert "三号楼下" in answer.content.decode()


def test_the_called_department_sees_the_matter_reports_and_answers(blown, town, as_):
    browser = as_(town.handler)
    assert "到场报到" in shown(browser, address(blown))

    assert (
        browser.post(address(blown, "report"), {"seen": blown.version, "text": "已到现场"}).status_code == 302
    )
    sent = {"seen": blown.version + 1, "text": "灯头已更换"}
    assert browser.post(address(blown, "part"), sent).status_code == 302

    assert Part.objects.values_list("found", "answer").get() == ("已到现场", "灯头已更换")
    page = shown(as_(town.worker), address(blown))
    assert ("已到现场" in page, "灯头已更换" in page) == (True, True)


def test_the_conclusion_names_the_lead_from_the_desk(blown, town, as_):
    sent = {"seen": blown.version, "text": "由路灯所负责", "lead": town.lamps.pk}

    assert as_(town.secretary).post(address(blown, "conclude"), sent).status_code == 302
    assert Case.objects.get().holder == town.lamps
    page = shown(as_(town.handler), address(blown))
    assert "由路灯所负责" in page


def test_a_late_department_is_shown(joined, town, as_):
    Part.objects.update(due_at=NOON - timedelta(days=3000))

    assert "未按时" in shown(as_(town.worker), address(joined))


def test_the_answer_begins_with_what_the_called_said(joined, town, as_):
    actions.answer_part(joined, by=officer_actor(town.handler), at=SOON, text="灯头已更换")

    assert "路灯管理所：灯头已更换" in shown(as_(town.worker), address(joined, "answer"))


def test_the_answer_says_who_is_still_missing(joined, town, as_):
    assert "路灯管理所还没有回复" in shown(as_(town.worker), address(joined, "answer"))


def test_my_work_shows_open_whistles_and_our_parts(blown, town, as_):
    desk, called = shown(as_(town.secretary), "/desk/"), shown(as_(town.handler), "/desk/")

    assert ("called=whistle" in desk, f"called={town.lamps.pk}" in called) == (True, True)


@pytest.mark.parametrize("who", ["whistle", "lamps", "street"])
def test_the_list_is_narrowed_to_who_was_called(who, blown, town, as_):
    which = who if who == "whistle" else getattr(town, who).pk

    page = shown(as_(town.dispatcher), f"/desk/cases/?called={which}")

    assert (blown.number in page) == (who != "street")


def test_a_part_that_fell_away_is_shown(joined, town, as_):
    actions.answer(joined, by=officer_actor(town.worker), at=SOON, text="已清运")

    assert "此前没有回复" in shown(as_(town.worker), address(joined))
