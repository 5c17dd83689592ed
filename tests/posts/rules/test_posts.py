"""Days on which duties fall, and which buttons staff see."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from sunshine.lib.refusals import Refused
from sunshine.people.actions import officer_actor
from sunshine.people.states import Role
from sunshine.posts.rules.pledges import may_settle
from sunshine.posts.rules.posts import check_duties, due_days, possible_for_staff
from tests.factories.people import DAY, OfficerFactory
from tests.factories.posts import PledgeFactory, PostFactory, PostKindFactory, held

SINCE = date(2026, 11, 1)


def days(*numbers: int) -> list[date]:
    """Days of November."""
    return [date(2026, 11, number) for number in numbers]


@pytest.mark.parametrize(
    ("every", "first", "last", "found"),
    [
        (7, 1, 8, [8]),
        (7, 8, 15, [8, 15]),
        (7, 9, 14, []),
        (1, 1, 3, [2, 3]),
        (1, 5, 7, [5, 6, 7]),
        (30, 1, 8, []),
        (14, 10, 17, [15]),
    ],
)
def test_a_duty_falls_every_so_many_days_after_somebody_took_it(every, first, last, found):
    assert due_days(SINCE, every, date(2026, 11, first), date(2026, 11, last)) == days(*found)


@pytest.mark.parametrize(
    ("chinese", "english", "code"),
    [([], [], "duties"), (["看"] * 10, ["x"] * 10, "duties"), (["看"], [], "duties_en")],
)
def test_a_kind_has_its_duties_in_both_languages(chinese, english, code):
    with pytest.raises(Refused) as refused:
        check_duties(chinese, english)
    assert refused.value.code == code


@pytest.mark.django_db
def test_buttons_follow_the_state_of_a_post_and_the_reach_of_staff():
    worker = officer_actor(OfficerFactory(role=Role.COMMUNITY_WORKER))
    stranger = officer_actor(OfficerFactory(role=Role.COMMUNITY_WORKER, role__place="231282999002"))
    posts = [PostFactory(), held(), PostFactory(closed_on=DAY)]

    assert [possible_for_staff(post, by=worker, on=DAY) for post in posts] == [
        ["claim", "close"],
        ["hand_back"],
        [],
    ]
    assert possible_for_staff(posts[0], by=stranger, on=DAY) == []


@pytest.mark.django_db
def test_only_an_open_pledge_within_reach_is_offered_to_be_settled():
    worker = officer_actor(OfficerFactory(role=Role.COMMUNITY_WORKER))
    settled = PledgeFactory(state="not_kept", settled_on=DAY, reason="x", due_on=DAY + timedelta(days=1))

    assert [
        may_settle(pledge, by=worker, on=DAY)
        for pledge in (PledgeFactory(), settled, PledgeFactory(community="231282999002"))
    ] == [True, False, False]


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", ["看消防通道", "—"]), ("en", ["Fire lanes", "—"])]
)
def test_a_duty_taken_off_the_list_leaves_a_dash(language, words):
    kind = PostKindFactory.build()

    with override(language):
        assert [kind.duty(number) for number in (0, 2)] == words
