"""What is read of posts and pledges: within reach, for the public, one's own, and counts that never name a person."""

from datetime import timedelta

import pytest

from sunshine.people.states import Role
from sunshine.posts.actions.posts import AHEAD, do_task
from sunshine.posts.models import Post, Task
from sunshine.posts.queries import posts as queries
from sunshine.volunteers.queries import public_name
from tests.factories.people import COMMUNITY, DAY, GRID, NOON, OfficerFactory
from tests.factories.posts import BranchFactory, HelperFactory, PostFactory, PostKindFactory, held, own_link

pytestmark = pytest.mark.django_db
ELSEWHERE = "231282999002"


def test_staff_see_the_posts_of_their_places_and_group_leaders_those_of_their_group():
    mine, near = PostFactory(), PostFactory()
    PostFactory(place=ELSEWHERE)
    leader = OfficerFactory(organisation=mine.organisation, role=Role.GROUP_LEADER)
    worker = OfficerFactory(role=Role.COMMUNITY_WORKER)

    assert set(queries.visible_posts(worker, DAY)) == {mine, near}
    assert set(queries.visible_posts(leader, DAY)) == {mine}


def test_everybody_sees_the_open_posts_of_a_place_empty_ones_first():
    taken, empty = held(), PostFactory()
    PostFactory(closed_on=DAY)
    PostFactory(place=ELSEWHERE)

    assert list(queries.public_posts(COMMUNITY)) == [empty, taken]
    assert list(queries.empty_posts(COMMUNITY)) == [empty]


def test_a_holder_is_named_with_consent_only():
    held(person=HelperFactory(display_name="老周", public=True))
    held(person=HelperFactory(display_name="小李"))

    names = {public_name(post.holder) for post in queries.public_posts(COMMUNITY)}
    assert ("老周" in names, "小李" in names, len(names)) == (True, False, 2)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_public_list_takes_two_statements(rows, django_assert_num_queries):
    for _ in range(rows):
        held(person=HelperFactory(public=True))

    with django_assert_num_queries(2):
        assert len([public_name(post.holder) for post in queries.public_posts(COMMUNITY)]) == rows


def test_one_is_shown_the_empty_posts_of_ones_own_community_those_of_the_grid_first():
    near, own = (PostFactory(place=place) for place in (COMMUNITY + "002", GRID))
    PostFactory(place=ELSEWHERE)
    PostFactory(place="231282998001")
    held()

    assert queries.open_to(HelperFactory()) == [own, near]


def test_ones_own_posts_come_with_the_next_day_of_each_duty():
    post = held(kind=PostKindFactory(code="daily", every_days=1))
    Task.objects.filter(duty=1).update(done_on=DAY)
    [(mine, duties)] = queries.posts_of(post.holder, DAY + timedelta(days=3))

    assert mine == post
    assert [(duty.number, duty.text, duty.task and duty.task.due_on) for duty in duties] == [
        (0, "看消防通道", DAY + timedelta(days=3)),
        (1, "看路面照明", None),
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_ones_own_posts_take_two_statements(rows, django_assert_num_queries):
    person = HelperFactory()
    for _ in range(rows):
        held(person=person)

    with django_assert_num_queries(2):
        assert len(queries.posts_of(person, DAY)) == rows


def test_counts_are_of_posts_places_organisations_and_kinds():
    post, other = held(), PostFactory(place=ELSEWHERE)
    for task, found in zip(Task.objects.order_by("duty"), (2, 0), strict=True):
        do_task(task, by=own_link(post.holder), at=NOON + timedelta(days=2), found=found)
    span = (DAY, DAY + timedelta(days=7))

    whole = queries.Counts(posts=2, held=1, due=2, done=2, found=2, cases=0)
    assert (queries.counts(*span), whole.empty) == (whole, 1)
    mine = queries.Counts(1, 1, 2, 2, 2, 0)
    assert queries.counts(*span, prefix=COMMUNITY) == mine
    assert queries.counts(*span, organisation=post.organisation_id) == mine
    assert queries.counts(*span, post=post.pk) == mine
    assert queries.counts(*span, kind=post.kind_id) == whole
    assert queries.counts(*span, organisation=other.organisation_id) == queries.Counts(1, 0, 0, 0, 0, 0)
    assert queries.counts(DAY, DAY) == queries.Counts(2, 1, 0, 0, 0, 0)


def test_what_lacks_tasks_is_found_by_query():
    fresh, planned, daily = held(), held(), held(kind=PostKindFactory(code="daily", every_days=1))
    PostFactory()
    Task.objects.filter(post=fresh).delete()

    assert queries.lacking_tasks(DAY, AHEAD, limit=9) == [fresh.pk]
    assert queries.lacking_tasks(DAY + timedelta(days=1), AHEAD, limit=9) == [fresh.pk, daily.pk]
    assert queries.lacking_tasks(DAY + timedelta(days=7), AHEAD, limit=1) == [fresh.pk]
    assert planned.pk in queries.lacking_tasks(DAY + timedelta(days=7), AHEAD, limit=9)


def test_a_post_is_found_by_its_key_and_kinds_by_the_day():
    post = PostFactory(organisation=BranchFactory())
    PostKindFactory(code="old", retired_on=DAY)

    assert (queries.post_by_id(post.pk), queries.post_by_id(0)) == (post, None)
    codes = set(queries.kinds(DAY).values_list("code", flat=True))
    assert ("test_patrol" in codes, "old" in codes) == (True, False)
    assert Post.objects.count() == 1
