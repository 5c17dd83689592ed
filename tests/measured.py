"""Coverage is measured in this process alone: what a test starts must not take itself for a part of the run."""

import os

import pytest

KEPT = pytest.StashKey[dict[str, str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Take away what slipcover would tell the children of tests; one that ends would clear away the folder of the run."""
    hands_out_tests = config.getoption("numprocesses", None) and not hasattr(config, "workerinput")
    names = [] if hands_out_tests else [name for name in os.environ if name.startswith("SLIPCOVER_")]
    config.stash[KEPT] = {name: os.environ.pop(name) for name in names}


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Give it back: slipcover writes down what it saw."""
    os.environ.update(session.config.stash[KEPT])
