"""The test bed: our own database server, shut sockets, no forgiving templates.

Tests run as the county's serving role; what one with `transaction=True` leaves behind its owner removes.
"""

import gc
import inspect
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connections

from sunshine.config import database, embedded
from sunshine.config.county import prepare_county
from sunshine.config.folders import Folders
from tests.bed import TestDatabase
from tools import messages

# A busy machine is no fault of what is tested.
hypothesis.settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("unhurried")

pytest.register_assert_rewrite("tests.generic")
pytest_plugins = ["tests.elsewhen", "tests.long", "tests.measured", "tests.worlds", "tests.prepared"]


class UndefinedVariable(str):
    """Stands for `string_if_invalid`: a template that names what is not there fails its test."""

    def __mod__(self, name: object) -> str:
        for frame in inspect.stack()[2:]:
            template = frame.frame.f_locals.get("self")
            origin = getattr(getattr(template, "origin", None), "name", "") or ""
            if frame.function == "render" and "site-packages" in origin:
                return ""
        raise AssertionError(f"undefined template variable: {name}")


def pytest_configure(config: pytest.Config) -> None:
    """Everything an installation keeps goes to a folder of this run."""
    home = Path(tempfile.mkdtemp(prefix="sunshine-"))
    home.chmod(0o755)  # the database's user must be able to walk through when we are root
    config.stash[HOME] = home
    os.environ["SUNSHINE_HOME"] = str(home)
    settings.HOME, settings.KEYS, settings.PHOTOS = home, Folders(home).keys, Folders(home).photos
    settings.EXPORTS, settings.PARKED = Folders(home).exports, Folders(home).parked
    settings.SECRET_KEY_FILE = settings.KEYS / "secret"
    settings.STATIC_ROOT = home / "static"
    settings.STATIC_ROOT.mkdir()
    settings.STORAGES = {
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": settings.PHOTOS}},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable("%s")
    # Everybody logs in by password alone, as in a demonstration; what asks for more is tested where it is made.
    settings.SECOND_FACTOR_FOR = frozenset()
    # The real hasher takes its time on purpose; what it guards is not tested by waiting for it.
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "django.contrib.auth.hashers.Argon2PasswordHasher",
    ]
    messages.compile_catalogue()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    shutil.rmtree(config.stash[HOME], ignore_errors=True)


HOME = pytest.StashKey[Path]()


@pytest.fixture(scope="session")
def test_database(worker_id: str) -> Iterator[TestDatabase]:
    """A server of our own, or with DATABASE_URL a fresh database beside the one it names."""
    if database.is_embedded():
        server = embedded.start(Folders(settings.HOME), durable=False)
        yield TestDatabase({**embedded.parameters(server.folders), "OPTIONS": {}}, settings.COUNTY_SCHEMA)
        server.stop()
        return
    place = database.parse(os.environ["DATABASE_URL"])
    fresh = TestDatabase.create_beside(place, f"{place['NAME']}_test_{worker_id}", settings.COUNTY_SCHEMA)
    yield fresh
    fresh.drop(place)


@pytest.fixture(scope="session")
def django_db_setup(test_database: TestDatabase, django_db_blocker) -> Iterator[None]:
    """Prepare the county with the code that operators run, and point Django at it."""
    for alias, role in (("default", settings.COUNTY_SCHEMA), ("owner", f"{settings.COUNTY_SCHEMA}_owner")):
        entry = database.alias(test_database.place, settings.COUNTY_SCHEMA, role)
        connections[alias].settings_dict.update(entry, CONN_MAX_AGE=0)
    # Open while it is prepared and not a moment longer: a test without the mark would commit what it does.
    with django_db_blocker.unblock():
        prepare_county()
        test_database.remember()
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    assert not test_database.neighbours(), "a test left the schema of another county in the database of all"


@pytest.fixture
def _other_counties_go(test_database: TestDatabase) -> Iterator[None]:
    """Drop the counties that a test makes beside ours: other tests ask what the whole database holds."""
    yield
    test_database.drop_neighbours()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files with long tests first, so that no worker begins one when the other has nothing left to do."""
    long = {item.path for item in items if item.get_closest_marker("long")}
    items.sort(key=lambda item: item.path not in long)


def pytest_collection_finish() -> None:
    """What has been imported stays: collections that walk all of it again and again take a sixth of a test's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)


@pytest.fixture
def _django_db_helper(kept_world: None, _django_db_helper: None) -> Iterator[None]:
    """A test's own transaction is a savepoint of its world's (pytest-django lets higher transactions wrap tests).

    Whoever starts or ends an event loop in this thread during a test changes Django's connections behind it: what
    the test then writes stays for all tests after it, and what it was forbidden stays forbidden. That fails here.
    """
    before = {alias: connections[alias] for alias in connections}
    yield
    changed = [alias for alias in connections if connections[alias] is not before[alias]]
    assert not changed, (
        f"this test changed the connections {changed}: start the event loop before its fixtures"
    )


@pytest.fixture(scope="session", autouse=True)
def _flush_as_owner(request: pytest.FixtureRequest) -> Iterator[None]:
    """The serving role may not truncate; what a committing test leaves is removed by the owner."""
    from django.test import TransactionTestCase

    def teardown(self: TransactionTestCase) -> None:
        request.getfixturevalue("test_database").flush()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


@pytest.fixture(autouse=True)
def _no_cached_surroundings() -> Iterator[None]:
    """A language that one test chose must not reach the next, nor a page kept for a minute, nor its organisations."""
    from django.core.cache import caches
    from django.utils import translation

    from sunshine.people.queries import forget_directory

    yield
    forget_directory()
    translation.activate(settings.LANGUAGE_CODE)
    caches["parts"].clear()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real files that are never part of the repository: SUNSHINE_SHARED_DATA, else beside the checkout."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    folder = Path(os.environ.get("SUNSHINE_SHARED_DATA") or beside)
    if not folder.is_dir():
        pytest.skip("shared data not present")
    return folder
