"""The embedded database survives what happens to machines."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from sunshine.config import embedded, folders
from sunshine.config.failures import Failure
from sunshine.config.folders import Folders


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A short path that the database's user can walk through."""
    path = Path(tempfile.mkdtemp(prefix="sun-"))
    path.chmod(0o755)
    embedded.start(Folders(path), durable=False).stop()
    yield path
    shutil.rmtree(path)


@pytest.fixture
def place(home: Path) -> Iterator[Folders]:
    yield Folders(home)
    assert embedded.running(Folders(home).database) is None


@pytest.fixture
def server(place: Folders) -> Iterator[embedded.Server]:
    started = embedded.start(place, durable=False)
    yield started
    started.stop()


def _one(place: Folders) -> tuple[int]:
    with psycopg.connect(host=str(place.socket), user=embedded.LOGIN, dbname=embedded.DATABASE) as connection:
        return connection.execute("SELECT 1").fetchone()


def _kill(server: embedded.Server) -> None:
    server.process.kill()
    server.process.wait()


def test_it_answers_the_login_role(server: embedded.Server, place: Folders):
    assert _one(place) == (1,)


def test_a_second_start_connects_to_the_first(server: embedded.Server, place: Folders):
    second = embedded.start(place)

    assert (second.process, second.alive()) == (None, True)


def test_one_who_did_not_start_it_does_not_stop_it(server: embedded.Server, place: Folders):
    embedded.start(place).stop()

    assert server.alive()


def test_after_a_kill_a_plain_start_recovers(server: embedded.Server, place: Folders):
    _kill(server)

    again = embedded.start(place, durable=False)

    assert _one(place) == (1,)
    again.stop()


def test_backends_that_outlive_their_server_are_waited_for_and_asked_to_end(
    server: embedded.Server, place: Folders, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(embedded, "PATIENCE_WITH_ORPHANS", 0.2)
    busy = psycopg.connect(host=str(place.socket), user=embedded.LOGIN, dbname=embedded.DATABASE)
    busy.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 10000000000)")
    time.sleep(0.1)
    _kill(server)
    assert busy.info.backend_pid in embedded._orphans(place.database)

    again = embedded.start(place, durable=False)

    assert busy.info.backend_pid not in embedded._orphans(place.database)
    busy.close()
    again.stop()


def test_a_pid_file_of_another_process_is_stale(place: Folders):
    (place.database / "postmaster.pid").write_text(f"{os.getpid()}\n{place.database}\n")

    assert embedded.running(place.database) is None
    started = embedded.start(place, durable=False)
    assert started.alive()
    started.stop()


def test_a_socket_lock_of_another_process_is_stale(place: Folders):
    (place.socket / ".s.PGSQL.5432.lock").write_text(f"{os.getppid()}\n")

    started = embedded.start(place, durable=False)

    assert _one(place) == (1,)
    started.stop()


@pytest.mark.parametrize("content", ["", "nonsense\n", "999999999\n"])
def test_a_broken_pid_file_counts_as_none(place: Folders, content: str):
    (place.database / "postmaster.pid").write_text(content)

    assert embedded.running(place.database) is None
    (place.database / "postmaster.pid").unlink()


def test_one_that_is_shutting_down_is_followed_by_ours(server: embedded.Server, place: Folders):
    server.process.send_signal(signal.SIGINT)

    again = embedded.start(place, durable=False)

    assert _one(place) == (1,)
    again.stop()


def test_stop_is_patient_and_can_be_asked_twice(server: embedded.Server):
    began = time.monotonic()
    server.stop()
    server.stop()

    assert time.monotonic() - began < 10


def test_data_of_another_version_are_refused(place: Folders, server: embedded.Server):
    server.stop()
    version = place.database / "PG_VERSION"
    version.write_text("14\n")

    with pytest.raises(Failure, match="are of PostgreSQL 14; this version runs 18"):
        embedded.start(place)
    version.write_text("18\n")


def test_what_keeps_it_from_starting_is_said(place: Folders, server: embedded.Server):
    server.stop()
    configuration = place.database / "postgresql.conf"
    whole = configuration.read_text()
    configuration.write_text("nonsense\n")

    with pytest.raises(Failure, match="did not start"):
        embedded.start(place)
    configuration.write_text(whole)


def test_folders_are_shut_to_others(server: embedded.Server, place: Folders):
    assert [oct(path.stat().st_mode)[-3:] for path in (place.database, place.socket, place.log)] == [
        "700"
    ] * 3


def test_a_long_path_puts_the_socket_elsewhere(home: Path):
    deep = Folders(home / ("long" * 30))

    assert deep.socket == Path("/tmp") / f"sunshine-{folders.digest(deep.home)}"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs it as another user")
def test_under_a_shut_home_the_database_goes_where_its_user_can_reach_it():
    shut = Path(tempfile.mkdtemp(prefix="sun-shut-"))  # 0700
    place = Folders(shut)
    started = embedded.start(place, durable=False)

    assert place.database == folders.SYSTEM / folders.digest(shut) / "database"
    assert (oct(shut.stat().st_mode)[-3:], _one(place)) == ("700", (1,))
    started.stop()
    shutil.rmtree(shut)
    shutil.rmtree(place.database.parent)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs it as another user")
def test_binaries_that_its_user_cannot_run_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o700)
    shipped = shut / "lib" / embedded.PACKAGE / embedded.INSTALLATION
    shutil.copytree(embedded.installation(), shipped, ignore=shutil.ignore_patterns("include", "*.a"))
    libraries = embedded.installation().parent.with_name(f"{embedded.PACKAGE}.libs")
    shutil.copytree(libraries, shut / "lib" / libraries.name)
    monkeypatch.setattr(embedded, "installation", lambda: shipped)
    user = folders.database_user(tmp_path)

    programs = embedded.binaries(user)

    assert programs.is_relative_to(folders.SYSTEM)
    assert embedded.spawn([str(programs / "initdb"), "--version"], user=user).wait() == 0


def test_a_long_log_is_put_aside_at_the_next_start(place: Folders, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(embedded, "LONGEST_LOG", 10)
    log = place.log / "postgresql.log"
    log.write_text("0123456789 the old one\n")

    embedded.start(place, durable=False).stop()

    assert log.with_name("postgresql.log.1").read_text() == "0123456789 the old one\n"
    assert "the old one" not in log.read_text()
