"""For whoever operates it."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings
from django.conf import settings as django_settings
from django.db import connection, transaction
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
def test_ready_writes_one_row_and_asks_once_a_second() -> None:
    with CaptureQueriesContext(connection) as seen, time_machine.travel(NOON, tick=False) as clock:
        answers = [Client().get("/readyz").status_code for _ in range(50)]
        clock.shift(2)
        answers.append(Client().get("/readyz").status_code)

    assert (set(answers), len(seen)) == ({200}, 4)
    assert rows() == 1


@pytest.mark.django_db
def test_not_ready_while_the_database_may_only_be_read() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL transaction_read_only = on")
        answer = Client().get("/readyz")
        transaction.set_rollback(True)

    assert (answer.status_code, answer.json()["why"]) == (503, "the database cannot be written")


@pytest.mark.django_db
def test_not_ready_when_the_queue_answers_and_the_county_does_not() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = queue")
        answer = Client().get("/readyz")
        transaction.set_rollback(True)

    assert (answer.status_code, answer.json()["why"]) == (503, "the database does not answer")


@pytest.mark.django_db
def test_not_ready_when_a_disk_is_nearly_full(settings: LazySettings) -> None:
    settings.DISKS, settings.FREE_LEAST = {"photos": Path("/no/such/folder")}, 2**62
    answer = Client().get("/readyz")

    said = f"less than {2**42} MB are left on the disk of photos"
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "why": said})


@pytest.mark.django_db
def test_who_asks_again_and_again_leaves_nothing_in_the_log(
    settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.FREE_LEAST = 2**62
    Client().get("/readyz")

    assert caplog.records == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_a_database_both_say_so() -> None:
    place = connection.settings_dict
    connection.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(place, "HOST", "/nowhere")
        ready, figures = Client().get("/readyz"), Client().get("/metrics").content.decode()

    assert (ready.status_code, ready.json()["why"]) == (503, "the database does not answer")
    assert ("sunshine_ready 0.0" in figures, "sunshine_cases_open" in figures) == (True, False)


@pytest.mark.django_db
def test_metrics_tell_the_room_on_each_disk_without_its_path() -> None:
    said = Client().get("/metrics").content.decode()

    assert "sunshine_ready 1.0" in said
    assert 'sunshine_free_bytes{disk="photos"}' in said
    assert str(django_settings.HOME) not in said


def rows() -> int:
    """The rows that the probes left."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache WHERE cache_key LIKE 'health:%'")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_metrics_count_matters() -> None:
    town()
    reported()

    assert "sunshine_cases_open 1.0" in Client().get("/metrics").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "waiting", "failed"), [("todo", 1, 0), ("failed", 0, 1), ("succeeded", 0, 0)]
)
def test_metrics_count_this_countys_jobs_by_what_became_of_them(
    status: str, waiting: int, failed: int
) -> None:
    job = "INSERT INTO procrastinate_jobs (task_name, queue_name, status) VALUES ('lamp', %s, %s)"
    with connection.cursor() as cursor:
        for queue in (django_settings.COUNTY_QUEUE, "another"):
            cursor.execute(job, [queue, status])

    said = Client().get("/metrics").content.decode()

    assert (f"sunshine_jobs_waiting {waiting}.0" in said, f"sunshine_jobs_failed {failed}.0" in said) == (
        True,
        True,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "overdue"), [(0, 0), (30, 1)])
def test_metrics_count_what_is_overdue_by_our_clock(days: int, overdue: int) -> None:
    town()
    reported()

    with time_machine.travel(NOON + timedelta(days=days)):
        said = Client().get("/metrics").content.decode()

    assert f"sunshine_cases_overdue {overdue}.0" in said


@pytest.mark.django_db
@pytest.mark.parametrize("asks", [{"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, {"REMOTE_ADDR": "203.0.113.7"}])
def test_totals_are_for_this_machine_alone(asks: dict[str, str]) -> None:
    assert Client().get("/metrics", **asks).status_code == 404
