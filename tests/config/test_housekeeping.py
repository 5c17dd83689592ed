"""What is over is cleared away, and nothing else."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from sunshine.config.housekeeping import clear_away

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
OURS, THEIRS = settings.COUNTY_QUEUE, "c231283"


def job(queue: str, status: str, days: int) -> int:
    """A job to which nothing happened for so many days; returns its id."""
    number = app.configure_task("record.number_entries", queue=queue).defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, number])
        cursor.execute(
            "UPDATE procrastinate_events SET at = %s WHERE job_id = %s",
            [timezone.now() - timedelta(days=days), number],
        )
    return number


def left() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM procrastinate_jobs ORDER BY id")
        return [number for (number,) in cursor.fetchall()]


def test_jobs_that_ended_long_ago_go_and_failed_ones_stay_longer():
    over = [job(OURS, "succeeded", 8), job(OURS, "cancelled", 8), job(OURS, "failed", 91)]
    kept = [job(OURS, "succeeded", 6), job(OURS, "failed", 89), job(OURS, "todo", 200)]

    assert (clear_away(timestamp=0), left()) == (len(over), kept)


def test_jobs_of_another_county_are_left_alone():
    theirs = job(THEIRS, "failed", 200)

    assert (clear_away(timestamp=0), left()) == (0, [theirs])


def test_ended_sessions_go():
    now = timezone.now()
    for key, hours in (("over", -1), ("open", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(hours=hours))

    clear_away(timestamp=0)

    assert [row.session_key for row in Session.objects.all()] == ["open"]
