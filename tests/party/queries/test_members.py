"""Which branch somebody named, who is within an officer's reach, and what was recorded as one's own."""

from datetime import timedelta

import pytest

from sunshine.party.actions.members import join_branch
from sunshine.party.queries.members import offered_to, offering, service_of
from sunshine.people.states import OrganisationKind, Role
from sunshine.posts.actions.posts import claim_post, do_task, hand_back_post
from sunshine.posts.models import Task
from sunshine.record.states import Actor
from sunshine.volunteers.queries import branch_key
from sunshine.wishes.states import WishState
from tests.factories.people import COMMUNITY, DAY, GRID, NOON, OfficerFactory, OrganisationFactory
from tests.factories.posts import held
from tests.factories.volunteers import volunteer
from tests.factories.wishes import brought_to, line

pytestmark = pytest.mark.django_db
ELSEWHERE = "231282999002"


def own(person) -> Actor:
    return Actor.helper(person.ref, None)


def names(rows) -> list[str]:
    return [row.display_name for row in rows]


@pytest.fixture
def people():
    """One of a branch, one of a team, one of neither, one elsewhere."""
    branch = OrganisationFactory(kind=OrganisationKind.GRID_BRANCH)
    team = OrganisationFactory(kind=OrganisationKind.VOLUNTEER_TEAM)
    member = volunteer(display_name="甲党员", place=GRID, skills=("repair",))
    join_branch(member, branch=branch.pk, by=own(member), at=NOON)
    volunteer(display_name="乙队员", team=team.pk, free=("weekend_day",))
    volunteer(display_name="丙路人")
    volunteer(display_name="丁外人", place=ELSEWHERE)
    return branch, team


def seen_by(role, **more) -> set[str]:
    return set(names(offered_to(OfficerFactory(role=role, **more), DAY)))


def test_place_or_group_decides_who_is_within_reach(people):
    branch, team = people

    assert seen_by(Role.SECRETARY) == {"甲党员", "乙队员", "丙路人"}
    assert seen_by(Role.STREET_SUPERVISOR) == {"甲党员", "乙队员", "丙路人", "丁外人"}
    assert seen_by(Role.GROUP_LEADER, organisation=branch) == {"甲党员"}
    assert seen_by(Role.GROUP_LEADER, organisation=team) == {"乙队员"}
    assert seen_by(Role.HANDLER) == set()


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        ({"place": "", "skill": "", "time": ""}, {"甲党员", "乙队员", "丙路人"}),
        ({"place": GRID, "skill": "", "time": ""}, {"甲党员"}),
        ({"place": COMMUNITY, "skill": "repair", "time": ""}, {"甲党员"}),
        ({"place": "", "skill": "", "time": "weekend_day"}, {"乙队员"}),
        ({"place": ELSEWHERE, "skill": "", "time": ""}, set()),
    ],
)
def test_offers_are_found_by_place_skill_and_time(people, wish, found):
    rows = offered_to(OfficerFactory(role=Role.SECRETARY), DAY)
    assert set(names(offering(rows, **wish))) == found


@pytest.mark.usefixtures("people")
def test_who_named_no_branch_has_no_key():
    assert branch_key(volunteer()) is None


def test_what_was_recorded_as_ones_own_is_listed_oldest_first():
    there = line()
    post = held(person=there.mei, organisation=there.general)
    task = Task.objects.earliest("due_on", "id")
    do_task(task, by=own(there.mei), at=NOON + timedelta(days=3), found=1)
    brought_to(WishState.CLOSED, there)

    found = service_of(there.mei)
    assert [(tenure.post, tenure.ended) for tenure in found.posts] == [(post, None)]
    assert [(done.pk, words) for done, words in found.tasks] == [(task.pk, post.kind.duties[0])]
    assert [helper.wish.outcome for helper in found.wishes] == ["fulfilled"]


def test_what_the_next_holder_did_is_not_listed():
    post = held(person=(first := volunteer(place=GRID)))
    hand_back_post(post, by=own(first), at=NOON)
    second = volunteer(place=GRID)
    claim_post(post, by=own(second), at=NOON, volunteer=second)
    do_task(Task.objects.earliest("due_on", "id"), by=own(second), at=NOON + timedelta(days=3))

    assert (service_of(first).tasks, len(service_of(second).tasks)) == ([], 1)


def test_a_day_on_which_two_held_a_post_is_nobodys():
    post = held(person=(first := volunteer(place=GRID)))
    at = NOON + timedelta(days=3)
    do_task(Task.objects.earliest("due_on", "id"), by=own(first), at=at)
    hand_back_post(post, by=own(first), at=at)
    second = volunteer(place=GRID)
    claim_post(post, by=own(second), at=at, volunteer=second)

    assert (service_of(first).tasks, service_of(second).tasks) == ([], [])


def test_a_duty_that_is_no_longer_among_those_of_the_kind_has_no_words():
    post = held(person=(person := volunteer(place=GRID)))
    task = Task.objects.earliest("due_on", "id")
    do_task(task, by=own(person), at=NOON + timedelta(days=3))
    Task.objects.filter(pk=task.pk).update(duty=9)

    assert [words for _task, words in service_of(person).tasks] == [""]
    assert post.kind.duties != []


@pytest.mark.parametrize("rows", [1, 3])
def test_ones_own_record_costs_three_statements(rows, django_assert_num_queries):
    person = volunteer(place=GRID)
    for _ in range(rows):
        held(person=person)

    with django_assert_num_queries(3):
        assert len(service_of(person).posts) == rows
