"""Each step does what it says, once, and writes one entry."""

from datetime import timedelta

import pytest

from sunshine.cases.actions import (
    accept,
    answer,
    ask,
    assign,
    classify,
    close,
    confirm,
    forward,
    locate,
    merge,
    note,
    release,
    reply,
    rework,
    route,
    withdraw,
)  # fmt: skip
from sunshine.cases.models import Case, Confirmation, Custody, Note
from sunshine.cases.states import State
from sunshine.clocks.models import Clock
from sunshine.lib.refusals import Overtaken, Refused
from sunshine.notices.models import Message
from sunshine.people.models import Organisation
from sunshine.people.states import OrganisationKind
from sunshine.record.models import Entry
from sunshine.record.queries import open_sealed
from tests.factories.cases import FIRST, MERGING, RESIDENT, SECOND, Town, reported, returned
from tests.factories.people import NOON

LATER = NOON + timedelta(hours=1)
TOMORROW = NOON + timedelta(days=1)


def accepted(there: Town, **report: object) -> Case:
    return accept(reported(**report).case, by=there.by("worker"), at=LATER)


def answered(there: Town, **report: object) -> Case:
    return answer(accepted(there, **report), by=there.by("worker"), at=LATER, text="已清走")


def verbs(case: Case) -> list[str]:
    return list(Entry.objects.filter(subject=case.subject).order_by("step").values_list("verb", flat=True))


def test_accept_stops_the_acceptance_clock_and_keeps_the_assignee(there: Town) -> None:
    case = accepted(there)

    assert (case.state, case.version, case.assignee) == (State.ACCEPTED, 2, there.grid_worker)
    assert Clock.objects.get(kind="accept").stopped_at == LATER


def test_whoever_accepts_an_unassigned_matter_is_its_assignee(there: Town) -> None:
    case = reported(text="路灯", category="0101").case

    assert accept(case, by=there.by("handler"), at=LATER).assignee_id == there.handler.pk


def test_a_note_stays_among_staff(there: Town) -> None:
    case = note(reported().case, by=there.by("worker"), at=LATER, text="已电话联系")

    kept = Note.objects.get()
    assert (kept.text, kept.to_resident, kept.officer, kept.step) == (
        "已电话联系",
        False,
        there.worker,
        case.version,
    )


def test_texts_enter_the_record_sealed(there: Town) -> None:
    case = note(reported().case, by=there.by("worker"), at=LATER, text="已电话联系")

    entry = Entry.objects.get(subject=case.subject, verb="note")
    assert "联系" not in entry.public + str(entry.facts)
    assert open_sealed([entry])[entry.pk] == {"text": "已电话联系", "kind": "note"}


def test_asking_pauses_the_clock_and_the_reply_lets_it_run_on(there: Town) -> None:
    case = accepted(there)
    due = case.due_at

    ask(case, by=there.by("worker"), at=LATER, text="请问是几单元?")
    paused = Clock.objects.get(kind="handle")
    reply(case, by=RESIDENT, at=LATER + timedelta(days=2), text="三单元")

    assert (paused.paused_at, paused.next_at) == (LATER, None)
    assert (case.state, case.due_at > due) == (State.ACCEPTED, True)
    assert Case.objects.get().due_at == Clock.objects.get(kind="handle").due_at == case.due_at


def test_an_answer_asks_for_confirmation(there: Town) -> None:
    case = answered(there)

    assert (case.state, case.answered_at) == (State.ANSWERED, LATER)
    assert list(Clock.objects.filter(stopped_at=None).values_list("kind", flat=True)) == ["confirm"]


def test_the_resident_confirms_and_the_matter_is_closed(there: Town) -> None:
    case = confirm(answered(there), by=RESIDENT, at=TOMORROW, solved="yes", satisfied="yes", comment="谢谢")

    assert (case.state, case.outcome, case.closed_at) == (State.CLOSED, "confirmed", TOMORROW)
    assert Custody.objects.get().ended == TOMORROW
    assert not Clock.objects.filter(stopped_at=None).exists()
    assert verbs(case) == ["receive", "accept", "answer", "confirm"]


