"""While a call is taken: what is open that looks alike, what is open in the house, and one press to say that it is the same."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sunshine.cases.models import Case
from sunshine.cases.queries.duplicates import forget_rarity
from tests.factories.people import COMMUNITY, GRID, NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon", "anew")]
SAID = {"channel": "phone", "text": "阳光花园3号楼5层楼道堆满旧家具", "place": GRID, "form_key": "k1"}


@pytest.fixture
def anew():
    forget_rarity()


@pytest.fixture
def first(tell, town):
    """What a neighbour told yesterday."""
    told = {"building": town.house.pk, "location": "阳光花园3号楼 5层", "at": NOON - timedelta(hours=20)}
    return tell("3号楼5层楼道堆满旧家具和纸箱", **told)


def hints(browser, **told) -> BeautifulSoup:
    return BeautifulSoup(browser.post("/desk/report/hints/", {**SAID, **told}).content, "html.parser")


def test_what_looks_alike_is_shown_with_number_place_and_state_and_nobodys_name(first, town, as_):
    soup = hints(as_(town.worker))

    said = soup.find(id="hints").get_text()
    assert [word for word in (first.number, "第一网格", "旧家具和纸箱") if word not in said] == []
    assert ("张" in said, len(soup.select(".badge"))) == (False, 1)
    assert [row["value"] for row in soup.select('button[name="into"]')] == [first.number]


def test_one_press_takes_the_callers_report_as_its_own_and_links_it(first, town, as_):
    answer = as_(town.worker).post("/desk/report/", {**SAID, "phone": "13800001111", "into": first.number})

    second = Case.objects.exclude(pk=first.pk).get()
    assert answer["Location"] == f"/desk/cases/{second.number}/"
    assert (second.merged_into, second.outcome, second.category_id) == (first, "merged", first.category_id)
    assert second.contact.phone_masked == "138****1111"


def test_pressed_twice_it_is_one_report(first, town, as_):
    browser = as_(town.worker)
    for _time in range(2):
        assert browser.post("/desk/report/", {**SAID, "into": first.number}).status_code == 302

    assert Case.objects.count() == 2


def test_a_number_that_cannot_be_is_found_nowhere(town, as_):
    assert as_(town.worker).post("/desk/report/", {**SAID, "into": "2312\0"}).status_code == 404


def test_what_does_not_look_alike_is_not_linked_and_nothing_is_taken(first, town, as_):
    answer = as_(town.worker).post("/desk/report/", {**SAID, "text": "路灯不亮", "into": first.number})

    assert (answer.status_code, Case.objects.count()) == (409, 1)
    assert "路灯不亮" in answer.content.decode()


def test_what_is_confidential_is_neither_shown_nor_counted_nor_linked(first, town, as_):
    Case.objects.filter(pk=first.pk).update(confidential=True)
    browser = as_(town.worker)

    said = hints(browser, location="阳光花园3号楼").find(id="hints").get_text()

    assert (first.number in said, "未办结" in said) == (False, False)
    assert browser.post("/desk/report/", {**SAID, "into": first.number}).status_code == 404


def test_nothing_beyond_ones_reach_is_shown(first, town, as_):
    assert first.number not in hints(as_(town.stranger), location="阳光花园3号楼").get_text()


def test_whoever_only_handles_is_shown_nothing(first, town, as_):
    assert first.number not in hints(as_(town.handler)).get_text()


@pytest.mark.parametrize(("floor", "said"), [("5", "其中本楼层 1 件"), ("6", ""), ("x", "")])
def test_how_many_are_open_in_the_house_and_on_the_floor(floor, said, first, tell, town, as_):
    tell("楼道灯罩掉了", building=town.house.pk, location="阳光花园3号楼 15层")

    text = hints(as_(town.worker), location="阳光花园3号楼", floor=floor).get_text()

    assert "这栋楼还有 2 件未办结" in text
    assert said in text
    assert ("其中本楼层" in text) == bool(said)


def test_the_floor_stands_in_the_words_of_the_place_and_the_house_is_still_found(town, as_):
    as_(town.worker).post("/desk/report/", {**SAID, "location": "阳光花园3号楼", "floor": "5"})

    case = Case.objects.get()
    assert (case.location, case.building_id) == ("阳光花园3号楼 5层", town.house.pk)


def test_a_floor_without_a_house_is_asked_for(town, as_):
    answer = as_(town.worker).post("/desk/report/", {**SAID, "floor": "5"})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["location"])


def test_without_script_a_button_looks_and_keeps_what_was_typed(first, town, as_):
    answer = as_(town.worker).post("/desk/report/", {**SAID, "look": "1", "name": "李四"})

    soup = BeautifulSoup(answer.content, "html.parser")
    assert (answer.status_code, Case.objects.count()) == (200, 1)
    assert first.number in soup.find(id="hints").get_text()
    assert (soup.find(id="id_text").text.strip(), soup.find(id="id_name")["value"]) == (SAID["text"], "李四")


NOTHING = "没有找到看起来相同的未办结事项"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"text": "路灯不亮"}, NOTHING),
        ({"text": " "}, "先写下是什么事"),
        ({"text": "路灯不亮", "place": ""}, "先说明在哪个社区"),
        ({"text": "路灯不亮", "place": "231299"}, "社区"),
    ],
)
def test_whoever_asks_and_finds_nothing_is_told_so_in_a_sentence(told, said, first, town, as_):
    browser = as_(town.worker)
    fetched = hints(browser, look="1", **told).find(id="hints")
    page = browser.post("/desk/report/", {**SAID, "look": "1", **told}).content
    whole = BeautifulSoup(page, "html.parser").find(id="hints")

    assert (fetched["role"], whole["role"]) == ("status", "status")
    assert [said in part.get_text() for part in (fetched, whole)] == [True, True]


def test_while_one_types_nobody_is_told_that_there_is_nothing(first, town, as_):
    assert NOTHING not in hints(as_(town.worker), text="路灯不亮").get_text()
    assert NOTHING not in hints(as_(town.worker), look="1").get_text()


def test_enter_in_a_field_takes_the_report_and_links_nothing(town, as_):
    soup = BeautifulSoup(as_(town.worker).get("/desk/report/").content, "html.parser")

    assert soup.select_one("#report button:not([type])").attrs == {"hidden": ""}


@pytest.mark.parametrize("rows", [1, 3])
def test_looking_costs_the_same_with_more_to_find(rows, first, tell, town, as_):
    for n in range(rows):
        tell(f"3号楼5层楼道堆满旧家具{n}", building=town.house.pk, place=COMMUNITY)
    browser = as_(town.worker)
    hints(browser, location="阳光花园3号楼")
    with CaptureQueriesContext(connection) as captured:
        hints(browser, location="阳光花园3号楼")

    assert len([query for query in captured if "SAVEPOINT" not in query["sql"]]) <= 14
