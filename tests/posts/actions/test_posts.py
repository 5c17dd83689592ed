"""Posts: set up, taken by people themselves, handed back without reasons; duties become tasks of held posts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from sunshine.lib.refusals import Overtaken, Refused
from sunshine.people.actions import officer_actor
from sunshine.people.states import OrganisationKind, Role
from sunshine.posts.actions import posts as actions
from sunshine.posts.models import Post, Task, Tenure
from sunshine.record.models import Entry
from sunshine.record.queries import open_sealed
from sunshine.record.states import Actor
from tests.factories.cases import reported, town
from tests.factories.people import COMMUNITY, DAY, GRID, NOON, OfficerFactory, OrganisationFactory
from tests.factories.places import PlaceFactory
from tests.factories.posts import (
    BranchFactory,
    HelperFactory,
    PostFactory,
    PostKindFactory,
    held,
    next_week,
    own_link,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


@pytest.fixture
def worker() -> Actor:
    """A community worker."""
    PlaceFactory(code=GRID)
    return officer_actor(OfficerFactory(role=Role.COMMUNITY_WORKER))


def _opened(by: Actor, **more):
    told = {"kind": PostKindFactory(), "place": GRID, "organisation": BranchFactory(), **more}
    return actions.open_post(**told, by=by, at=NOON)


def test_a_post_is_set_up_empty_and_recorded(worker):
    post = _opened(worker)

    assert (post.holder, post.opened_on, post.closed_on) == (None, DAY, None)
    entry = Entry.objects.get(subject=post.subject)
    assert (entry.verb, entry.step, entry.facts["place"]) == ("open", 1, GRID)


@pytest.mark.parametrize("place", [COMMUNITY[:9], GRID[:12] + "009"])
def test_a_post_lies_in_a_community_or_grid_that_stands(place, worker):
    admin = officer_actor(OfficerFactory(role=Role.COUNTY_ADMIN))

    with pytest.raises(Refused) as refused:
        _opened(admin, place=place)
    assert refused.value.code == "place"


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        (OrganisationKind.COMMUNITY, COMMUNITY),
        (OrganisationKind.MEMBER_HOUSEHOLD, GRID),
        (OrganisationKind.GENERAL_BRANCH, "231282999002"),
    ],
)
def test_a_post_belongs_to_a_party_organisation_or_team_of_the_place(kind, place, worker):
    with pytest.raises(Refused) as refused:
        _opened(worker, organisation=OrganisationFactory(kind=kind, place=place))
    assert refused.value.code == "organisation"


def test_a_grid_branch_may_set_up_a_post_for_its_whole_community(worker):
    branch = OrganisationFactory(kind=OrganisationKind.GRID_BRANCH, place=GRID)

    assert _opened(worker, place=COMMUNITY, organisation=branch).organisation == branch


def test_the_public_part_names_no_grid(worker):
    branch = OrganisationFactory(name="第一网格党支部", kind=OrganisationKind.GRID_BRANCH, place=GRID)
    posts = [_opened(worker, organisation=branch), _opened(worker, organisation=BranchFactory(name="党总支"))]

    said = [Entry.objects.get(subject=post.subject).public for post in posts]
    assert ["网格" in text or GRID in text for text in said] == [False, False]
    assert ["党总支" in text for text in said] == [False, True]


def test_a_kind_out_of_use_brings_no_new_post(worker):
    with pytest.raises(Refused) as refused:
        _opened(worker, kind=PostKindFactory(code="old", retired_on=DAY))
    assert refused.value.code == "kind"


def test_nobody_sets_up_a_post_out_of_reach(worker):
    PlaceFactory(code="231282999002")

    with pytest.raises(Refused) as refused:
        _opened(worker, place="231282999002")
    assert refused.value.code == "out_of_reach"


def test_somebody_takes_a_post_and_the_coming_week_is_there():
    post, person = PostFactory(), HelperFactory()
    actions.claim_post(post, by=own_link(person), at=NOON, volunteer=person)

    assert Post.objects.values_list("holder", "held_since", "version").get() == (person.pk, DAY, 2)
    assert list(Task.objects.order_by("duty").values_list("duty", "due_on")) == [
        (0, next_week()),
        (1, next_week()),
    ]
    assert Tenure.objects.values_list("volunteer", "began", "ended").get() == (person.pk, DAY, None)


def test_the_entry_says_who_by_reference_and_nothing_to_the_public():
    post = held()
    entry = Entry.objects.get(subject=post.subject, verb="claim")

    assert (entry.actor_kind, entry.actor, entry.facts["on_word"]) == ("helper", post.holder.ref, False)
    assert GRID not in entry.public
    assert post.holder.display_name not in f"{entry.public}{entry.facts}"


def test_staff_write_down_somebodys_word_and_the_entry_says_so(worker):
    post, person = PostFactory(), HelperFactory()
    actions.claim_post(post, by=worker, at=NOON, volunteer=person)

    assert Entry.objects.get(subject=post.subject, verb="claim").facts["on_word"] is True


def test_nobody_takes_a_post_for_another_by_their_own_link():
    with pytest.raises(Refused) as refused:
        actions.claim_post(PostFactory(), by=own_link(HelperFactory()), at=NOON, volunteer=HelperFactory())
    assert refused.value.code == "not_yours"


def test_staff_from_elsewhere_write_down_nothing():
    stranger = officer_actor(OfficerFactory(role=Role.COMMUNITY_WORKER, role__place="231282999002"))

    with pytest.raises(Refused) as refused:
        actions.claim_post(PostFactory(), by=stranger, at=NOON, volunteer=HelperFactory())
    assert refused.value.code == "out_of_reach"


def test_a_held_post_is_not_taken_again():
    post, other = held(), HelperFactory()

    for person, code in ((post.holder, "yours"), (other, "taken")):
        with pytest.raises(Refused) as refused:
            actions.claim_post(post, by=own_link(person), at=LATER, volunteer=person)
        assert refused.value.code == code


def test_whoever_comes_second_reads_a_sentence():
    post, first, second = PostFactory(), HelperFactory(), HelperFactory()
    stale = Post.objects.get(pk=post.pk)
    actions.claim_post(post, by=own_link(first), at=NOON, volunteer=first)

    with pytest.raises(Overtaken) as overtaken, transaction.atomic():
        actions.claim_post(stale, by=own_link(second), at=NOON, volunteer=second)
    assert overtaken.value.code == "overtaken"
    assert Post.objects.get().holder == first


@pytest.mark.django_db(transaction=True)
def test_of_ten_at_once_one_takes_it():
    post = PostFactory()
    people = [HelperFactory() for _ in range(10)]

    def claim(person) -> bool:
        try:
            actions.claim_post(Post.objects.get(pk=post.pk), by=own_link(person), at=NOON, volunteer=person)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(10) as pool:
        won = list(pool.map(claim, people))

    assert (sum(won), Tenure.objects.count(), Entry.objects.filter(verb="claim").count()) == (1, 1, 1)


def test_who_left_takes_nothing():
    person = HelperFactory()
    person.left_at = NOON

    with pytest.raises(Refused) as refused:
        actions.claim_post(PostFactory(), by=own_link(person), at=NOON, volunteer=person)
    assert refused.value.code == "left"


def test_a_post_is_handed_back_without_reasons_and_its_coming_duties_go():
    post = held()
    first, person = Task.objects.order_by("duty").first(), post.holder
    actions.do_task(first, by=own_link(person), at=LATER)
    actions.hand_back_post(post, by=own_link(person), at=LATER)

    assert Post.objects.values_list("holder", "held_since").get() == (None, None)
    assert list(Task.objects.values_list("pk", flat=True)) == [first.pk]
    assert Tenure.objects.get().ended == DAY + timedelta(days=1)


def test_only_the_holder_hands_back_or_staff_with_their_word(worker):
    post = held()

    with pytest.raises(Refused):
        actions.hand_back_post(post, by=own_link(HelperFactory()), at=LATER)
    actions.hand_back_post(post, by=worker, at=LATER)
    with pytest.raises(Refused) as refused:
        actions.hand_back_post(post, by=worker, at=LATER)
    assert refused.value.code == "empty"
    assert Entry.objects.get(verb="hand_back").facts["on_word"] is True


def test_it_can_be_taken_again_by_another_on_the_same_day():
    post = held()
    actions.hand_back_post(post, by=own_link(post.holder), at=NOON)
    held(post)

    assert list(Tenure.objects.order_by("pk").values_list("ended", flat=True)) == [DAY, None]


def test_a_held_post_is_not_closed_until_it_is_handed_back(worker):
    post = held()
    with pytest.raises(Refused) as refused:
        actions.close_post(post, by=worker, at=LATER)
    assert refused.value.code == "held"

    actions.hand_back_post(post, by=own_link(post.holder), at=LATER)
    actions.close_post(post, by=worker, at=LATER)
    assert Post.objects.get().closed_on == DAY + timedelta(days=1)


def test_what_is_closed_is_neither_closed_nor_taken_again(worker):
    post, person = PostFactory(), HelperFactory()
    actions.close_post(post, by=worker, at=NOON)

    for step in (
        lambda: actions.close_post(post, by=worker, at=LATER),
        lambda: actions.claim_post(post, by=own_link(person), at=LATER, volunteer=person),
    ):
        with pytest.raises(Refused) as refused:
            step()
        assert refused.value.code == "closed"


def test_planning_twice_makes_nothing_twice():
    post = held()
    week = NOON + timedelta(days=7)

    made = [actions.plan_tasks(Post.objects.get(), by=Actor.system(), at=at) for at in (NOON, week, week)]

    assert (made, Task.objects.count()) == ([0, 2, 0], 4)
    assert Entry.objects.filter(subject=post.subject, verb="plan").count() == 1


def test_an_empty_post_has_no_duties():
    assert actions.plan_tasks(PostFactory(), by=Actor.system(), at=NOON) == 0


def test_planning_gives_way_to_whoever_handed_back_meanwhile():
    post = held()
    stale = Post.objects.get()
    actions.hand_back_post(post, by=own_link(post.holder), at=NOON)

    with pytest.raises(Overtaken), transaction.atomic():
        actions.plan_tasks(stale, by=Actor.system(), at=NOON + timedelta(days=7))
    assert Task.objects.count() == 0


def test_a_duty_is_done_with_what_was_found():
    post = held()
    task = actions.do_task(
        Task.objects.first(), by=own_link(post.holder), at=LATER, found=2, note="电话13812341234"
    )

    assert Task.objects.values_list("done_on", "found", "note").get(pk=task.pk) == (
        DAY + timedelta(days=1),
        2,
        "电话＊＊＊",
    )
    entry = Entry.objects.get(subject=task.subject)
    assert (entry.facts["found"], entry.facts["post"], entry.facts["case"]) == (2, post.pk, "")
    assert open_sealed([entry])[entry.pk]["note"] == "电话＊＊＊"


def test_a_hazard_becomes_a_request_like_any_other():
    town()
    post = held(place="231282999001001")
    task = actions.do_task(
        Task.objects.first(), by=own_link(post.holder), at=LATER, found=1, hazard="消防通道被车堵住", category="0201"
    )  # fmt: skip

    assert (task.case.place, task.case.category_id, task.case.text) == (GRID, "0201", "消防通道被车堵住")
    assert Task.objects.get(pk=task.pk).case == task.case
    assert Entry.objects.get(subject=task.subject).facts["case"] == task.case.subject
    assert reported().case.pk != task.case.pk


def test_a_hazard_that_cannot_be_taken_in_leaves_the_duty_open():
    town()
    post = held(place="231282999001001")

    with pytest.raises(Refused), transaction.atomic():
        actions.do_task(
            Task.objects.first(), by=own_link(post.holder), at=LATER, hazard="堵", category="9999"
        )
    assert Task.objects.filter(done_on=None).count() == 2


def test_nobody_does_the_duty_of_another():
    held()

    with pytest.raises(Refused) as refused:
        actions.do_task(Task.objects.first(), by=own_link(HelperFactory()), at=LATER)
    assert refused.value.code == "not_yours"


def test_a_duty_is_done_once():
    post = held()
    task, stale = Task.objects.first(), Task.objects.first()
    actions.do_task(task, by=own_link(post.holder), at=LATER)

    with pytest.raises(Refused) as refused:
        actions.do_task(task, by=own_link(post.holder), at=LATER)
    with pytest.raises(Overtaken), transaction.atomic():
        actions.do_task(stale, by=own_link(post.holder), at=LATER)
    assert refused.value.code == "done"


@pytest.mark.parametrize("days", [-1, 14])
def test_a_duty_has_its_time(days):
    post = held()

    with pytest.raises(Refused) as refused:
        actions.do_task(Task.objects.first(), by=own_link(post.holder), at=NOON + timedelta(days=days))
    assert refused.value.code == "day"


def test_a_number_that_cannot_be_is_refused():
    post = held()

    with pytest.raises(Refused) as refused:
        actions.do_task(Task.objects.first(), by=own_link(post.holder), at=LATER, found=1000)
    assert refused.value.code == "found"


def test_a_duty_of_an_empty_post_is_nobodys():
    task = Task.objects.create(post=PostFactory(), duty=0, due_on=DAY)

    with pytest.raises(Refused) as refused:
        actions.do_task(task, by=own_link(HelperFactory()), at=NOON)
    assert refused.value.code == "empty"
