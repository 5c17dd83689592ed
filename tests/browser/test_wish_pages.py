"""Every page of wishes: accessible, as wide as the window, in both languages, on phone and desktop."""

import pytest

from sunshine.party.actions import wishes
from sunshine.party.states import WishState
from sunshine.volunteers.queries import token_of
from tests.browser.axe import assert_accessible
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_desk_pages import enter
from tests.browser.test_wish_journey import there  # noqa: F401
from tests.factories.cases import FIRST, GRID
from tests.factories.people import NOON
from tests.factories.wishes import HOUR, asked, brought_to, link_of, offered

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])
ASKING = ["/help/", "/help/?kind=errand", f"/help/?at={GRID}", "/help/?at=999", f"/help/list/?at={FIRST}"]


def _look(page, addresses, width: int) -> None:
    for address in addresses:
        page.goto(address)
        assert_accessible(page)
        assert (address, page.evaluate("document.documentElement.scrollWidth")) == (address, width)


@SIZES
@LANGUAGES
def test_pages_for_residents_and_members(open_page, there, size, language):  # noqa: F811
    done = brought_to(WishState.DONE, there)
    waiting = offered(asked(form_key="k"), there)
    link, own = f"/w/{link_of(done)}/", f"/serve/me/{token_of(there.mei.ref)}/wishes/"

    page = open_page("/", size=size, language=language)
    members = [own, f"{own}{done.number}/", f"{own}{waiting.number}/"]
    _look(page, [*ASKING, link, f"{link}?new", f"{link}slip/", *members], size[0])


@SIZES
@LANGUAGES
def test_pages_of_the_community_at_the_desk(open_page, there, size, language):  # noqa: F811
    numbers = [brought_to(state, there, form_key=state).number for state in WishState]
    page = open_page("/healthz", size=size, language=language)
    enter(page, there.town.worker)

    each = [f"/desk/wishes/{number}/" for number in numbers]
    more = [f"{each[0]}amend/", f"{each[0]}slip/", f"{each[1]}withdraw/"]
    _look(page, ["/desk/wishes/", "/desk/wishes/ask/", *each, *more], size[0])


@SIZES
@LANGUAGES
def test_pages_of_a_leader(open_page, there, size, language):  # noqa: F811
    waiting = offered(asked(form_key="a"), there)
    taken = brought_to(WishState.CLAIMED, there, form_key="b")
    wishes.pair(taken, by=there.by("leader"), at=NOON + 3 * HOUR, helpers=[there.mei.pk, there.lin.pk])
    page = open_page("/healthz", size=size, language=language)
    enter(page, there.leader)

    each = [f"/desk/wishes/{wish.number}/" for wish in (waiting, taken)]
    _look(page, ["/desk/wishes/?state=offered", *each, f"{each[1]}pair/", f"{each[1]}fulfil/"], size[0])
