"""A changed rule is tried on last year's matters: what would have moved, from whom to whom, and nothing is written."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sunshine.cases.actions import uphold
from sunshine.cases.actions.tables import set_route
from sunshine.cases.models import Case, Category, CommunityDuty, Route
from sunshine.cases.queries import catalogue, forget_catalogue
from sunshine.cases.queries.trial import (
    Trial,
    precedents,
    try_category,
    try_duty,
    try_route,
    try_without_duty,
    try_without_route,
)
from sunshine.cases.states import DutyList
from sunshine.people.states import OrganisationKind
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from tests.factories.cases import FIRST, STREET, Town, reported, returned
from tests.factories.people import NOON, OrganisationFactory

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=30)


def lamp(**more: Any) -> Case:
    return reported(text="路灯不亮", category="0101", **more).case


def names(trial: Trial) -> list[tuple[str, str, int]]:
    return [
        (shift.giver.name if shift.giver else "", shift.taker.name if shift.taker else "", shift.count)
        for shift in trial.shifts
    ]


def test_a_route_says_what_of_last_year_it_would_have_moved(there: Town) -> None:
    lamp(), lamp(), reported()
    rule = {"category": "0101", "place": STREET, "organisation": there.street.pk, "kind": ""}

    told = try_route(**rule, at=LATER)

    assert (told.looked, names(told)) == (2, [("路灯管理所", "示例街道办", 2)])
    assert try_route(**rule, at=NOON + timedelta(days=400)).looked == 0


def test_a_trial_writes_nothing(there: Town) -> None:
    lamp()
    before = (Entry.objects.count(), Route.objects.count(), catalogue().routes[:])

    try_route(category="0101", place=FIRST, organisation=there.street.pk, kind="", at=LATER)

    assert (Entry.objects.count(), Route.objects.count(), catalogue().routes) == before


def test_a_route_that_a_narrower_one_outweighs_moves_nothing(there: Town) -> None:
    lamp()

    told = try_route(category=None, place="231282", organisation=there.street.pk, kind="", at=LATER)

    assert (told.looked, told.shifts) == (1, [])


def test_a_route_taken_out_leaves_it_to_the_kind_of_organisation(there: Town) -> None:
    OrganisationFactory(name="供电所", kind=OrganisationKind.DEPARTMENT, place=STREET)
    lamp()

    assert names(try_without_route(Route.objects.get(), at=LATER)) == [("路灯管理所", "供电所", 1)]


def test_a_line_of_the_duty_list_moves_what_comes_to_a_community(there: Town) -> None:
    reported(text="噪声", category="0202")

    told = try_duty(category="0202", place=STREET, list=DutyList.STATUTORY, at=LATER)

    assert names(told) == [("示例街道办", "第一社区居委会", 1)]


def test_a_line_taken_off_the_duty_list_frees_the_community(there: Town) -> None:
    reported()

    told = try_without_duty(CommunityDuty.objects.get(), at=LATER)

    assert names(told) == [("第一社区居委会", "示例街道办", 1)]


def test_a_category_is_tried_only_where_it_decides_who_answers(there: Town) -> None:
    reported()
    row = Category.objects.get(code="0201")
    same = {"kind": row.kind, "restricted": False, "retired_on": None, "zh": "别的名字"}

    assert try_category(row, same, county="231282", at=LATER) is None
    told = try_category(row, {**same, "kind": OrganisationKind.STREET}, county="231282", at=LATER)
    assert names(told) == [("第一社区居委会", "示例街道办", 1)]
    assert catalogue().categories["0201"].kind == OrganisationKind.COMMUNITY


def test_complaints_and_what_was_solved_on_the_spot_are_not_tried(there: Town) -> None:
    reported(text="态度差", category="0901")
    reported(by=there.by("grid_worker"), solved_on_the_spot="已清走杂物")

    assert try_without_duty(CommunityDuty.objects.get(), at=LATER).looked == 0
    assert try_route(category=None, place=STREET, organisation=there.light.pk, kind="", at=LATER).looked == 0


@pytest.mark.parametrize("rows", [1, 4])
def test_a_trial_is_one_statement_however_many_matters(rows: int, there: Town) -> None:
    for n in range(rows):
        lamp(place=f"{FIRST}00{n % 2 + 1}")
    catalogue()

    with CaptureQueriesContext(connection) as captured:
        try_without_route(Route.objects.get(), at=LATER)

    assert len([each for each in captured if "cases_case" in each["sql"]]) == 1


def upheld(there: Town, taker: Any, named: Any = None) -> Case:
    case = returned(lamp(), by=there.by("handler"), to=named or taker, at=NOON + timedelta(hours=1))
    return uphold(
        case, by=there.by("dispatcher"), at=NOON + timedelta(hours=2), text="归他们管", organisation=taker
    )


def test_a_decided_return_offers_itself_as_a_rule(there: Town) -> None:
    power = OrganisationFactory(name="供电所", kind=OrganisationKind.DEPARTMENT, place=STREET)
    other = OrganisationFactory(name="市政处", kind=OrganisationKind.DEPARTMENT, place=STREET)
    upheld(there, power), upheld(there, power, named=other)

    [found] = precedents("231282", at=LATER)

    assert (found.category.code, found.place, found.target, found.count) == ("0101", STREET, power, 2)


def test_what_the_rules_say_already_is_offered_no_more(there: Town) -> None:
    power = OrganisationFactory(name="供电所", kind=OrganisationKind.DEPARTMENT, place=STREET)
    upheld(there, power)

    set_route(
        category="0101",
        place=STREET,
        organisation=power.pk,
        kind="",
        source="裁定",
        by=Actor.system(),
        at=LATER,
    )

    assert precedents("231282", at=LATER) == []


def test_refused_and_open_returns_are_no_precedents(there: Town) -> None:
    power = OrganisationFactory(name="供电所", kind=OrganisationKind.DEPARTMENT, place=STREET)
    returned(lamp(), by=there.by("handler"), to=power, at=NOON + timedelta(hours=1))

    assert precedents("231282", at=LATER) == []


def test_what_went_to_a_community_is_a_rule_for_that_community(there: Town) -> None:
    CommunityDuty.objects.create(category_id="0101", place=FIRST, list=DutyList.STATUTORY)
    forget_catalogue()
    upheld(there, there.first)

    assert [(each.place, each.target) for each in precedents("231282", at=LATER)] == [(FIRST, there.first)]


def test_of_what_was_decided_in_two_ways_no_rule_is_made(there: Town) -> None:
    for name in ("供电所", "市政处"):
        upheld(there, OrganisationFactory(name=name, kind=OrganisationKind.DEPARTMENT, place=STREET))

    assert precedents("231282", at=LATER) == []
