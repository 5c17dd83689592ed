"""Worlds that many tests live in: each is made once, and what a test does to it is taken back.

A fixture decorated with `world` says how to make one. Its rows are made in a transaction that stays open for all tests
after one another that live in it; each test has a savepoint of its own within, and a copy of what the maker returned.
Tests that commit, and those that need no world or another, find the database empty as before.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from sunshine.cases.queries import forget_catalogue

Maker = Callable[[], Any]
KEEPER = pytest.StashKey["Keeper"]()


@dataclass
class Keeper:
    """The one world that stands in the database of this process, or none."""

    maker: Maker | None = None
    made: Any = None
    atomic: transaction.Atomic | None = None
    blocker: DjangoDbBlocker | None = None

    def enter(self, maker: Maker, blocker: DjangoDbBlocker) -> None:
        """Let that world stand; the one before is taken back."""
        if self.maker is maker:
            return
        self.leave()
        with blocker.unblock():
            self.blocker, self.atomic = blocker, transaction.atomic()
            self.atomic.__enter__()
            self.made, self.maker = maker(), maker

    def leave(self) -> None:
        """Let no world stand."""
        if self.atomic is None or self.blocker is None:
            return
        with self.blocker.unblock():
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)
            forget_catalogue()
        self.atomic = self.maker = self.made = None


def world(maker: Maker) -> Any:
    """A fixture that gives each test a copy of what `maker` makes; its name and words are the maker's."""

    def made(request: pytest.FixtureRequest, db: None) -> Any:
        # Rows that a test before wrote without telling are not in this process's catalogue either.
        forget_catalogue()
        keeper = request.config.stash[KEEPER]
        return deepcopy(keeper.made) if keeper.maker is maker else maker()

    made.__doc__, made.__module__ = maker.__doc__, maker.__module__
    made.maker = maker  # type: ignore[attr-defined]
    return pytest.fixture(name=maker.__name__)(made)


def pytest_configure(config: pytest.Config) -> None:
    """No world stands at first."""
    config.stash[KEEPER] = Keeper()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In a file one after the other those that live in the same world: it is made once for them."""
    files = {path: place for place, path in enumerate(dict.fromkeys(item.path for item in items))}
    makers = {maker: place for place, maker in enumerate(dict.fromkeys(map(maker_of, items)))}
    items.sort(key=lambda item: (files[item.path], makers[maker_of(item)]))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture of a test that lives in no world, the last one is taken back."""
    if maker_of(item) is None:
        item.config.stash[KEEPER].leave()


def maker_of(item: Any) -> Maker | None:
    """How to make the world that a test lives in; None when it has none or commits what it does."""
    marker = item.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction")
    if commits or {"transactional_db", "live_server"} & set(item.fixturenames):
        return None
    found = [
        maker
        for name in item.fixturenames
        for fixture in item._fixtureinfo.name2fixturedefs.get(name, ())[-1:]
        if (maker := getattr(fixture.func, "maker", None))
    ]
    return found[0] if found else None


@pytest.fixture
def kept_world(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """The world of this test, standing before the test's own transaction begins."""
    if maker := maker_of(request.node):
        request.config.stash[KEEPER].enter(maker, django_db_blocker)
