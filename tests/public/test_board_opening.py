"""How a community's board opens: character, brand, who leads and who serves, what neighbours do; light at any size."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from sunshine.people.models import Organisation
from sunshine.programmes.actions import load_line, set_brand, set_character
from sunshine.record.states import Actor
from sunshine.wishes.states import WishState
from tests.factories.cases import FIRST, GRID, reported
from tests.factories.people import NOON, OrganisationFactory
from tests.factories.posts import PostFactory
from tests.factories.wishes import brought_to, line
from tests.public.test_report import soup
from tests.worlds import world

WEIGHT = 60_000
"""Bytes of the page before compression, at the most."""


@world
def there():
    """A town with its party line and a brand."""
    cache.clear()
    load_line(by=Actor.system("shipped"), at=NOON)
    made = line()
    told = {"owner": made.general, "by": made.by("secretary"), "at": NOON}
    set_character(community=FIRST, character="service", main=True, **told)
    set_brand(place=FIRST, name="首问负责到底", name_en="First asked, first answered", **told)
    return made


def board(language="zh-hans", browser=None):
    browser = browser or Client()
    browser.cookies["django_language"] = language
    return browser.get(f"/c/{FIRST}/")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ["服务型", "首问负责到底", "第一社区党总支", "第一网格党支部", "0455-7770000"]),
        ("en", ["First asked, first answered", "第一社区党总支", "0455-7770000"]),
    ],
)
def test_the_board_says_what_the_community_is_and_whom_to_call(there, language, words):
    said = soup(board(language)).main.get_text()
    assert [word for word in words if word not in said] == []


def test_requests_come_after_who_serves_and_what_neighbours_do(there):
    heads = [head.get_text() for head in soup(board()).main.find_all("h2")]
    assert (heads[:2], heads[-2:]) == (["每个网格谁负责", "党员和邻里在做的"], ["办完", "正在办"])


def test_nobody_who_helps_is_named(there):
    brought_to(WishState.CLAIMED, there)
    said = soup(board()).get_text()
    assert ("老人家水龙头漏水" in said, there.mei.display_name in said, there.lin.display_name in said) == (
        True,
        False,
        False,
    )


def test_small_numbers_are_not_shown(there):
    brought_to(WishState.CLOSED, there)
    assert soup(board()).find(id="help").dd.b.get_text() == "不到 3 个"


def test_without_a_party_organisation_an_office_is_named(there):
    Organisation.objects.exclude(kind__in=["community", "street", "county"]).update(valid_to=NOON.date())
    assert "第一社区居委会" in soup(board()).main.section.get_text()


@pytest.mark.parametrize("number", [1, 3])
def test_the_board_takes_as_many_statements_for_one_as_for_three(
    there, number, django_assert_max_num_queries
):
    for count in range(number):
        OrganisationFactory(name=f"党支部{count}", kind="grid_branch", place=GRID, parent=there.general)
        brought_to(WishState.OFFERED, there)
        PostFactory(organisation=there.general, place=GRID)
        reported(at=timezone.now())
    browser = Client()
    board(browser=browser)
    with django_assert_max_num_queries(20):
        board(browser=browser)


def test_a_full_board_is_light(there):
    for number in range(25):
        reported(at=timezone.now())
        brought_to(WishState.OFFERED, there)
        OrganisationFactory(name=f"党支部{number}", kind="grid_branch", place=GRID, parent=there.general)
    answer = board()
    assert len(answer.content) < WEIGHT
