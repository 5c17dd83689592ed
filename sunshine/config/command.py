"""The `sunshine` command: exit 0 on success, 1 on refusal with one sentence on stderr, 2 on wrong usage."""

import argparse
import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sunshine.config.failures import Failure

if TYPE_CHECKING:
    from sunshine.config import embedded

Arguments = argparse.Namespace
# What is shipped as tables that administrators edit; brings only what is missing.
DEFAULTS = ("load_tables",)
# By its name: the demonstration stands above all rooms and this command, and is imported by none.
DEMONSTRATION = "load_demo"


def parser() -> argparse.ArgumentParser:
    """Every subcommand with what it takes; docs/operator.md explains each (a test compares the two)."""
    top = argparse.ArgumentParser(prog="sunshine", description="阳光网格 — the working system of a community")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, about: str, run: Callable[[Arguments], None]) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=about, description=about)
        sub.set_defaults(run=run)
        return sub

    add("demo", "load invented data and serve them on this machine", demo)
    add("serve", "serve the county: database, web server, worker", serve)
    add("migrate", "make or update the county's tables and rights", migrate)
    for name, about, run in (("import", "read a file", import_), ("export", "write a file", export)):
        sub = add(name, about, run)
        sub.add_argument("kind", metavar="KIND", help=f"what the file holds: {', '.join(_kinds(name))}")
        sub.add_argument("file", metavar="FILE", nargs="?")
        sub.add_argument(
            "options", nargs=argparse.REMAINDER, help="options of this kind; KIND --help names them"
        )
    sub = add("backup", "write database and photos to one file", backup)
    sub.add_argument("file", metavar="FILE", nargs="?", type=Path)
    sub.add_argument(
        "--with-keys", action="store_true", help="put the keys in as well: guard the file like them"
    )
    sub = add("restore", "bring back what backup wrote", restore)
    sub.add_argument("file", metavar="FILE", type=Path)
    sub.add_argument("--replace", action="store_true", help="throw away what the county holds now")
    add("check", "name what is unsafe before the public may come", check)
    add("worker", "do the county's background work (started by serve)", worker)
    sub = add("manage", "run a Django management command", manage)
    sub.add_argument("rest", nargs=argparse.REMAINDER)
    return top


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one subcommand and exit."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run one subcommand; returns the exit code, an expected failure in one sentence on stderr."""
    try:
        chosen = parser().parse_args(arguments)
        if chosen.command in {"import", "export"} and not (chosen.file or chosen.options):
            parser().error("the following arguments are required: FILE")
    except SystemExit as end:
        return int(end.code or 0)
    try:
        _set_up()
        chosen.run(chosen)
    except KeyboardInterrupt:
        return 1
    except Exception as error:
        if not isinstance(error, _expected()):
            raise
        print(f"sunshine: {_one_sentence(error)}", file=sys.stderr)
        return 2 if isinstance(error, WrongUsage) else 1
    return 0


class WrongUsage(Failure):
    """The command was called with words it does not know (exit 2)."""


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sunshine.config.settings")
    import django
    from django.conf import settings

    from sunshine.config import clock

    django.setup()
    os.environ["SUNSHINE_HOME"] = str(settings.HOME)  # children work elsewhere: no relative path for them
    clock.refuse_impossible()


def _expected() -> tuple[type[Exception], ...]:
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError
    from django.db.utils import OperationalError

    from sunshine.config.env import BadSetting
    from sunshine.lib.refusals import Refused
    from sunshine.lib.seal import UnsafeKeys

    return (BadSetting, Failure, ImproperlyConfigured, CommandError, OperationalError, Refused, UnsafeKeys)


def _one_sentence(error: Exception) -> str:
    said = " ".join(str(error).split()) or type(error).__name__
    if found := re.search(r'role "c(\d{6})(?:_owner)?" does not exist', said):
        return f"County {found.group(1)} is not in this database yet; run `sunshine migrate`."
    return said


@contextlib.contextmanager
def _database() -> Iterator["embedded.Server | None"]:
    """The database up and reachable; our own is started, and stopped again if we started it."""
    from django.conf import settings
    from django.db import connections

    from sunshine.config import county, database, embedded
    from sunshine.config.folders import Folders

    server = embedded.start(Folders(settings.HOME)) if database.is_embedded() else None
    try:
        county.await_login(connections["owner"].settings_dict)
        yield server
    finally:
        connections.close_all()
        if server is not None:
            server.stop()


def demo(arguments: Arguments) -> None:
    """Prepare, load the invented data, say who may log in, serve on this machine only."""
    from django.conf import settings
    from django.core.management import call_command

    from sunshine.config import announcement, supervisor

    listen = f"127.0.0.1:{supervisor.split_listen(settings.LISTEN)[1]}"
    with _serving(listen) as (server, lock):
        _ready()
        call_command(DEMONSTRATION)
        print(announcement.demo(), flush=True)
        supervisor.serve(server, listen, lock)


