"""Reports taken in together, as rows of a ledger, each become what they would become alone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sunshine.cases.actions import Received, receive, receive_all
from sunshine.cases.models import Case, Note
from sunshine.cases.rules import Report
from sunshine.cases.states import Doubt, Urgency
from sunshine.clocks.models import Clock
from sunshine.lib.refusals import Refused
from sunshine.matters.states import Channel
from sunshine.notices.models import Message
from sunshine.record.models import Entry, Pending, Seal
from sunshine.record.states import Actor, ActorKind
from tests.factories.cases import Town
from tests.factories.people import NOON

KINDS = (
    Report("楼道堆满了杂物", category="0101", phone="13800000601", name="王某"),
    Report("有人被困在电梯里出不来了，快来人"),
    Report("社区干部办事收了我两条烟，还说不给就不办", phone="13800000602"),
    Report("路灯不亮了", confidential=True, phone="儿子13800000603、女儿13800000604"),
    Report("低保什么时候批下来", for_name="赵某", for_phone="13800000605", for_consent=True, name="赵小"),
    Report("门口的井盖松了", remark="退回过两次", due_limit=NOON + timedelta(days=2)),
    Report(
        "楼道扫干净了",
        told_at=NOON - timedelta(days=9),
        ended_at=NOON - timedelta(days=5),
        reply="已清运",
        phone="0455-7770022",
    ),
)


def reports() -> Iterator[Report]:
    for n, report in enumerate(KINDS):
        yield replace(report, channel=Channel.IMPORT, source="12345", external_number=f"A{n}", batch="b")


def importer(there: Town) -> Actor:
    return Actor(ActorKind.SYSTEM, "import", there.first.pk, there.first.name)


def told(number: str) -> list[object]:
    """All that lies of a matter, but what is new each time: keys, references, seals."""
    case = Case.objects.get(external_number=number)
    apart = {
        "id",
        "number",
        "ref",
        "access",
        "original",
        "contact_id",
        "for_person_id",
        "external_number",
        "words",
    }
    row = {field.attname: getattr(case, field.attname) for field in Case._meta.concrete_fields}
    people = [
        who and (who.purpose, who.name_masked, who.phone_masked, who.phone_index, who.keep_until)
        for who in (case.contact, case.for_person)
    ]
    clocks = (
        Clock.objects.filter(subject=case.subject)
        .order_by("id")
        .values_list("kind", "policy", "due_at", "next_at")
    )
    entries = Entry.objects.filter(subject=case.subject).values_list(
        "step", "verb", "facts", "went_to", "actor"
    )
    sealed = Seal.objects.filter(entry_id__in=Entry.objects.filter(subject=case.subject).values("id")).count()
    messages = (
        Message.objects.filter(subject=case.subject)
        .order_by("id")
        .values_list("kind", "organisation", "state")
    )
    custody = case.custody.values_list("link", "holder", "began", "ended")
    notes = case.notes.values_list("kind", "text", "step")
    rows = [list(each) for each in (clocks, entries, messages, custody, notes)]
    return [
        {name: value for name, value in row.items() if name not in apart},
        bool(case.original),
        people,
        sealed,
        *rows,
    ]


def test_each_becomes_what_it_would_become_alone(there: Town) -> None:
    receive_all([*reports()], by=importer(there), at=NOON)
    for report in reports():
        receive(replace(report, external_number=f"B{report.external_number}"), by=importer(there), at=NOON)

    connection.check_constraints()
    assert Case.objects.count() == 2 * len(KINDS)
    for n in range(len(KINDS)):
        assert told(f"A{n}") == told(f"BA{n}")


def test_one_that_cannot_be_taken_leaves_the_others(there: Town) -> None:
    good, bad = (
        Report("楼道堆满了杂物", external_number="A1", source="12345"),
        Report("路灯不亮了", category="9999"),
    )

    first, refused, last = receive_all(
        [good, bad, replace(good, external_number="A2")], by=importer(there), at=NOON
    )

    assert (isinstance(refused, Refused), Case.objects.count()) == (True, 2)
    assert [first.case.external_number, last.case.external_number] == ["A1", "A2"]


def test_a_number_that_came_meanwhile_has_each_taken_in_by_itself(there: Town) -> None:
    one, other, lost = [*reports()][:3]
    receive(other, by=importer(there), at=NOON)

    found = receive_all([one, other, replace(lost, category="9999")], by=importer(there), at=NOON)

    assert [getattr(each, "case", None) and each.case.external_number for each in found] == ["A0", "A1", None]
    assert (Case.objects.count(), Entry.objects.filter(verb="receive").count(), Pending.objects.exists()) == (
        2,
        2,
        True,
    )


def test_many_are_written_by_as_many_statements_as_one(there: Town) -> None:
    few, many = (
        [*reports()],
        [
            replace(each, external_number=f"{each.external_number}-{n}")
            for n in range(9)
            for each in reports()
        ],
    )
    counts = []
    for some in (few, many):
        with CaptureQueriesContext(connection) as asked:
            receive_all(some, by=importer(there), at=NOON)
        counts.append(len(asked))

    assert counts[1] <= counts[0]
    assert Note.objects.count() == 2 * 10


def test_none_at_all_write_nothing(there: Town) -> None:
    assert receive_all([], by=importer(there), at=NOON) == []


@pytest.mark.parametrize("together", [1, 7])
def test_their_tokens_open_them(there: Town, together: int) -> None:
    found = receive_all([*reports()][:together], by=importer(there), at=NOON)

    assert len({each.token for each in found if not isinstance(each, Refused)}) == together


def test_danger_of_another_day_is_no_emergency_and_is_pointed_out(there: Town) -> None:
    danger = Report("有人被困在电梯里出不来了，快来人", channel=Channel.IMPORT, source="12345")
    old = replace(danger, external_number="A1", told_at=NOON - timedelta(days=3))
    new = replace(danger, external_number="A2", told_at=NOON - timedelta(hours=3))

    found = receive_all([old, new], by=importer(there), at=NOON)

    assert [
        (each.case.urgency, Doubt.OLD_DANGER in each.doubts) for each in found if isinstance(each, Received)
    ] == [
        (Urgency.NORMAL, True),
        (Urgency.CRITICAL, False),
    ]
