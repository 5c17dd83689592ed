"""The moments of stories: office time is counted as offices are open."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sunshine.demo.course import OFFICE_DAY, office_time_before

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 29, 12, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Sunday
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("worked", "moment"),
    [
        (timedelta(), "2026-11-27T17:30"),
        (HOUR, "2026-11-27T16:30"),
        (timedelta(hours=5), "2026-11-27T10:30"),
        (OFFICE_DAY + HOUR, "2026-11-26T16:30"),
    ],
)
def test_office_time_is_counted_back_over_the_weekend(worked, moment):
    assert office_time_before(NOW, worked).strftime("%Y-%m-%dT%H:%M") == moment
