from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunshine.lib.typed import (
    MAC_EPOCH,
    digits_of,
    has_lost_digits,
    parse_day,
    parse_moment,
    split_names,
    without_controls,
)

TZ = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-23",
        "2026.11.23",
        "2026/11/23",
        "20261123",
        "2026年11月23日",
        "２０２６年 11月 23号",
        " 2026-11-23 08:37:20 ",
        "46349",
        46349.0,
        46349,
        "46349.5",
        DAY,
        datetime(2026, 11, 23, 8, tzinfo=TZ),
    ],
)
def test_a_day_is_understood_however_it_is_typed(typed: object):
    assert parse_day(str(int(typed)) if isinstance(typed, float) else typed) == DAY


def test_a_day_without_year_needs_one():
    assert parse_day("11月23日", year=2026) == DAY
    with pytest.raises(ValueError, match="Not a day"):
        parse_day("11月23日")


def test_a_serial_number_counts_from_the_day_of_its_workbook():
    assert parse_day("44887", epoch=MAC_EPOCH) == DAY


@pytest.mark.parametrize(
    "typed", ["", "昨天", "2026-13-01", "2026-02-30", "202611231", "1234", "0001-01-01", "9999-12-31"]
)
def test_what_is_no_day_is_refused(typed: str):
    with pytest.raises(ValueError, match=r"."):
        parse_day(typed, year=2026)


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("2019/5/9 10:02:08", (10, 2, 8)),
        ("2019-05-09T10:02", (10, 2, 0)),
        ("2019年5月9日 下午3:05", (15, 5, 0)),
        ("2019年5月9日下午12点半", (12, 30, 0)),
        ("2019年5月9日 星期四 上午12:05", (0, 5, 0)),
        ("2019/5/9（周四）10:02", (10, 2, 0)),
        ("2019/5/9 晚上8时", (20, 0, 0)),
        ("2019/5/9 下午15:05", (15, 5, 0)),
        ("2019/5/9 3:05 PM", (15, 5, 0)),
        ("2019年5月9日10点02分", (10, 2, 0)),
        ("2019年5月9日 10时02分08秒", (10, 2, 8)),
        ("2019.5.9", (0, 0, 0)),
        ("43594.5", (12, 0, 0)),
        ("20190509 1002", (10, 2, 0)),
        ("20190509100208", (10, 2, 8)),
        ("201905091002", (10, 2, 0)),
        ("2019年5月9日 14时5分", (14, 5, 0)),
        ("2019年5月9日14时", (14, 0, 0)),
        ("5月9日 14:05", (14, 5, 0)),
        ("2019-05-09T10:02:08.5", (10, 2, 8)),
        ("2019-05-09T02:02:08Z", (10, 2, 8)),
        ("2019-05-09t02:02:08.000z", (10, 2, 8)),
        ("2019-05-09T10:02:08+08:00", (10, 2, 8)),
        ("2019-05-08 22:02:08 -0400", (10, 2, 8)),
        (date(2019, 5, 9), (0, 0, 0)),
        (datetime(2019, 5, 9, 10, 2), (10, 2, 0)),  # noqa: DTZ001
    ],
)
def test_a_moment_is_read_in_the_countys_time(typed: object, clock: tuple[int, int, int]):
    assert parse_moment(typed, TZ, year=2019) == datetime(2019, 5, 9, *clock, tzinfo=TZ)


def test_a_moment_that_has_a_zone_keeps_it():
    moment = datetime(2019, 5, 9, tzinfo=UTC)

    assert parse_moment(moment, TZ) is moment


@pytest.mark.parametrize(
    "typed", ["2019/5/9 25:00", "2019/5/9 上午", "2019/5/9 上午13:05", "2019/5/9 晚上12点", "x"]
)
def test_what_is_no_moment_is_refused(typed: str):
    with pytest.raises(ValueError, match=r"."):
        parse_moment(typed, TZ)


def test_several_names_in_one_cell_are_parted():
    assert split_names("张三、李四,王五；张三\n买买提·艾力 ;John  Smith") == [
        "张三",
        "李四",
        "王五",
        "买买提·艾力",
        "John Smith",
    ]
    assert split_names(" 、, ") == []


@given(
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"]),
)
def test_every_day_is_read_back(day: date, form: str):
    assert parse_day(day.strftime(form)) == day


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("灯坏\x0b了\x0c请修\r\n谢谢\u2028", "灯坏\n了\n请修\n谢谢\n"),
        ("灯坏\x00了\x7f\u202e\uffff\U0001fffe\ud800", "灯坏 了     "),
        ("灯坏_x000D_了_x000b_请_x001F_修_xFFFF_", "灯坏\n了\n请 修 "),
        ("表_x0041_ _x 一\t二\n", "表_x0041_ _x 一\t二\n"),
        (
            "👨\u200d👩\u200d👧 葛\U000e0100 \U00031350 \ue863 \u3000",
            "👨\u200d👩\u200d👧 葛\U000e0100 \U00031350 \ue863 \u3000",
        ),
    ],
)
def test_what_cannot_be_printed_goes_and_what_is_rare_stays(said: str, left: str):
    assert without_controls(said) == left


@pytest.mark.parametrize(
    ("number", "said", "lost"),
    [
        (202611270001234000.0, "2.02611270001234E+17", True),
        (-1e15, "-1.00000000000000E+15", True),
        (231282999001001.0, "231282999001001", False),
        (2.5, "2.5", False),
    ],
)
def test_a_number_that_is_too_long_for_a_cell_is_none(number: float, said: str, lost: bool):
    assert (digits_of(number), has_lost_digits(said)) == (said, lost)


@pytest.mark.parametrize(
    ("cell", "lost"), [("2.02611E+17", True), ("2E+17", True), ("3E12", False), ("E+17", False)]
)
def test_a_number_in_scientific_notation_has_lost_its_digits(cell: str, lost: bool):
    assert has_lost_digits(cell) is lost
