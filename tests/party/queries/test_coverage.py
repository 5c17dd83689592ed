"""Where nobody stands."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sunshine.party.queries.coverage import Coverage, bare_buildings, bare_grids, coverage
from tests.factories.bodies import party
from tests.factories.people import COMMUNITY, DAY, GRID
from tests.factories.places import BuildingFactory, PlaceFactory

pytestmark = pytest.mark.django_db

OTHER = COMMUNITY + "002"


@pytest.fixture
def town():
    grids = [PlaceFactory(code=GRID), PlaceFactory(code=OTHER)]
    return [BuildingFactory(grid=grid) for grid in grids for _n in range(2)]


def test_a_community_counts_its_grids_and_buildings_and_those_without(town):
    party("grid_branch", GRID)
    party("party_group", GRID, building=town[0])
    party("member_household", OTHER, building=town[2])

    (found,) = coverage(COMMUNITY, DAY)

    assert found == Coverage(found.community, 2, 1, 4, 2)
    assert [grid.code for grid in bare_grids(COMMUNITY, DAY)] == [OTHER]
    assert list(bare_buildings(COMMUNITY, DAY)) == [town[1], town[3]]


def test_what_is_closed_covers_nothing(town):
    party("party_group", GRID, building=town[0], valid_to=DAY)

    assert (bare_grids(COMMUNITY, DAY).count(), bare_buildings(COMMUNITY, DAY).count()) == (2, 4)


@pytest.mark.parametrize("communities", [1, 3])
def test_coverage_takes_five_statements(communities):
    for n in range(communities):
        BuildingFactory(grid=PlaceFactory(code=f"231282999{n + 1:03}001"))
    with CaptureQueriesContext(connection) as captured:
        assert len(coverage("231282", DAY)) == communities

    assert len(captured) == 5
