"""The directory in memory: who answers for a place, who stands one level up, and when it is read anew."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sunshine.lib.once import reading
from sunshine.people.actions import change_organisation
from sunshine.people.queries import directory
from sunshine.people.states import OrganisationKind
from sunshine.record.states import Actor
from tests.factories.people import COMMUNITY, COUNTY, DAY, GRID, NOON, STREET, OrganisationFactory

pytestmark = pytest.mark.django_db
OTHER_COMMUNITY = "231282999002"
WAYS = ["nearest", "only"]


def organisation(kind: str, place: str, **more):
    return OrganisationFactory(kind=kind, place=place, **more)


def asked(way: str, kind: str, place: str):
    return getattr(directory(), way)(kind, place, DAY)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("place", "expected"),
    [(GRID, "near"), (OTHER_COMMUNITY, "far"), ("231283", None), ("x", None), ("", None)],
)
def test_the_nearest_organisation_of_a_kind_answers_for_a_place(way, place, expected):
    rows = {"near": organisation("property", COMMUNITY), "far": organisation("property", COUNTY), None: None}

    assert asked(way, "property", place) == rows[expected]


def test_between_two_at_the_same_place_nobody_is_guessed_unless_the_first_will_do():
    first, _second = organisation("property", COMMUNITY), organisation("property", COMMUNITY)

    assert (asked("only", "property", GRID), asked("nearest", "property", GRID)) == (None, first)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("days", [{"valid_to": DAY}, {"valid_from": DAY + timedelta(days=1)}])
def test_what_is_closed_or_not_yet_open_answers_for_nothing(way, days):
    far = organisation("property", COUNTY)
    organisation("property", COMMUNITY, **days)

    assert asked(way, "property", GRID) == far


def test_a_closed_one_beside_it_makes_no_doubt():
    organisation("property", COMMUNITY, valid_to=DAY)
    open_one = organisation("property", COMMUNITY)

    assert asked("only", "property", GRID) == open_one


@pytest.mark.parametrize("way", WAYS)
def test_kinds_are_not_mixed(way):
    organisation(OrganisationKind.STREET, STREET)

    assert asked(way, OrganisationKind.PROPERTY, GRID) is None


def test_one_level_up_is_a_place_above_never_the_same():
    above, same = organisation("supervision", COUNTY), organisation("supervision", STREET)
    kind = OrganisationKind.SUPERVISION

    assert directory().nearest(kind, STREET, DAY, above=COMMUNITY) == same
    assert directory().nearest(kind, STREET, DAY, above=STREET) == above
    assert directory().nearest(kind, COUNTY, DAY, above=COUNTY) is None


def test_the_street_dispatches_and_the_county_where_no_street_is():
    assert directory().dispatcher(GRID, DAY) is None
    county, street = organisation("county", COUNTY), organisation("street", STREET)

    assert (directory().dispatcher(GRID, DAY), directory().dispatcher(COUNTY, DAY)) == (street, county)


@pytest.mark.parametrize("kinds", [("community", "street", "county"), ("street", "county"), ("county",), ()])
def test_the_community_answers_else_the_street_else_the_county(kinds):
    places = {"community": COMMUNITY, "street": STREET, "county": COUNTY}
    found = [organisation(kind, places[kind]) for kind in kinds]

    assert directory().answering(GRID, DAY) == next(iter(found), None)


def test_one_level_up_from_an_organisation_is_its_parent_else_who_dispatches():
    street = organisation("street", STREET)
    parent = organisation("county", COUNTY)
    child, orphan = organisation("community", COMMUNITY, parent=parent), organisation("department", COUNTY)

    assert (directory().parent(child), directory().parent(orphan)) == (parent, None)
    assert directory().one_up(child, GRID, DAY) == parent
    assert directory().one_up(orphan, GRID, DAY) == street


def test_one_is_named_by_its_whole_name_and_two_are_none():
    named = organisation("community", COMMUNITY, name="向阳社区居委会")
    organisation("community", OTHER_COMMUNITY, name="朝阳社区居委会")
    organisation("street", STREET, name="向阳街道", valid_to=DAY)

    assert directory().named("向阳社区居委会收了我的钱", DAY) == named
    assert directory().named("向阳社区收了我的钱", DAY) is None
    assert directory().named("向阳街道收了我的钱", DAY) is None
    assert directory().named("向阳社区居委会和朝阳社区居委会都说不管", DAY) is None


def test_a_changed_organisation_is_read_anew_and_an_unchanged_one_is_not():
    row = organisation("community", COMMUNITY)
    before = directory()
    assert directory() is before

    change_organisation(row, name="新名字", by=Actor.system(), at=NOON)
    changed = directory()
    added = organisation("street", STREET)

    assert (changed.organisations[row.pk].name, added.pk in directory().organisations) == ("新名字", True)


def test_it_costs_one_statement_and_one_for_a_whole_page(django_assert_num_queries):
    directory()

    with django_assert_num_queries(1):
        directory()
    with django_assert_num_queries(1), reading():
        for _ in range(3):
            directory().dispatcher(GRID, DAY)


def test_it_loads_all_organisations_by_one_statement():
    for _ in range(3):
        organisation("community", COMMUNITY)

    with CaptureQueriesContext(connection) as captured:
        directory()

    assert len(captured) == 2  # which copy is the present one, and that copy
