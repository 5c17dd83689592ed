"""Two people at the same map: what one is refused, the other has done."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connections

from sunshine.lib.refusals import Refused
from sunshine.places.actions import move_building, rename, set_boundary
from sunshine.places.models import Building, BuildingGrid, Place
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from tests.factories.places import GRID, BuildingFactory, PlaceFactory, square
from tests.factories.world import SOUTH, WEST

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
WHO = {"by": Actor.system("test"), "at": datetime(2026, 11, 23, 4, tzinfo=UTC)}
OTHERS = ["231282999001002", "231282999001003"]


def at_once(*steps) -> list[str]:
    """What came of each: done, or the code of the refusal."""
    ready = Barrier(len(steps))

    def run(step) -> str:
        ready.wait(10)
        try:
            step()
        except Refused as refusal:
            return refusal.code
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(steps)) as pool:
        return sorted(pool.map(run, steps))


def test_of_two_neighbours_drawn_over_each_other_one_is_refused():
    places = [PlaceFactory(code=code) for code in OTHERS]
    lands = [square(WEST, SOUTH), square(WEST + 0.005, SOUTH)]

    came = at_once(
        *(lambda p=p, g=g: set_boundary(p, geometry=g, **WHO) for p, g in zip(places, lands, strict=True))
    )

    assert came == ["done", "overlap"]
    assert (Place.objects.exclude(boundary=None).count(), Entry.objects.count()) == (1, 1)


def test_of_eight_who_rename_a_place_one_is_first():
    PlaceFactory()
    seen = [Place.objects.get(code=GRID) for _ in range(8)]

    came = at_once(*(lambda p=p, n=n: rename(p, name=f"名{n}", **WHO) for n, p in enumerate(seen)))

    assert came == ["done"] + ["overtaken"] * 7
    assert (Place.objects.get(code=GRID).version, Entry.objects.count()) == (2, 1)


def test_a_building_moved_by_two_is_in_one_grid():
    BuildingFactory()
    grids = [PlaceFactory(code=code) for code in OTHERS]
    seen = [Building.objects.get() for _ in grids]

    came = at_once(
        *(lambda b=b, g=g: move_building(b, grid=g, **WHO) for b, g in zip(seen, grids, strict=True))
    )

    assert came == ["done", "overtaken"]
    assert Building.objects.get().grid == BuildingGrid.objects.get(valid_to=None).grid
