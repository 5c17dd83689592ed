"""The same tests on another day: `pytest --at +37d`, `pytest --at 2026-12-31T23:50+08:00`.

The clock of the test process is moved for the whole run and ticks on from there. What other processes read stays as it
is: the database server's now() above all, which is why our own statements are given the time.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings

from tests.factories.people import NOON

DAYS = re.compile(r"([+-]\d+)d")
TRAVEL = pytest.StashKey[time_machine.travel]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let whoever runs the tests choose the day."""
    words = "run as if it were then: a number of days from now (+37d) or a moment (2027-01-05T10:00+08:00)"
    parser.addoption("--at", metavar="WHEN", default=None, help=words)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Go there before anything else is prepared."""
    if when := config.getoption("--at"):
        config.stash[TRAVEL] = time_machine.travel(moment(when), tick=True)
        config.stash[TRAVEL].start()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Come back."""
    if TRAVEL in config.stash:
        config.stash[TRAVEL].stop()


def pytest_report_header(config: pytest.Config) -> str | None:
    """Say which day the tests take it for."""
    return f"as if it were {datetime.now(UTC):%Y-%m-%d %H:%M} UTC" if TRAVEL in config.stash else None


def moment(when: str) -> datetime:
    """The moment that `--at` names, in UTC so that the process keeps its time zone; without offset the county's."""
    if found := DAYS.fullmatch(when):
        return datetime.now(UTC) + timedelta(days=int(found[1]))
    try:
        named = datetime.fromisoformat(when)
    except ValueError:
        raise pytest.UsageError(f"--at {when}: neither days such as +37d nor a moment of ISO 8601") from None
    zone = named.tzinfo or ZoneInfo(settings.TIME_ZONE)
    return named.replace(tzinfo=zone).astimezone(UTC)


@pytest.fixture
def at_noon() -> Iterator[datetime]:
    """Noon of a working Monday, whatever day it is: for what depends on office days and reads the clock itself."""
    with time_machine.travel(NOON, tick=True):
        yield NOON
