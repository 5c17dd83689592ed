"""The desk sees what was understood of a place, chooses among what the words may mean, and corrects it."""

import pytest
from bs4 import BeautifulSoup

from sunshine.cases.forms.where import value_of
from sunshine.cases.models import Case
from sunshine.places.actions import add_building
from sunshine.places.models import Place
from tests.desk.town import OTHER_COMMUNITY, SYSTEM
from tests.factories.people import FIRST_DAY, NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
HOUSE = "阳光花园3号楼"
SAID = {"channel": "phone", "text": "楼道堆满旧家具", "location": HOUSE, "place": "", "form_key": "k1"}


@pytest.fixture
def twin(town):
    """Another community has a house of the same name."""
    grid = Place.objects.get(code=OTHER_COMMUNITY + "001")
    return add_building(grid=grid, name=HOUSE, by=SYSTEM, at=NOON, since=FIRST_DAY)


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def hints(browser, **told) -> BeautifulSoup:
    return soup(browser.post("/desk/report/hints/", {**SAID, **told}))


def chosen(page: BeautifulSoup) -> list[str]:
    return [radio["value"] for radio in page.select("[name=which][checked]")]


def test_whoever_takes_a_call_reads_what_was_understood(town, as_):
    said = hints(as_(town.dispatcher, "en")).find(id="hints").get_text()

    assert f"We take this to be: Sunshine Community {HOUSE}." in said


def test_words_that_name_no_place_are_said_to(town, as_):
    assert "do not tell the place for sure" in hints(as_(town.dispatcher, "en"), location="那边").get_text()


def test_two_places_of_one_name_are_offered_and_the_chosen_one_wins(town, twin, as_):
    browser = as_(town.dispatcher)
    values = [radio["value"] for radio in hints(browser).select("[name=which]")]
    browser.post("/desk/report/", {**SAID, "which": value_of(twin.pk)})

    assert values == [value_of(town.house.pk), value_of(twin.pk), "none"]
    assert Case.objects.get().building_id == twin.pk


@pytest.mark.parametrize("sent", [{"look": "1"}, {"text": ""}], ids=["looked", "to correct"])
def test_without_script_the_choice_is_on_the_page_that_comes_back(sent, town, twin, as_):
    answer = as_(town.dispatcher).post("/desk/report/", {**SAID, "which": value_of(twin.pk), **sent})

    assert chosen(soup(answer)) == [value_of(twin.pk)]


def test_what_is_chosen_while_a_call_is_taken_tells_the_place_of_the_search(town, twin, tell, as_):
    near = tell("楼道堆满旧家具和纸箱", place=OTHER_COMMUNITY, building=twin.pk)

    page = hints(as_(town.dispatcher), which=value_of(twin.pk))

    assert near.number in page.get_text()


def links(page: BeautifulSoup) -> list[str]:
    return [link["href"] for link in page.select("a[href*='which=']")]


def test_the_page_of_a_matter_leads_from_each_place_to_the_filled_in_correction(town, twin, tell, as_):
    case = tell(location=HOUSE, place=None)
    browser = as_(town.dispatcher)

    addresses = links(soup(browser.get(f"/desk/cases/{case.number}/")))
    page = soup(browser.get(addresses[1]))

    assert addresses == [
        f"/desk/cases/{case.number}/locate/?which={value_of(key)}" for key in (town.house.pk, twin.pk)
    ]
    assert chosen(page) == [value_of(twin.pk)]


def test_the_chosen_place_is_the_place_of_the_matter(town, twin, tell, as_):
    case = tell(location=HOUSE, place=None)
    sent = {"seen": case.version, "which": value_of(twin.pk), "place": "", "location": HOUSE}

    as_(town.dispatcher).post(f"/desk/cases/{case.number}/locate/", sent)

    assert Case.objects.values_list("place", "building").get() == (OTHER_COMMUNITY + "001", twin.pk)


def test_a_sure_place_and_whoever_may_not_correct_it_are_offered_nothing(town, twin, tell, as_):
    sure, unsure = tell(building=town.house.pk), tell(location=HOUSE, place=None)

    pages = [
        soup(as_(town.dispatcher).get(f"/desk/cases/{sure.number}/")),
        soup(as_(town.auditor).get(f"/desk/cases/{unsure.number}/")),
    ]

    assert [links(page) for page in pages] == [[], []]
