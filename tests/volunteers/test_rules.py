"""What an offer must bring, and who may write it down or change it."""

from datetime import date

import pytest

from sunshine.lib.refusals import Refused
from sunshine.people.actions import officer_actor
from sunshine.people.states import OrganisationKind, Role
from sunshine.places.models import Place
from sunshine.record.states import Actor
from sunshine.volunteers.actions import load_skills
from sunshine.volunteers.models import Skill
from sunshine.volunteers.rules import (
    check_calling,
    check_changer,
    check_consent,
    check_keeper,
    check_name,
    check_offer,
)
from tests.factories.people import COMMUNITY, DAY, GRID, NOON, STREET, OfficerFactory, OrganisationFactory
from tests.factories.places import PlaceFactory
from tests.factories.volunteers import offered, volunteer

pytestmark = pytest.mark.django_db
ELSEWHERE = "231282999002"


def code(check, *args, **kwargs) -> str:
    """The refusal's code, or "" when nothing stands in the way."""
    try:
        check(*args, **kwargs)
    except Refused as refusal:
        return refusal.code
    return ""


@pytest.fixture
def place():
    PlaceFactory(code=GRID)
    load_skills(by=Actor.system(), at=NOON)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, ""),
        ({"place": GRID, "skills": (), "free": ()}, ""),
        ({"phone": "13912345678"}, ""),
        ({"adult": False}, "adult"),
        ({"consents": frozenset({"public"})}, "keep"),
        ({"display_name": "  "}, "display_name"),
        ({"display_name": "长" * 21}, "display_name"),
        ({"display_name": "老\x07李"}, "display_name"),
        ({"display_name": "老李13912345678"}, "display_name"),
        ({"display_name": "老李77712"}, "display_name"),
        ({"display_name": "a@b.cn"}, "display_name"),
        ({"place": "nowhere"}, "bad_place"),
        ({"place": STREET}, "place"),
        ({"place": ELSEWHERE}, "place"),
        ({"team": 10**9}, "team"),
        ({"skills": ("magic",)}, "skills"),
        ({"free": ("always",)}, "free"),
        ({"consents": frozenset({"keep", "call"})}, "phone"),
    ],
)
def test_an_offer_is_kept_or_refused_at_its_field(place, said, field):
    assert code(check_offer, offered(**said), on=DAY) == field


def test_a_number_without_the_consent_to_call_is_refused():
    assert code(check_calling, False, "13912345678") == "phone"


def test_a_name_loses_the_space_around_it():
    assert check_name("  3号楼老李 ") == "3号楼老李"


def test_a_name_tells_no_flat_but_may_be_a_form_of_address():
    assert check_name("王大姐") == "王大姐"
    assert code(check_name, "2单元501室王姐") == "display_name"


def test_what_is_not_in_use_any_more_cannot_be_chosen(place):
    team = OrganisationFactory(kind=OrganisationKind.VOLUNTEER_TEAM, valid_to=date(2026, 11, 1))
    Place.objects.filter(pk=GRID).update(retired_on=date(2026, 11, 1))
    Skill.objects.filter(pk="company").update(retired_on=DAY)

    offers = [offered(team=team.pk), offered(place=GRID), offered()]
    assert [code(check_offer, offer, on=DAY) for offer in offers] == ["team", "place", "skills"]


def keeper(role, **post):
    return officer_actor(OfficerFactory(role=role, **post))


@pytest.mark.parametrize("role", list(Role))
def test_who_may_write_an_offer_down_by_place(role):
    expected = {
        Role.COUNTY_ADMIN: "", Role.STREET_SUPERVISOR: "", Role.SECRETARY: "", Role.COMMUNITY_WORKER: "",
        Role.GROUP_LEADER: "out_of_reach",
    }.get(role, "not_your_task")  # fmt: skip

    assert code(check_keeper, offered(word=True), keeper(role), organisation=None, on=DAY) == expected


def test_a_leader_writes_down_for_the_own_group_only():
    leader, other = keeper(Role.GROUP_LEADER), OrganisationFactory()

    codes = [
        code(check_keeper, offered(word=True, team=leader.organisation), leader, organisation=None, on=DAY),
        code(check_keeper, offered(word=True), leader, organisation=leader.organisation, on=DAY),
        code(check_keeper, offered(word=True), leader, organisation=other.pk, on=DAY),
    ]
    assert codes == ["", "", "out_of_reach"]


def test_staff_write_nothing_down_without_the_word():
    assert code(check_keeper, offered(), keeper(Role.SECRETARY), organisation=None, on=DAY) == "word"


def test_the_person_the_system_and_staff_on_their_word_may_change_an_offer():
    person, other = volunteer(), volunteer()
    secretary = keeper(Role.SECRETARY)
    tries = [
        (Actor.helper(person.ref, None), False),
        (Actor.system(), False),
        (secretary, True),
        (secretary, False),
        (Actor.helper(other.ref, None), True),
        (Actor.resident(), True),
        (keeper(Role.SECRETARY, role__place=ELSEWHERE), True),
    ]

    codes = [code(check_changer, person, by, word=word, organisation=None, on=DAY) for by, word in tries]
    assert codes == ["", "", "", "word", "no_role", "no_role", "out_of_reach"]


def test_nothing_is_changed_of_whoever_left():
    person = volunteer()
    person.left_at = NOON

    assert code(check_changer, person, Actor.system(), word=True, organisation=None, on=DAY) == "left"


def test_a_consent_nobody_asked_for_is_none():
    assert (code(check_consent, "everything"), check_consent("call")) == ("consent", "call")


def test_the_factory_offers_from_the_first_community():
    assert offered().place == COMMUNITY
