from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from sunshine.lib.ledgers import sheet_bytes
from sunshine.lib.refusals import Refused
from sunshine.lib.sheets import Column, read_rows
from sunshine.places.models import Building, GridDuty, Place
from sunshine.places.sheets import (
    export_buildings,
    export_duties,
    export_places,
    import_buildings,
    import_duties,
    import_places,
)
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from tests.factories.places import COUNTY, GRID, STREET, DutyFactory, PlaceFactory
from tests.factories.world import small_world

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
TODAY = date(2026, 11, 23)
WHO = {"by": Actor.system("test"), "at": NOON}


def read(take, *lines: str):
    """Take a csv of these lines."""
    return take("\n".join(lines).encode(), "t.csv", **WHO)


def told(report) -> list[tuple[int, str, str]]:
    return [(line.number, line.about, str(line.outcome)) for line in report.lines]


def test_places_are_entered_whatever_their_order():
    PlaceFactory(code=COUNTY)

    report = read(
        import_places, "网格编码,名称,类型,户数", f"{STREET}001,阳光社区,,1200", f"{STREET},阳光街道,,"
    )

    assert told(report) == [(2, "阳光社区", "accepted"), (3, "阳光街道", "accepted")]
    assert Place.objects.get(code=f"{STREET}001").households == 1200
    assert (report.accepted, report.there, report.rejected) == (2, 0, ())


@pytest.mark.parametrize("row", ["2.31283E+11,阳光街道", f'{STREET},"阳光,街道'])
def test_a_row_with_a_cut_number_or_shifted_cells_is_rejected(row: str):
    PlaceFactory(code=COUNTY)

    report = read(import_places, "code,name", row, f"{STREET},阳光街道")

    assert told(report)[0][2] == "rejected"
    assert report.accepted == 1


def test_a_second_run_changes_nothing():
    PlaceFactory(code=COUNTY)
    lines = ("代码,名称,英文名称,类型,范围", f"{STREET},阳光街道,Sunshine Street,,", f"{STREET}001,甲,,,")
    read(import_places, *lines)
    entries = Entry.objects.count()

    report = read(import_places, *lines)

    assert (report.there, Entry.objects.count()) == (2, entries)


@pytest.mark.parametrize(
    "row",
    [
        "x,y,,",
        "231282998001,无街道,,",
        "110101,外县,,",
        f"{STREET},,,",
        f"{STREET},街道,怪,",
        f"{STREET},街道,,多",
    ],
)
def test_a_bad_row_is_rejected_with_its_reason_and_the_rest_go_on(row):
    PlaceFactory(code=COUNTY)

    report = read(import_places, "code,name,kind,households", row, "231282997,好街道,,")

    assert Counter(outcome for _n, _a, outcome in told(report)) == {"accepted": 1, "rejected": 1}
    assert report.rejected[0].sentence
    assert str(report) == "2 行:接受 1 行,已有 1 行,退回 1 行。".replace("已有 1", "已有 0") or "2" in str(
        report
    )


@pytest.mark.parametrize(
    ("data", "name"), [(b"", "t.csv"), (b"\x00\x01", "t.xlsx"), (b"hello\nworld", "t.csv")]
)
def test_a_file_that_is_no_table_is_refused_as_a_whole(data, name):
    with pytest.raises(Refused) as refusal:
        import_places(data, name, **WHO)

    assert str(refusal.value)


def test_buildings_are_entered_with_names_address_and_point():
    PlaceFactory()
    head = "所属网格,楼栋名称,别名,地址,户数,经度,纬度"

    report = read(
        import_buildings, head, f"{GRID},3号楼,三栋、老楼,阳光花园,40,125.96,46.06", ",5号楼,,阳光花园,,,"
    )

    assert told(report) == [(2, "3号楼", "accepted"), (3, "5号楼", "accepted")]
    row = Building.objects.values_list("aliases", "normal", "households", "lon").order_by("pk")[0]
    assert row == (["三栋", "老楼"], "阳光花园3栋", 40, 125.96)


