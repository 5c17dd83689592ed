"""What the report form understands of a place: it says so, offers what the words may mean, and asks for the community once."""

from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from sunshine.cases.forms.where import value_of
from sunshine.cases.models import Case
from sunshine.places.models import Building, Place
from tests.factories.cases import FIRST, GRID, SECOND
from tests.factories.places import BuildingFactory
from tests.public.conftest import told

LAMP = "门口的路灯不亮三天了"
IN_FIRST = {"lon": "125.905", "lat": "46.055"}


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


@pytest.fixture
def twin(here: SimpleNamespace) -> Building:
    """Another community has a house of the same name."""
    return BuildingFactory(name="阳光花园3号楼", grid=Place.objects.get(code=SECOND + "001"))


def nowhere(**more: str) -> dict[str, str]:
    return told(text=LAMP, place="", **more)


def offered(page: BeautifulSoup) -> dict[str, str]:
    """What may be chosen, by what is sent for it."""
    return {radio["value"]: radio.find_parent("label").get_text() for radio in page.select("[name=which]")}


def test_places_of_one_name_are_offered_with_their_community(here, twin, browser: Client) -> None:
    page = soup(browser.post("/report/", nowhere(location="阳光花园3号楼", look="where")))

    assert offered(page) == {
        value_of(here.house.pk): "第一社区 阳光花园3号楼",
        value_of(twin.pk): "第二社区 阳光花园3号楼",
        "none": "都不是",
    }
    assert page.select("[name=which][checked]") == []


def test_what_is_chosen_wins_over_the_words(here, twin, browser: Client) -> None:
    browser.post("/report/", nowhere(location="阳光花园3号楼", which=value_of(twin.pk)))

    case = Case.objects.get()
    assert (case.building, case.location) == (twin, "阳光花园3号楼")


def test_a_grid_can_be_chosen_too(here, browser: Client) -> None:
    page = soup(browser.post("/report/", nowhere(location="第一网格", look="where")))
    browser.post("/report/", nowhere(location="第一网格", which=value_of(SECOND + "001")))

    assert list(offered(page)) == [value_of(GRID), value_of(SECOND + "001"), "none"]
    assert Case.objects.get().place == SECOND + "001"


def test_point_and_words_that_disagree_are_said_and_chosen_between(here, browser: Client) -> None:
    browser.cookies["django_language"] = "en"
    both = nowhere(location="第二社区门口", **IN_FIRST)

    page = soup(browser.post("/report/", {**both, "look": "where"}))
    browser.post("/report/", {**both, "which": value_of(SECOND)})

    assert "name two different places" in page.find(id="where").get_text()
    assert list(offered(page)) == [value_of(GRID), value_of(SECOND), "none"]
    assert Case.objects.get().place == SECOND


def test_what_was_chosen_stays_chosen_while_the_words_change(here, twin, browser: Client) -> None:
    page = soup(browser.post("/report/", nowhere(location="门口", which=value_of(twin.pk), look="where")))

    assert [radio["value"] for radio in page.select("[name=which][checked]")] == [value_of(twin.pk)]
    assert page.find(id="where").find("p") is None


@pytest.mark.parametrize("which", ["building-77777", "place-231282999888", "x" * 60])
def test_a_choice_that_is_none_of_ours_is_never_drawn(here, browser: Client, which: str) -> None:
    answer = browser.post("/report/", told(which=which, text=""))

    assert (answer.status_code, offered(soup(answer))) == (422, {})


def test_a_place_in_the_report_itself_is_said_too(here, browser: Client) -> None:
    browser.cookies["django_language"] = "en"
    page = soup(browser.post("/report/", {**nowhere(look="where"), "text": "阳光花园3号楼路灯不亮"}))

    assert "阳光花园3号楼. If that is wrong" in page.find(id="where").get_text()


def test_a_report_without_a_place_is_asked_for_its_community_and_keeps_everything(
    here, browser: Client
) -> None:
    answer = browser.post("/report/", nowhere(location="那边", name="王小明"))

    page = soup(answer)
    assert (answer.status_code, Case.objects.count()) == (200, 0)
    assert page.select_one("[role=alert] select[name=community][form=report]") is not None
    assert len(page.select("[name=community]")) == 1
    kept = [page.find(id=f"id_{name}") for name in ("text", "location", "name")]
    assert [kept[0].get_text().strip(), *(field["value"] for field in kept[1:])] == [LAMP, "那边", "王小明"]


