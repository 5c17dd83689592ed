"""What is near and alike is kept when a report comes in or moves, in both directions; pages read it and compare nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sunshine.cases.actions import compare, locate, reopen, set_number, withdraw
from sunshine.cases.jobs import compare_new
from sunshine.cases.models import Case, Near, Parameter
from sunshine.cases.queries.duplicates import find_alike, forget_rarity
from sunshine.people.actions import officer_actor
from sunshine.people.states import Role
from tests.factories.cases import RESIDENT, SAME, SECOND, reported, reported_twice
from tests.factories.people import NOON, OfficerFactory

LATER = NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def anew(there):
    forget_rarity()


@pytest.fixture
def pair():
    return reported_twice()


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_the_job_finds_what_every_look_found_and_each_knows_the_other(there, pair):
    looked = [[row.case.pk for row in find_alike(case)] for case in pair]
    reported(text="广场舞音乐太响，晚上睡不着", at=LATER)

    assert (compare_new(0), compare_new(0)) == (3, 0)

    assert (
        [[row.case.pk for row in find_alike(fresh(case))] for case in pair]
        == looked
        == [[pair[1].pk], [pair[0].pk]]
    )


def test_one_that_comes_later_is_known_to_those_before(there, pair):
    compare_new(0)
    third = reported(text=SAME, at=LATER).case

    compare_new(0)

    assert third.pk in [row.case.pk for row in find_alike(fresh(pair[0]))]


def test_a_look_reads_and_compares_nothing(there, pair):
    compare_new(0)
    case = fresh(pair[0])

    with CaptureQueriesContext(connection) as asked:
        assert len(find_alike(case)) == 1

    assert len(asked) == 2


def test_what_ended_or_is_not_public_is_kept_from_the_page(there, pair):
    compare_new(0)
    Case.objects.filter(pk=pair[0].pk).update(confidential=True)
    assert find_alike(fresh(pair[1])) == []
    assert len(find_alike(fresh(pair[1]), officer=there.worker, on=LATER.date())) == 1

    withdraw(pair[0], by=RESIDENT, at=LATER)
    assert find_alike(fresh(pair[1]), officer=there.worker, on=LATER.date()) == []


def test_a_corrected_place_is_compared_anew(there, pair):
    compare_new(0)
    locate(fresh(pair[0]), by=there.by("dispatcher"), at=LATER, place=SECOND + "001")
    assert fresh(pair[0]).compared_at is None

    compare_new(0)

    assert not Near.objects.exists()


def test_another_rule_of_what_is_alike_compares_everything_anew(there, pair):
    compare_new(0)
    admin = officer_actor(
        OfficerFactory(organisation=there.county, role=Role.COUNTY_ADMIN, role__place="231282")
    )
    row = Parameter.objects.get(pk="near_likeness")

    set_number(row, value=Decimal("0.99"), source="", by=admin, at=LATER)

    assert not Case.objects.filter(compared_at__isnull=False).exists()


def test_comparing_twice_keeps_each_pair_once(there, pair):
    assert [compare(case, at=LATER) for case in (*pair, *pair)] == [1, 1, 1, 1]
    assert Near.objects.count() == 2


def test_what_comes_back_is_compared_with_what_came_meanwhile(there, pair):
    withdraw(pair[0], by=RESIDENT, at=LATER)
    compare_new(0)
    assert find_alike(fresh(pair[1]), officer=there.worker, on=LATER.date()) == []

    reopen(pair[0], by=RESIDENT, at=LATER)
    compare_new(0)

    assert len(find_alike(fresh(pair[1]), officer=there.worker, on=LATER.date())) == 1
