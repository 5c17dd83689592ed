"""For whoever operates it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.cases import reported, town
from tests.factories.people import NOON


@pytest.mark.django_db
def test_alive_asks_the_database_nothing() -> None:
    with CaptureQueriesContext(connection) as seen:
        answer = Client().get("/healthz")

    assert (answer.status_code, answer.content, len(seen)) == (200, b"ok\n", 0)


@pytest.mark.django_db
def test_ready_says_how_long_the_queue_is() -> None:
    answer = Client().get("/readyz").json()

    assert (answer["ready"], answer["jobs_waiting"]) == (True, 0)


@pytest.mark.django_db
def test_metrics_count_matters() -> None:
    town()
    reported()

    assert "sunshine_cases_open 1.0" in Client().get("/metrics").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "overdue"), [(0, 0), (30, 1)])
def test_metrics_count_what_is_overdue_by_our_clock(days: int, overdue: int) -> None:
    town()
    reported()

    with time_machine.travel(NOON + timedelta(days=days)):
        said = Client().get("/metrics").content.decode()

    assert f"sunshine_cases_overdue {overdue}.0" in said
