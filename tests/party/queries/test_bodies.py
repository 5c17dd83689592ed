"""Reads of the party tree."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sunshine.party.actions.bodies import change_body, close_body
from sunshine.party.queries.bodies import find_bodies_below, line_of, tree
from sunshine.record.states import Actor
from tests.factories.bodies import line, party
from tests.factories.people import COMMUNITY, DAY, FIRST_DAY, GRID, NOON, OrganisationFactory
from tests.factories.places import PlaceFactory
from tests.factories.volunteers import volunteer

pytestmark = pytest.mark.django_db


def test_the_line_of_a_community_names_the_lead_and_who_serves_each_grid():
    PlaceFactory(code=GRID)
    told = line()

    found = line_of(COMMUNITY, DAY)

    assert found.lead.organisation == told["general"]
    (grid,) = found.grids
    assert [one.organisation for one in grid.branches] == [told["branch"]]
    assert [one.organisation for one in grid.groups] == [told["group"]]


def test_an_organisation_without_a_number_names_the_nearest_above_it():
    PlaceFactory(code=GRID)
    line()

    grid = line_of(COMMUNITY, DAY).grids[0]

    assert (grid.groups[0].telephone, grid.groups[0].contact) == ("0455-7770100", "")


def test_without_any_number_in_the_line_the_committee_is_called():
    OrganisationFactory(telephone="0455-7770000")
    party("general_branch", COMMUNITY)

    assert line_of(COMMUNITY, DAY).lead.telephone == "0455-7770000"


def test_a_line_nobody_gave_a_number_says_none():
    party("general_branch", COMMUNITY)

    assert line_of(COMMUNITY, DAY).lead.telephone == ""


def test_a_committee_leads_before_a_general_branch_and_a_branch():
    kinds = ["branch", "general_branch", "party_committee"]
    made = [party(kind, COMMUNITY) for kind in kinds]

    assert [one.organisation for one in line_of(COMMUNITY, DAY).leads] == made[::-1]


def test_what_is_closed_serves_nobody():
    party("general_branch", COMMUNITY, valid_to=DAY)

    assert line_of(COMMUNITY, DAY).lead is None
    assert line_of(COMMUNITY, FIRST_DAY).lead is not None


def test_one_entered_among_the_offices_has_no_contact():
    OrganisationFactory(kind="general_branch", name="阳光社区党总支", telephone="0455-7770009")

    lead = line_of(COMMUNITY, DAY).lead

    assert (lead.contact, lead.telephone) == ("", "0455-7770009")


@pytest.mark.parametrize("grids", [1, 3])
def test_the_line_takes_two_statements(grids):
    for n in range(grids):
        place = PlaceFactory(code=f"{COMMUNITY}{n + 1:03}")
        party("grid_branch", place.code)
    with CaptureQueriesContext(connection) as captured:
        line_of(COMMUNITY, DAY)

    assert len(captured) == 2


# -- the tree ------------------------------------------------------------------------------------------------


def names(place: str, on=DAY) -> list[tuple[str, int]]:
    return [(node.organisation.name, node.depth) for node in tree(place, on, now=DAY)]


def test_the_tree_of_a_community_goes_down_to_the_households():
    line()

    assert names(COMMUNITY) == [
        ("阳光社区党总支", 0),
        ("第一网格党支部", 1),
        ("3号楼党小组", 2),
        ("3号楼党员中心户", 3),
    ]


def test_the_tree_of_a_street_ends_at_its_communities():
    line()

    assert names(COMMUNITY[:9]) == [("阳光街道党工委", 0), ("阳光社区党总支", 1)]


def test_the_tree_of_a_past_day_shows_what_is_closed_and_where_it_stood():
    told = line()
    other = party("branch", GRID, told["general"], name="老支部")
    by = Actor.system("test")
    change_body(told["group"], parent=other, by=by, at=NOON)
    close_body(told["branch"], by=by, at=NOON)
    past = DAY - timedelta(days=1)

    assert ("第一网格党支部", 1) not in names(COMMUNITY)
    assert names(COMMUNITY, past)[1:4] == [("第一网格党支部", 1), ("3号楼党小组", 2), ("3号楼党员中心户", 3)]


def test_below_one_stand_its_own():
    told = line()

    assert find_bodies_below(told["general"], DAY) == [told["branch"]]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_tree_takes_two_statements(rows):
    for n in range(rows):
        party("grid_branch", f"{COMMUNITY}{n + 1:03}")
    with CaptureQueriesContext(connection) as captured:
        tree(COMMUNITY, FIRST_DAY, now=DAY)

    assert len(captured) == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_persons_to_ask_for_cost_no_statement_more(rows):
    for n in range(rows):
        place = PlaceFactory(code=f"{COMMUNITY}{n + 1:03}").code
        party("grid_branch", place, contact=volunteer(place=place))
    with CaptureQueriesContext(connection) as captured:
        line_of(COMMUNITY, DAY)

    assert len(captured) == 2
