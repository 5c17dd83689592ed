"""An import taken back: untouched matters end by a recorded step, touched ones stay, the numbers come in again."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from sunshine.cases.actions import accept, undo_import
from sunshine.cases.models import Case
from sunshine.cases.queries import Filters, listing
from sunshine.cases.rules import possible
from sunshine.cases.sheets import import_requests, incoming, undo_batch
from sunshine.cases.states import Outcome, State
from sunshine.clocks.models import Clock
from sunshine.insight.actions import roll_up_all
from sunshine.insight.models import Tally
from sunshine.lib.refusals import Refused
from sunshine.people.models import Contact
from sunshine.record.actions import number_entries
from sunshine.record.models import Entry
from sunshine.record.states import Actor, ActorKind
from tests.factories.cases import RESIDENT, Town, reported
from tests.factories.people import NOON

ROWS = """工单编号,诉求内容,联系电话,办结时间
A1,楼道堆满了杂物,13800000601,
A2,路灯不亮了,13800000602,
A3,楼道扫干净了,13800000603,2026-11-20
""".encode()


def importer(there: Town) -> Actor:
    return Actor(ActorKind.SYSTEM, "import", there.first.pk, there.first.name)


def take(there: Town) -> str:
    import_requests(ROWS, "a.csv", source="12345", by=importer(there), at=NOON)
    return Case.objects.order_by("id").last().batch


def undo(there: Town, batch: str, why: str = "选错了文件") -> object:
    return undo_batch(batch, by=importer(there), at=NOON, why=why)


def test_what_nobody_has_touched_is_taken_back_and_what_somebody_has_stays(there: Town) -> None:
    batch = take(there)
    accept(Case.objects.get(external_number="A1"), by=there.by("worker"), at=NOON)

    report = undo(there, batch)

    connection.check_constraints()
    assert (report.accepted, [line.about for line in report.rejected]) == (2, ["A1"])
    rows = Case.objects.order_by("id").values_list("state", "outcome", "external_number")
    gone = (State.CLOSED, Outcome.UNDONE, None)
    assert list(rows) == [(State.ACCEPTED, "", "A1"), gone, gone]


def test_it_is_a_step_with_its_reason_and_nothing_waits_after_it(there: Town) -> None:
    undo(there, take(there))

    case = Case.objects.order_by("id").first()
    assert case.notes.get().text == "选错了文件"
    assert Entry.objects.filter(verb="undo_import").count() == 3
    assert not Clock.objects.filter(stopped_at=None).exists()
    assert not Contact.objects.filter(keep_until=None).exists()
    assert [possible(case, by=by, on=NOON.date()) for by in (there.by("worker"), RESIDENT)] == [[], []]


def test_the_same_file_may_come_in_again(there: Town) -> None:
    undo(there, take(there))

    assert import_requests(ROWS, "a.csv", source="12345", by=importer(there), at=NOON).accepted == 3


def test_what_was_taken_back_counts_nowhere(there: Town) -> None:
    undo(there, take(there))
    number_entries()
    roll_up_all()

    assert not Tally.objects.exclude(value=0).exists()


def test_an_import_that_is_not_known_or_has_no_reason_is_refused(there: Town) -> None:
    with pytest.raises(Refused):
        undo(there, "20260101-000000-0000")
    assert undo(there, take(there), why="").accepted == 0


def test_what_no_import_brought_is_never_taken_back(there: Town) -> None:
    case = reported(text="楼道堆满了杂物").case

    with pytest.raises(Refused):
        undo_import(case, by=importer(there), at=NOON, reason="选错了文件")


def test_the_command_takes_an_import_back_and_says_what_stays(there: Town, capsys) -> None:
    batch = take(there)
    accept(Case.objects.get(external_number="A1"), by=there.by("worker"), at=NOON)

    call_command(
        "import_requests", "--undo", batch, "--why", "选错了文件", "--organisation", there.first.name
    )

    said = capsys.readouterr().out
    assert ("A1" in said, "2" in said.splitlines()[-1]) == (True, True)
    with pytest.raises(CommandError):
        call_command("import_requests")


def test_the_number_of_the_other_office_finds_it(there: Town) -> None:
    take(there)

    found = listing(there.worker, NOON.date(), Filters(text="a2"), at=NOON).rows

    assert [case.external_number for case in found] == ["A2"]


def test_what_somebody_else_took_in_meanwhile_is_there_and_none_of_this_batch(
    there: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = take(there)
    monkeypatch.setattr(incoming, "_there", lambda known, told: None)  # as read before the other import ended

    report = import_requests(ROWS, "a.csv", source="12345", by=importer(there), at=NOON)

    assert (report.accepted, report.there) == (0, 3)
    assert set(Case.objects.values_list("batch", flat=True)) == {first}
