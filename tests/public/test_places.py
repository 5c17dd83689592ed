"""Posters and the lines of the map."""

import json

import pytest

from tests.factories.cases import FIRST, GRID
from tests.public.test_report import soup


def test_a_grid_poster_carries_code_worker_and_numbers(here, browser):
    page = soup(browser.get(f"/poster/{GRID}/"))
    words = page.get_text()
    assert page.find("svg", class_="qr") is not None
    assert [part in words for part in ("第一社区 第一网格", "0455-1", "0455-7770000", "12345")] == [True] * 4


def test_a_building_poster_names_the_building(here, browser):
    assert "阳光花园3号楼" in soup(browser.get(f"/poster/building/{here.house.pk}/")).get_text()


@pytest.mark.parametrize(
    "address", ["/poster/231282999888001/", "/poster/building/99999/", "/poster/231282999001/"]
)
def test_there_is_no_poster_of_an_unknown_place(here, browser, address):
    assert browser.get(address).status_code == 404


def test_the_map_holds_the_grids_below_a_code(here, browser):
    answer = browser.get(f"/map/{FIRST}.geojson")
    codes = [feature["properties"]["code"] for feature in json.loads(answer.content)["features"]]
    assert (answer["Content-Type"], codes) == ("application/geo+json", [GRID, FIRST + "002"])