def test_satisfaction_is_kept_for_totals_and_stands_in_the_facts_alone(there: Town) -> None:
    case = confirm(answered(there), by=RESIDENT, at=TOMORROW, solved="partly", satisfied="no")

    entry = Entry.objects.get(subject=case.subject, verb="confirm")
    assert (Confirmation.objects.get().satisfied, entry.facts["solved"], entry.facts["satisfied"]) == (
        "no",
        "partly",
        "no",
    )
    assert "satisfied" not in entry.public


def test_not_solved_goes_back_to_work_and_is_counted(there: Town) -> None:
    case = confirm(answered(there), by=RESIDENT, at=TOMORROW, solved="no", comment="还在")

    assert (case.state, case.reworks, case.answered_at) == (State.ACCEPTED, 1, None)
    assert Clock.objects.get(kind="handle", stopped_at=None).started_at == TOMORROW


def test_the_one_who_answered_does_not_confirm(there: Town) -> None:
    case = answered(there)

    with pytest.raises(Refused):
        confirm(case, by=there.by("worker"), at=TOMORROW, solved="yes")
    assert (
        confirm(case, by=there.by("colleague"), at=TOMORROW, solved="yes", channel="phone").state
        == State.CLOSED
    )


def test_nobody_answering_closes_as_unconfirmed(there: Town) -> None:
    case = close(answered(there), by=there.by("secretary"), at=TOMORROW, reason="三次联系未果")

    assert (case.state, case.outcome) == (State.CLOSED, "unconfirmed")


def test_the_resident_takes_it_back(there: Town) -> None:
    assert withdraw(reported().case, by=RESIDENT, at=LATER).outcome == "withdrawn"


def test_staff_take_it_back_only_with_a_reason(there: Town) -> None:
    case = reported().case

    with pytest.raises(Refused):
        withdraw(case, by=there.by("dispatcher"), at=LATER)
    assert withdraw(case, by=there.by("dispatcher"), at=LATER, reason="居民来电撤回").outcome == "withdrawn"


def test_nobody_of_the_holder_takes_it_back_for_the_resident(there: Town) -> None:
    for name in ("worker", "colleague", "secretary"):
        with pytest.raises(Refused) as refused:
            withdraw(reported().case, by=there.by(name), at=LATER, reason="居民来电撤回")
        assert refused.value.code == "not_the_holder"


def test_the_dispatcher_passes_on_but_never_off_list_matters_to_a_community(there: Town) -> None:
    case = reported(text="楼上噪声太大", category="0202").case

    with pytest.raises(Refused):
        route(case, by=there.by("dispatcher"), at=LATER, organisation=there.first)
    assert route(case, by=there.by("dispatcher"), at=LATER, organisation=there.light).holder == there.light


def test_two_hand_overs_in_one_instant_keep_the_chain_whole(there: Town) -> None:
    case = reported(text="楼上噪声太大", category="0202").case
    route(case, by=there.by("dispatcher"), at=NOON, organisation=there.light)

    turns = Custody.objects.order_by("link").values_list("began", "ended")
    assert list(turns) == [(NOON, NOON + timedelta(microseconds=1)), (NOON + timedelta(microseconds=1), None)]


def test_a_matter_is_not_handed_to_its_holder(there: Town) -> None:
    with pytest.raises(Refused):
        route(reported(category="0202").case, by=there.by("dispatcher"), at=LATER, organisation=there.street)


def test_a_matter_is_given_to_nobody_who_handles_none(there: Town) -> None:
    case = reported().case
    branch = Organisation(pk=-1, name="第一党支部", kind=OrganisationKind.GRID_BRANCH, place=case.place)

    with pytest.raises(Refused, match="不承办"):
        route(case, by=there.by("dispatcher"), at=LATER, organisation=branch)


def test_assign_only_within_the_holding_organisation(there: Town) -> None:
    case = reported().case

    with pytest.raises(Refused):
        assign(case, by=there.by("secretary"), at=LATER, officer=there.handler)
    assert (
        assign(case, by=there.by("secretary"), at=LATER, officer=there.worker).assignee_id == there.worker.pk
    )


def test_a_new_place_is_found_and_an_unknown_one_refused(there: Town) -> None:
    case = reported().case

    assert locate(case, by=there.by("worker"), at=LATER, lon=125.925, lat=46.055).place == SECOND + "001"
    with pytest.raises(Refused):
        locate(case, by=there.by("worker"), at=LATER, location="没有这个地方")


