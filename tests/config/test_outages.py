"""Nobody stands before an empty page when the database is gone or a disk is full."""

import errno
from collections.abc import Iterator

import psycopg
import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import OperationalError, connection, connections, transaction
from django.test import Client
from django.urls import reverse

from sunshine.api import open311
from sunshine.config.outages import outage
from tests.factories.cases import GRID, Town, town
from tests.factories.people import OfficerFactory
from tests.worlds import world

REPORT = {"text": "三号楼楼道灯不亮", "place": GRID}


@pytest.fixture
def browser() -> Client:
    """A visitor, for whom an error is what the server makes of it."""
    return Client(raise_request_exception=False)


@pytest.fixture
def gone(transactional_db: None) -> Iterator[None]:
    """The database does not answer any more."""
    place = connections["default"].settings_dict
    before = dict(place)
    connection.close()
    place.update(HOST="/nowhere", PORT="1")
    yield
    place.update(before)


@world
def there() -> Town:
    """A town one can report in."""
    return town()


@pytest.fixture
def logged_in(there: Town, browser: Client) -> Client:
    """A browser in which an officer works."""
    browser.force_login(OfficerFactory())
    return browser


@pytest.fixture
def read_only(there: Town) -> Iterator[None]:
    """The database can be read but not written, as a standby or one whose disk was shut."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL transaction_read_only = on")
        yield
        transaction.set_rollback(True)


def said(answer) -> str:
    return BeautifulSoup(answer.content, "html.parser").main.get_text(" ", strip=True)


@pytest.mark.postgres
def test_a_report_to_a_dead_database_is_refused_in_both_languages(gone, browser: Client) -> None:
    answer = browser.post("/report/", REPORT)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "120")
    assert "您这次发送的没有收下" in said(answer)
    assert "What you sent was not taken" in said(answer)
    assert "110、119或120" in said(answer)


@pytest.mark.postgres
@pytest.mark.parametrize("address", ["/", "/report/", "/track/", "/desk/", "/desk/accounts/login/"])
def test_no_page_needs_the_database_to_say_that_it_is_gone(gone, browser: Client, address: str) -> None:
    browser.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    answer = browser.get(address)

    assert (answer.status_code, "平台暂停几分钟" in said(answer)) == (503, True)


@pytest.mark.postgres
def test_a_log_in_that_cannot_be_counted_is_refused_in_words(read_only, browser: Client) -> None:
    browser.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32

    answer = browser.post(reverse("account_login"), {"login": "secretary", "password": "wrong"})

    assert (answer.status_code, "没有收下" in said(answer)) == (503, True)


@pytest.mark.postgres
def test_a_step_of_the_desk_is_refused_in_words(logged_in: Client, read_only) -> None:
    answer = logged_in.post(reverse("desk:deputy"), {"deputy": "1"})

    assert (answer.status_code, "没有收下" in said(answer)) == (503, True)


@pytest.mark.postgres
def test_a_report_to_a_database_that_may_only_be_read_is_refused_in_words(read_only, browser: Client) -> None:
    answer = browser.post("/report/", REPORT)

    assert (answer.status_code, "没有收下" in said(answer)) == (503, True)


@pytest.mark.postgres
@pytest.mark.parametrize(("form", "begins"), [("json", b'[{"code": 503'), ("xml", b"<?xml")])
def test_another_system_is_refused_in_its_own_form(gone, browser: Client, form: str, begins: bytes) -> None:
    answer = browser.post(f"/open311/v2/requests.{form}", {"api_key": "k", "service_code": "0201"})

    assert (answer.status_code, answer.content.startswith(begins)) == (503, True)
    assert "没有收下" in answer.content.decode()


@pytest.mark.postgres
@pytest.mark.parametrize(("form", "begins"), [("json", b"[{"), ("xml", b"<?xml")])
def test_a_fault_of_ours_is_told_another_system_in_its_own_form(
    browser: Client, monkeypatch: pytest.MonkeyPatch, form: str, begins: bytes
) -> None:
    def fails() -> None:
        raise KeyError

    monkeypatch.setattr(open311, "catalogue", fails)
    browser.raise_request_exception = False

    answer = browser.get(f"/open311/v2/services.{form}")

    assert (answer.status_code, answer.content.startswith(begins)) == (500, True)
    assert browser.get(f"/open311/v2/nothing.{form}").status_code == 404


def test_the_log_has_one_line_without_a_traceback(gone, browser: Client, caplog) -> None:
    browser.post("/report/", REPORT)

    lines = [(one.name, one.getMessage(), one.exc_info) for one in caplog.records if one.levelname == "ERROR"]
    assert lines == [("sunshine.refused", "out of service: database unreachable at public:report", None)]


def test_what_went_wrong_otherwise_is_no_outage() -> None:
    assert outage(ValueError("a mistake of ours")) == ""


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "disk"),
        (OSError(errno.EROFS, "Read-only file system"), "disk"),
        (FileNotFoundError(errno.ENOENT, "No such file"), ""),
        (psycopg.errors.DiskFull("could not extend file"), "database 53100"),
        (psycopg.errors.AdminShutdown("terminating connection"), "database 57P01"),
        (psycopg.errors.ReadOnlySqlTransaction("cannot execute INSERT"), "database 25006"),
        (psycopg.errors.UniqueViolation("duplicate key"), ""),
        (OperationalError("connection refused"), "database unreachable"),
    ],
)
def test_each_kind_of_outage_is_known_by_what_caused_it(error: Exception, name: str) -> None:
    wrapped = RuntimeError("what a library made of it")
    wrapped.__cause__ = error

    assert (outage(error), outage(wrapped)) == (name, name)
