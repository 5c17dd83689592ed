"""Leaving out, excusing and concealing: by whom, when not, and what stays visible."""

from datetime import timedelta
from typing import Any

import pytest

from sunshine.cases.actions import (
    accept,
    answer,
    conceal,
    count_in,
    exclude,
    excuse,
    explain,
    forget,
    leave_out,
    not_excused,
    release,
    withdraw,
)  # fmt: skip
from sunshine.cases.models import Case, Proposal, Reason
from sunshine.cases.rules import possible, was_late
from sunshine.cases.states import Asking
from sunshine.lib.refusals import Refused
from sunshine.matters.states import Decision
from sunshine.notices.models import Message
from sunshine.people.actions import officer_actor
from sunshine.people.models import Officer
from sunshine.people.states import Role
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from tests.factories.cases import RESIDENT, STREET, Town, reported
from tests.factories.people import DAY, NOON, OfficerFactory

LATER = NOON + timedelta(hours=1)
LATE = NOON + timedelta(days=40)


@pytest.fixture
def overseer(there: Town) -> Actor:
    return officer_actor(
        OfficerFactory(organisation=there.street, role=Role.STREET_SUPERVISOR, role__place=STREET)
    )


def why(kind: Asking) -> Reason:
    return Reason.objects.filter(kind=kind).first()


def accepted(there: Town, **report: object) -> Case:
    return accept(reported(**report).case, by=there.by("worker"), at=LATER)


def left_out(there: Town, by: str = "secretary") -> Case:
    return exclude(accepted(there), by=there.by(by), at=LATER, reason=why(Asking.EXCLUSION), text="重复来电")


def explained(there: Town) -> Case:
    case = accepted(there)
    return explain(case, by=there.by("worker"), at=LATE, reason=why(Asking.EXEMPTION), text="连日暴雨")


def refused(step: Any, case: Case, **more: Any) -> str:
    with pytest.raises(Refused) as refusal:
        step(case, **{"at": LATER, **more})
    return refusal.value.code


def test_asking_to_leave_out_names_who_asks_and_changes_nothing_yet(there: Town) -> None:
    case = left_out(there, by="dispatcher")

    asked = Proposal.objects.get()
    assert (asked.organisation, asked.decision, case.excluded) == (there.street, "", False)
    assert Entry.objects.get(verb="exclude").facts["reason"] == asked.reason_id


def test_one_level_up_leaves_it_out_and_who_asked_is_told(there: Town, overseer: Actor) -> None:
    case = leave_out(left_out(there), by=overseer, at=LATER, text="确属重复")

    assert (case.excluded, Proposal.objects.get().decision) == (True, Decision.YES)
    assert Message.objects.filter(kind="case_decided", organisation=there.first).count() == 1


def test_or_counts_it_in(there: Town, overseer: Actor) -> None:
    case = count_in(left_out(there), by=overseer, at=LATER, text="是新情况")

    assert (case.excluded, Proposal.objects.get().decision) == (False, Decision.NO)


def test_nobody_leaves_out_what_they_asked_to_leave_out(there: Town, overseer: Actor) -> None:
    case = accepted(there)
    exclude(case, by=overseer, at=LATER, reason=why(Asking.EXCLUSION), text="重复来电")

    assert refused(leave_out, case, by=overseer, text="同意") == "own_proposal"


def test_the_holder_never_decides_on_its_own_case(there: Town) -> None:
    boss = OfficerFactory(organisation=there.first, role=Role.STREET_SUPERVISOR, role__place=STREET)

    assert refused(leave_out, left_out(there), by=officer_actor(boss), text="同意") == "not_yours"


def test_what_is_left_out_is_not_left_out_again(there: Town, overseer: Actor) -> None:
    case = leave_out(left_out(there), by=overseer, at=LATER, text="确属重复")

    told = {"reason": why(Asking.EXCLUSION), "text": "再来一次"}
    assert refused(exclude, case, by=there.by("secretary"), **told) == "excluded"


def test_a_complaint_about_staff_is_neither_left_out_nor_excused(there: Town) -> None:
    case = reported(category="0901").case

    by, told = there.by("supervisor"), {"reason": why(Asking.EXCLUSION), "text": "不合适"}
    assert [refused(step, case, by=by, at=LATER, **told) for step in (exclude,)] == ["restricted"]
    assert "explain" not in possible(case, by=by, on=LATE.date())


def test_a_delay_is_explained_once_and_the_word_stays_whatever_is_decided(
    there: Town, overseer: Actor
) -> None:
    case = not_excused(explained(there), by=overseer, at=LATE, text="应提前安排")

    asked = Proposal.objects.get()
    assert (case.excused, asked.text, asked.answer) == (False, "连日暴雨", "应提前安排")
    told = {"reason": why(Asking.EXEMPTION), "text": "还有话说", "at": LATE}
    assert refused(explain, case, by=there.by("worker"), **told) == "explained"


def test_a_delay_outside_the_holders_power_is_excused(there: Town, overseer: Actor) -> None:
    case = excuse(explained(there), by=overseer, at=LATE, text="气象证明属实")

    assert (case.excused, case.due_at < LATE) == (True, True)


def test_what_is_not_late_needs_no_explanation(there: Town) -> None:
    case = accepted(there)
    told = {"by": there.by("worker"), "reason": why(Asking.EXEMPTION), "text": "连日暴雨"}

    assert refused(explain, case, **told) == "not_late"
    assert refused(explain, case, **{**told, "at": case.due_at}) == "not_late"
    answer(case, by=there.by("worker"), at=LATER, text="已清走")
    assert (
        refused(
            explain,
            case,
            **told,
        )
        == "not_late"
    )


@pytest.mark.parametrize(
    ("answered", "state", "late"),
    [(NOON, "answered", False), (LATE, "answered", True), (None, "waiting", False), (None, "accepted", True)],
)
def test_lateness_is_of_the_answer_or_of_now(there: Town, answered: Any, state: str, late: bool) -> None:
    case = reported().case
    case.answered_at, case.state = answered, state

    assert was_late(case, LATE) is late


def test_what_is_erased_is_neither_left_out_nor_explained(there: Town) -> None:
    case = withdraw(accepted(there), by=RESIDENT, at=LATE)
    forget(case, by=Actor.system("retention"), at=LATE, why="retention")

    told = {"by": there.by("worker"), "reason": why(Asking.EXCLUSION), "text": "重复来电"}
    assert [refused(step, case, **told) for step in (exclude, explain)] == ["erased", "erased"]


def test_erasing_takes_what_was_asked_and_decided_too(there: Town, overseer: Actor) -> None:
    case = leave_out(left_out(there), by=overseer, at=LATER, text="确属重复")
    withdraw(case, by=RESIDENT, at=LATER)

    forget(case, by=Actor.system("retention"), at=LATE, why="retention")
    assert Proposal.objects.values_list("text", "answer", "rule").get() == ("", "", "")


def test_the_resident_makes_it_confidential_and_what_was_published_goes(there: Town) -> None:
    case = accepted(there)
    release(case, by=there.by("secretary"), at=LATER, text="楼道清理", result="已清理")

    conceal(case, by=RESIDENT, at=LATER)

    assert (case.confidential, case.released_text, case.released_result) == (True, "", "")
    assert "community" not in Entry.objects.get(verb="conceal").public
    assert refused(conceal, case, by=there.by("worker")) == "confidential"


def test_who_may_not_read_the_name_may_not_leave_out(there: Town) -> None:
    assert "exclude" not in possible(accepted(there), by=there.by("auditor"), on=DAY)
    assert Officer.objects.exists()
