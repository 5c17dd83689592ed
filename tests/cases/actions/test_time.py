"""First contact, more time, the pause that ends by itself, and what is set aside with a plan."""

from datetime import timedelta
from typing import Any

import pytest

from sunshine.cases.actions import (
    accept,
    answer,
    ask,
    ask_more_time,
    contact,
    deny,
    grant,
    keep_on,
    reply,
    resume_case,
    review,
    rework,
    set_aside,
    shelve,
    take_up,
    tell_review,
)
from sunshine.cases.jobs import pass_time, tell_reviews
from sunshine.cases.models import Call, Case, Note, Proposal, Reason
from sunshine.cases.queries import find_unanswered, to_review
from sunshine.cases.rules import possible
from sunshine.cases.states import Asking, State
from sunshine.clocks.models import Clock
from sunshine.clocks.queries import calendar
from sunshine.lib.refusals import Refused
from sunshine.notices.models import Message
from sunshine.people.actions import appoint_deputy, officer_actor
from sunshine.people.models import Officer
from sunshine.people.states import Role
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from tests.factories.cases import RESIDENT, STREET, Town, reported
from tests.factories.people import NOON, OfficerFactory

LATER = NOON + timedelta(hours=1)
TOMORROW = NOON + timedelta(days=1)
CLOCK = Actor.system("clock")
ON = NOON.date()


def accepted(there: Town, **report: object) -> Case:
    return accept(reported(**report).case, by=there.by("worker"), at=LATER)


@pytest.fixture
def chief(there: Town) -> Actor:
    """The street's supervisor, one level above a community."""
    officer = OfficerFactory(organisation=there.street, role=Role.STREET_SUPERVISOR, role__place=STREET)
    return officer_actor(officer)


