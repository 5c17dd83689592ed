"""Addresses with junk in them: a page or a plain no, never a failure; and looking writes nothing."""

import pytest
from django.core.cache import cache

from sunshine.lib import seal
from sunshine.record.models import Entry
from sunshine.volunteers.models import Volunteer
from sunshine.volunteers.queries import token_of
from sunshine.wishes.states import WishState
from tests.factories.cases import FIRST
from tests.factories.posts import PledgeFactory, held
from tests.factories.wishes import brought_to, line, link_of
from tests.long import some
from tests.worlds import world

pytestmark = pytest.mark.django_db
JUNK = [
    "\x00",
    "x" * 5000,
    "%",
    "-1",
    "9" * 40,
    "9" * 5000,
    "１２",
    "'\"<b>",
    "231282",
    "２３１２８２９９９００１",
    FIRST + "\n",
    "\ud83d",
]
NAMES = ["at", "place", "building", "community", "kind", "whom", "page", "period", "day", "year", "month", "quarter",
         "number", "q", "function", "cursor", "done", "from", "state"]  # fmt: skip


@world
def addresses():
    cache.clear()
    there = line()
    Volunteer.objects.filter(pk=there.mei.pk).update(access=seal.token_digest(token_of(there.mei.ref)))
    wish = brought_to(WishState.DONE, there)
    post, pledge = held(person=there.mei), PledgeFactory()
    own = f"/serve/me/{token_of(there.mei.ref)}/"
    return [
        "/", "/help/", "/help/list/", f"/w/{link_of(wish)}/", f"/w/{link_of(wish)}/slip/", "/serve/", "/serve/join/",
        "/serve/posts/", f"/serve/posts/{post.pk}/", f"/serve/posts/{post.pk}/plate/", "/serve/pledges/",
        f"/serve/pledges/{pledge.ref}/", f"/serve/pledges/{pledge.ref}/paper/", own, own + "card/", own + "posts/",
        own + "wishes/", f"{own}wishes/{wish.number}/", own + "change/", own + "pledges/new/", own + "reporting/", "/line/",
        f"/line/{FIRST}/", f"/line/{FIRST}/wishes_fulfilled/", "/services/", "/services/none/", f"/c/{FIRST}/", "/track/",
    ]  # fmt: skip


def test_junk_behind_the_question_mark_breaks_no_page_and_writes_nothing(addresses, browser):
    before = Entry.objects.count()
    for address in addresses:
        for junk in some(JUNK, 3):
            answer = browser.get(address, dict.fromkeys(NAMES, junk.encode("utf-8", "surrogatepass")))
            assert answer.status_code in (200, 303, 302, 400, 404, 405, 409, 410), (address, junk)
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    "address",
    [
        "/serve/posts/99999999999999999999/", "/serve/posts/0/plate/", "/serve/pledges/x/", "/serve/me/%00/", "/w/%00/",
        "/serve/me/" + "x" * 3000 + "/", "/services/" + "x" * 300 + "/", "/line/999999999999/", "/line/231282999001/x/",
        "/w/%F0%9F/", "/serve/me/x/wishes/%00/",
    ],
)  # fmt: skip
def test_an_address_of_nothing_is_a_plain_no(address, line_of_nothing, browser):
    assert browser.get(address).status_code in (400, 404)
    assert browser.head(address).status_code in (400, 404)


@world
def line_of_nothing():
    cache.clear()
    return line()


def test_junk_in_forms_is_sent_back(addresses, browser):
    more = "text name phone display_name branch skills free seen due_on found hazard helpful form_key scope fulfilled"
    told = dict.fromkeys([*NAMES, *more.split(), "reason", "comment", "back"], "x\x00")
    for address in addresses:
        for value in some(("x\x00", "9" * 40, "9" * 5000, "٣", "-1", "x" * 4000), 2):
            answer = browser.post(address, dict.fromkeys(told, value))
            assert answer.status_code in (200, 303, 400, 403, 404, 405, 409, 410, 422, 429), (address, value)
    for step in ("claim", "visit", "fulfil", "hand_back", "contact"):
        own = next(row for row in addresses if "/wishes/2" in row)
        assert browser.post(f"{own}{step}/", told).status_code in (400, 404, 409, 422), step
