"""Who may do what: the table of posts walked whole, and the refusals in words."""

import pytest
from django.core.exceptions import ValidationError

from sunshine.lib.refusals import Refused
from sunshine.people import rules
from sunshine.people.actions import officer_actor
from sunshine.people.queries import NOBODY, reach
from sunshine.people.states import GRANTS, LEVELS, READ_ONLY, SUPERVISING, VERBS, Bound, Role
from sunshine.record.states import Actor, ActorKind
from tests.factories.people import (
    COMMUNITY,
    COUNTY,
    DAY,
    FIRST_DAY,
    GRID,
    PLACE_OF,
    STREET,
    OfficerFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db
OUTSIDE = {COUNTY: "231283", STREET: "231282998", COMMUNITY: "231282999002", GRID: "231282999001002"}


def bounds(role: Role, verb: str) -> set[Bound]:
    return {grant.bound for grant in GRANTS[role] if grant.verb == verb}


def refusal(act, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    assert str(refused.value)
    return refused.value.code


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("within", [True, False])
@pytest.mark.parametrize("ours", [True, False])
def test_the_table_decides_for_every_post_verb_place_and_holder(role, within, ours):
    officer = OfficerFactory(role=role)
    place = GRID if within else OUTSIDE[PLACE_OF[role]]
    holder = officer.organisation_id if ours else officer.organisation_id + 1
    held = {Bound.ANYWHERE: True, Bound.PLACE: within, Bound.HOLDER: ours, Bound.BOTH: within and ours}

    allowed = {verb for verb in VERBS if rules.may(officer, verb, place=place, organisation=holder, on=DAY)}

    assert allowed == {grant.verb for grant in GRANTS[role] if held[grant.bound]}


@pytest.mark.parametrize("role", list(Role))
def test_matters_about_staff_exist_only_for_supervision_and_auditors(role):
    officer = OfficerFactory(role=role)
    matter = {"place": GRID, "organisation": officer.organisation_id, "on": DAY}

    allowed = {verb for verb in VERBS if rules.may(officer, verb, restricted=True, **matter)}

    assert allowed == ({grant.verb for grant in GRANTS[role]} if role in SUPERVISING else set())


@pytest.mark.parametrize("role", list(Role))
def test_what_is_not_said_of_a_matter_is_refused(role):
    officer = OfficerFactory(role=role)

    allowed = {verb for verb in VERBS if rules.may(officer, verb, on=DAY)}

    assert allowed == {grant.verb for grant in GRANTS[role] if grant.bound is Bound.ANYWHERE}


def test_every_post_stands_in_both_tables():
    assert set(GRANTS) == set(LEVELS) == set(Role)


def test_an_auditor_never_writes():
    assert {grant.verb for grant in GRANTS[Role.AUDITOR]} <= READ_ONLY


def test_only_county_administrators_change_tables_and_staff():
    assert [role for role in Role if bounds(role, "tables") | bounds(role, "staff")] == [Role.COUNTY_ADMIN]


def test_nobody_releases_a_text_but_those_who_answer_for_a_place():
    releasing = [role for role in Role if bounds(role, "release")]

    assert releasing == [Role.COUNTY_ADMIN, Role.STREET_SUPERVISOR, Role.SECRETARY]


def test_the_system_may_and_residents_partners_and_nobody_may_not_by_a_post():
    asked = [Actor.system(), Actor.resident(), Actor(ActorKind.PARTNER, "key"), None]

    assert [rules.may(who, "receive", on=DAY) for who in asked] == [True, False, False, False]


def test_an_actor_reaches_as_far_as_the_officer():
    officer = OfficerFactory(role=Role.SECRETARY)

    reaches = [reach(officer_actor(officer), DAY), reach(Actor(ActorKind.OFFICER, str(officer.pk)), DAY)]

    assert reaches == [reach(officer, DAY)] * 2
    assert reaches[0] != NOBODY


def test_a_refusal_says_which_of_three_things_stands_in_the_way():
    nobody, worker = OfficerFactory(), OfficerFactory(role=Role.COMMUNITY_WORKER)

    codes = [
        refusal(rules.check, nobody, "read", place=COMMUNITY, on=DAY),
        refusal(rules.check, worker, "tables", on=DAY),
        refusal(rules.check, worker, "read", place=STREET, on=DAY),
    ]

    assert codes == ["no_role", "not_your_task", "out_of_reach"]


def test_what_is_allowed_passes_without_a_word():
    assert rules.check(OfficerFactory(role=Role.SECRETARY), "read", place=GRID, on=DAY) is None


@pytest.mark.parametrize("place", ["", "231283", "23128", "231282x", "2312829990010010", "２３１２８２"])
def test_a_place_is_a_code_of_this_county(place):
    assert refusal(rules.check_place, place) == "bad_place"


def test_a_closed_organisation_is_refused_from_its_last_day_on():
    closed = OrganisationFactory(valid_to=DAY)

    assert rules.check_in_force(closed, FIRST_DAY) is None
    assert refusal(rules.check_in_force, closed, DAY) == "closed"


def test_no_organisation_stands_below_itself():
    street = OrganisationFactory(place=STREET)
    community = OrganisationFactory(parent=street)

    assert refusal(rules.check_parent, street, community) == "circle"
    assert rules.check_parent(community, street) is None


def test_an_organisation_with_staff_or_children_or_wrong_dates_stays_open():
    staffed, parent, empty = OfficerFactory().organisation, OrganisationFactory(), OrganisationFactory()
    OrganisationFactory(parent=parent)

    codes = [refusal(rules.check_closing, row, DAY) for row in (staffed, parent)]

    assert codes == ["has_staff", "has_children"]
    assert refusal(rules.check_closing, empty, FIRST_DAY.replace(year=2025)) == "dates"
    assert rules.check_closing(empty, DAY) is None


def test_nobody_changes_their_own_post():
    officer = OfficerFactory()

    assert refusal(rules.check_not_oneself, officer, officer_actor(officer)) == "oneself"
    assert rules.check_not_oneself(officer, officer_actor(OfficerFactory())) is None
    assert rules.check_not_oneself(officer, Actor.system()) is None


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("place", [COUNTY, STREET, COMMUNITY, GRID])
def test_a_post_is_held_only_over_places_of_its_levels(role, place):
    officer = OfficerFactory()

    if len(place) in LEVELS[role]:
        assert rules.check_post(officer, role, place, on=DAY) is None
    else:
        assert refusal(rules.check_post, officer, role, place, on=DAY) == "wrong_level"


def test_an_auditor_holds_no_other_post_and_a_worker_does_not_audit():
    auditor, worker = OfficerFactory(role=Role.AUDITOR), OfficerFactory(role=Role.COMMUNITY_WORKER)

    codes = [
        refusal(rules.check_post, auditor, Role.SECRETARY, COMMUNITY, on=DAY),
        refusal(rules.check_post, worker, Role.AUDITOR, COMMUNITY, on=DAY),
    ]

    assert codes == ["auditor_only"] * 2
    assert rules.check_post(auditor, Role.AUDITOR, STREET, on=DAY) is None
    assert rules.check_post(worker, Role.SECRETARY, COMMUNITY, on=DAY) is None


def test_a_closed_account_gets_no_post():
    officer = OfficerFactory(is_active=False)

    assert refusal(rules.check_post, officer, Role.SECRETARY, COMMUNITY, on=DAY) == "inactive"


def test_a_reason_says_something():
    assert rules.check_reason(" 回电居民 ") == "回电居民"
    assert refusal(rules.check_reason, "   a  ") == "no_reason"


@pytest.mark.parametrize(
    "password", ["Abc@123456", "P@ssw0rd", "Sq-231282-x", "Admin@123", "Xx-officer-9", "1qaz@WSX"]
)
def test_habits_are_refused_as_passwords(password):
    with pytest.raises(ValidationError):
        rules.NotAHabit().validate(password, OfficerFactory.build(username="officer", organisation=None))


def test_a_password_of_ones_own_passes_and_the_rule_can_be_read():
    rule = rules.NotAHabit()

    assert rule.validate("Plain-word-7") is None
    assert rule.get_help_text()


@pytest.mark.parametrize(
    ("above", "place", "code"),
    [
        ("general_branch", COMMUNITY, ""),
        ("party_work_committee", STREET, ""),
        ("branch", COMMUNITY, "parent"),
        ("street", STREET, "parent"),
        ("general_branch", "231282999002", "parent"),
    ],
)
def test_a_party_organisation_stands_below_a_higher_kind_of_its_line(above, place, code):
    parent = OrganisationFactory(kind=above, place=place)

    assert (refusal(rules.check_line, "branch", COMMUNITY, parent) if code else "") == code
    rules.check_line("street", STREET, parent)
    rules.check_line("branch", COMMUNITY, None)
    if not code:
        rules.check_line("branch", COMMUNITY, parent)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("demo", [True, False])
def test_administrators_and_auditors_need_a_second_factor_but_in_a_demonstration(settings, role, demo):
    settings.DEMO, settings.SECOND_FACTOR_FOR = demo, frozenset({"county_admin", "auditor"})
    officer = OfficerFactory(role=role)

    needed = not demo and role in {Role.COUNTY_ADMIN, Role.AUDITOR}
    assert rules.needs_second_factor(officer, on=DAY) is needed
