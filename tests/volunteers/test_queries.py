"""By their own link, by place, and how they may be named."""

import pytest

from sunshine.record.states import Actor
from sunshine.volunteers.actions import load_skills, strip, withdraw_consent
from sunshine.volunteers.queries import (
    consents,
    find_consented,
    find_present,
    left_by_token,
    public_name,
    skills_on,
    staff_name,
    token_of,
    volunteer_by_token,
)
from sunshine.volunteers.states import ConsentKind
from tests.factories.people import COMMUNITY, DAY, GRID, NOON
from tests.factories.volunteers import volunteer

pytestmark = pytest.mark.django_db
SOMEBODY = "一名党员/志愿者"


def gone():
    return strip(volunteer(display_name="走了"), by=Actor.system(), at=NOON)


def test_a_link_finds_who_is_here_and_says_when_somebody_left():
    here, left = volunteer(), gone()

    assert [volunteer_by_token(token_of(row.ref)) for row in (here, left)] == [here, None]
    assert [left_by_token(token_of(row.ref)) for row in (here, left)] == [None, NOON]


def test_who_is_present_stands_by_name_within_the_place():
    for name, place in (("乙", GRID), ("甲", COMMUNITY), ("外", "231282999002")):
        volunteer(display_name=name, place=place)
    gone()

    assert [row.display_name for row in find_present(COMMUNITY)] == ["乙", "甲"]
    assert [row.display_name for row in find_present(GRID)] == ["乙"]
    assert list(find_present("")) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_with_consents_skills_and_teams_costs_three_statements(rows, django_assert_num_queries):
    for _ in range(rows):
        volunteer()

    with django_assert_num_queries(3):
        assert (
            len([(public_name(row), row.team, list(row.skills.all())) for row in find_present(COMMUNITY)])
            == rows
        )


def test_who_agreed_to_something_is_found_while_they_do():
    first, second = volunteer(), volunteer()
    withdraw_consent(second, "match", by=Actor.helper(second.ref, None), at=NOON)

    assert list(find_consented(ConsentKind.MATCH)) == [first]
    assert consents(second) == {"keep", "public"}


def test_the_public_reads_a_chosen_name_by_consent_alone():
    named = volunteer(display_name="老李")
    unnamed = volunteer(display_name="老王", consents=frozenset({"keep"}))

    assert [public_name(row) for row in (named, unnamed, gone(), None)] == [
        "老李",
        SOMEBODY,
        SOMEBODY,
        SOMEBODY,
    ]
    assert [staff_name(row) for row in (unnamed, gone())] == ["老王", SOMEBODY]


def test_a_retired_skill_is_not_offered():
    load_skills(by=Actor.system(), at=NOON)
    first = skills_on(DAY).first()
    type(first).objects.filter(pk=first.pk).update(retired_on=DAY)

    assert first not in skills_on(DAY)
