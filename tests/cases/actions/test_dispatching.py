"""Kind and organisation in one step: by the duty catalogue, or by hand with the reason."""

from datetime import timedelta

import pytest

from sunshine.cases import rules
from sunshine.cases.actions import accept, dispatch, dispatch_as_proposed, reopen, withdraw
from sunshine.cases.models import Case
from sunshine.lib.refusals import Overtaken, Refused
from tests.factories.cases import RESIDENT, reported, returned
from tests.factories.people import NOON

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def unclear(there):
    """What no words say, at the street's dispatch desk."""
    return reported(text="门口有点问题", category=None).case


def handed(case, there, **more):
    return dispatch(case, by=there.by("dispatcher"), at=LATER, seen=case.version, **more)


def test_the_catalogue_says_who_and_why(there, unclear):
    case = handed(unclear, there, category="0101")

    assert (case.category_id, case.holder, case.version) == ("0101", there.light, 3)
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


@pytest.fixture
def proposed(there):
    """At the street's dispatch desk, although the catalogue names the office for lamps."""
    case = reported(text="灯坏了", category="0101").case
    case.custody.update(holder=there.street)
    Case.objects.filter(pk=case.pk).update(holder=there.street)
    return Case.objects.get(pk=case.pk)


def as_proposed(case, there, **more):
    told = {"category": "0101", "organisation": there.light.pk, "seen": case.version, **more}
    return dispatch_as_proposed(case, by=there.by("dispatcher"), at=LATER, **told)


def refused(check, case, there, *verb, **more):
    """Why a step is refused before it is done."""
    with pytest.raises(Refused) as found:
        check(*verb, case, by=there.by("dispatcher"), on=LATER.date(), **more)
    return found.value.code


def test_as_proposed_is_what_was_shown_and_nothing_else(there, proposed):
    with pytest.raises(Refused) as other:
        as_proposed(proposed, there, organisation=there.second.pk)
    assert other.value.code == "proposal"

    assert as_proposed(proposed, there).holder == there.light


def test_a_proposal_is_not_carried_out_on_what_somebody_else_moved(there, proposed):
    with pytest.raises(Overtaken):
        as_proposed(proposed, there, seen=proposed.version - 1)


def test_before_it_is_done_one_is_told_whom_it_would_go_to(there, unclear):
    by, on = there.by("dispatcher"), LATER.date()
    told = {"by": by, "on": on}

    assert rules.check_dispatch(unclear, category="0101", **told) == there.light
    chosen = rules.check_dispatch(unclear, organisation=there.light, reason="最近", **told)
    assert (chosen, unclear.version) == (there.light, Case.objects.get(pk=unclear.pk).version)


def test_several_never_end_a_matter_nor_tell_of_staff(there, unclear):
    assert refused(rules.check_several, unclear, there, "answer") == "one_by_one"
    assert refused(rules.check_proposal, unclear, there) == "proposal"
    assert refused(rules.check_dispatch, unclear, there, organisation=there.light) == "reason"
    complaint = handed(unclear, there, category="0901")
    assert refused(rules.check_proposal, complaint, there) == "restricted"


def why_not(case, there) -> str:
    with pytest.raises(Refused) as found:
        rules.check_proposal(case, by=there.by("dispatcher"), on=LATER.date())
    return str(found.value)


def test_what_is_left_out_says_why(there, unclear):
    assert "还没有分类" in why_not(unclear, there)
    assert "已经在职责目录写明的单位" in why_not(reported(text="路灯", category="0101").case, there)
    assert "没有明确的建议" in why_not(reported(text="邻居噪声", category="0202").case, there)


def test_what_waits_for_a_decision_is_not_handed_on_together_with_others(there):
    case = reported(text="路灯", category="0101").case
    returned(case, by=there.by("handler"), to=there.street, at=LATER)

    assert refused(rules.check_proposal, Case.objects.get(pk=case.pk), there) == "asked"