def refusal(step: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(Refused) as refused:
        step(*args, **kwargs)
    return str(refused.value.code)


def more(there: Town, case: Case, **told: Any) -> Case:
    return ask_more_time(
        case, **{"by": there.by("worker"), "at": LATER, "amount": 3, "text": "在等配件到货", **told}
    )


def plan(there: Town, case: Case, **told: Any) -> Case:
    said = {"text": "列入明年改造计划", "public": "需要列入明年的改造", "until": NOON + timedelta(days=90)}
    return shelve(case, **{"by": there.by("worker"), "at": LATER, **said, **told})


def facts(case: Case) -> dict[str, Any]:
    return dict(Entry.objects.filter(subject=case.subject).latest("step").facts)


def told(case: Case, kind: str) -> list[Any]:
    return list(
        Message.objects.filter(subject=case.subject, kind=kind)
        .order_by("pk")
        .values_list("organisation", flat=True)
    )


def test_a_report_knows_until_when_the_resident_hears_from_us(there: Town) -> None:
    case = reported(phone="13812341234").case
    said = facts(case)

    assert case.contact_by == calendar().contact_by("normal", NOON)
    assert (said["reachable"], said["urgency"], said["contact_by"][:10]) == (
        True,
        "normal",
        case.contact_by.date().isoformat(),
    )


def test_only_who_was_reached_has_been_contacted(there: Town) -> None:
    case = accepted(there)

    contact(case, by=there.by("worker"), at=LATER, reached=False)
    missed = case.contacted_at
    contact(case, by=there.by("worker"), at=TOMORROW, reached=True, text="明天上午到现场")

    assert (missed, case.contacted_at, facts(case)["reached"]) == (None, TOMORROW, True)
    assert list(Call.objects.order_by("step").values_list("kind", "reached", "officer")) == [
        ("first", False, there.worker.pk),
        ("first", True, there.worker.pk),
    ]
    assert Note.objects.get(kind="contact").to_resident is False


def test_a_question_or_an_answer_is_a_first_contact_too(there: Town) -> None:
    asked = ask(accepted(there), by=there.by("worker"), at=LATER, text="请问几单元")
    told = answer(accepted(there), by=there.by("worker"), at=TOMORROW, text="已清走")

    assert (asked.contacted_at, told.contacted_at) == (LATER, TOMORROW)


def test_the_first_contact_stays_the_first(there: Town) -> None:
    case = contact(accepted(there), by=there.by("worker"), at=LATER, reached=True)

    assert answer(case, by=there.by("worker"), at=TOMORROW, text="已清走").contacted_at == LATER


def test_the_resident_is_asked_once_until_it_comes_back(there: Town) -> None:
    case = ask(accepted(there), by=there.by("worker"), at=LATER, text="请问几单元")
    reply(case, by=RESIDENT, at=LATER, text="三单元")

    assert refusal(ask, case, by=there.by("worker"), at=LATER, text="几楼") == "asked_once"

    answer(case, by=there.by("worker"), at=LATER, text="已清走")
    rework(case, by=RESIDENT, at=TOMORROW, comment="还有")
    assert ask(case, by=there.by("worker"), at=TOMORROW, text="在哪里").state == State.WAITING


def test_without_a_reply_work_goes_on_after_a_week(there: Town) -> None:
    case = ask(accepted(there), by=there.by("worker"), at=LATER, text="请问几单元")
    due, week = case.due_at, LATER + timedelta(days=7)

    assert (find_unanswered(week - timedelta(seconds=1), 9), find_unanswered(week, 9)) == ([], [case])
    resume_case(case, by=CLOCK, at=week)

    assert (case.state, case.due_at > due) == (State.ACCEPTED, True)
    assert Case.objects.get().due_at == Clock.objects.get(kind="handle").due_at == case.due_at
    assert told(case, "case_resumed") == [there.first.pk]


def test_nobody_lets_the_clock_run_on_before_time(there: Town) -> None:
    case = ask(accepted(there), by=there.by("worker"), at=LATER, text="请问几单元")

    assert refusal(resume_case, case, by=there.by("worker"), at=LATER) == "not_yours"


def test_the_round_resumes_what_waits_too_long(there: Town) -> None:
    case = ask(accepted(there), by=there.by("worker"), at=LATER, text="请问几单元")
    Note.objects.update(at=LATER - timedelta(days=30))

    assert (pass_time(0) >= 1, Case.objects.get(pk=case.pk).state) == (True, State.ACCEPTED)


def test_more_time_moves_deadline_and_clock_and_tells_the_resident(there: Town) -> None:
    case = accepted(there, phone="13812341234")
    was = case.due_at
    more(there, case, reason=Reason.objects.filter(kind="extension").first())
    grant(case, by=there.by("dispatcher"), at=LATER, text="同意")

    assert case.due_at == calendar().after(was, 3, "working_day")
    assert Case.objects.get().due_at == Clock.objects.get(kind="handle").due_at == case.due_at
    assert told(case, "case_extended") == [there.first.pk, None]
    assert facts(case)["was_due"][:10] == was.date().isoformat()


def test_the_clock_runs_while_more_time_is_not_decided(there: Town) -> None:
    case = accepted(there)
    due = case.due_at
    more(there, case)

    assert (case.due_at, case.holder, case.state) == (due, there.first, State.ACCEPTED)
    assert told(case, "case_decide") == [there.street.pk]


def test_more_time_refused_leaves_the_deadline(there: Town) -> None:
    case = more(there, accepted(there))
    due = case.due_at
    deny(case, by=there.by("dispatcher"), at=LATER, text="还来得及")

    assert (case.due_at, Proposal.objects.get().decision) == (due, "no")
    assert told(case, "case_not_granted") == [there.first.pk]
    assert refusal(more, there, case) == "extended"


@pytest.mark.parametrize("amount", [0, 6])
def test_more_time_is_at_most_as_long_again(there: Town, amount: int) -> None:
    assert refusal(more, there, accepted(there), amount=amount) == "amount"


def test_more_time_is_asked_for_before_the_deadline(there: Town) -> None:
    case = accepted(there)

    assert refusal(more, there, case, at=case.due_at + timedelta(minutes=1)) == "too_late"


def test_more_time_granted_too_late_would_mend_a_breach(there: Town) -> None:
    case = more(there, accepted(there))
    after = case.due_at + timedelta(minutes=1)

    assert refusal(grant, case, by=there.by("dispatcher"), at=after, text="同意") == "too_late"
    assert deny(case, by=there.by("dispatcher"), at=after, text="已超时").state == State.ACCEPTED


def test_nobody_grants_their_own_wish_for_time(there: Town) -> None:
    case = accept(reported(text="不知归谁管", category="0202").case, by=there.by("dispatcher"), at=LATER)
    more(there, case, by=there.by("dispatcher"))

    assert refusal(grant, case, by=there.by("dispatcher"), at=LATER, text="同意") == "own_proposal"
    assert "grant" not in possible(case, by=there.by("dispatcher"), on=ON)


def test_nor_does_whoever_stands_in_for_the_one_who_asked(there: Town) -> None:
    case = accept(reported(text="不知归谁管", category="0202").case, by=there.by("dispatcher"), at=LATER)
    more(there, case, by=there.by("dispatcher"))
    deputy, days = OfficerFactory(organisation=there.street, role=None), {"since": ON, "until": ON}
    appoint_deputy(there.dispatcher, deputy=deputy, **days, by=there.by("dispatcher"), at=LATER)

    by = officer_actor(Officer.objects.get(pk=deputy.pk))
    assert refusal(grant, case, by=by, at=LATER, text="同意") == "own_proposal"


def test_time_nobody_asked_for_is_not_granted(there: Town) -> None:
    assert (
        refusal(grant, accepted(there), by=there.by("dispatcher"), at=LATER, text="同意") == "nothing_asked"
    )


def test_one_asks_at_a_time(there: Town) -> None:
    case = plan(there, accepted(there))

    assert refusal(plan, there, case) == "asked_already"


def test_a_long_matter_is_set_aside_one_level_up(there: Town, chief: Actor) -> None:
    case = plan(there, accepted(there, phone="13812341234"))
    set_aside(case, by=chief, at=TOMORROW, text="同意挂账")

    kept = Case.objects.get()
    assert (kept.state, kept.shelved_reason) == (State.SHELVED, "需要列入明年的改造")
    assert kept.shelved_until == NOON + timedelta(days=90)
    assert Clock.objects.get(kind="handle").paused_at == TOMORROW
    assert told(case, "case_shelved") == [there.first.pk, None]


def test_the_holder_itself_does_not_set_aside(there: Town, chief: Actor) -> None:
    case = accept(reported(text="不知归谁管", category="0202").case, by=there.by("dispatcher"), at=LATER)
    plan(there, case, by=there.by("dispatcher"))

    assert refusal(set_aside, case, by=chief, at=LATER, text="同意") == "not_yours"


def test_what_is_not_set_aside_goes_on(there: Town, chief: Actor) -> None:
    case = plan(there, accepted(there))
    keep_on(case, by=chief, at=TOMORROW, text="可以马上办")

    assert (case.state, case.shelved_until) == (State.ACCEPTED, None)
    assert told(case, "case_not_granted") == [there.first.pk]


@pytest.mark.parametrize("days", [-1, 181])
def test_a_plan_is_looked_at_again_within_half_a_year(there: Town, days: int) -> None:
    assert refusal(plan, there, accepted(there), until=LATER + timedelta(days=days)) == "until"


def test_a_complaint_about_staff_is_not_set_aside(there: Town) -> None:
    case = reported(text="态度恶劣", category="0901", about=there.first.pk).case
    by = there.by("supervisor")
    case = accept(case, by=by, at=LATER) if case.holder == there.desk else case

    assert refusal(plan, there, case, by=by) == "restricted"


def test_the_plan_is_looked_at_and_the_matter_taken_up_again(there: Town, chief: Actor) -> None:
    case = plan(there, accepted(there, phone="13812341234"))
    due = case.due_at
    set_aside(case, by=chief, at=TOMORROW, text="同意")
    review(case, by=there.by("worker"), at=TOMORROW, text="已经立项", until=TOMORROW + timedelta(days=60))
    next_look = case.shelved_until
    take_up(case, by=there.by("worker"), at=TOMORROW + timedelta(days=60), text="开工了")

    assert next_look == TOMORROW + timedelta(days=60)
    assert (case.state, case.due_at > due, case.shelved_reason) == (State.ACCEPTED, True, "")
    assert Case.objects.get().due_at == Clock.objects.get(kind="handle").due_at
    assert told(case, "case_taken_up") == [None]
    assert Note.objects.get(kind="plan").to_resident is True


def test_taking_up_needs_no_words(there: Town, chief: Actor) -> None:
    case = set_aside(plan(there, accepted(there)), by=chief, at=TOMORROW, text="同意")

    assert take_up(case, by=there.by("worker"), at=TOMORROW).state == State.ACCEPTED


def test_the_holder_is_told_once_when_the_plan_is_due(there: Town, chief: Actor) -> None:
    case = set_aside(plan(there, accepted(there)), by=chief, at=TOMORROW, text="同意")
    until = case.shelved_until

    assert (to_review(until - timedelta(seconds=1)), to_review(until)) == ([], [case])
    tell_review(case, at=until)
    tell_review(case, at=until + timedelta(days=1))
    assert told(case, "case_review") == [there.first.pk]


def test_the_morning_round_tells_the_plans_that_are_due(there: Town, chief: Actor) -> None:
    set_aside(plan(there, accepted(there)), by=chief, at=TOMORROW, text="同意")
    Case.objects.update(shelved_until=NOON - timedelta(days=4000))

    assert tell_reviews(0) == 1


def test_what_is_asked_stands_open_with_its_kind(there: Town) -> None:
    plan(there, more(there, accepted(there)))

    assert set(Proposal.objects.filter(decision="").values_list("kind", flat=True)) == {
        Asking.EXTENSION,
        Asking.SHELVING,
    }


def test_more_time_for_a_complaint_is_decided_at_its_own_desk_by_a_colleague(there: Town) -> None:
    case = reported(text="态度恶劣", category="0901", about=there.first.pk).case
    accept(case, by=there.by("supervisor"), at=LATER)
    more(there, case, by=there.by("supervisor"))
    colleague = OfficerFactory(organisation=there.desk, role=Role.SUPERVISION, role__place=STREET)

    assert told(case, "case_decide") == [there.desk.pk]
    assert refusal(grant, case, by=there.by("dispatcher"), at=LATER, text="同意") == "not_yours"
    grant(case, by=officer_actor(colleague), at=LATER, text="同意")
    assert Proposal.objects.get().decision == "yes"


def test_setting_aside_lets_the_wish_for_time_fall_away(there: Town, chief: Actor) -> None:
    case = plan(there, more(there, accepted(there)))
    set_aside(case, by=chief, at=TOMORROW, text="同意")

    assert Proposal.objects.get(kind=Asking.EXTENSION).decision == "lapsed"


def test_the_highest_has_nobody_above_to_tell(there: Town) -> None:
    case = accepted(there)
    type(there.first).objects.filter(pk=there.first.pk).update(parent=None)
    plan(there, Case.objects.select_related("holder").get(pk=case.pk))

    assert told(case, "case_decide") == [there.first.pk]
