"""Every page of wishes: accessible, as wide as the window, in both languages, on phone and desktop."""

import pytest

from sunshine.volunteers.queries import token_of
from sunshine.wishes import actions as wishes
from sunshine.wishes.states import WishState
from tests.browser.test_wish_journey import there  # noqa: F401
from tests.factories.cases import FIRST, GRID
from tests.factories.people import NOON
from tests.factories.wishes import HOUR, brought_to, link_of

pytestmark = pytest.mark.django_db(transaction=True)
ASKING = ["/help/", "/help/?kind=errand", f"/help/?at={GRID}", "/help/?at=999", f"/help/list/?at={FIRST}"]


@pytest.fixture
def told(there):  # noqa: F811
    """A wish in every state, by its state, and one for which two were named."""
    told = {state: brought_to(state, there, form_key=state) for state in WishState}
    named = brought_to(WishState.CLAIMED, there, form_key="named")
    wishes.pair(named, by=there.by("leader"), at=NOON + 3 * HOUR, helpers=[there.mei.pk, there.lin.pk])
    return {**told, "named": named}


@pytest.mark.long("loads every page of a room at every width", seconds=240)
def test_pages_for_residents_and_members(look, there, told):  # noqa: F811
    done, waiting = told[WishState.DONE], told[WishState.OFFERED]
    link, own = f"/w/{link_of(done)}/", f"/serve/me/{token_of(there.mei.ref)}/wishes/"

    members = [own, f"{own}{done.number}/", f"{own}{waiting.number}/"]
    pages = [*ASKING, link, f"{link}?new", f"{link}slip/", *members]
    assert look(pages, missing=["/help/?at=999"]) == []


@pytest.mark.long("loads every page of a room at every width", seconds=240)
def test_pages_at_the_desk_for_the_community(look, there, told):  # noqa: F811
    address = {state: f"/desk/wishes/{told[state].number}/" for state in WishState}
    each = [address[state] for state in WishState]
    steps = [f"{each[0]}amend/", f"{each[0]}slip/", f"{each[1]}withdraw/"]

    assert look(["/desk/wishes/", "/desk/wishes/ask/", *each, *steps], officer=there.town.worker) == []


@pytest.mark.long("loads every page of a room at every width", seconds=240)
def test_pages_at_the_desk_for_a_leader(look, there, told):  # noqa: F811
    waiting, named = (f"/desk/wishes/{told[key].number}/" for key in (WishState.OFFERED, "named"))
    pages = ["/desk/wishes/?state=offered", waiting, named, f"{named}pair/", f"{named}fulfil/"]

    assert look(pages, officer=there.leader) == []
