"""Backup and restore of one county: its tables, its photos and, only if asked, its keys.

The file is a plain tar: `county.sql` (written by pg_dump), `photos/…`, `keys/…`. Jobs that wait are not in
it: what is due is found by query after a restore.
"""

import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections
from django.utils import timezone
from psycopg import sql

from sunshine.config import county, embedded, folders, sealed
from sunshine.config.failures import Failure
from sunshine.config.supervisor import say

DUMP = "county.sql"


def backup(file: Path | None, *, with_keys: bool) -> Path:
    """Write the county to `file` (default: a dated file under SUNSHINE_HOME/backups); returns its path."""
    target = file or _default()
    if target.exists():
        raise Failure(f"{target} exists already; a backup never overwrites one.")
    if not target.parent.is_dir():
        raise Failure(f"There is no folder {target.parent}.")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as work:
        dump, partial = Path(work) / DUMP, Path(work) / "backup.tar"
        _dump(dump)
        with tarfile.open(partial, "w") as archive:
            archive.add(dump, DUMP)
            _add_folder(archive, settings.PHOTOS, "photos")
            if with_keys:
                _add_folder(archive, settings.KEYS, "keys")
        partial.chmod(0o600)
        partial.replace(target)
    say(f"backup written to {target} ({target.stat().st_size:,} bytes)")
    if with_keys:
        say("the keys are in it: whoever has this file can read what residents told in confidence")
    else:
        say("the keys are not in it: without a copy of the keys folder sealed details cannot be read again")
    return target


def _default() -> Path:
    name = f"c{settings.COUNTY}-{timezone.localtime():%Y%m%d-%H%M%S}.tar"
    return folders.make_private(settings.HOME / "backups") / name


def _add_folder(archive: tarfile.TarFile, folder: Path, name: str) -> None:
    if Path(folder).exists():
        archive.add(folder, name)


def _place() -> dict[str, Any]:
    return connections["owner"].settings_dict


def _environment() -> dict[str, str]:
    place = _place()
    named = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGDATABASE": "NAME",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
    }
    given = {variable: place[key] for variable, key in named.items() if place[key]}
    if mode := place["OPTIONS"].get("sslmode"):
        given["PGSSLMODE"] = mode
    return {**os.environ, **given}


def _program(name: str) -> str:
    return str(embedded.binaries(folders.me()) / name)


def _run(command: list[str], about: str, **options: Any) -> None:
    done = subprocess.run(command, env=_environment(), stderr=subprocess.PIPE, check=False, **options)
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise Failure(f"{about} failed: {lines[0] if lines else 'no reason given'}")


def _dump(target: Path) -> None:
    schema = settings.COUNTY_SCHEMA
    options = [
        f"--schema={schema}",
        f"--role={schema}_owner",
        "--no-owner",
        "--no-privileges",
        "--encoding=UTF8",
    ]
    _run([_program("pg_dump"), *options, f"--file={target}"], "The dump")


def restore(file: Path, *, replace: bool) -> None:
    """Put back what `backup` wrote; refused over a county that holds something, unless `replace`, and without its keys."""
    if not file.is_file():
        raise Failure(f"There is no file {file}.")
    with _opened(file) as work:
        if not (work / DUMP).exists():
            raise Failure(f"{file} is not a backup of this platform.")
        _refuse_full(replace)
        keys = work / "keys" if (work / "keys").exists() else None
        sealed.refuse_locked(sealed.of_dump(work / DUMP), keys)
        _say_if_on_a_node()
        _clear()
        _load(work / DUMP)
        if keys:
            _put_folder(keys, settings.KEYS)
            say("the keys were in the backup and are back in place")
        else:
            say("the backup holds no keys; those of this installation open what is sealed")
        county.prepare_county()
        _put_folder(work / "photos", settings.PHOTOS)
    say(f"restored from {file}")


@contextmanager
def _opened(file: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=folders.make_private(settings.HOME / "restoring")) as work:
        try:
            with tarfile.open(file) as archive:
                archive.extractall(work, filter="data")
        except (tarfile.TarError, OSError) as error:
            raise Failure(f"{file} cannot be read as a backup: {error}") from None
        yield Path(work)
    shutil.rmtree(settings.HOME / "restoring", ignore_errors=True)


def _login() -> psycopg.Connection:
    return psycopg.connect(**county.login_parameters(_place()), autocommit=True)


def _refuse_full(replace: bool) -> None:
    schema = settings.COUNTY_SCHEMA
    with _login() as connection:
        if (
            replace
            or not connection.execute("SELECT FROM pg_namespace WHERE nspname = %s", [schema]).rowcount
        ):
            return
        row = connection.execute("SELECT to_regclass(%s) IS NOT NULL", [f"{schema}.record_entry"]).fetchone()
        entries = sql.SQL("SELECT FROM {} LIMIT 1").format(sql.Identifier(schema, "record_entry"))
        if row and row[0] and connection.execute(entries).rowcount:
            raise Failure(f"The county {settings.COUNTY} holds records; say --replace to throw them away.")


def _say_if_on_a_node() -> None:
    """Where Citus has placed the county, only its administrator can place it again; plain PostgreSQL knows of no nodes."""
    schema = settings.COUNTY_SCHEMA
    with _login() as connection:
        row = connection.execute("SELECT to_regclass('pg_dist_schema') IS NOT NULL").fetchone()
        placed = "SELECT FROM pg_dist_schema WHERE schemaid = to_regnamespace(%s)"
        if row and row[0] and connection.execute(placed, [schema]).rowcount:
            say(
                f"the county lies on a node of Citus; restored it lies on the coordinator, until you run "
                f"SELECT citus_schema_distribute('{schema}')"
            )


def _clear() -> None:
    """An empty county, whether there was one or not."""
    county.prepare_schemas()
    schema = sql.Identifier(settings.COUNTY_SCHEMA)
    with _login() as connection:
        connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(f"{settings.COUNTY_SCHEMA}_owner")))
        connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(schema))
    county.prepare_schemas()


def _load(dump: Path) -> None:
    with dump.open("rb") as source, tempfile.TemporaryFile() as script:
        script.write(f"SET ROLE {settings.COUNTY_SCHEMA}_owner;\n".encode())
        for number, line in enumerate(source):
            # The schema stands already, and older servers do not know the last setting.
            if number > 60 or not line.startswith((b"CREATE SCHEMA ", b"SET transaction_timeout")):
                script.write(line)
        script.seek(0)
        options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
        _run([_program("psql"), *options], "The restore", stdin=script, stdout=subprocess.DEVNULL)


def _put_folder(source: Path, target: Path) -> None:
    target = Path(target)
    shutil.rmtree(target, ignore_errors=True)
    folders.make_private(target)
    if source.exists():
        shutil.copytree(source, target, dirs_exist_ok=True)
    target.chmod(0o700)
