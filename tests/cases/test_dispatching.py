"""Kind and organisation in one step: by the duty catalogue, or by hand with the reason."""

from datetime import timedelta

import pytest

from sunshine.cases.actions import accept, dispatch, reopen, withdraw
from sunshine.cases.models import Case
from sunshine.lib.refusals import Refused
from tests.factories.cases import RESIDENT, reported
from tests.factories.people import NOON

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def unclear(there):
    """What no words say, at the street's dispatch desk."""
    return reported(text="门口有点问题", category=None).case


def handed(case, there, **more):
    return dispatch(case, by=there.by("dispatcher"), at=LATER, seen=case.step, **more)


def test_the_catalogue_says_who_and_why(there, unclear):
    case = handed(unclear, there, category="0101")

    assert (case.category_id, case.holder, case.step) == ("0101", there.light, 3)
    assert case.why_here["reason"]


def test_another_than_the_catalogue_names_needs_a_reason(there, unclear):
    with pytest.raises(Refused) as refused:
        handed(unclear, there, category="0101", organisation=there.second)
    assert refused.value.code == "reason"

    fresh = Case.objects.select_related("holder").get(pk=unclear.pk)
    assert handed(fresh, there, organisation=there.light, reason="路灯所最近").holder == there.light


def test_where_the_catalogue_names_nobody_a_person_chooses(there, unclear):
    with pytest.raises(Refused) as refused:
        handed(unclear, there)

    assert refused.value.code == "organisation"


def test_what_turns_out_to_be_a_complaint_goes_one_level_up(there, unclear):
    case = handed(unclear, there, category="0901")

    assert (case.restricted, case.holder) == (True, there.desk)


def test_that_it_was_accepted_in_time_stays_so_when_it_comes_back(there):
    case = accept(reported().case, by=there.by("worker"), at=LATER)
    withdraw(case, by=RESIDENT, at=LATER)
    reopen(case, by=RESIDENT, at=LATER + timedelta(days=1))

    accept(case, by=there.by("worker"), at=LATER + timedelta(days=2))

    assert case.accepted_at == LATER
