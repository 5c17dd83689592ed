"""The desk's list of wishes: pages by key, and what is closed apart from what is open."""

from datetime import timedelta

import pytest

from sunshine.wishes import actions as wishes
from sunshine.wishes.queries.listing import WishFilters, wish_list
from tests.factories.people import DAY, NOON
from tests.factories.wishes import HOUR, WISHER, asked, line

pytestmark = pytest.mark.django_db
THREE_DAYS = [NOON + timedelta(days=n) for n in range(3)]


def listed(there, cursor=None, limit=50, **filters):
    return wish_list(there.town.worker, DAY, WishFilters(**filters), at=NOON, cursor=cursor, limit=limit)


def test_a_page_leads_on_and_back_by_key():
    there = line()
    first, second, third = (asked(form_key=str(at), at=at) for at in THREE_DAYS)

    one = listed(there, limit=1)
    two = listed(there, limit=1, cursor=one.following)
    back = listed(there, limit=1, cursor=two.preceding)

    assert [page.rows for page in (one, two, back)] == [[first], [second], [first]]
    assert listed(there, limit=1, cursor=two.following).rows == [third]


def test_closed_wishes_come_newest_first_and_alone():
    there = line()
    wished = [asked(form_key=str(at), at=at) for at in THREE_DAYS]
    for wish in wished[:2]:
        wishes.withdraw(wish, by=WISHER, at=THREE_DAYS[2] + HOUR)

    assert listed(there, closed=True).rows == [wished[1], wished[0]]
    assert listed(there).rows == [wished[2]]


@pytest.mark.parametrize(("due", "count"), [("overdue", 0), ("week", 1), ("", 1)])
def test_what_is_due_is_found_by_its_clock(due, count):
    there = line()
    asked()
    assert len(listed(there, due=due).rows) == count


@pytest.mark.parametrize(("place", "count"), [("231282", 1), ("231282999", 1), ("231282999002", 0)])
def test_a_place_holds_what_lies_below_it(place, count):
    there = line()
    asked()
    assert len(listed(there, place=place).rows) == count
