"""Ledgers of other offices: every row is accounted for, a second run changes nothing."""

from pathlib import Path

import pytest

from sunshine.cases.actions import accept, answer
from sunshine.cases.models import Case
from sunshine.cases.sheets import DEFAULT, choose, export_replies, import_requests, read_mapping
from sunshine.lib.refusals import Refused
from sunshine.lib.sheets import read_rows
from sunshine.people.models import Organisation
from sunshine.record.models import Entry
from sunshine.record.states import Actor, ActorKind
from tests.factories.cases import Town
from tests.factories.people import NOON
from tests.long import rounds

HEAD = "工单编号,标题,诉求内容,受理时间,地址,来电人,联系电话,类别,备注\n"
ROW = "A1,楼道堆物,三单元楼道堆满杂物,2026-11-20 09:00,第一社区,王小明,13812345678,楼道堆物,无\n"


def importer(office: Organisation) -> Actor:
    return Actor(ActorKind.SYSTEM, "import", office.pk, office.name)


def take(there: Town, rows: str, head: str = HEAD, **more: object) -> object:
    return import_requests(
        (head + rows).encode(), "a.csv", source="12345", by=importer(there.first), at=NOON, **more
    )


def counts(report: object) -> tuple[int, int, int]:
    return report.accepted, report.there, len(report.rejected)


def test_a_row_becomes_a_request_with_place_kind_and_time(there: Town) -> None:
    report = take(there, ROW)

    case = Case.objects.get()
    assert counts(report) == (1, 0, 0)
    assert (case.holder, case.category_id, case.place, case.external_number) == (
        there.first,
        "0201",
        "231282999001",
        "A1",
    )
    assert case.told_at is not None
    assert (case.told_at < case.received_at, case.contact.phone_masked) == (True, "138****5678")


def test_a_second_run_changes_nothing(there: Town) -> None:
    take(there, ROW)

    assert (counts(take(there, ROW)), Case.objects.count(), Entry.objects.filter(verb="receive").count()) == (
        (0, 1, 0),
        1,
        1,
    )


def test_what_cannot_be_taken_comes_back_with_its_reason(there: Town) -> None:
    rows = ROW + ",,没有编号,,,,,,\nA1,,完全不同的内容,,,,,,\nA3,,,,,,,,\n2.02611E+17,,有事,,,,,,\n"

    report = take(there, rows)

    assert counts(report) == (1, 0, 4)
    assert all(line.sentence for line in report.rejected)
    assert [line.number for line in report.rejected] == [3, 4, 5, 6]


def test_columns_that_are_not_taken_are_named(there: Town) -> None:
    assert "备注" in take(there, ROW).warnings[0]


def test_a_preview_writes_nothing(there: Town) -> None:
    assert (counts(take(there, ROW, preview=True)), Case.objects.count()) == ((1, 0, 0), 0)


def test_without_a_place_it_stays_with_the_importing_office(there: Town) -> None:
    take(there, "B1,,说不清在哪的一件事,,,,,,\n")

    assert Case.objects.get().holder == there.first


def test_another_ledger_is_read_by_a_mapping(there: Town) -> None:
    mapping = read_mapping(
        '[columns]\nnumber = ["No"]\ntext = ["Words"]\ncategory = ["Kind"]\n[kinds]\nLamp = "0101"\n'
    )

    take(there, "7,street lamp,Lamp\n", head="No,Words,Kind\n", mapping=mapping)

    assert Case.objects.values_list("external_number", "category").get() == ("7", "0101")


@pytest.mark.parametrize("mapping", ["nonsense", '[columns]\nnonsense = ["a"]\n'])
def test_a_mapping_that_cannot_be_meant_is_refused(mapping: str) -> None:
    with pytest.raises(Refused):
        read_mapping(mapping)


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "empty"), (b"a,b\n1,2\n", "no_header"), (b"\xff\xfe\x00\x01\x02", None)]
)
def test_a_file_that_is_no_ledger_is_refused_as_a_whole(there: Town, data: bytes, code: str | None) -> None:
    with pytest.raises(Refused) as refusal:
        import_requests(data, "a.csv", source="x", by=importer(there.first), at=NOON)

    assert code in (None, refusal.value.code)


def test_replies_go_back_in_the_numbers_of_the_ledger(there: Town) -> None:
    take(there, ROW)
    answer(
        accept(Case.objects.get(), by=there.by("worker"), at=NOON),
        by=there.by("worker"),
        at=NOON,
        text="已清走",
    )

    book, count = export_replies("12345", by=Actor.system(), at=NOON)

    cells = [
        cell
        for row in read_rows(book.getvalue(), "a.xlsx", known=("对方编号", "本平台编号")).rows
        for cell in row.cells.values()
    ]
    assert (count, "A1" in cells, "已清走" in cells, "王小明" in cells) == (1, True, True, False)
    with pytest.raises(Refused):
        export_replies("nothing", by=Actor.system(), at=NOON)


LEFT_OUT = ["label"]
FILES = ["labelled-494.xlsx", "hot-topics-half.xlsx", "replied-half.xlsx", "unlabelled-2801.xlsx"]


def test_real_ledgers_are_accounted_for_to_the_last_row(there: Town, shared_data: Path) -> None:
    mapping = choose(DEFAULT, ignored=LEFT_OUT)
    for name in FILES[: rounds(1, of=len(FILES))]:  # the smallest takes ten seconds, the largest a minute
        file = shared_data / "messages" / name
        report = import_requests(
            file, name, source=name, by=importer(there.county), at=NOON, mapping=mapping, preview=True
        )

        assert sum(counts(report)) == len(report.lines) > 400
        assert report.rejected == ()
