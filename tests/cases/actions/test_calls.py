"""Call-back by somebody other than the handler: logged attempts, what was said, and when staff may close."""

from datetime import timedelta
from typing import Any

import pytest

from sunshine.cases.actions import accept, answer, call, close, rework
from sunshine.cases.models import Call, Case, Confirmation, Note
from sunshine.cases.queries.calls import attempts, call_backs, to_call
from sunshine.cases.rules import possible
from sunshine.cases.states import Outcome, State
from sunshine.lib.refusals import Refused
from sunshine.record.models import Entry
from tests.factories.cases import RESIDENT, Town, reported
from tests.factories.people import DAY, NOON

LATER = NOON + timedelta(hours=1)
PHONE = "13812341234"


def answered(there: Town, **report: object) -> Case:
    case = accept(reported(**{"phone": PHONE, **report}).case, by=there.by("worker"), at=LATER)
    return answer(case, by=there.by("worker"), at=LATER, text="已清走")


def refused(step: Any, case: Case, **more: Any) -> str:
    with pytest.raises(Refused) as refusal:
        step(case, at=LATER, **more)
    return refusal.value.code


def unreached(case: Case, there: Town, times: int) -> Case:
    for n in range(times):
        call(case, by=there.by("secretary"), at=LATER + timedelta(hours=n), reached=False)
    return case


def test_an_answer_says_until_when_the_resident_is_called_back(there: Town) -> None:
    case = answered(there)

    assert case.call_by is not None
    assert case.call_by > LATER + timedelta(days=2)


def test_an_attempt_is_logged_and_the_matter_stays_answered(there: Town) -> None:
    case = unreached(answered(there), there, 2)

    rows = list(Call.objects.values_list("kind", "reached", "officer"))
    facts = [row.facts["attempt"] for row in Entry.objects.filter(verb="call").order_by("id")]
    assert (case.state, rows, facts) == (State.ANSWERED, [("back", False, there.secretary.pk)] * 2, [1, 2])


def test_whoever_handled_it_does_not_call_back(there: Town) -> None:
    case = answered(there)

    assert refused(call, case, by=there.by("worker"), reached=True) == "not_yours"


def test_what_the_resident_says_on_the_telephone_closes_it(there: Town) -> None:
    case = call(
        answered(there), by=there.by("secretary"), at=LATER, reached=True, solved="partly", satisfied="fair"
    )

    said = Confirmation.objects.values_list("solved", "satisfied", "channel").get()
    assert (case.state, case.outcome, said) == (State.CLOSED, Outcome.CONFIRMED, ("partly", "fair", "phone"))
    assert Entry.objects.get(verb="confirm").facts["satisfied"] == "fair"


def test_unsolved_goes_back_to_work_and_the_next_answer_is_called_back_anew(there: Town) -> None:
    case = unreached(answered(there), there, 1)

    call(
        case,
        by=there.by("secretary"),
        at=LATER + timedelta(hours=2),
        reached=True,
        solved="no",
        comment="还在",
    )

    assert (case.state, case.reworks, case.call_by) == (State.ACCEPTED, 1, None)
    answer(case, by=there.by("worker"), at=LATER + timedelta(hours=3), text="再次清走")
    assert attempts(case) == 0


def test_who_was_reached_and_said_nothing_of_it_leaves_a_note(there: Town) -> None:
    call(answered(there), by=there.by("secretary"), at=LATER, reached=True, comment="晚上再打")

    assert Note.objects.filter(kind="contact").values_list("text", "to_resident").get() == ("晚上再打", False)


def test_nobody_speaks_who_was_not_reached(there: Town) -> None:
    case = answered(there)

    assert refused(call, case, by=there.by("secretary"), reached=False, solved="yes") == "solved"


def test_without_a_number_there_is_nothing_to_call_and_it_may_be_closed(there: Town) -> None:
    case = answered(there, phone="")

    steps = possible(case, by=there.by("secretary"), on=DAY)
    assert ("call" in steps, "close" in steps) == (False, True)


def test_staff_close_only_after_three_attempts(there: Town) -> None:
    case = unreached(answered(there), there, 2)

    assert refused(close, case, by=there.by("secretary"), reason="打不通") == "call_first"
    unreached(case, there, 1)
    assert close(case, by=there.by("secretary"), at=LATER, reason="打不通").outcome == Outcome.UNCONFIRMED


def test_the_queue_holds_others_work_with_a_number_and_the_most_urgent_first(there: Town) -> None:
    late, fresh = unreached(answered(there), there, 3), answered(there, at=NOON + timedelta(minutes=1))
    answered(there, phone="")
    Case.objects.filter(pk=late.pk).update(call_by=NOON)

    rows = to_call(there.secretary, DAY, at=LATER)
    assert [(row.case.pk, row.tried, row.enough, row.late) for row in rows] == [
        (late.pk, 3, True, True), (fresh.pk, 0, False, False),
    ]  # fmt: skip
    assert list(call_backs(there.worker, DAY)) == []


def test_complaints_about_staff_are_called_back_by_supervision_alone(there: Town) -> None:
    case = reported(category="0901", phone=PHONE).case
    accept(case, by=there.by("supervisor"), at=LATER)
    case.refresh_from_db()
    Case.objects.filter(pk=case.pk).update(state=State.ANSWERED, answered_at=LATER, assignee=None)

    seen = [list(call_backs(row, DAY)) for row in (there.supervisor, there.secretary, there.auditor)]
    assert seen == [[case], [], []]


def test_after_a_rework_the_count_begins_anew(there: Town) -> None:
    case = unreached(answered(there), there, 2)

    rework(case, by=RESIDENT, at=LATER + timedelta(hours=5))
    answer(case, by=there.by("worker"), at=LATER + timedelta(hours=6), text="又清了")
    assert "close" not in possible(case, by=there.by("secretary"), on=DAY)
