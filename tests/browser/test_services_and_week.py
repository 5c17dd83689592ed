"""Services, the opened board and the secretary's week in a browser: accessible, and as wide as the window."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sunshine.programmes.actions import load_line, set_brand, set_character
from sunshine.record.states import Actor
from sunshine.services.actions import load_services
from sunshine.services.models import Service
from sunshine.wishes.states import WishState
from tests.factories.cases import FIRST, GRID, reported
from tests.factories.people import DAY, NOON
from tests.factories.posts import PledgeFactory, PostFactory
from tests.factories.wishes import brought_to, line

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEM = Actor.system("shipped")
OPEN = [
    "/", f"/c/{FIRST}/", "/services/", f"/services/?q=低保&place={FIRST}", "/services/?function=education",
    f"/services/minimum-living/?place={FIRST}", f"/services/residence-permit/?place={FIRST}", "/track/?done=1",
]  # fmt: skip
DESK = ["/desk/", "/desk/week/", "/desk/week/sheet/", "/desk/week/posts/", "/desk/tables/services/"]


@pytest.fixture
def there(live_server):
    """A town with services, a line, and something waiting in every list."""
    made = line()
    load_line(by=SYSTEM, at=NOON)
    load_services(by=SYSTEM, at=NOON, place="231282")
    told = {"owner": made.general, "by": made.by("secretary"), "at": NOON}
    set_character(community=FIRST, character="service", main=True, **told)
    set_brand(place=FIRST, name="首问负责到底", name_en="First asked, first answered", **told)
    for state in (WishState.OFFERED, WishState.CLAIMED):
        brought_to(state, made)
    PostFactory(organisation=made.general, place=GRID)
    PledgeFactory(organisation=made.general, community=FIRST, due_on=DAY)
    reported(at=timezone.now() - timedelta(days=20))
    return made


@pytest.mark.long("loads every page of a room at every width", seconds=240)
def test_every_page_is_accessible_and_fits_its_width(there, look):
    row = Service.objects.get(code="print")

    outside = look(OPEN)
    at_the_desk = look([*DESK, f"/desk/tables/services/{row.pk}/change/"], officer=there.town.secretary)

    assert outside + at_the_desk == []
