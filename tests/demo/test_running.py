"""Simulated time: a step is taken whole or not at all, no story ends another, and what shows today comes to its end."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sunshine.demo.course import Scheduled
from sunshine.demo.running import run
from sunshine.lib.refusals import Overtaken
from sunshine.places.models import Place
from tests.factories.places import PlaceFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 29, 12, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Sunday
HOUR = timedelta(hours=1)


def building(code: str, fault: Exception | None = None, at: datetime = NOW - HOUR):
    """A story that founds one place an hour, the second time with a fault."""
    at = yield at
    PlaceFactory(code=code)
    yield at + HOUR / 2
    PlaceFactory(code=f"{code}001")
    if fault:
        raise fault


def codes() -> set[str]:
    return set(Place.objects.filter(code__startswith="2312829").values_list("code", flat=True))


def test_a_refused_step_leaves_nothing_and_ends_only_its_own_story():
    outcome = run(
        [Scheduled(building("231282901", Overtaken("已有人处理"))), Scheduled(building("231282902"))],
        until=NOW,
    )

    assert codes() == {"231282901", "231282902", "231282902001"}
    assert (outcome.ended, dict(outcome.refused), outcome.failed) == (1, {"building: 已有人处理": 1}, [])


def test_a_fault_is_told_and_ends_only_its_own_story(caplog):
    outcome = run(
        [Scheduled(building("231282901", KeyError("x"))), Scheduled(building("231282902"))], until=NOW
    )

    assert (outcome.ended, outcome.failed) == (1, ["building"])
    assert "The invented story building broke off" in caplog.text


def test_what_shows_today_comes_to_its_end_and_nothing_else_is_hurried():
    soon = NOW - timedelta(minutes=1)
    stories = [building("231282901", at=soon), building("231282902", at=soon)]
    outcome = run([Scheduled(stories[0], hurried=True), Scheduled(stories[1])], until=NOW)

    assert codes() == {"231282901", "231282901001", "231282902"}
    assert outcome.ended == 1
