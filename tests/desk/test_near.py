"""Reports that are perhaps the same matter, beside the one that staff reads."""

import pytest
from bs4 import BeautifulSoup

from sunshine.cases import actions
from sunshine.cases.models import Case
from sunshine.cases.queries.duplicates import forget_rarity
from sunshine.people.actions import officer_actor
from tests.factories.cases import MERGING
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def anew():
    forget_rarity()


@pytest.fixture
def two(tell):
    return tell("3栋楼道堆满旧家具"), tell("3栋楼道堆满旧家具和纸箱")


def read(as_, officer, case: Case, more: str = "") -> BeautifulSoup:
    return BeautifulSoup(
        as_(officer).get(f"/desk/cases/{case.number}/{more}").content.decode(), "html.parser"
    )


def test_the_page_shows_what_is_perhaps_the_same_matter(two, town, as_):
    first, second = two
    link = read(as_, town.dispatcher, second).find("a", href=lambda to: to and "?into=" in to)

    assert link["href"] == f"/desk/cases/{second.number}/merge/?into={first.number}"


def test_the_form_behind_the_link_is_filled_in_and_nothing_is_merged_yet(two, town, as_):
    first, second = two
    page = read(as_, town.dispatcher, second, f"merge/?into={first.number}&seen=99")

    assert page.find(id="id_merge_into")["value"] == first.number
    assert page.find(id="id_merge_seen")["value"] == str(second.version)
    assert Case.objects.get(pk=second.pk).state == "received"


def test_whoever_may_not_merge_is_shown_nothing(two, town, as_):
    assert "?into=" not in str(read(as_, town.auditor, two[1]))


def test_the_main_report_names_those_that_are_handled_with_it(two, town, as_):
    first, second = two
    actions.merge(second, by=officer_actor(town.dispatcher), at=NOON, into=first, reason=MERGING)

    assert read(as_, town.dispatcher, first).find("a", string=second.number) is not None
