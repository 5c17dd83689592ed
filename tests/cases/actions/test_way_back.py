"""Whoever's matter ended without their own word has it taken up again by a word, within the days of the table."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sunshine.cases.actions import (
    accept,
    agree,
    answer,
    close,
    confirm,
    follow,
    forward,
    merge,
    reopen,
    rework,
    withdraw,
)
from sunshine.cases.models import Case, Custody
from sunshine.cases.queries.duplicates import forget_rarity, shared_result
from sunshine.cases.queries.tracking import public_view
from sunshine.cases.rules import possible, way_back_until
from sunshine.clocks.models import Clock
from sunshine.lib.refusals import Refused
from sunshine.matters.queries.timeline import custody_of
from sunshine.notices.actions import load_templates
from sunshine.notices.models import Message
from sunshine.people.models import Contact
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from tests.factories.cases import MERGING, RESIDENT, SAME, reported
from tests.factories.people import NOON

LATER, DAYS = NOON + timedelta(days=1), 10
SYSTEM = Actor.system("clock")


@pytest.fixture(autouse=True)
def anew(there):
    forget_rarity()
    load_templates(at=NOON)


@pytest.fixture
def first():
    return reported(phone="13912345678").case


@pytest.fixture
def second(first):
    return reported(text=SAME, at=LATER, phone="13912340000").case


def fresh(case: Case) -> Case:
    return Case.objects.select_related("holder", "contact").get(pk=case.pk)


def told(case) -> list[str]:
    return list(Message.objects.filter(contact=case.contact_id).order_by("pk").values_list("kind", flat=True))


def answered(case, there, **more):
    accept(case, by=there.by("worker"), at=LATER)
    return answer(case, by=there.by("worker"), at=LATER, text="王小明家门口的已清走", **more)


def merged(case, into, there):
    return merge(case, by=there.by("worker"), at=LATER, into=into, reason=MERGING)


ENDS = {
    "withdrawn": lambda case, there: withdraw(
        case, by=there.by("dispatcher"), at=LATER, reason="电话里说不用了"
    ),
    "forwarded": lambda case, there: forward(
        case, by=there.by("dispatcher"), at=LATER, lawful="petition", reason="属于信访事项"
    ),
    "unconfirmed": lambda case, there: close(answered(case, there), by=SYSTEM, at=LATER),
    "confirmed": lambda case, there: confirm(
        answered(case, there), by=there.by("colleague"), at=LATER, solved="yes", channel="phone"
    ),
}
"""Every end that is not the resident's own link."""


@pytest.mark.parametrize("end", ENDS)
def test_what_others_wrote_down_is_taken_up_again_at_the_residents_word(there, first, end):
    ENDS[end](first, there)
    at = LATER + timedelta(days=DAYS)
    assert first.outcome == end

    reopen(first, by=RESIDENT, at=at, comment="还没有解决")

    now = fresh(first)
    assert (now.state, now.outcome, now.closed_at, now.answered_at, now.lawful) == (
        "received",
        "",
        None,
        None,
        "",
    )
    assert (now.holder, now.due_at > at) == (there.first, True)
    running = Clock.objects.filter(subject=now.subject, stopped_at=None).values_list("kind", flat=True)
    assert sorted(running) == ["accept", "handle"]
    assert Contact.objects.get(pk=now.contact_id).keep_until is None
    assert now.notes.filter(kind="comment", text="还没有解决", to_resident=True).exists()
    assert told(now)[-1] == "case_goes_on"


@pytest.mark.parametrize("end", ENDS)
def test_after_the_days_of_the_table_it_is_reported_anew(there, first, end):
    ENDS[end](first, there)

    with pytest.raises(Refused) as refused:
        reopen(first, by=RESIDENT, at=LATER + timedelta(days=DAYS + 1))

    assert (refused.value.code, "reopen" in possible(first, by=RESIDENT, on=LATER.date())) == (
        "too_late",
        True,
    )


def test_what_the_resident_confirmed_by_the_link_has_ended(there, first):
    confirm(answered(first, there), by=RESIDENT, at=LATER, solved="yes")

    with pytest.raises(Refused) as refused:
        reopen(first, by=RESIDENT, at=LATER)

    assert refused.value.code == "ended"


def test_the_time_it_was_closed_is_nobodys_but_its_holders(there, first):
    withdraw(first, by=RESIDENT, at=LATER)
    reopen(first, by=RESIDENT, at=LATER + timedelta(days=2))
    withdraw(first, by=RESIDENT, at=LATER + timedelta(days=3))

    link = Custody.objects.get(case=first)
    assert (link.holder, link.began, link.ended) == (there.first, NOON, first.closed_at)
    assert [held.share for held in custody_of(first, LATER)] == [100.0]


