"""Members who offer themselves: their branch is their own word, and leaving frees what they held."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep

import pytest
from django.db import connection, transaction

from sunshine.lib.refusals import Refused
from sunshine.party.actions.members import join_branch, leave, leave_branch, offer_oneself
from sunshine.people.actions import officer_actor
from sunshine.people.models import Contact
from sunshine.people.states import OrganisationKind, Role
from sunshine.posts.actions.posts import claim_post
from sunshine.posts.models import Post, Tenure
from sunshine.record.models import Entry, Seal
from sunshine.record.states import Actor
from sunshine.volunteers.models import Member, Volunteer
from sunshine.volunteers.queries import branch_of, helper_actor
from sunshine.wishes.models import Wish
from sunshine.wishes.states import WishState
from tests.factories.people import DAY, FIRST_DAY, NOON, OfficerFactory, OrganisationFactory
from tests.factories.posts import PostFactory, held
from tests.factories.volunteers import PHONE, offered, volunteer
from tests.factories.wishes import brought_to, line

pytestmark = pytest.mark.django_db


def own(person: Volunteer) -> Actor:
    return Actor.helper(person.ref, None)


@pytest.fixture
def branch():
    return OrganisationFactory(name="第一网格党支部", kind=OrganisationKind.GRID_BRANCH)


def said(person: Volunteer) -> list[tuple[str, dict]]:
    rows = Entry.objects.filter(subject=person.subject).order_by("step")
    return list(rows.values_list("verb", "facts"))


def test_a_member_acts_for_the_branch_they_named(branch):
    person = volunteer()

    join_branch(person, branch=branch.pk, by=own(person), at=NOON)

    assert (str(Member.objects.get()), branch_of(person)) == (person.display_name, branch)
    assert helper_actor(person) == Actor.helper(person.ref, branch.pk)


def test_the_record_does_not_tell_that_somebody_is_a_member(branch):
    person = volunteer()
    join_branch(person, branch=branch.pk, by=own(person), at=NOON)
    leave_branch(person, by=own(person), at=NOON)

    assert said(person)[1:] == [("consent", {}), ("withdraw", {})]
    mine = Entry.objects.filter(subject=person.subject).values("id")
    assert Seal.objects.filter(entry_id__in=mine).count() == 0


def test_another_branch_stands_in_the_place_of_the_first(branch):
    person, other = volunteer(), OrganisationFactory(kind=OrganisationKind.GENERAL_BRANCH)
    for chosen in (branch, other):
        join_branch(person, branch=chosen.pk, by=own(person), at=NOON)

    assert Member.objects.values_list("branch", flat=True).get() == other.pk


@pytest.mark.parametrize(
    "told", [{"kind": OrganisationKind.COMMUNITY}, {"kind": OrganisationKind.BRANCH, "valid_to": FIRST_DAY}]
)
def test_only_a_party_organisation_in_force_can_be_named(told):
    with pytest.raises(Refused) as refusal:
        join_branch(volunteer(), branch=OrganisationFactory(**told).pk, by=Actor.system(), at=NOON)
    assert refusal.value.code == "branch"


def test_taking_the_branch_back_deletes_the_row(branch):
    volunteer()
    person = offer_oneself(offered(), branch=branch.pk, by=Actor.resident(), at=NOON).volunteer

    leave_branch(person, by=own(person), at=NOON)

    assert (Member.objects.count(), helper_actor(person)) == (0, Actor.helper(person.ref, None))


def test_who_named_no_branch_has_nothing_to_take_back():
    person = volunteer()

    assert (leave_branch(person, by=own(person), at=NOON), len(said(person))) == (person, 1)


def test_the_same_form_sent_again_names_the_branch_once(branch):
    volunteer()
    offer = offered(form_key="k")
    first, second = (offer_oneself(offer, branch=branch.pk, by=Actor.resident(), at=NOON) for _ in range(2))

    assert (first.token == second.token, Member.objects.count(), len(said(first.volunteer))) == (True, 1, 2)


def test_without_a_branch_nobody_is_a_member():
    volunteer()
    offer_oneself(offered(), branch=None, by=Actor.resident(), at=NOON)

    assert Member.objects.count() == 0


def test_a_leader_writes_down_who_belongs_to_the_own_branch_and_no_other(branch):
    volunteer()
    leader = officer_actor(OfficerFactory(organisation=branch, role=Role.GROUP_LEADER))
    offer_oneself(offered(word=True), branch=branch.pk, by=leader, at=NOON)

    with pytest.raises(Refused):
        leave(volunteer(), by=leader, at=NOON, word=True)
    assert Member.objects.values_list("branch", flat=True).get() == branch.pk


def test_who_leaves_stays_as_a_reference_without_a_person(branch):
    person = volunteer(display_name="老李", phone=PHONE)
    join_branch(person, branch=branch.pk, by=own(person), at=NOON)

    gone = leave(person, by=own(person), at=NOON)

    assert (gone.display_name, gone.free, gone.contact, gone.skills.count()) == ("", [], None, 0)
    assert (Member.objects.count(), Contact.objects.get().erased_at) == (0, NOON)


def test_a_post_of_whoever_leaves_is_empty_again_with_its_history():
    person = volunteer()
    post = held(person=person)

    leave(person, by=own(person), at=NOON)

    assert Post.objects.values_list("holder", "held_since").get() == (None, None)
    assert Tenure.objects.values_list("volunteer", "ended").get() == (person.pk, DAY)
    last = Entry.objects.filter(subject=post.subject).latest("step")
    assert (last.verb, last.actor_kind, last.actor) == ("hand_back", "system", "left")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_nobody_is_given_a_post_while_they_leave():
    person, post = volunteer(), PostFactory()
    left, claimed = Event(), []

    def claim() -> None:
        left.wait(10)
        try:
            claim_post(post, by=own(person), at=NOON, volunteer=person)
        except Refused as refusal:
            claimed.append(refusal.code)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        pool.submit(claim)
        leave(person, by=own(person), at=NOON)
        left.set()
        sleep(0.3)  # whoever claims stands at the row of the person now
    assert (claimed, Post.objects.get().holder) == (["left"], None)


def test_open_wishes_do_not_wait_for_whoever_left_and_closed_ones_remember_that_somebody_helped():
    there = line()
    closed, open_ = (brought_to(state, there) for state in (WishState.CLOSED, WishState.DONE))

    leave(there.mei, by=own(there.mei), at=NOON)

    assert [Wish.objects.get(pk=wish.pk).helpers.count() for wish in (closed, open_)] == [2, 1]


def test_staff_take_nobody_off_without_their_word():
    person = volunteer()
    with pytest.raises(Refused) as refusal:
        leave(person, by=officer_actor(OfficerFactory(role=Role.SECRETARY)), at=NOON)
    assert (refusal.value.code, Volunteer.objects.get().left_at) == ("word", None)
