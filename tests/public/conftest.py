"""A small town with two houses, seen by residents."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from sunshine.cases.actions import Received
from sunshine.cases.models import Case
from sunshine.notices.actions import load_templates
from sunshine.places.actions.step import change_map
from sunshine.places.models import Place
from tests.factories.cases import FIRST, GRID, SECOND, reported, town
from tests.factories.people import NOON
from tests.factories.places import BuildingFactory
from tests.worlds import world

ENGLISH = {FIRST: "First Community", SECOND: "Second Community", "231282999": "Model Street", GRID: "Grid 1"}


@world
def here() -> SimpleNamespace:
    """The town, its houses, and a browser without a name."""
    cache.clear()
    there = town()
    load_templates(at=NOON)
    for code, name in ENGLISH.items():
        Place.objects.filter(code=code).update(name_en=name)
    change_map()
    with transaction.atomic():  # house and grid row are tied by a constraint that looks at the end
        house = BuildingFactory(
            name="阳光花园3号楼", normal="阳光花园3栋", grid_id=GRID, grid=Place.objects.get(pk=GRID)
        )
    return SimpleNamespace(town=there, house=house)


@pytest.fixture
def browser() -> Client:
    """A visitor's browser; Django's own check of cross-site requests is on, as outside of tests."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def case(here: SimpleNamespace) -> Received:
    """A matter of the first community, told with a telephone number."""
    return reported(phone="13912345678", name="王小明")


def fresh(received: Received) -> Case:
    """The matter as the table has it now."""
    return Case.objects.get(pk=received.case.pk)


def told(**more: Any) -> dict[str, Any]:
    """What a form sends that says no more than it must."""
    return {"text": "3号楼门口的路灯不亮三天了", "place": GRID, **more}