def test_buildings_already_there_are_left_alone():
    PlaceFactory()
    lines = ("grid,name", f"{GRID},阳光花园3号楼")
    read(import_buildings, *lines)

    assert told(read(import_buildings, *lines)) == [(2, "阳光花园3号楼", "there")]


@pytest.mark.parametrize("row", ["231282999001009,x,,", f"{GRID},x,很多,", f"{GRID},x,,abc", f"{GRID},,,"])
def test_a_bad_building_is_rejected_with_its_reason(row):
    PlaceFactory()

    report = read(import_buildings, "grid,name,户数,经度", row)

    assert (len(report.rejected), Building.objects.count()) == (1, 0)


def test_a_rota_is_entered_and_known_again():
    PlaceFactory()
    lines = ("网格编码,网格员,联系电话,角色,起始日期", f"{GRID},王平安,0455-7770001,网格员,2026.11.1")

    first, second = read(import_duties, *lines), read(import_duties, *lines)

    assert [told(report) for report in (first, second)] == [
        [(2, "王平安", "accepted")],
        [(2, "王平安", "there")],
    ]
    assert GridDuty.objects.values_list("name", "valid_from").get() == ("王平安", date(2026, 11, 1))


def test_a_rota_without_dates_begins_today():
    PlaceFactory()

    read(import_duties, "网格编码,姓名,电话", f"{GRID},王平安,12345")

    assert GridDuty.objects.get().valid_from == TODAY


@pytest.mark.parametrize(
    "row", [f"{GRID},王,12345,厨师,", f"{GRID},王,,,", f"{GRID},王,12345,,去年", "1,王,12345,,"]
)
def test_a_bad_duty_is_rejected_with_its_reason(row):
    PlaceFactory()

    report = read(import_duties, "网格编码,姓名,电话,角色,起始日期", row)

    assert (len(report.rejected), GridDuty.objects.count()) == (1, 0)


def test_merged_cells_and_a_title_are_read_as_people_write_them():
    PlaceFactory()
    columns = [
        Column("网格编码", group="网格"),
        Column("楼栋名称", group="楼栋"),
        Column("户数", group="楼栋"),
    ]
    rows = [[GRID, "1号楼", 40], ["", "2号楼", 60]]
    book = sheet_bytes(title="楼栋台账", columns=columns, rows=rows, unit="阳光社区", day=TODAY)

    report = import_buildings(book, "楼栋.xlsx", **WHO)

    assert (
        report.accepted,
        list(Building.objects.order_by("households").values_list("households", flat=True)),
    ) == (2, [40, 60])


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_is_exported_is_there_when_read_back(language):
    world = small_world()
    DutyFactory(grid=world.grids[0], role="grid_leader", name="赵")

    with translation.override(language):
        books = [export(STREET, on=TODAY) for export in (export_places, export_buildings, export_duties)]
    takes = (import_places, import_buildings, import_duties)
    reports = [take(book, "x.xlsx", **WHO) for take, book in zip(takes, books, strict=True)]

    assert [(report.there, len(report.lines)) for report in reports] == [(7, 7), (8, 8), (5, 5)]


def test_an_export_is_headed_like_a_ledger():
    small_world()

    table = read_rows(export_places(STREET, on=TODAY), "x.xlsx", known=["名称"])

    assert table.columns == ["序号", "区划编码", "名称", "英文名称", "网格类型", "户数", "范围"]


def test_progress_is_told_row_by_row():
    PlaceFactory(code=COUNTY)
    seen = []

    import_places(
        f"code,name\n{STREET},甲\n231282998,乙".encode(),
        "t.csv",
        **WHO,
        progress=lambda done, total: seen.append((done, total)),
    )

    assert seen == [(1, 2), (2, 2)]