def test_locate_takes_a_code(there: Town) -> None:
    assert locate(reported().case, by=there.by("worker"), at=LATER, place=FIRST).place == FIRST


def test_a_corrected_kind_brings_its_own_deadline_from_the_day_of_receipt(there: Town) -> None:
    from sunshine.cases.models import Category

    Category.objects.filter(code="0101").update(policy_id="urgent")
    case = classify(reported().case, by=there.by("worker"), at=LATER, category="0101")

    clock = Clock.objects.get(kind="handle", stopped_at=None)
    assert (case.category_id, clock.policy, clock.started_at, clock.due_at) == (
        "0101",
        "urgent",
        NOON,
        case.due_at,
    )


@pytest.mark.parametrize("code", ["02", "9999"])
def test_a_kind_that_does_not_fit_is_refused(there: Town, code: str) -> None:
    with pytest.raises(Refused):
        classify(reported().case, by=there.by("worker"), at=LATER, category=code)


def test_merge_links_and_keeps(there: Town) -> None:
    first, second = reported().case, reported().case

    merged = merge(second, by=there.by("worker"), at=LATER, into=first, reason=MERGING)

    assert (merged.outcome, merged.merged_into, Case.objects.count()) == ("merged", first, 2)


def test_merge_refuses_itself_and_closed_ones(there: Town) -> None:
    first, second = reported().case, withdraw(reported().case, by=RESIDENT, at=LATER)

    for into in (first, second):
        with pytest.raises(Refused):
            merge(first, by=there.by("worker"), at=LATER, into=into, reason=MERGING)


def test_a_staff_complaint_is_not_merged(there: Town) -> None:
    ordinary = reported().case
    complaint = reported(text="态度恶劣", category="0901").case

    with pytest.raises(Refused):
        merge(ordinary, by=there.by("worker"), at=LATER, into=complaint, reason=MERGING)


def test_forward_tells_the_lawful_channel(there: Town) -> None:
    case = forward(
        reported(phone="13812345678").case,
        by=there.by("dispatcher"),
        at=LATER,
        lawful="litigation",
        reason="已进入诉讼程序",
    )

    assert (case.outcome, case.lawful) == ("forwarded", "litigation")
    assert Message.objects.filter(kind="case_forwarded", contact=case.contact_id).count() == 1


def test_only_kinds_that_may_be_published_are_released(there: Town) -> None:
    case = release(answered(there), by=there.by("secretary"), at=TOMORROW, text="楼道堆物", result="已清理")

    assert (case.released_text, case.released_result) == ("楼道堆物", "已清理")
    with pytest.raises(Refused):
        release(
            answered(there, confidential=True),
            by=there.by("secretary"),
            at=TOMORROW,
            text="楼道堆物",
            result="",
        )


def test_the_second_is_told_somebody_was_faster(there: Town) -> None:
    case = reported().case
    mine, theirs = Case.objects.get(pk=case.pk), Case.objects.get(pk=case.pk)
    accept(mine, by=there.by("worker"), at=LATER, seen=1)

    with pytest.raises(Overtaken):
        accept(theirs, by=there.by("colleague"), at=LATER, seen=1)
    assert verbs(case) == ["receive", "accept"]


def test_an_old_page_is_told_to_look_again(there: Town) -> None:
    case = note(reported().case, by=there.by("worker"), at=LATER, text="看过了")

    with pytest.raises(Overtaken):
        accept(case, by=there.by("worker"), at=LATER, seen=1)


def test_rework_may_be_said_without_words(there: Town) -> None:
    assert rework(answered(there), by=RESIDENT, at=TOMORROW).reworks == 1


def test_a_report_that_closed_meanwhile_takes_no_other_in(there: Town) -> None:
    one, into = reported().case, reported().case
    withdraw(Case.objects.get(pk=into.pk), by=RESIDENT, at=LATER)  # unseen by whoever holds `into`

    with pytest.raises(Refused, match=into.number):
        merge(one, by=there.by("worker"), at=LATER, into=into, reason=MERGING)


def test_the_dispatcher_is_told_who_returned_it(there: Town) -> None:
    case = reported(text="路灯", category="0101").case
    returned(case, by=there.by("handler"), at=LATER, to=there.street)

    assert "路灯管理所申请退回" in Message.objects.get(kind="case_returned").body
