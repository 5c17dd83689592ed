"""Ledgers as offices keep them: what is not essential never keeps a row from being taken, and nothing is invented or lost."""

from datetime import timedelta
from pathlib import Path

import pytest
import xlsxwriter
from django.utils import timezone

from sunshine.cases.models import Case
from sunshine.cases.queries import open_of_caller
from sunshine.cases.sheets import DEFAULT, choose, import_requests
from sunshine.people.actions import reveal
from sunshine.people.models import Contact
from sunshine.places.sheets.report import SheetReport
from sunshine.record.states import Actor, ActorKind
from tests.factories.cases import Town
from tests.factories.people import NOON

LEDGERS = Path(__file__).parent / "ledgers"
HEAD = "工单编号,诉求内容,受理时间,来电人,联系电话\n"


def take(there: Town, file: Path | str, **more: object) -> SheetReport:
    by = Actor(ActorKind.SYSTEM, "import", there.first.pk, there.first.name)
    data, name = (file, file.name) if isinstance(file, Path) else ((HEAD + file).encode(), "a.csv")
    return import_requests(data, name, source="12345", by=by, **{"at": NOON, **more})


def verdicts(report: SheetReport) -> list[tuple[object, ...]]:
    return [(line.number, line.about, line.outcome, line.sentence, line.warnings) for line in report.lines]


def told(there: Town, case: Case, by: str = "worker") -> tuple[str, str]:
    matter = {"subject": case.subject, "place": case.place, "organisation": case.holder_id}
    return reveal(case.contact, by=there.by(by), at=NOON, reason="回电居民", **matter)


def test_every_row_of_a_hotlines_telephones_is_taken(there: Town) -> None:
    report = take(there, LEDGERS / "ledger_phones.xlsx", at=NOON + timedelta(days=7))

    doubted = [line.number - 1 for line in report.lines if line.warnings]
    assert (report.accepted, doubted) == (16, [1, 2, 3, 4, 5, 10, 11, 12, 13, 16])
    shown = Case.objects.order_by("id").values_list("contact__phone_masked", flat=True)
    mobile, home = "138****0021", "0455-***0022"
    assert list(shown) == [mobile] * 2 + [home] * 2 + [mobile] * 3 + [""] * 5 + [mobile, home, "", mobile]


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("13800000021、13900000022", "13800000021\n13800000021、13900000022"),
        ("0455-7770022转8003", "0455-7770022\n0455-7770022转8003"),
        ("1380000002", "\n1380000002"),
        ("保密", ""),
    ],
)
def test_what_else_stands_in_a_telephone_cell_is_kept_under_seal(there: Town, cell: str, kept: str) -> None:
    take(there, f"A1,楼上漏水，天花板湿了,,张某,{cell}\n")

    case = Case.objects.get()
    assert told(there, case) == ("张某", kept)
    assert cell not in (case.text, case.contact.phone_masked)


def test_a_cell_without_readable_number_or_name_is_kept_too(there: Town) -> None:
    take(there, "A1,楼上漏水，天花板湿了,,,1380000002\nA2,楼上又漏水了,,,无\n")

    assert list(Case.objects.order_by("id").values_list("contact__phone_index", flat=True)) == ["", None]


@pytest.mark.parametrize(
    ("left", "shown"),
    [("7770022", "04557770022"), ("0455-7770033", "7770033"), ("13800000999", "013800000999")],
)
def test_a_caller_is_found_with_and_without_area_code(there: Town, left: str, shown: str) -> None:
    take(there, f"A1,楼上漏水，天花板湿了,,张某,{left}\n")

    assert (len(open_of_caller(shown)), len(open_of_caller(left)), open_of_caller("0451-7770022")) == (
        1,
        1,
        [],
    )


@pytest.mark.parametrize(
    "name", ["ledger_phones.xlsx", "ledger_scientific.csv", "ledger_numeric_18_digits.xlsx", "export.xls"]
)
def test_preview_and_import_give_each_row_the_same_verdict(there: Town, name: str) -> None:
    preview = take(there, LEDGERS / name, preview=True)

    assert (Case.objects.count(), Contact.objects.count()) == (0, 0)
    assert verdicts(take(there, LEDGERS / name)) == verdicts(preview)


