"""Reach on a day, staff of a place, contacts by keyed hashes."""

from datetime import timedelta

import pytest

from sunshine.people import queries
from sunshine.people.models import Contact
from sunshine.people.states import Role
from tests.factories.people import (
    COMMUNITY,
    DAY,
    GRID,
    STREET,
    AssignmentFactory,
    ContactFactory,
    OfficerFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db
OTHER_COMMUNITY = "231282999002"


def organisation(kind: str, place: str, **more):
    return OrganisationFactory(kind=kind, place=place, **more)


def test_reach_costs_one_query_and_is_remembered_with_the_officer(django_assert_num_queries):
    officer = OfficerFactory(role=Role.SECRETARY)
    AssignmentFactory(officer=officer, role=Role.GRID_WORKER, place=GRID)

    with django_assert_num_queries(1):
        found = [queries.reach(officer, DAY) for _ in range(3)]

    assert found[0].roles == {Role.SECRETARY, Role.GRID_WORKER}
    assert found[0].places[Role.GRID_WORKER] == {GRID}
    assert found[0].organisations == {officer.organisation_id}


def test_a_post_counts_from_its_first_day_until_the_day_before_its_end():
    officer = OfficerFactory()
    AssignmentFactory(officer=officer, valid_from=DAY, valid_to=DAY + timedelta(days=1))

    days = [DAY - timedelta(days=1), DAY, DAY + timedelta(days=1)]

    assert [bool(queries.reach(officer, day).roles) for day in days] == [False, True, False]


def test_a_closed_account_and_nobody_reach_nothing():
    assert queries.reach(OfficerFactory(role=Role.SECRETARY, is_active=False), DAY).roles == frozenset()
    assert queries.reach(None, DAY) == queries.NOBODY


def test_prefixes_are_the_shortest_and_only_those_that_do_not_need_the_holder():
    officer = OfficerFactory(role=Role.DISPATCHER)
    AssignmentFactory(officer=officer, role=Role.SECRETARY, place=COMMUNITY)
    AssignmentFactory(officer=officer, role=Role.GRID_WORKER, place="231282998001001")
    found = queries.reach(officer, DAY)

    assert found.prefixes("read") == {STREET, "231282998001001"}
    assert found.prefixes("accept") == frozenset()
    assert found.prefixes("read", restricted=True) == frozenset()


def test_holders_are_the_own_organisation_where_holding_is_enough():
    handler, grid_worker = OfficerFactory(role=Role.HANDLER), OfficerFactory(role=Role.GRID_WORKER)

    assert queries.reach(handler, DAY).holders("accept") == {handler.organisation_id}
    assert queries.reach(grid_worker, DAY).holders("accept") == frozenset()


def test_supervision_reads_what_it_holds_of_matters_about_staff():
    officer = OfficerFactory(role=Role.SUPERVISION)

    assert queries.reach(officer, DAY).holders("read", restricted=True) == {officer.organisation_id}


def test_menus_ask_whether_a_verb_is_allowed_at_all():
    found = queries.reach(OfficerFactory(role=Role.GRID_WORKER), DAY)

    assert [found.anywhere(verb) for verb in ("accept", "read", "route", "tables")] == [
        True,
        True,
        False,
        False,
    ]


def test_the_widest_place_and_the_roles_at_a_place():
    officer = OfficerFactory(role=Role.DISPATCHER)
    AssignmentFactory(officer=officer, role=Role.SECRETARY, place=COMMUNITY)
    found = queries.reach(officer, DAY)

    assert found.widest == STREET
    assert found.roles_at(GRID) == {Role.DISPATCHER, Role.SECRETARY}
    assert found.roles_at(OTHER_COMMUNITY) == {Role.DISPATCHER}
    assert queries.NOBODY.widest == ""


def test_organisations_at_a_place_are_those_of_the_day():
    street, community = organisation("street", STREET), organisation("community", COMMUNITY)
    organisation("community", COMMUNITY, valid_to=DAY)
    organisation("community", "231282998001")

    assert list(queries.organisations_at(STREET, on=DAY)) == [street, community]
    assert list(queries.organisations_at("", on=DAY)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_staff_list_costs_two_queries_however_long(count, django_assert_num_queries):
    home = OrganisationFactory()
    OfficerFactory.create_batch(count, organisation=home, role=Role.COMMUNITY_WORKER)

    with django_assert_num_queries(2):
        rows = [
            (officer.organisation.name, [post.role for post in officer.roles_today])
            for officer in queries.staff(STREET, on=DAY)
        ]

    assert rows == [(home.name, [Role.COMMUNITY_WORKER])] * count


@pytest.mark.parametrize(
    "typed", ["13812341234", "138 1234 1234", "+86-138-1234-1234", "１３８１２３４１２３４"]
)
def test_contacts_are_found_by_number_however_typed(typed):
    contact = ContactFactory(phone="138-1234-1234")
    ContactFactory(phone="13999999999")

    assert list(queries.find_contacts_by_phone(typed)) == [contact]


@pytest.mark.parametrize(("left", "shown"), [("7771234", "04557771234"), ("0455-7771234", "777 1234")])
def test_a_landline_is_found_with_and_without_area_code(left, shown):
    contact = ContactFactory(phone=left)

    assert list(queries.find_contacts_by_phone(shown)) == [contact]
    assert queries.tail_matches(contact, shown)


@pytest.mark.parametrize("typed", ["", "hello", "13900000000"])
def test_other_numbers_find_nobody(typed):
    ContactFactory()
    ContactFactory(phone="")

    assert list(queries.find_contacts_by_phone(typed)) == []


@pytest.mark.parametrize(
    ("phone", "typed", "matches"),
    [
        ("13812341234", "1234", True),
        ("13812341234", "4321", False),
        ("13812341234", "234", False),
        ("13812341234", "138 1234 1234", True),
        ("13812341234", "13912341234", False),
        ("13812341234", "0001234", False),
        ("", "1234", False),
    ],
)
def test_the_last_four_digits_are_compared_with_the_kept_ones(phone, typed, matches):
    assert queries.tail_matches(ContactFactory(phone=phone), typed) == matches


def test_without_a_contact_no_digits_match():
    assert queries.tail_matches(None, "1234") is False


def test_the_number_itself_is_in_no_column():
    ContactFactory()

    assert not [value for value in Contact.objects.values_list().get() if "13812341234" in str(value)]
