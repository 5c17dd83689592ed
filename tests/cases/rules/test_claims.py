"""A reason to leave a matter out says something of it, and the record has to show that."""

from datetime import timedelta

import pytest

from sunshine.cases.actions import contact, exclude, leave_out, merge, reopen, withdraw
from sunshine.cases.actions.handling_tables import set_reason
from sunshine.cases.models import Case, Reason
from sunshine.cases.queries.duplicates import forget_rarity
from sunshine.lib.refusals import Refused
from sunshine.people.actions import officer_actor
from sunshine.people.states import Role
from sunshine.record.models import Entry
from tests.factories.cases import MERGING, RESIDENT, STREET, reported, reported_twice
from tests.factories.people import NOON, OfficerFactory

LATER = NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def anew(there):
    forget_rarity()


@pytest.fixture
def case():
    return reported(at=LATER).case


def asked(case, there, code, **more):
    reason = Reason.objects.get(pk=code)
    return exclude(case, by=there.by("secretary"), at=LATER, reason=reason, text="请予剔除", **more)


def refused(case, there, code, **more) -> str:
    with pytest.raises(Refused) as refusal:
        asked(case, there, code, **more)
    assert not case.proposals.exists()
    return str(refusal.value.code)


def called(case, there, *reached):
    for hour, each in enumerate(reached, start=1):
        contact(case, by=there.by("worker"), at=LATER + timedelta(hours=hour), reached=each)
    return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize(
    "reached", [(), (False, False), (False, False, False, True), (False, True, False, False)]
)
def test_who_was_reached_or_not_called_often_enough_is_not_unreachable(there, case, reached):
    assert refused(called(case, there, *reached), there, "unreachable") == "reason"


@pytest.mark.parametrize("reached", [(False,) * 3, (True, False, False, False)])
def test_three_calls_that_nobody_answered_are_three_logged_calls(there, case, reached):
    assert asked(called(case, there, *reached), there, "unreachable").proposals.get().open


def test_a_duplicate_names_what_it_repeats(there, case):
    assert refused(case, there, "duplicate") == "other"
    assert refused(case, there, "duplicate", other=case) == "other"
    assert refused(case, there, "duplicate", other=reported(at=LATER + timedelta(days=1)).case) == "other"


def test_what_it_repeats_is_near_and_alike(there, case):
    assert (
        refused(case, there, "duplicate", other=reported(text="广场舞音乐太响，晚上睡不着").case) == "other"
    )


@pytest.mark.parametrize("ended", [False, True])
def test_the_one_it_repeats_stands_in_the_record(there, ended):
    first, case = reported_twice()
    if ended:
        withdraw(first, by=RESIDENT, at=LATER)

    asked(case, there, "duplicate", other=first)

    assert case.proposals.get().other == first
    assert Entry.objects.get(subject=case.subject, verb="exclude").facts["other"] == first.ref


def test_what_lies_in_the_county_is_not_outside_of_it(there, case):
    assert refused(case, there, "outside") == "reason"
    Case.objects.filter(pk=case.pk).update(place="231282")
    assert asked(Case.objects.get(pk=case.pk), there, "impossible").proposals.exists()


def test_a_matter_that_comes_back_counts_in_the_rates_again(there):
    first, case = reported_twice()
    merge(case, by=there.by("worker"), at=LATER, into=first, reason=MERGING)
    asked(case, there, "duplicate", other=first)
    watcher = OfficerFactory(organisation=there.street, role=Role.STREET_SUPERVISOR, role__place=STREET)
    leave_out(case, by=officer_actor(watcher), at=LATER, text="同意剔除")
    assert case.excluded

    reopen(case, by=RESIDENT, at=LATER, comment="不是一回事")

    assert not case.excluded


def test_only_a_reason_to_leave_out_claims_something(there):
    admin = OfficerFactory(organisation=there.county, role=Role.COUNTY_ADMIN, role__place="231282")
    row = {"zh": "联系不上", "en": "Nobody answered", "source": "", "claims": "unreachable"}
    now = {"by": officer_actor(admin), "at": LATER}

    with pytest.raises(Refused):
        set_reason(code="silent", values={**row, "kind": "return"}, **now)
    assert set_reason(code="silent", values={**row, "kind": "exclusion"}, **now).claims == "unreachable"
