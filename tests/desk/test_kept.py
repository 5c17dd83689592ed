"""What is kept of the pages of figures: the same words with fewer statements, never older than the record or another's."""

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sunshine.cases.actions import accept
from sunshine.people.actions import officer_actor
from tests.factories.people import COMMUNITY, STREET

pytestmark = pytest.mark.django_db
PAGES = ["/desk/figures/", "/desk/lead/"]


def read(browser, address: str) -> tuple[str, int]:
    """The page without what is new each time, and the statements it took."""
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode().partition("<h1>")[2], len(asked)


@pytest.mark.parametrize("address", PAGES)
def test_the_second_look_asks_five_things_at_most(town, as_, tell, address):
    tell()
    browser = as_(town.supervisor)
    first, _cost = read(browser, address)

    again, cost = read(browser, address)

    assert (again.count("<tr"), cost <= 5) == (first.count("<tr"), True)


@pytest.mark.parametrize("address", PAGES)
def test_what_is_kept_for_the_street_is_not_shown_to_a_community(town, as_, address):
    read(as_(town.supervisor), f"{address}?place={COMMUNITY}")

    page, _cost = read(as_(town.secretary), address)

    assert (f'value="{STREET}"' in page, f'value="{COMMUNITY}"' in page) == (False, True)


def test_a_step_shows_on_the_leaders_desk_at_once(town, as_, tell):
    before, _cost = read(as_(town.supervisor), "/desk/lead/")
    case = tell()
    told, _cost = read(as_(town.supervisor), "/desk/lead/")
    accept(case, by=officer_actor(town.worker), at=timezone.now())

    assert told != before
    assert read(as_(town.supervisor), "/desk/lead/")[1] > 5


def test_the_language_is_part_of_what_is_kept(town, as_):
    browser = as_(town.supervisor)
    read(browser, "/desk/figures/")
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    assert "Side by side" in read(browser, "/desk/figures/")[0]
