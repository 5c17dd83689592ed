"""What a ledger says besides the words: deadline, secrecy, urgency, place; and whose ledger it is."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from sunshine.cases.actions import (
    accept,
    answer,
    ask,
    ask_more_time,
    classify,
    reply,
    rework,
)
from sunshine.cases.models import Case
from sunshine.cases.sheets import DEFAULT, Mapping, choose, import_requests, read_mapping
from sunshine.clocks.models import Clock
from sunshine.clocks.states import ClockKind
from sunshine.lib.refusals import Refused
from sunshine.places.sheets.report import SheetReport
from sunshine.record.states import Actor, ActorKind
from tests.factories.cases import FIRST, RESIDENT, SECOND, Town
from tests.factories.people import NOON

LEDGERS = Path(__file__).parent / "ledgers"
WORDS = "工单编号,诉求内容,"
SOON = NOON + timedelta(hours=20)


def take(there: Town, columns: str, *rows: str, mapping: Mapping = DEFAULT, **more: object) -> SheetReport:
    by = Actor(ActorKind.SYSTEM, "import", there.first.pk, there.first.name)
    lines = [f"A{n},楼道堆满了杂物{n},{row}" for n, row in enumerate(rows, start=1)]
    data = "\n".join([WORDS + columns, *lines]).encode()
    return import_requests(data, "a.csv", source="12345", by=by, at=NOON, mapping=mapping, **more)


def limited(there: Town) -> Case:
    take(there, "办结时限,类别", f"{SOON:%Y-%m-%d %H:%M}+00:00,楼道堆物")
    return Case.objects.get()


def handling(case: Case) -> Clock:
    return Clock.objects.get(subject=case.subject, kind=ClockKind.HANDLE, stopped_at=None)


def test_ours_is_never_later_than_the_deadline_of_the_hotline(there: Town) -> None:
    case = limited(there)

    assert (case.due_at, case.due_limit, handling(case).due_at) == (SOON, SOON, SOON)


def test_a_deadline_later_than_ours_leaves_ours(there: Town) -> None:
    take(there, "办结时限", "2027-11-30 10:00", "")

    first, second = Case.objects.order_by("id")
    assert first.due_at == second.due_at < first.due_limit


def test_a_day_lasts_until_its_end(there: Town) -> None:
    take(there, "办结时限", f"{timezone.localtime(NOON):%Y-%m-%d}")

    assert f"{timezone.localtime(Case.objects.get().due_at):%H:%M:%S}" == "23:59:59"


def test_a_deadline_that_has_passed_is_taken_with_a_warning(there: Town) -> None:
    report = take(there, "办结时限", "2026-01-05 10:00")

    case = Case.objects.get()
    assert (case.due_at < NOON, handling(case).next_at < NOON, len(report.lines[0].warnings)) == (
        True,
        True,
        1,
    )


def test_neither_a_question_nor_another_kind_moves_it_past_the_limit(there: Town) -> None:
    case = accept(limited(there), by=there.by("worker"), at=NOON)
    classify(case, by=there.by("worker"), at=NOON, category="0202")
    ask(case, by=there.by("worker"), at=NOON, text="请问是几单元？")

    reply(case, by=RESIDENT, at=NOON + timedelta(days=3), text="三单元")

    assert (case.due_at, handling(case).due_at) == (SOON, SOON)


def test_more_time_than_the_hotline_gives_is_not_ours_to_give(there: Town) -> None:
    case = accept(limited(there), by=there.by("worker"), at=NOON)

    with pytest.raises(Refused) as refusal:
        ask_more_time(case, by=there.by("worker"), at=NOON, amount=1, text="需要更多的时间")

    assert refusal.value.code == "due_limit"


def test_work_that_begins_anew_has_its_own_time(there: Town) -> None:
    case = accept(limited(there), by=there.by("worker"), at=NOON)
    answer(case, by=there.by("worker"), at=NOON, text="已清理")

    rework(case, by=RESIDENT, at=NOON + timedelta(days=2))

    assert (case.due_limit, case.due_at > SOON, handling(case).due_at) == (None, True, case.due_at)


@pytest.mark.parametrize(
    ("cell", "secret"), [("是", True), ("√", True), ("要求", True), ("否", False), ("", False)]
)
def test_what_the_ledger_keeps_secret_is_confidential(there: Town, cell: str, secret: bool) -> None:
    take(there, "是否保密", cell)

    assert Case.objects.get().confidential is secret


def test_a_mapping_without_a_word_on_secrecy_drops_none(there: Town) -> None:
    mapping = read_mapping('[columns]\nplace = ["哪里"]\n')

    take(there, "哪里,是否保密", "第一社区,是", mapping=mapping)

    case = Case.objects.get()
    assert (case.place, case.confidential) == (FIRST, True)


def test_the_more_pressing_of_kind_and_ledger_counts(there: Town) -> None:
    take(there, "紧急程度", "紧急", "一般", "")

    rows = Case.objects.order_by("id").values_list("urgency", "policy")
    assert list(rows) == [("urgent", "urgent"), ("normal", "normal"), ("normal", "normal")]


@pytest.mark.parametrize("cell", ['"125.905,46.055"', '"46.055，125.905"', "125.905 46.055"])
def test_a_point_is_read_in_either_order(there: Town, cell: str) -> None:
    take(there, "经纬度", cell)

    assert Case.objects.values_list("lon", "lat", "place").get() == (125.905, 46.055, FIRST + "001")


@pytest.mark.parametrize("cell", ["东边", '"0,0"', '"116.4,39.9"'])
def test_a_point_that_is_none_of_ours_keeps_nothing_back(there: Town, cell: str) -> None:
    report = take(there, "经纬度", cell)

    assert (report.accepted, len(report.lines[0].warnings), Case.objects.get().lon) == (1, 1, None)


def test_points_of_another_datum_are_shifted(there: Town) -> None:
    mapping = read_mapping('datum = "gcj02"\n')

    take(there, "经度,纬度", "125.915,46.055", mapping=mapping)

    assert Case.objects.get().lon != 125.915


def test_what_was_sent_back_and_answered_before_stands_on_the_matter(there: Town) -> None:
    report = take(there, "退回次数,办理情况", "2,已联系物业", "0,")

    first, second = Case.objects.order_by("id")
    note = first.notes.get().text
    assert ("2" in note, "已联系物业" in note, second.notes.count()) == (True, True, 0)
    assert [len(line.warnings) for line in report.lines] == [1, 0]


@pytest.mark.parametrize(("rows", "stops"), [(["x", "x", ""], True), (["x", "", "", ""], False)])
def test_a_column_that_most_rows_fill_and_nobody_knows_stops_the_import(
    there: Town, rows: list[str], stops: bool
) -> None:
    if stops:
        with pytest.raises(Refused, match=r"--ignore 督办级别.*--map 督办级别="):
            take(there, "督办级别", *rows)
    else:
        take(there, "督办级别", *rows)

    assert Case.objects.exists() is not stops


def test_whoever_is_asked_says_what_the_column_is(there: Town) -> None:
    ignored = choose(DEFAULT, ignored=["督办级别"])
    meant = choose(DEFAULT, maps=["要不要保密=secret"])

    assert take(there, "督办级别", "x", mapping=ignored).accepted == 1
    assert take(there, "要不要保密", "", "是", mapping=meant).accepted == 1
    assert Case.objects.get(external_number="A2").confidential


@pytest.mark.parametrize("said", ["甲=nonsense", "甲"])
def test_a_field_that_is_none_is_refused_with_those_there_are(said: str) -> None:
    with pytest.raises(Refused, match="secret"):
        choose(DEFAULT, maps=[said])


def test_a_ledger_is_a_communitys_where_its_rows_name_no_place(there: Town) -> None:
    take(there, "地址", "", "第一社区", "3号楼", community=SECOND)

    assert list(Case.objects.order_by("id").values_list("place", flat=True)) == [SECOND, FIRST, SECOND]
    with pytest.raises(Refused):
        take(there, "地址", "", community="231282999009")
