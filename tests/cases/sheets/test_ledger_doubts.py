"""What of a ledger's row cannot all be so is said beside it, each in a sentence, and keeps nothing from being taken."""

import pytest
from django.utils import timezone, translation

from sunshine.cases.models import Case
from sunshine.cases.sheets import import_requests
from sunshine.cases.states import Doubt, State
from sunshine.lib.masks import phone as mask
from sunshine.places.sheets.report import SheetReport
from sunshine.record.states import Actor, ActorKind
from tests.factories.cases import Town
from tests.factories.people import NOON


def take(there: Town, columns: str, *rows: str) -> SheetReport:
    by = Actor(ActorKind.SYSTEM, "import", there.first.pk, there.first.name)
    data = "\n".join([columns, *rows]).encode()
    with translation.override("en"):
        return import_requests(data, "a.csv", source="12345", by=by, at=NOON)


def said(there: Town, columns: str, row: str) -> tuple[str, ...]:
    """What stands beside the only row, which is taken whatever that is."""
    report = take(there, f"工单编号,诉求内容,{columns}", f"A1,楼道堆满了杂物,{row}")

    assert report.accepted == 1
    return report.lines[0].warnings


@pytest.mark.parametrize(
    ("columns", "row", "words"),
    [
        ("受理时间", "2026-12-01", "told at a time that is still to come"),
        ("受理时间,办结时限", "2026-11-20,2026-11-19", "lies before it was told"),
        ("办结时间", "2026-12-01", "finished at a time that is still to come"),
        ("办理状态,办结时间", "办理中,2026-11-20", "that it is running"),
        ("受理时间,办结时间", "2026-11-20 09:00,2026-11-19", "finished before it was told"),
        ("办理状态,办结时间,办理结果", "已办结,2026-11-20,", "no reply stands there"),
    ],
)
def test_dates_that_cannot_all_be_so_are_said_beside_the_row(
    there: Town, columns: str, row: str, words: str
) -> None:
    assert [words in sentence for sentence in said(there, columns, row)].count(True) == 1


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        ("受理时间,办结时限", "2026-11-20,2026-11-30"),
        ("受理时间,办结时间", "2026-11-20 09:00,2026-11-20"),
        ("办理状态,办结时间,办理结果", "办理中,,"),
        ("办理状态,办结时间", "已办结,2026-11-20"),
    ],
)
def test_of_dates_that_agree_nothing_is_said(there: Town, columns: str, row: str) -> None:
    assert said(there, columns, row) == ()


def test_what_is_said_to_run_runs_whenever_it_is_said_to_have_ended(there: Town) -> None:
    said(there, "办理状态,办结时间", "办理中,2026-11-20")

    assert Case.objects.get().state == State.RECEIVED


@pytest.mark.parametrize("name", ["派单时间", "交办时间", "转办时间"])
def test_when_it_was_handed_on_stands_for_when_it_was_told(there: Town, name: str) -> None:
    rows = ["A1,楼道堆满了杂物,2026-11-21 10:00,", "A2,小区的路灯不亮了,2026-11-21 10:00,2026-11-20 09:00"]

    take(there, f"工单编号,诉求内容,{name},受理时间", *rows)

    told = Case.objects.order_by("id").values_list("told_at", flat=True)
    assert [f"{timezone.localtime(moment):%d %H}" for moment in told] == ["21 10", "20 09"]


def test_a_row_without_words_names_the_column_that_is_empty(there: Town) -> None:
    report = take(there, "工单号,反映内容,标题", "A1,,", "A2,,楼道堆满了杂物", "A3,#N/A,")

    assert [line.outcome for line in report.lines] == ["rejected", "accepted", "rejected"]
    assert "“反映内容”" in report.lines[0].sentence
    assert "“反映内容”" in report.lines[1].warnings[0]
    assert "#N/A" in report.lines[2].sentence


def test_a_formula_that_has_failed_is_no_word_of_the_ledger(there: Town) -> None:
    report = take(
        there, "工单编号,诉求内容,受理时间,地址", "A1,楼道堆满了杂物,#VALUE!,#REF!", "#N/A,小区的路灯不亮了,,"
    )

    assert (report.accepted, len(report.lines[0].warnings), len(report.rejected)) == (1, 1, 1)
    assert Case.objects.values_list("told_at", "location").get() == (None, "")


@pytest.mark.parametrize(
    ("cell", "doubt"),
    [
        ("0455-7770022转8003", Doubt.PHONE_BESIDE),
        ("13800000021（儿子）", Doubt.PHONE_BESIDE),
        ("13800000021、13900000022", Doubt.PHONE_MORE),
        ("13800000021，138-0000-0021", Doubt.PHONE_BESIDE),
        ("1380000002", Doubt.PHONE_UNREAD),
    ],
)
def test_an_extension_is_no_second_number(there: Town, cell: str, doubt: Doubt) -> None:
    assert said(there, "联系电话", cell) == (translated(doubt),)


@pytest.mark.parametrize(
    ("cells", "number", "doubts"),
    [
        ("13800000021,13900000022", "13800000021", (Doubt.PHONE_MORE,)),
        ("无,13900000022", "13900000022", ()),
        ("13800000021,13800000021", "13800000021", ()),
        ("保密,13900000022", "13900000022", (Doubt.PHONE_BESIDE, Doubt.SECRET)),
        ("#N/A,", "", ()),
    ],
)
def test_no_telephone_of_two_columns_is_lost(
    there: Town, cells: str, number: str, doubts: tuple[Doubt, ...]
) -> None:
    beside = said(there, "联系电话,来电号码", cells)

    contact = Case.objects.get().contact
    assert (contact.phone_masked if contact else "") == mask(number)
    assert [sentence for sentence in beside if "formula" not in sentence] == list(map(translated, doubts))


def translated(doubt: Doubt) -> str:
    with translation.override("en"):
        return str(doubt.label)
