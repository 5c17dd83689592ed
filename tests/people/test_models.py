"""What must always be true of organisations, posts and contacts, said by the database."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from sunshine.people.models import Contact, Officer, Organisation
from sunshine.people.states import Role
from tests.factories.people import (
    COMMUNITY,
    DAY,
    FIRST_DAY,
    NOON,
    AssignmentFactory,
    ContactFactory,
    OfficerFactory,
    OrganisationFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
EARLIER = date(2025, 12, 31)


def broken(act) -> str:
    """The name of the constraint that the database holds against it."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        act()
    return error.value.__cause__.diag.constraint_name


@pytest.mark.parametrize("place", ["", "2312", "231282x", "23128299", "23128299900100"])
def test_the_place_of_an_organisation_is_a_code(place):
    assert broken(lambda: OrganisationFactory(place=place)) == "organisation_place_is_a_code"


@pytest.mark.parametrize(
    ("language", "name_en", "spoken"),
    [
        ("zh-hans", "Lighting Office", "路灯所"),
        ("en", "Lighting Office", "Lighting Office"),
        ("en", "", "路灯所"),
    ],
)
def test_an_organisation_says_its_name_in_the_language_of_the_page(language, name_en, spoken):
    with translation.override(language):
        assert Organisation(name="路灯所", name_en=name_en).spoken == spoken


def test_an_organisation_is_not_its_own_parent():
    row = OrganisationFactory()

    assert broken(lambda: Organisation.objects.update(parent=row)) == "organisation_not_its_own_parent"


def test_an_organisation_does_not_end_before_it_begins():
    assert broken(lambda: OrganisationFactory(valid_to=EARLIER)) == "organisation_dates_in_order"
    assert OrganisationFactory(valid_to=FIRST_DAY).pk


def test_an_organisation_is_named_once_per_place_while_open():
    OrganisationFactory(name="社区", valid_to=DAY)
    OrganisationFactory(name="社区")

    assert broken(lambda: OrganisationFactory(name="社区")) == "organisation_named_once_per_place"


def test_a_log_in_name_is_used_once():
    OfficerFactory(username="li")

    assert broken(lambda: OfficerFactory(username="li")) == "people_officer_username_key"


@pytest.mark.parametrize("place", ["", "231282x", "23128"])
def test_the_place_of_a_post_is_a_code_so_that_no_reach_is_boundless(place):
    assert broken(lambda: AssignmentFactory(place=place)) == "assignment_place_is_a_code"


def test_a_post_does_not_end_before_it_begins():
    assert broken(lambda: AssignmentFactory(valid_to=EARLIER)) == "assignment_dates_in_order"
    assert AssignmentFactory(valid_to=FIRST_DAY).pk


def test_a_post_is_held_once_at_a_time():
    post = AssignmentFactory()

    assert broken(lambda: AssignmentFactory(officer=post.officer)) == "assignment_open_once"


@pytest.mark.parametrize(
    "kept", ["name_sealed", "phone_sealed", "name_masked", "phone_masked", "phone_index", "tail_index"]
)
def test_an_erased_contact_keeps_nothing(kept):
    contact = ContactFactory()
    empty = {
        "name_sealed": None,
        "phone_sealed": None,
        "name_masked": "",
        "phone_masked": "",
        "phone_index": "",
        "tail_index": "",
    }
    del empty[kept]

    assert broken(lambda: Contact.objects.update(erased_at=NOON, **empty)) == "contact_erased_is_empty"
    assert contact.pk


def test_rows_are_called_by_what_colleagues_see():
    officer = OfficerFactory(name="李梅", username="limei", role=Role.COMMUNITY_WORKER)
    contact = ContactFactory()

    assert (str(officer), officer.get_full_name(), str(officer.organisation)) == (
        "李梅",
        "李梅",
        officer.organisation.name,
    )
    assert (str(officer.assignments.get()), str(contact), str(Contact())) == (
        f"community_worker {COMMUNITY}",
        "138****1234",
        "—",
    )
    assert (officer.subject, contact.subject) == (f"officer:{officer.pk}", f"contact:{contact.pk}")
    assert Officer.objects.get_by_natural_key("limei") == officer


def test_no_log_in_times_are_kept():
    assert [field.name for field in Officer._meta.get_fields() if "login" in field.name] == []