def test_staff_write_down_the_word_with_what_was_said(there, first):
    withdraw(first, by=RESIDENT, at=LATER)
    by = there.by("dispatcher")

    with pytest.raises(Refused):
        reopen(first, by=by, at=LATER, comment="没")
    assert reopen(first, by=by, at=LATER, comment="电话里说还没清").state == "received"


def test_what_was_erased_has_no_way_back(there, first):
    withdraw(first, by=RESIDENT, at=LATER)
    first.text = ""

    with pytest.raises(Refused) as refused:
        reopen(first, by=RESIDENT, at=LATER)

    assert refused.value.code == "erased"


def test_not_the_same_matter_goes_on_by_itself_however_long_the_other_takes(there, first, second):
    merged(second, first, there)
    at = LATER + timedelta(days=50)
    assert way_back_until(second) is None

    reopen(second, by=RESIDENT, at=at, comment="不是一个单元")

    assert (second.state, second.merged_into_id, fresh(first).state) == ("received", None, "received")


def test_the_days_of_whoever_is_merged_count_from_the_end_of_the_other(there, first, second):
    merged(second, first, there)
    end = LATER + timedelta(days=20)
    accept(first, by=there.by("worker"), at=end)
    answer(first, by=there.by("worker"), at=end, text="已清走")
    confirm(first, by=RESIDENT, at=end, solved="yes")

    assert way_back_until(fresh(second)) == timezone.localtime(end).date() + timedelta(days=DAYS)


@pytest.mark.parametrize(("others", "read"), [("", "第一社区居委会"), ("楼道已清理干净", "楼道已清理干净")])
def test_whoever_is_merged_reads_what_was_written_for_all_and_no_name(there, first, second, others, read):
    merged(second, first, there)
    assert shared_result(first) == ""

    answered(first, there, others=others)

    shown = public_view(fresh(second), by_link=True)
    assert (read in shown.shared, "王小明" in repr(shown)) == (True, False)
    assert public_view(fresh(second), by_link=False).shared == ""


def test_a_word_for_all_that_belongs_to_an_older_answer_is_not_read(there, first, second):
    merged(second, first, there)
    answered(first, there, others="楼道已清理干净")
    rework(first, by=RESIDENT, at=LATER, comment="又堆上了")
    answer(first, by=there.by("worker"), at=LATER, text="再次清走")

    assert "楼道" not in shared_result(first)


def test_whoever_is_merged_is_asked_and_their_word_is_kept(there, first, second):
    merged(second, first, there)
    assert "agree" not in possible(second, by=RESIDENT, on=LATER.date())
    answered(first, there)

    agree(second, by=RESIDENT, at=LATER, solved="partly", satisfied="yes", comment="差不多了")

    word = second.confirmations.get()
    assert (second.state, second.outcome, word.solved, word.satisfied) == (
        "closed",
        "merged",
        "partly",
        "yes",
    )
    assert Entry.objects.get(subject=second.subject, verb="agree").facts["solved"] == "partly"
    with pytest.raises(Refused) as refused:
        agree(second, by=RESIDENT, at=LATER, solved="yes")
    assert refused.value.code == "told"


def test_what_another_confirmed_is_not_solved_for_everybody(there, first, second):
    merged(second, first, there)
    confirm(answered(first, there), by=RESIDENT, at=LATER, solved="yes")

    agree(second, by=RESIDENT, at=LATER, solved="no", comment="我家这边没清")

    assert (second.state, second.merged_into_id, fresh(first).state) == ("received", None, "closed")
    assert second.confirmations.get().solved == "no"


def test_what_the_main_report_took_back_goes_on_for_the_others(there, first, second):
    third = reported(text=SAME, at=LATER, phone="13912340001").case
    for case in (second, third):
        merged(case, first, there)

    withdraw(first, by=RESIDENT, at=LATER)

    one, other = fresh(second), fresh(third)
    assert (one.state, one.merged_into_id) == ("received", None)
    assert (other.state, other.outcome, other.merged_into_id) == ("closed", "merged", one.pk)
    assert [entry.verb for entry in Entry.objects.filter(subject=other.subject)][-1] == "regroup"
    assert (told(one)[-1], told(first)[-1]) == ("case_goes_on", "case_withdrawn")


def test_a_main_report_passed_on_leaves_the_others_their_way_back(there, first, second):
    merged(second, first, there)
    ENDS["forwarded"](first, there)

    assert "agree" not in possible(second, by=RESIDENT, on=LATER.date())
    assert reopen(fresh(second), by=RESIDENT, at=LATER).state == "received"


def test_the_rule_takes_up_nothing_but_what_was_merged(there, first, second):
    withdraw(first, by=RESIDENT, at=LATER)
    with pytest.raises(Refused):
        reopen(first, by=SYSTEM, at=LATER)

    other = reported(at=LATER).case
    follow(second, by=RESIDENT, at=LATER, into=other.number)
    assert "regroup" not in possible(second, by=SYSTEM, on=LATER.date())