def serve(arguments: Arguments) -> None:
    """Serve until stopped; refused when the public could come and something is unsafe."""
    from django.conf import settings

    from sunshine.config import checks, supervisor

    with _serving(settings.LISTEN) as (server, lock):
        _ready(load=DEFAULTS)
        if checks.is_public():
            checks.refuse_unsafe()
        supervisor.say(f"serving county {settings.COUNTY} on http://{settings.LISTEN}/")
        if settings.SECOND_FACTOR_FOR and not settings.DEMO:
            supervisor.say(
                "administrators and auditors set up a second factor at their next log-in: an authenticator app on the phone; "
                "another administrator takes away that of a lost phone (docs/operator.md)"
            )
        supervisor.serve(server, settings.LISTEN, lock)


@contextlib.contextmanager
def _serving(listen: str) -> Iterator[tuple["embedded.Server | None", int]]:
    """The installation to ourselves by the lock that is yielded, the address free, the database up."""
    from django.conf import settings

    from sunshine.config import supervisor
    from sunshine.config.folders import Folders

    with supervisor.only_one(Folders(settings.HOME)) as lock:
        supervisor.await_port(listen)
        with _database() as server:
            yield server, lock


def _ready(load: Sequence[str] = ()) -> None:
    from django.conf import settings
    from django.db import connections

    from sunshine.config import county, demo_accounts, folders, keys, statics
    from sunshine.record.queries import ring

    folders.make_private(settings.PHOTOS)
    folders.make_private(settings.EXPORTS)
    folders.make_private(settings.PARKED)
    folders.make_private(settings.KEYS)
    if not settings.SECRET_KEY_KEPT:
        settings.SECRET_KEY = keys.make(settings.SECRET_KEY_FILE)
        settings.SECRET_KEY_KEPT = True
    county.prepare_county(load=load)
    ring()  # made at first start; one that is missing or open to others must be noticed before the first resident comes
    settings.DEMO = demo_accounts.recognise()
    statics.collect()
    connections.close_all()


def migrate(arguments: Arguments) -> None:
    """Make or update roles, schema, tables and rights."""
    from sunshine.config import county

    with _database():
        county.prepare_county(verbosity=1, load=DEFAULTS)


def import_(arguments: Arguments) -> None:
    """Read a file through the room's own command."""
    _run_kind("import", arguments)


def export(arguments: Arguments) -> None:
    """Write a file through the room's own command."""
    _run_kind("export", arguments)


def _run_kind(verb: str, arguments: Arguments) -> None:
    from django.core.management import call_command

    if arguments.kind not in (kinds := _kinds(verb)):
        raise WrongUsage(
            f"{verb} does not know {arguments.kind!r}; it knows: {', '.join(kinds) or 'nothing yet'}."
        )
    if verb == "import" and arguments.file and not Path(arguments.file).is_file():
        raise Failure(f"There is no file {arguments.file}.")
    named = [arguments.file] if arguments.file else []
    asks_how = {"--help", "-h"} & {*arguments.options}
    with contextlib.nullcontext() if asks_how else _database():
        call_command(f"{verb}_{arguments.kind}", *named, *arguments.options)


def _kinds(verb: str) -> list[str]:
    """The kinds of file that the rooms' own commands read or write."""
    found = Path(__file__).resolve().parents[1].glob(f"*/management/commands/{verb}_*.py")
    return sorted(path.stem.removeprefix(f"{verb}_") for path in found)


def backup(arguments: Arguments) -> None:
    """Write the county and its photos, and the keys if asked, into one file."""
    from sunshine.config import backups

    with _database():
        backups.backup(arguments.file, with_keys=arguments.with_keys)


def restore(arguments: Arguments) -> None:
    """Bring back what backup wrote."""
    from django.conf import settings

    from sunshine.config import backups, supervisor
    from sunshine.config.folders import Folders

    with supervisor.only_one(Folders(settings.HOME)), _database():
        backups.restore(arguments.file, replace=arguments.replace)


def check(arguments: Arguments) -> None:
    """Print what was found; refused if anything is unsafe."""
    from sunshine.config import checks

    with _database():
        for finding in checks.findings():
            print(finding)
        checks.refuse_unsafe()
    print("Nothing unsafe was found.")


def worker(arguments: Arguments) -> None:
    """Do the county's jobs until told to stop."""
    import asyncio

    from django.db import connections

    from sunshine.config.sealed import refuse_locked
    from sunshine.config.worker import work

    refuse_locked()
    connections.close_all()

    asyncio.run(work())


def manage(arguments: Arguments) -> None:
    """Run a Django management command with the database up."""
    from django.core.management import execute_from_command_line

    with _database():
        execute_from_command_line(["sunshine manage", *arguments.rest])


if __name__ == "__main__":
    main()
