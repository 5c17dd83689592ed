from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunshine.lib.typed import parse_day, parse_moment, split_names

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


@pytest.mark.parametrize("typed", ["", "昨天", "2026-13-01", "2026-02-30", "202611231", "1234"])
def test_what_is_no_day_is_refused(typed: str):
    with pytest.raises(ValueError, match=r"."):
        parse_day(typed, year=2026)


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("2019/5/9 10:02:08", (10, 2, 8)),
        ("2019-05-09T10:02", (10, 2, 0)),
        ("2019年5月9日10点02分", (10, 2, 0)),
        ("2019年5月9日 10时02分08秒", (10, 2, 8)),
        ("2019.5.9", (0, 0, 0)),
        ("43594.5", (12, 0, 0)),
        (date(2019, 5, 9), (0, 0, 0)),
        (datetime(2019, 5, 9, 10, 2), (10, 2, 0)),  # noqa: DTZ001
    ],
)
def test_a_moment_is_read_in_the_countys_time(typed: object, clock: tuple[int, int, int]):
    assert parse_moment(typed, TZ) == datetime(2019, 5, 9, *clock, tzinfo=TZ)


def test_a_moment_that_has_a_zone_keeps_it():
    moment = datetime(2019, 5, 9, tzinfo=UTC)

    assert parse_moment(moment, TZ) is moment


@pytest.mark.parametrize("typed", ["2019/5/9 25:00", "2019/5/9 上午", "x"])
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
