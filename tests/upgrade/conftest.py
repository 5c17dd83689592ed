"""A county in a database of its own beside that of the tests, with a home of its own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import connections
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from sunshine.cases.queries import forget_catalogue
from sunshine.cases.queries.duplicates import forget_rarity
from sunshine.config.folders import Folders
from sunshine.record.queries import ring
from tests.bed import TestDatabase

ALIASES = ("default", "owner")


def forget() -> None:
    """What this process remembers of a county, its keys above all."""
    forget_catalogue()
    forget_rarity()
    ring.cache_clear()
    ContentType.objects.clear_cache()
    caches["parts"].clear()


@contextmanager
def _home(home: Path) -> Iterator[None]:
    folders = Folders(home)
    storages = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": folders.photos}},
    }
    with override_settings(
        HOME=home, KEYS=folders.keys, PHOTOS=folders.photos, EXPORTS=folders.exports, PARKED=folders.parked,
        SECRET_KEY_FILE=folders.keys / "secret", STORAGES=storages,
    ):  # fmt: skip
        yield


@contextmanager
def _database(place: TestDatabase, name: str) -> Iterator[None]:
    """Django's connections lead to a fresh database of the same server until this ends."""
    beside = TestDatabase.create_beside(place.place, name, place.schema)
    before = {alias: connections[alias].settings_dict["NAME"] for alias in ALIASES}
    try:
        _lead_to(dict.fromkeys(ALIASES, name))
        yield
    finally:
        _lead_to(before)
        beside.drop(place.place)


def _lead_to(names: dict[str, str]) -> None:
    for alias, name in names.items():
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
    forget()


@pytest.fixture(scope="module")
def elsewhere(
    test_database: TestDatabase,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
    worker_id: str,
) -> Iterator[Callable[[str], Path]]:
    """elsewhere("now") leads everything to an empty database and home of that name, and returns the home."""
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())

        def go(name: str) -> Path:
            home = tmp_path_factory.mktemp(name)
            stack.enter_context(_home(home))
            stack.enter_context(_database(test_database, f"{test_database.place['NAME']}_{name}_{worker_id}"))
            return home

        yield go
