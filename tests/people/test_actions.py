"""Organisations, accounts and posts: each change is one conditional write and one hidden entry."""

import inspect
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.db import DatabaseError, IntegrityError

from sunshine.lib.refusals import Overtaken, Refused
from sunshine.people import actions
from sunshine.people.actions import officer_actor
from sunshine.people.models import Assignment, Officer, Organisation
from sunshine.people.queries import has_second_factor, reach
from sunshine.people.states import OrganisationKind, Role
from sunshine.record.queries import entries
from sunshine.record.rows import refuse_twins
from sunshine.record.states import Actor
from tests.factories.people import (
    COMMUNITY,
    COUNTY,
    DAY,
    GRID,
    NOON,
    STREET,
    AssignmentFactory,
    OfficerFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db
NEW = {"name": "向阳社区居民委员会", "kind": OrganisationKind.COMMUNITY, "place": COMMUNITY}


@pytest.fixture
def chief() -> dict:
    """A county administrator acts at noon."""
    home = OrganisationFactory(kind=OrganisationKind.COUNTY, place=COUNTY)
    return {"by": officer_actor(OfficerFactory(organisation=home, role=Role.COUNTY_ADMIN)), "at": NOON}


@pytest.fixture
def worker() -> dict:
    """A community worker tries what only the administrator may."""
    return {"by": officer_actor(OfficerFactory(role=Role.COMMUNITY_WORKER)), "at": NOON}


def told(subject: str) -> list[tuple[int, str]]:
    return [(entry.step, entry.verb) for entry in entries(subject)]


def refusal(act, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return refused.value.code


def test_every_action_names_who_and_when():
    parts_and_reads = {
        "officer_actor",
        "ContactDetails",
        "keep_contact",
        "keep_contacts",
        "kept_until",
        "copy_contact",
        "keep_longer",
        "limit_keeping",
        "partner",
        "reseal_contacts",
    }
    acts = [getattr(actions, name) for name in set(actions.__all__) - parts_and_reads]

    missing = [act.__name__ for act in acts if not {"by", "at"} <= set(inspect.signature(act).parameters)]

    assert missing == []


def test_an_organisation_is_entered_with_its_first_entry(chief):
    row = actions.create_organisation(**NEW, telephone="0455-7770001", **chief)

    assert (row.valid_from, row.valid_to, row.version) == (DAY, None, 1)
    entry = entries(row.subject)[0]
    assert (entry.verb, entry.actor) == ("create", chief["by"].ident)
    assert entry.facts == {"name": NEW["name"], "kind": "community", "place": COMMUNITY}
    assert NEW["name"] not in entry.public


def test_an_organisation_begins_on_the_day_said(chief):
    tomorrow = DAY + timedelta(days=1)

    assert actions.create_organisation(**NEW, valid_from=tomorrow, **chief).valid_from == tomorrow


def test_an_organisation_is_not_entered_twice_outside_the_county_or_below_a_closed_one(chief):
    actions.create_organisation(**NEW, **chief)
    closed = OrganisationFactory(valid_to=DAY)

    codes = [
        refusal(actions.create_organisation, **NEW, **chief),
        refusal(actions.create_organisation, **NEW | {"place": "231283"}, **chief),
        refusal(actions.create_organisation, **NEW | {"name": "新"}, parent=closed, **chief),
    ]

    assert codes == ["already_there", "bad_place", "closed"]


def test_only_the_administrator_touches_organisations(worker):
    row = OrganisationFactory()

    codes = [
        refusal(actions.create_organisation, **NEW, **worker),
        refusal(actions.change_organisation, row, telephone="1", **worker),
        refusal(actions.close_organisation, row, **worker),
    ]

    assert codes == ["not_your_task"] * 3
    assert entries(row.subject) == []


def test_an_organisation_changes_its_telephone_and_parent(chief):
    street = OrganisationFactory(place=STREET, kind=OrganisationKind.STREET)
    row = OrganisationFactory()

    actions.change_organisation(row, telephone="0455-1234567", parent=street, **chief)

    row.refresh_from_db()
    assert (row.telephone, row.parent, row.version) == ("0455-1234567", street, 1)
    assert entries(row.subject)[0].facts == {
        "changed": ["parent", "telephone"],
        "parent": [None, street.pk],
    }


def test_an_organisation_keeps_its_kind_and_place_and_one_name_per_place(chief):
    row, other = OrganisationFactory(), OrganisationFactory(name="同名")

    with pytest.raises(ValueError, match="kind"):
        actions.change_organisation(row, kind="street", **chief)

    assert refusal(actions.change_organisation, row, name=other.name, **chief) == "already_there"


def test_whoever_saw_an_older_step_is_told_so(chief):
    row = OrganisationFactory()
    stale = Organisation.objects.get(pk=row.pk)
    actions.change_organisation(row, telephone="1", **chief)

    with pytest.raises(Overtaken):
        actions.change_organisation(stale, telephone="2", **chief)

    assert told(row.subject) == [(1, "change")]


def test_an_organisation_is_closed_once_and_stays(chief):
    row = OrganisationFactory()

    actions.close_organisation(row, **chief)

    assert Organisation.objects.get(pk=row.pk).valid_to == DAY
    assert refusal(actions.close_organisation, row, **chief) == "closed"
    assert refusal(actions.change_organisation, row, telephone="1", **chief) == "closed"


def test_an_organisation_with_staff_is_not_closed(chief):
    officer = OfficerFactory()

    assert refusal(actions.close_organisation, officer.organisation, **chief) == "has_staff"


def test_a_failing_entry_takes_the_change_with_it(chief):
    row = OrganisationFactory()

    with pytest.raises(DatabaseError):
        actions.change_organisation(row, telephone="1", by=Actor.system("x" * 81), at=NOON)

    assert Organisation.objects.get(pk=row.pk).telephone == "0455-7770000"


def test_a_change_that_changes_nothing_leaves_no_entry(chief):
    row, officer = OrganisationFactory(), OfficerFactory()

    actions.change_organisation(row, name=row.name, parent=None, **chief)
    actions.change_officer(officer, organisation=officer.organisation, **chief)

    assert (told(row.subject), told(officer.subject)) == ([], [])


def test_an_account_opens_with_a_password_to_be_changed(chief):
    home = OrganisationFactory()

    officer, password = actions.create_officer(username=" LiMei ", name="李梅", organisation=home, **chief)

    kept = Officer.objects.get(username="limei")
    assert (kept.must_change_password, kept.password_set_on, kept.is_active) == (True, DAY, True)
    assert check_password(password, kept.password)
    assert [(entry.verb, entry.facts) for entry in entries(officer.subject)] == [
        ("create", {"organisation": home.pk})
    ]


def test_one_time_passwords_meet_the_rule_and_differ(chief):
    home = OrganisationFactory()
    passwords = {
        actions.create_officer(username=f"u{n}", name="员", organisation=home, **chief)[1] for n in range(5)
    }

    assert [validate_password(password) for password in passwords] == [None] * 5


def test_a_demonstration_account_keeps_the_password_it_was_given(chief):
    officer, password = actions.create_officer(
        username="demo",
        name="员",
        organisation=OrganisationFactory(),
        password="Given-word-7",
        must_change=False,
        **chief,
    )

    assert (password, officer.must_change_password) == ("Given-word-7", False)


def test_an_account_needs_a_free_name_and_an_open_organisation(chief):
    OfficerFactory(username="limei")
    closed = OrganisationFactory(valid_to=DAY)

    taken = refusal(
        actions.create_officer, username="LIMEI", name="李", organisation=OrganisationFactory(), **chief
    )

    assert taken == "already_there"
    assert refusal(actions.create_officer, username="x", name="李", organisation=closed, **chief) == "closed"


def test_only_the_administrator_touches_accounts_and_posts(worker):
    officer = OfficerFactory(role=Role.SECRETARY)
    post = officer.assignments.get()

    codes = [
        refusal(actions.create_officer, username="x", name="李", organisation=officer.organisation, **worker),
        refusal(actions.change_officer, officer, name="x", **worker),
        refusal(actions.reset_password, officer, **worker),
        refusal(actions.reset_second_factor, officer, **worker),
        refusal(actions.deactivate, officer, **worker),
        refusal(actions.assign, officer, role=Role.COMMUNITY_WORKER, place=COMMUNITY, **worker),
        refusal(actions.end_assignment, post, **worker),
    ]

    assert codes == ["not_your_task"] * 7
    assert told(officer.subject) == []


def test_nobody_touches_their_own_account_but_its_name_and_password():
    officer = OfficerFactory(role=Role.COUNTY_ADMIN, organisation=OrganisationFactory(place=COUNTY))
    own = {"by": officer_actor(officer), "at": NOON}

    codes = [
        refusal(actions.reset_password, officer, **own),
        refusal(actions.reset_second_factor, officer, **own),
        refusal(actions.deactivate, officer, **own),
        refusal(actions.assign, officer, role=Role.AUDITOR, place=COUNTY, **own),
        refusal(actions.end_assignment, officer.assignments.get(), **own),
        refusal(actions.change_officer, officer, organisation=OrganisationFactory(), **own),
    ]

    assert codes == ["oneself"] * 6
    assert actions.change_officer(officer, telephone="1", **own).telephone == "1"


def test_an_officer_moves_to_another_organisation(chief):
    officer, home = OfficerFactory(role=Role.HANDLER), OrganisationFactory()
    reach(officer, DAY)

    actions.change_officer(officer, organisation=home, name="新名", **chief)

    assert reach(officer, DAY).organisations == {home.pk}
    assert entries(officer.subject)[0].facts == {"changed": ["name", "organisation"], "organisation": home.pk}


def test_an_officer_does_not_move_into_a_closed_organisation_nor_change_the_log_in_name(chief):
    officer = OfficerFactory()

    with pytest.raises(ValueError, match="username"):
        actions.change_officer(officer, username="x", **chief)

    closed = OrganisationFactory(valid_to=DAY)
    assert refusal(actions.change_officer, officer, organisation=closed, **chief) == "closed"


def test_a_new_one_time_password_replaces_the_old_one(chief):
    officer = OfficerFactory()

    _, password = actions.reset_password(officer, **chief)

    kept = Officer.objects.get(pk=officer.pk)
    assert (kept.must_change_password, check_password(password, kept.password)) == (True, True)
    assert told(officer.subject) == [(1, "reset_password")]


def test_a_second_factor_is_taken_away_with_its_codes_and_recorded(chief):
    officer = OfficerFactory()
    Authenticator.objects.create(user=officer, type="totp", data={})
    Authenticator.objects.create(user=officer, type="recovery_codes", data={})

    actions.reset_second_factor(officer, **chief)

    assert (has_second_factor(officer), Authenticator.objects.count()) == (False, 0)
    assert told(officer.subject) == [(1, "reset_second_factor")]


def test_there_is_nothing_to_take_away_where_there_is_no_second_factor(chief):
    assert refusal(actions.reset_second_factor, OfficerFactory(), **chief) == "no_second_factor"


def test_an_officer_chooses_a_password_and_nobody_else_does(chief):
    officer = OfficerFactory(must_change_password=True)

    actions.change_password(officer, password="Chosen-word-7", by=officer_actor(officer), at=NOON)

    kept = Officer.objects.get(pk=officer.pk)
    assert (kept.must_change_password, check_password("Chosen-word-7", kept.password)) == (False, True)
    assert refusal(actions.change_password, officer, password="x", **chief) == "not_yours"


def test_the_system_may_set_a_password_from_the_command_line():
    officer = actions.change_password(
        OfficerFactory(), password="Chosen-word-7", by=Actor.system("x"), at=NOON
    )

    assert officer.version == 1


def test_a_closed_account_loses_its_posts_of_today_and_of_later(chief):
    officer = OfficerFactory(role=Role.SECRETARY)
    AssignmentFactory(officer=officer, valid_from=DAY + timedelta(days=9))

    actions.deactivate(officer, **chief)

    assert list(officer.assignments.values_list("role", "valid_to")) == [(Role.SECRETARY, DAY)]
    assert Officer.objects.get(pk=officer.pk).is_active is False
    assert refusal(actions.deactivate, officer, **chief) == "inactive"


def test_a_post_gives_reach_at_once_and_its_end_takes_it(chief):
    officer = OfficerFactory()
    reach(officer, DAY)

    post = actions.assign(officer, role=Role.GRID_WORKER, place=GRID, **chief)
    with_post = reach(officer, DAY).roles
    actions.end_assignment(post, **chief)

    assert (with_post, reach(officer, DAY).roles) == ({Role.GRID_WORKER}, frozenset())
    assert told(officer.subject) == [(1, "assign"), (2, "end_assignment")]


def test_a_post_begins_on_the_day_said_and_ends_at_the_earliest_then(chief):
    later = DAY + timedelta(days=7)
    post = actions.assign(OfficerFactory(), role="secretary", place=COMMUNITY, valid_from=later, **chief)

    ended = actions.end_assignment(post, **chief)

    assert (ended.valid_from, ended.valid_to) == (later, later)
    assert refusal(actions.end_assignment, ended, **chief) == "ended"


def test_a_post_is_not_given_twice_or_over_the_wrong_level(chief):
    officer = OfficerFactory(role=Role.SECRETARY)

    twice = refusal(actions.assign, officer, role=Role.SECRETARY, place=COMMUNITY, **chief)

    assert twice == "already_there"
    assert refusal(actions.assign, officer, role=Role.SECRETARY, place=STREET, **chief) == "wrong_level"
    assert Assignment.objects.filter(officer=officer).count() == 1


def test_other_broken_constraints_stay_errors():
    with pytest.raises(IntegrityError), refuse_twins("already there"):
        OrganisationFactory(place="nowhere")