def test_a_preview_refuses_what_the_import_refuses(there: Town) -> None:
    rows = (
        "A1,楼上漏水,昨天,,12\nA1,另一件事情,,,\n,没有编号,,,\nA2,,,,\nA1,楼上漏水,,,\n"
        + f"A3,{'长' * 60_000},,,\n"
    )

    preview = take(there, rows, preview=True)

    assert [line.outcome.value[0] for line in preview.lines] == ["a", "r", "r", "r", "t", "r"]
    assert verdicts(take(there, rows)) == verdicts(preview)


@pytest.mark.parametrize(
    "name", ["ledger_numeric_18_digits.xlsx", "ledger_scientific.csv", "ledger_scientific_no_phone.csv"]
)
def test_a_number_that_a_spreadsheet_has_cut_is_none(there: Town, name: str) -> None:
    report = take(there, LEDGERS / name)

    assert len(report.rejected) == len(report.lines) > 1
    assert all("15" in line.sentence for line in report.rejected)


@pytest.mark.parametrize(
    ("name", "numbers"),
    [("export.xls", ["WH2611270001", "WH2611270002"]), ("export_2003.xml.xls", ["WH2611270003"])],
)
def test_a_table_of_a_web_system_named_xls_is_taken(there: Town, name: str, numbers: list[str]) -> None:
    take(there, LEDGERS / name)

    assert list(Case.objects.order_by("id").values_list("external_number", flat=True)) == numbers


def test_invisible_characters_of_an_export_become_blanks(there: Town) -> None:
    mapping = choose(DEFAULT, maps=["编号=number", "事项=text"])

    report = take(there, LEDGERS / "invisible.xlsx", mapping=mapping)

    texts = list(Case.objects.order_by("id").values_list("text", flat=True))
    assert (report.accepted, report.rejected) == (16, ())
    assert [text[4] for text in texts[:6]] == [" ", " ", " ", "\n", "\n", " "]
    assert "👨\u200d👩\u200d👧" in texts[6]
    assert texts[10][4] == "\n"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("11月20日 9:05", "2026-11-20 09:05"),
        ("2026-11-20T01:05:00Z", "2026-11-20 09:05"),
        ("20261120", "2026-11-20 00:00"),
    ],
)
def test_the_time_of_telling_is_read_in_many_spellings(there: Town, cell: str, said: str) -> None:
    take(there, f"A1,楼上漏水,{cell},,\n")

    assert f"{timezone.localtime(Case.objects.get().told_at):%Y-%m-%d %H:%M}" == said


def test_a_day_without_year_is_of_the_ledgers_year(there: Town) -> None:
    data = f"2025年工单台账,,,,\n{HEAD}A1,楼上漏水,11月20日,,\n".encode()

    import_requests(data, "a.csv", source="x", by=Actor.system(), at=NOON)

    assert Case.objects.get().told_at.year == 2025


def test_what_cannot_be_read_of_a_row_is_said_beside_it(there: Town) -> None:
    data = (HEAD + "A1,楼上漏水,昨天下午,,\n").encode("gb18030").replace("上".encode("gb18030"), b"\xff")
    by = Actor(ActorKind.SYSTEM, "import", there.first.pk, there.first.name)

    report = import_requests(data, "a.csv", source="x", by=by, at=NOON)

    assert (report.accepted, len(report.lines[0].warnings), Case.objects.get().told_at) == (1, 2, None)


def test_a_row_torn_by_a_quotation_mark_comes_back_and_the_others_are_taken(there: Town) -> None:
    report = take(there, 'A1,"楼上漏水, 又滴了,,,\nA2,路灯不亮,,,\nA3,"井盖坏了,,,\n')

    assert ([line.number for line in report.rejected], report.accepted) == ([2], 2)


def test_every_sheet_is_taken_and_what_is_not_read_is_named(there: Town, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for name, number in (("十月", "工单编号"), ("十一月", "工单号"), ("旧", "工单编号")):
            page = book.add_worksheet(name)
            page.write_row(0, 0, [number, "诉求内容"])
            page.write_row(1, 0, [f"A{name}", "路灯不亮了"])
        page.hide()

    report = take(there, tmp_path / "a.xlsx")

    assert [line.about for line in report.lines] == ["A十月", "十一月 A十一月"]
    assert report.warnings[0].endswith((": 旧.", "：旧。"))
