"""Services, the opened board and the secretary's week in a browser: accessible, and as wide as the window."""

import os
from datetime import timedelta

import pytest
from django.utils import timezone

from sunshine.cases.actions import load_services
from sunshine.cases.models import Service
from sunshine.party.states import WishState
from sunshine.programmes.actions import load_line, set_brand, set_character
from sunshine.record.states import Actor
from tests.browser.axe import assert_accessible
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_desk_pages import enter
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
SIZES = [
    (PHONE, "zh-hans", False), (PHONE, "en", False), (DESKTOP, "zh-hans", False), (DESKTOP, "en", False),
    (PHONE, "zh-hans", True),
]  # fmt: skip


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


def _keep(page, name: str) -> None:
    if folder := os.environ.get("SUNSHINE_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize(("size", "language", "elder"), SIZES)
def test_every_page_is_accessible_and_fits_its_width(there, open_page, size, language, elder):
    page = open_page("/healthz", size=size, language=language, elder=elder)
    row = Service.objects.get(code="print")
    for number, address in enumerate([*OPEN, *DESK, f"/desk/tables/services/{row.pk}/change/"]):
        if address == "/desk/":
            page.goto("/healthz")
            enter(page, there.town.secretary)
        page.goto(address)
        assert "login" not in page.url
        _keep(page, f"s{number:02}-{size[0]}-{language}{'-elder' if elder else ''}")
        assert (address, page.evaluate("document.documentElement.scrollWidth")) == (address, size[0])
        assert_accessible(page)
