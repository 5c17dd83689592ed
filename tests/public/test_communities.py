"""The communities to choose from: by street, in the reader's language, as the map stands now."""

import pytest
from django.utils.translation import override

from sunshine.places.actions.step import change_map
from sunshine.places.queries import locator
from sunshine.public.communities import community_groups, community_options
from tests.factories.cases import FIRST
from tests.factories.places import PlaceFactory
from tests.ui.test_forms import soup


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_community_stands_once_under_its_street_in_the_reader_s_language(here, language: str) -> None:
    book = locator()
    codes = sorted(code for code in book.names if len(code) == 12)
    names = {"zh-hans": "name", "en": "name_en"}
    with override(language):
        groups = community_groups(book)
        drawn = soup(community_options(book, [("", "first <1>")]))

    listed = [code for _street, choices in groups for code, _name in choices]
    assert listed == codes
    assert FIRST in listed
    assert [one["value"] for one in drawn.find_all("option")] == ["", *codes]
    expected = [book.names[code][names[language]] or book.names[code]["name"] for code in codes]
    assert [one.text for one in drawn.find_all("option")] == ["first <1>", *expected]
    assert [one["label"] for one in drawn.find_all("optgroup")] == [street for street, _choices in groups]


def test_a_community_that_is_new_on_the_map_can_be_chosen_at_once(here, browser) -> None:
    browser.get("/report/")
    PlaceFactory(code=f"{FIRST[:9]}077", level="community", name="新<b>社区")
    change_map()

    chosen = soup(browser.get("/report/").content.decode()).find("option", value=f"{FIRST[:9]}077")

    assert chosen is not None
    assert chosen.text == "新<b>社区"
