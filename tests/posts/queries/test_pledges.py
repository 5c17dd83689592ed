"""What is read of pledges and of what residents said, in whole groups of five."""

from datetime import timedelta

import pytest

from sunshine.people.states import Role
from sunshine.posts.models import Comment
from sunshine.posts.queries import pledges as queries
from sunshine.volunteers.queries import public_name
from tests.factories.people import COMMUNITY, DAY, NOON, OfficerFactory
from tests.factories.posts import CommentFactory, HelperFactory, PledgeFactory, PostFactory

pytestmark = pytest.mark.django_db
ELSEWHERE = "231282999002"
KEPT = {"state": "kept", "settled_on": DAY, "evidence": "已做到"}


def test_staff_see_the_pledges_of_their_places_and_group_leaders_those_of_their_group():
    mine, near = PledgeFactory(), PledgeFactory()
    PledgeFactory(community=ELSEWHERE)
    leader = OfficerFactory(organisation=mine.organisation, role=Role.GROUP_LEADER)
    worker = OfficerFactory(role=Role.COMMUNITY_WORKER)

    assert set(queries.visible_pledges(worker, DAY)) == {mine, near}
    assert set(queries.visible_pledges(leader, DAY)) == {mine}


def test_everybody_sees_open_pledges_by_their_day_and_then_what_became_of_the_others():
    kept = PledgeFactory(**KEPT)
    later, sooner = PledgeFactory(), PledgeFactory(due_on=DAY + timedelta(days=1))
    PledgeFactory(community=ELSEWHERE)

    assert list(queries.public_pledges(COMMUNITY)) == [sooner, later, kept]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_public_list_takes_two_statements(rows, django_assert_num_queries):
    for _ in range(rows):
        PledgeFactory(person=HelperFactory(display_name="老周", public=True))

    with django_assert_num_queries(2):
        assert {public_name(row.person) for row in queries.public_pledges(COMMUNITY)} == {"老周"}


def test_ones_own_pledges_are_ones_own():
    mine = PledgeFactory(person=HelperFactory())
    PledgeFactory(person=HelperFactory())

    assert list(queries.pledges_of(mine.person)) == [mine]
    assert (queries.pledge_by_ref(mine.ref), queries.pledge_by_ref("none")) == (mine, None)


def test_what_is_due_is_open_and_its_day_near():
    over, near = (PledgeFactory(due_on=DAY + timedelta(days=days)) for days in (-3, 7))
    PledgeFactory(due_on=DAY + timedelta(days=8))
    PledgeFactory(**KEPT, due_on=DAY)

    assert list(queries.pledges_due(COMMUNITY, DAY)) == [over, near]


def test_pledges_are_counted_by_what_became_of_them():
    PledgeFactory(**KEPT, due_on=DAY)
    PledgeFactory(state="late", settled_on=DAY, evidence="x", reason="y", due_on=DAY)
    PledgeFactory(state="not_kept", settled_on=DAY, reason="y", due_on=DAY, community=ELSEWHERE)
    owner = PledgeFactory(due_on=DAY).organisation_id

    assert queries.pledge_counts(DAY, DAY) == queries.PledgeCounts(1, 1, 1, 1)
    assert queries.pledge_counts(DAY, DAY, prefix=ELSEWHERE) == queries.PledgeCounts(0, 0, 1, 0)
    assert queries.pledge_counts(DAY, DAY, organisation=owner) == queries.PledgeCounts(0, 0, 0, 1)


@pytest.mark.parametrize(
    ("answers", "shown"), [(4, None), (5, (5, 3, 1, 1)), (9, (5, 3, 1, 1)), (10, (10, 8, 1, 1))]
)
def test_answers_are_shown_in_whole_groups_of_five(answers, shown):
    post = PostFactory()
    for n in range(answers):
        helpful = {0: "no", 1: "partly"}.get(n, "yes")
        CommentFactory(post=post, helpful=helpful, at=NOON + timedelta(minutes=n))

    said = queries.helpful(queries.comments_on(post=post))
    assert (said and (said.asked, said.yes, said.partly, said.no)) == shown


def test_only_released_words_are_shown_the_newest_first():
    pledge = PledgeFactory()
    old, new = (
        CommentFactory(post=None, pledge=pledge, released_on=DAY + timedelta(days=days)) for days in (0, 1)
    )
    CommentFactory(post=None, pledge=pledge)

    assert queries.find_released(queries.comments_on(pledge=pledge)) == [new, old]


def test_what_was_said_in_a_place_is_of_its_posts_and_pledges():
    CommentFactory()
    CommentFactory(post=None, pledge=PledgeFactory(), at=NOON - timedelta(days=9))
    CommentFactory(post=PostFactory(place=ELSEWHERE))

    assert queries.comments_at(COMMUNITY).count() == 2
    assert queries.comments_at(COMMUNITY, since=DAY).count() == 1


def test_words_wait_for_the_community_alone():
    secretary, worker = OfficerFactory(role=Role.SECRETARY), OfficerFactory(role=Role.COMMUNITY_WORKER)
    here, there = CommentFactory(), CommentFactory(post=None, pledge=PledgeFactory())
    CommentFactory(post=PostFactory(place=ELSEWHERE))
    CommentFactory(text="")
    CommentFactory(released_on=DAY)

    assert list(queries.comments_waiting(secretary, DAY)) == [here, there]
    assert (list(queries.comments_waiting(worker, DAY)), Comment.objects.count()) == ([], 5)
