"""How long a test may take, and how much of a long one `make test` runs.

`@pytest.mark.long("why", seconds=240)` gives a test more than the 60 seconds of pyproject.toml; the list of these is
kept in tests/architecture/test_long_tests.py. `rounds(6, of=20)` is what a suite that everybody waits for can afford;
`some(junk, 3)` as many of its cases;
SUNSHINE_TEST_FULL=1 runs all of them, `-m rounds` only the modules that count so, with ten times their limits.
"""

import os
import random
from collections.abc import Sequence
from typing import TypeVar

import pytest

T = TypeVar("T")

FULL = os.environ.get("SUNSHINE_TEST_FULL") == "1"
LIMIT, PATIENCE = 60, 10


def rounds(usual: int, *, of: int) -> int:
    """How many rounds to run: the usual number, or all with SUNSHINE_TEST_FULL=1."""
    return of if FULL else usual


def some(values: Sequence[T], usual: int) -> list[T]:
    """So many of these, drawn anew at each call by the run's seed, or all of them with SUNSHINE_TEST_FULL=1."""
    return random.sample(values, rounds(usual, of=len(values)))


def limit(seconds: float, *, full: bool) -> float:
    """Seconds after which a test fails."""
    return seconds * PATIENCE if full else seconds


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what counts in rounds, and translate a long limit into the mark of pytest-timeout."""
    module = getattr(item, "module", None)
    counted = getattr(module, "rounds", None) is rounds or getattr(module, "some", None) is some
    if counted:
        item.add_marker("rounds")
    if item.config.getoption("timeout") is not None:  # who gives a limit by hand means it
        return
    long = item.get_closest_marker("long")
    if long or (FULL and counted):
        seconds = long.kwargs["seconds"] if long else LIMIT
        item.add_marker(pytest.mark.timeout(limit(seconds, full=FULL and counted)))
