"""Times in plain words, in both languages and in the county's time zone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from sunshine.ui import words

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # 12:00 in Zhaodong


def at(**span: float) -> datetime:
    return NOON + timedelta(**span)


@pytest.mark.parametrize(
    ("moment", "chinese", "english"),
    [
        (at(seconds=-20), "刚刚", "just now"),
        (at(minutes=-5), "5分钟前", "5 min ago"),
        (at(hours=-3), "3小时前", "3 h ago"),
        (at(hours=-13), "昨天23:00", "yesterday 23:00"),
        (at(days=-3), "3天前", "3 days ago"),
        (at(days=-20), "11月3日", "3 November"),
        (at(days=-400), "2025年10月19日", "19 October 2025"),
    ],
)
def test_how_long_ago_is_said_as_people_say_it(moment: datetime, chinese: str, english: str) -> None:
    with translation.override("zh-hans"):
        assert words.since_words(moment, NOON) == chinese
    with translation.override("en"):
        assert words.since_words(moment, NOON) == english


@pytest.mark.parametrize(
    ("moment", "chinese", "english"),
    [
        (at(minutes=20), "20分钟后", "in 20 min"),
        (at(seconds=10), "1分钟后", "in 1 min"),
        (at(hours=5), "今天17:00", "today 17:00"),
        (at(hours=21), "明天09:00", "tomorrow 09:00"),
        (at(days=3), "3天后", "in 3 days"),
        (at(days=10), "12月3日", "3 December"),
        (at(days=60), "2027年1月22日", "22 January 2027"),
        (at(hours=-2), "已超2小时", "2 h overdue"),
    ],
)
def test_when_due_is_said_as_people_say_it(moment: datetime, chinese: str, english: str) -> None:
    with translation.override("zh-hans"):
        assert words.until_words(moment, NOON) == chinese
    with translation.override("en"):
        assert words.until_words(moment, NOON) == english


@pytest.mark.parametrize(
    ("span", "chinese"),
    [
        (timedelta(seconds=5), "1分钟"),
        (timedelta(minutes=59), "59分钟"),
        (timedelta(hours=2), "2小时"),
        (timedelta(hours=2, minutes=5), "2小时5分钟"),
        (timedelta(days=1), "1天"),
        (timedelta(days=3, hours=4, minutes=50), "3天4小时"),
    ],
)
def test_a_duration_has_at_most_two_units(span: timedelta, chinese: str) -> None:
    with translation.override("zh-hans"):
        assert words.duration(span) == chinese


def test_the_exact_time_is_in_the_county_and_carries_its_year() -> None:
    with translation.override("zh-hans"):
        assert (words.exactly(NOON), words.on_day(NOON)) == ("2026年11月23日 12:00", "2026年11月23日")


def test_a_brief_time_names_only_another_year() -> None:
    with translation.override("zh-hans"):
        assert words.briefly(NOON, NOON) == "11月23日 12:00"
        assert words.briefly(at(days=-365), NOON) == "2025年11月23日 12:00"
