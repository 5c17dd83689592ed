"""What a ledger tells as finished is history: closed, dated, silent, and in no list or rate of ours."""

from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from sunshine.api.open311 import _rows
from sunshine.cases.models import Case
from sunshine.cases.queries import open_of_caller
from sunshine.cases.rules import possible
from sunshine.cases.sheets import export_replies, import_requests
from sunshine.cases.states import Outcome, State
from sunshine.clocks.models import Clock
from sunshine.insight.actions import roll_up_all
from sunshine.insight.models import Tally
from sunshine.lib.refusals import Refused
from sunshine.matters.states import Channel
from sunshine.notices.models import Message
from sunshine.places.sheets.report import SheetReport
from sunshine.record.actions import number_entries
from sunshine.record.models import Entry
from sunshine.record.states import Actor, ActorKind
from tests.factories.cases import RESIDENT, Town
from tests.factories.people import NOON

LEDGER = Path(__file__).parent / "ledgers" / "deadline_and_state.xlsx"
HEAD = "工单编号,诉求内容,受理时间,来电号码,办理状态,办结时间,办理结果\n"
DONE = "A1,楼道堆满了杂物,2026-11-20 09:00,13800000602,已办结,2026-11-22 15:00,已清运\n"


def take(there: Town, file: Path | str, **more: object) -> SheetReport:
    by = Actor(ActorKind.SYSTEM, "import", there.first.pk, there.first.name)
    data, name = (file, file.name) if isinstance(file, Path) else ((HEAD + file).encode(), "a.csv")
    return import_requests(data, name, source="12345", by=by, at=NOON, **more)


def test_the_hotlines_deadline_state_and_secrecy_are_kept(there: Town) -> None:
    take(there, LEDGER)

    running, finished, secret = Case.objects.order_by("id")
    assert (running.state, running.due_at <= running.due_limit) == (State.RECEIVED, True)
    assert (finished.state, finished.outcome) == (State.CLOSED, Outcome.HISTORY)
    assert [row.confidential for row in (running, finished, secret)] == [False, False, True]


def test_what_is_finished_is_dated_by_the_ledger_and_keeps_its_reply(there: Town) -> None:
    take(there, DONE)

    connection.check_constraints()
    case = Case.objects.get()
    days = [f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" for moment in (case.received_at, case.closed_at)]
    assert (days, case.notes.get().text) == (["2026-11-20 09:00", "2026-11-22 15:00"], "已清运")
    assert (case.custody.get().ended, case.channel) == (case.closed_at, Channel.IMPORT)


def test_history_is_silent_and_waits_for_nobody(there: Town) -> None:
    take(there, DONE)

    case = Case.objects.get()
    assert (Message.objects.count(), Clock.objects.count(), open_of_caller("13800000602")) == (0, 0, [])
    assert [possible(case, by=by, on=NOON.date()) for by in (there.by("worker"), RESIDENT)] == [[], []]


def test_history_is_on_no_board_and_goes_back_to_nobody(there: Town) -> None:
    take(there, DONE)

    assert not _rows(Case.objects.all()).exists()
    with pytest.raises(Refused):
        export_replies("12345", by=Actor.system(), at=NOON)
    assert "community" not in Entry.objects.get(verb="file").public


def test_history_counts_only_as_history_on_its_own_day(there: Town) -> None:
    take(there, DONE)
    number_entries()
    roll_up_all()

    rows = Tally.objects.filter(dimension="all", place="231282")
    assert [(f"{row.month:%Y-%m}", row.measure, row.value) for row in rows] == [("2026-11", "history", 1)]


@pytest.mark.parametrize(
    ("row", "finished"),
    [
        ("A1,楼道堆满了杂物,,,,2026-11-22,\n", True),
        ("A1,楼道堆满了杂物,,,归档,,\n", True),
        ("A1,楼道堆满了杂物,,,办理中,2026-11-22,\n", False),
        ("A1,楼道堆满了杂物,,,研究中,2026-11-22,\n", False),
        ("A1,楼道堆满了杂物,,,,,已答复\n", False),
    ],
)
def test_a_row_is_finished_by_its_state_or_else_by_its_date(there: Town, row: str, finished: bool) -> None:
    take(there, row)

    assert (Case.objects.get().outcome == Outcome.HISTORY) is finished


@pytest.mark.parametrize("row", ["A1,楼道堆物,,,研究中,,\n", "A1,楼道堆物,,,归档,,已清走\n"])
def test_a_state_or_an_end_that_is_not_told_is_said_beside_the_row(there: Town, row: str) -> None:
    assert len(take(there, row).lines[0].warnings) == 1


def test_a_second_run_leaves_history_and_what_is_taken_up_again_comes_back_with_its_reason(
    there: Town,
) -> None:
    take(there, DONE)

    assert take(there, DONE).there == 1
    again = take(there, DONE.replace("已办结", "退回重办"))
    assert "A1" in again.rejected[0].sentence


def test_preview_and_import_say_the_same_of_the_ledger(there: Town) -> None:
    preview = take(there, LEDGER, preview=True)

    assert not Case.objects.exists()
    assert take(there, LEDGER).lines == preview.lines