@pytest.mark.parametrize(
    ("answered", "place"), [({"community": FIRST}, FIRST), ({"community": ""}, "231282"), ({}, "231282")]
)
def test_it_is_asked_once_and_taken_whatever_is_answered(here, browser: Client, answered, place) -> None:
    asked = soup(browser.post("/report/", nowhere(location="那边")))
    marks = {
        field["name"]: field["value"] for field in asked.select("#report [type=hidden]") if field.get("value")
    }

    answer = browser.post("/report/", {**nowhere(location="那边"), **marks, **answered})

    assert (answer.status_code, Case.objects.get().place) == (303, place)


def test_that_it_was_asked_is_remembered_when_something_else_is_asked(here, browser: Client) -> None:
    page = soup(browser.post("/report/", nowhere(asked="1") | {"text": "网格员态度太差了"}))

    assert page.select_one("#report [name=asked]")["value"] == "1"
    assert page.find("button", {"name": "ordinary"}) is not None


@pytest.mark.parametrize(
    "known",
    [
        {"community": "none"},
        {"community": FIRST},
        {"location": "阳光花园3号楼"},
        {"text": "阳光花园3号楼路灯不亮"},
        {"text": "厨房着火了", "emergency": "1"},
        IN_FIRST,
    ],
    ids=["it has no place", "community", "words", "text", "danger", "point"],
)
def test_nobody_is_asked_who_said_it_nor_in_danger(here, browser: Client, known) -> None:
    answer = browser.post("/report/", {**nowhere(), **known})

    assert (answer.status_code, Case.objects.count()) == (303, 1)


def test_a_matter_without_a_place_takes_none_from_the_code_that_was_scanned(here, browser: Client) -> None:
    browser.post("/report/", told(text=LAMP, community="none"))

    assert Case.objects.get().place == "231282"


def test_a_complaint_that_says_whom_it_is_about_is_not_asked(here, browser: Client) -> None:
    complaint = nowhere(category="0901", about=here.town.first.pk)

    assert browser.post("/report/?about=staff", complaint).status_code == 303


def test_a_point_where_no_grid_is_drawn_is_a_place(here, browser: Client) -> None:
    assert browser.post("/report/", nowhere(lon="125.95", lat="46.1")).status_code == 303


def test_danger_beside_a_fault_keeps_the_place_that_was_chosen(here, twin, browser: Client) -> None:
    fire = nowhere(emergency="1", which=value_of(twin.pk), category="9999") | {"text": "厨房着火了"}

    browser.post("/report/", fire)

    assert Case.objects.get().building == twin


def test_the_form_asks_anew_when_a_community_or_a_point_is_chosen(here, browser: Client) -> None:
    box = soup(browser.get("/report/")).find(id="id_location")

    sent = set(box["hx-params"].split(","))
    assert {"change from:#id_community", "change from:#id_lon"} <= set(box["hx-trigger"].split(", "))
    assert sent == {"text", "location", "place", "community", "which", "lon", "lat", "look"}


def test_a_choice_does_not_outlive_the_words_it_was_made_for(here, twin, browser: Client) -> None:
    other = BuildingFactory(name="德馨苑2号楼", grid=Place.objects.get(code=GRID))

    browser.post("/report/", nowhere(location="德馨苑2号楼", which=value_of(twin.pk)))
    page = soup(
        browser.post("/report/", nowhere(location="德馨苑2号楼", which=value_of(twin.pk), look="where"))
    )

    assert Case.objects.get().building == other
    assert page.select("[name=which][checked]") == []


def test_a_community_named_after_it_counts_for_more_than_a_house_elsewhere(
    here, twin, browser: Client
) -> None:
    browser.post(
        "/report/", nowhere(location="阳光花园3号楼", which=value_of(twin.pk), community=FIRST, asked="1")
    )

    case = Case.objects.get()
    assert (case.building, case.place[:12]) == (here.house, FIRST)


@pytest.mark.parametrize("which", ["place-231282", "building-999999999", "place-231282999", "building--1"])
def test_what_was_never_offered_is_no_choice(here, twin, browser: Client, which: str) -> None:
    page = soup(browser.post("/report/", nowhere(location="阳光花园3号楼", which=which)))

    assert (Case.objects.count(), "社区" in page.get_text()) == (0, True)


def test_the_receipt_says_which_place_it_was_taken_for(here, twin, browser: Client) -> None:
    sent = browser.post("/report/", nowhere(location="阳光花园3号楼", which=value_of(twin.pk)))

    assert "第二社区 阳光花园3号楼" in soup(browser.get(sent["Location"])).get_text()
