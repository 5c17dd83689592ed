"""Members who offer themselves: their branch is their own word, and leaving frees what they held."""

import pytest

from sunshine.party.actions.members import join_branch, leave, leave_branch, offer_oneself
from sunshine.party.models import Member
from sunshine.party.queries.members import branch_of, helper_actor
from sunshine.people.states import OrganisationKind
from sunshine.record.states import Actor
from tests.factories.people import NOON, OrganisationFactory
from tests.factories.volunteers import offered, volunteer

pytestmark = pytest.mark.django_db


def own(person) -> Actor:
    return Actor.helper(person.ref, None)


@pytest.fixture
def branch():
    return OrganisationFactory(name="第一网格党支部", kind=OrganisationKind.GRID_BRANCH)


def test_a_member_acts_for_the_branch_they_named(branch):
    person = volunteer()

    join_branch(person, branch=branch.pk, by=own(person), at=NOON)

    assert branch_of(person) == branch
    assert helper_actor(person) == Actor.helper(person.ref, branch.pk)


def test_taking_the_branch_back_deletes_the_row(branch):
    volunteer()
    person = offer_oneself(offered(), branch=branch.pk, by=Actor.resident(), at=NOON).volunteer

    leave_branch(person, by=own(person), at=NOON)

    assert Member.objects.count() == 0
    assert helper_actor(person) == Actor.helper(person.ref, None)


def test_who_leaves_stays_as_a_reference_without_a_person(branch):
    person = volunteer(display_name="老李", phone="13912345678")
    join_branch(person, branch=branch.pk, by=own(person), at=NOON)

    gone = leave(person, by=own(person), at=NOON)

    gone.refresh_from_db()
    assert (gone.display_name, gone.free, gone.contact, gone.skills.count()) == ("", [], None, 0)
    assert Member.objects.count() == 0
