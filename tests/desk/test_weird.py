"""The rooms of the line with junk in their addresses, and from outside one's reach: a page or a plain no."""

import pytest

from sunshine.people.states import Role
from sunshine.record.models import Entry
from tests.factories.cases import FIRST, SECOND
from tests.factories.people import OfficerFactory
from tests.factories.posts import PledgeFactory, held
from tests.factories.wishes import asked, line
from tests.long import some
from tests.worlds import world

pytestmark = pytest.mark.django_db
JUNK = ["x\x00", "9" * 40, "9" * 5000, "２３１", "-1", "'\"<b>", FIRST + "\n", "x" * 3000]
NAMES = [
    *[
        "place",
        "kind",
        "state",
        "due",
        "mine",
        "closed",
        "cursor",
        "page",
        "year",
        "month",
        "quarter",
        "day",
        "period",
    ],
    *[
        "skill",
        "time",
        "on",
        "q",
        "community",
        "list",
        "before",
        "after",
        "heap",
        "text",
        "kind",
        "building",
        "on",
    ],
]
ROOMS = [
    "wishes/", "wishes/ask/", "week/", "week/sheet/", "offers/", "offers/keep/", "party/", "party/coverage/", "party/partners/",
    "party/lists/", "party/reporting/", "party/reporting/roll/", "posts/", "posts/add/", "pledges/", "comments/", "line/",
    "grids/", "account/", "tables/days/", "tables/posts/",
    f"line/{FIRST}/", "notices/", "report/", "report/caller/", "tables/",
]  # fmt: skip


@world
def there():
    return line()


def test_junk_behind_the_question_mark_breaks_no_room_and_writes_no_step(there, as_):
    browser = as_(OfficerFactory(organisation=there.town.first, role=Role.SECRETARY, role__place=FIRST))
    before = Entry.objects.count()
    for room in ROOMS:
        for junk in some(JUNK, 3):
            answer = browser.get(f"/desk/{room}", dict.fromkeys(NAMES, junk))
            assert answer.status_code in (200, 302, 303, 400, 404, 405), (room, junk)
    verbs = Entry.objects.order_by("-id").values_list("verb", flat=True)[: Entry.objects.count() - before]
    assert set(verbs) <= {"look"}


def test_junk_in_the_search_of_a_table_breaks_nothing(there, as_):
    browser = as_(
        OfficerFactory(organisation=there.town.county, role=Role.COUNTY_ADMIN, role__place="231282")
    )
    for room in ("tables/categories/", "tables/places/", "tables/post_kinds/", "tables/skills/"):
        for junk in JUNK:
            answer = browser.get(f"/desk/{room}", {"text": junk, "after": junk})
            assert answer.status_code in (200, 404), (room, junk)


def test_junk_in_addresses_is_a_plain_no(there, as_):
    browser = as_(OfficerFactory(organisation=there.town.first, role=Role.SECRETARY, role__place=FIRST))
    for room in ("wishes/x/", "wishes/231282-261123-999999/", "offers/%00/", "offers/x/", "posts/99999999999999999999/",
                 "pledges/x/", "party/99999999999999999999/", "party/coverage/1/", "week/x/", "week/asked/x/",
                 "line/x/", f"line/{FIRST}/figures/x/", f"line/{FIRST}/x/",
                 "comments/99999999999999999999/release/", "party/lists/9/x/"):  # fmt: skip
        assert browser.get(f"/desk/{room}").status_code in (400, 403, 404, 405), room


def test_what_lies_in_another_community_is_not_there(there, as_):
    browser = as_(OfficerFactory(organisation=there.town.second, role=Role.SECRETARY, role__place=SECOND))
    post, pledge, wish = held(person=there.mei), PledgeFactory(community=FIRST), asked()
    for room in (f"wishes/{wish.number}/", f"wishes/{wish.number}/slip/", f"offers/{there.mei.ref}/",
                 f"offers/{there.mei.ref}/change/", f"posts/{post.pk}/", f"pledges/{pledge.ref}/", f"line/{FIRST}/",
                 f"line/{FIRST}/plan/2026/", f"party/coverage/{FIRST}/", f"party/coverage/{FIRST}/map.json",
                 f"party/{there.branch.pk}/change/"):  # fmt: skip
        assert browser.get(f"/desk/{room}").status_code in (403, 404), room
    for room in (f"wishes/{wish.number}/contact/", f"offers/{there.mei.ref}/contact/"):
        assert browser.post(f"/desk/{room}", {"reason": "想看一看"}).status_code in (403, 404), room
