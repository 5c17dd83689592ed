"""Makes a county in a database: roles, schema, queue, tables, rights.

Safe to run twice or by two at once, also in two databases of one server.
"""

import contextlib
import re
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import Any

import psycopg
from psycopg import sql

from sunshine.config.failures import Failure

OLDEST = 150_000
LOCK = 231_282
QUEUE, SHARED = "queue", "shared"
RIGHTS = (("TABLES", "SELECT, INSERT, UPDATE, DELETE"), ("SEQUENCES", "USAGE, SELECT"))
MAY_USE = """
    SELECT WHERE has_schema_privilege(%s, %s, 'USAGE') AND NOT EXISTS (
        SELECT FROM pg_class AS thing, unnest(
            CASE thing.relkind WHEN 'S' THEN '{USAGE,SELECT}' ELSE '{SELECT,INSERT,UPDATE,DELETE}' END::text[]
        ) AS wanted
        WHERE thing.relkind IN ('r', 'S') AND NOT CASE thing.relkind
            WHEN 'S' THEN has_sequence_privilege(%s, thing.oid, wanted)
            ELSE has_table_privilege(%s, thing.oid, wanted)
        END AND thing.relnamespace = %s::regnamespace
    )
"""
RACED = (psycopg.errors.UniqueViolation, psycopg.errors.DuplicateObject, psycopg.errors.InternalError_)
SQL = sql.SQL
Name = sql.Identifier


def prepare_county(*, verbosity: int = 0, load: Sequence[str] = ()) -> None:
    """From an empty database to one ready to serve; `load` names commands that bring shipped tables.

    Raises Failure with what a database administrator has to run where rights are missing, and before anything is
    sealed anew with other keys than those that open what is sealed.
    """
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    from sunshine.config.sealed import refuse_locked

    with _prepared(connections["owner"].settings_dict, settings.COUNTY_SCHEMA) as connection:
        _migrate(verbosity)
        _rights(connection, settings.COUNTY_SCHEMA, settings.APPEND_ONLY)
        refuse_locked()
        for name in load:
            call_command(name, verbosity=verbosity)


def prepare_schemas() -> None:
    """Roles, schemas and queue without the county's tables: what a restore fills."""
    from django.conf import settings
    from django.db import connections

    with _prepared(connections["owner"].settings_dict, settings.COUNTY_SCHEMA):
        return


@contextlib.contextmanager
def _prepared(place: dict[str, Any], schema: str) -> Iterator[psycopg.Connection]:
    with _login(place) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        _roles(connection, schema)
        _let_log_in(connection, schema)
        _schemas(connection, schema)
        _queue(connection)
        _share(connection, schema)
        yield connection


@contextlib.contextmanager
def _login(place: dict[str, Any]) -> Iterator[psycopg.Connection]:
    try:
        connection = psycopg.connect(**login_parameters(place), autocommit=True)
    except psycopg.OperationalError as error:
        raise Failure(unreachable(place, error)) from None
    with connection:
        if connection.info.server_version < OLDEST:
            raise Failure("PostgreSQL 15 or newer is needed; this server is older.")
        if connection.info.parameter_status("server_encoding") != "UTF8":
            raise Failure(
                "The database must be encoded in UTF8 (CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0)."
            )
        yield connection


def await_login(place: dict[str, Any]) -> None:
    """Return when the database lets us log in; raises Failure with one sentence if it does not."""
    with _login(place):
        return


def login_parameters(place: dict[str, Any]) -> dict[str, Any]:
    """psycopg's words for a DATABASES entry, acting as the user who logs in and not as a county's role."""
    options = {name: value for name, value in place["OPTIONS"].items() if name != "options"}
    named = {"host": "HOST", "port": "PORT", "dbname": "NAME", "user": "USER", "password": "PASSWORD"}
    return {
        "connect_timeout": "10",
        **options,
        **{ours: place[theirs] for ours, theirs in named.items() if place[theirs]},
    }


def unreachable(place: dict[str, Any], error: Exception) -> str:
    """One sentence for a database that does not answer; the password is not in it."""
    reason = re.sub(r"\s+", " ", str(error).strip()).removeprefix("connection failed: ")
    return f"The database {place['NAME']!r} at {place['HOST'] or 'localhost'} cannot be reached: {reason}"


def _exists(connection: psycopg.Connection, query: str, *values: Any) -> bool:
    return connection.execute(SQL(query), values).fetchone() is not None


def _lacking(connection: psycopg.Connection, schema: str) -> list[sql.Composed]:
    """What an administrator would have to run before the schemas can be made."""
    user = Name(connection.info.user)
    lacking = []
    for role in (f"{schema}_owner", schema):
        if not _exists(connection, "SELECT FROM pg_roles WHERE rolname = %s", role):
            lacking.append(SQL("CREATE ROLE {} LOGIN").format(Name(role)))
            lacking.append(SQL("GRANT {} TO {}").format(Name(role), user))
        elif not _exists(connection, "SELECT WHERE pg_has_role(current_user, %s, 'MEMBER')", role):
            lacking.append(SQL("GRANT {} TO {}").format(Name(role), user))
    if not _exists(connection, "SELECT WHERE has_database_privilege(current_database(), 'CREATE')"):
        database = Name(connection.info.dbname)
        lacking.append(SQL("GRANT CREATE ON DATABASE {} TO {}").format(database, user))
    return lacking


def _unshared(connection: psycopg.Connection, schema: str) -> list[sql.Composed]:
    """Rights on what all counties share that this county's roles do not have yet."""
    lacking = []
    for name in (QUEUE, SHARED):
        for role in (f"{schema}_owner", schema):
            made = _exists(connection, "SELECT FROM pg_namespace WHERE nspname = %s", name)
            known = _exists(connection, "SELECT FROM pg_roles WHERE rolname = %s", role)
            if not made or (known and _exists(connection, MAY_USE, role, name, role, role, name)):
                continue
            place, who = Name(name), Name(role)
            lacking.append(SQL("GRANT USAGE ON SCHEMA {} TO {}").format(place, who))
            for what, rights in RIGHTS:
                statement = SQL("GRANT {} ON ALL {} IN SCHEMA {} TO {}")
                lacking.append(statement.format(SQL(rights), SQL(what), place, who))
    return lacking


def _refused(connection: psycopg.Connection, what: str, lacking: Sequence[sql.Composed]) -> Failure:
    lines = " ".join(f"{statement.as_string(connection)};" for statement in lacking)
    return Failure(
        f"The database user {connection.info.user} may not {what}; let an administrator run: {lines}"
    )


def _roles(connection: psycopg.Connection, schema: str) -> None:
    for last in (False, False, True):
        lacking = _lacking(connection, schema)
        try:
            with connection.transaction():
                for statement in lacking:
                    connection.execute(statement)
            return
        except RACED:
            # Roles belong to the server, our lock to one database: somebody preparing another was faster.
            if last:
                raise
        except psycopg.errors.InsufficientPrivilege:
            lacking += _unshared(connection, schema)
            raise _refused(connection, "make the county's roles", lacking) from None


def _let_log_in(connection: psycopg.Connection, schema: str) -> None:
    """Both roles may log in, without a password: Citus connects to its nodes as whoever acts at the coordinator.

    Only Citus needs it: where an administrator made the roles and we may not change them, they stay as they are.
    """
    for role in (f"{schema}_owner", schema):
        if _exists(connection, "SELECT FROM pg_roles WHERE rolname = %s AND NOT rolcanlogin", role):
            with contextlib.suppress(psycopg.errors.InsufficientPrivilege, *RACED):
                connection.execute(SQL("ALTER ROLE {} LOGIN").format(Name(role)))


def _share(connection: psycopg.Connection, schema: str) -> None:
    """Let the county use queue and shared; they may belong to the user of another county."""
    lacking = _unshared(connection, schema)
    try:
        with connection.transaction():
            connection.execute("SET LOCAL client_min_messages = error")
            for statement in lacking:
                connection.execute(statement)
            # Whoever holds a right without being allowed to pass it on is only warned by PostgreSQL.
            if _unshared(connection, schema):
                raise psycopg.errors.InsufficientPrivilege
    except psycopg.errors.InsufficientPrivilege:
        raise _refused(connection, "use what another county's user made", lacking) from None


def _schemas(connection: psycopg.Connection, schema: str) -> None:
    owner, serving = Name(f"{schema}_owner"), Name(schema)
    county = Name(schema)
    if not _exists(connection, "SELECT FROM pg_namespace WHERE nspname = %s", schema):
        connection.execute(SQL("CREATE SCHEMA {} AUTHORIZATION {}").format(county, owner))
    for name in (QUEUE, SHARED):
        if not _exists(connection, "SELECT FROM pg_namespace WHERE nspname = %s", name):
            connection.execute(SQL("CREATE SCHEMA {}").format(Name(name)))
    connection.execute(SQL("SET ROLE {}").format(owner))
    connection.execute(SQL("GRANT USAGE ON SCHEMA {} TO {}").format(county, serving))
    for what, rights in RIGHTS:
        statement = SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA {} GRANT {} ON {} TO {}")
        connection.execute(statement.format(county, SQL(rights), SQL(what), serving))
    connection.execute("RESET ROLE")


def _queue(connection: psycopg.Connection) -> None:
    """procrastinate's tables in their own schema, from its own SQL; later versions' changes follow."""
    shipped = resources.files("procrastinate.sql.migrations").iterdir()
    scripts = sorted(
        (entry for entry in shipped if entry.name.endswith(".sql")), key=lambda entry: entry.name
    )
    row = connection.execute("SELECT obj_description(%s::regnamespace)", [QUEUE]).fetchone()
    have = (row and row[0]) or ""
    whole = [resources.files("procrastinate.sql") / "schema.sql"]
    todo = [entry for entry in scripts if entry.name > have] if have else whole
    if not todo:
        return
    try:
        with connection.transaction():
            connection.execute(SQL("SET LOCAL search_path = {}").format(Name(QUEUE)))
            connection.execute("SET LOCAL client_min_messages = warning")
            for entry in todo:
                connection.execute(entry.read_text(encoding="utf-8").encode())
            connection.execute(SQL("COMMENT ON SCHEMA {} IS {}").format(Name(QUEUE), scripts[-1].name))
    except psycopg.errors.InsufficientPrivilege:
        raise Failure(
            f"The jobs' tables are of an older version and belong to another user than {connection.info.user}; "
            "run `sunshine migrate` of the county whose user made them first."
        ) from None


def _migrate(verbosity: int) -> None:
    from django.core.management import call_command

    # The queue's tables live outside the county; its migrations count as done, so that nothing is made twice.
    call_command("migrate", "procrastinate", database="owner", fake=True, verbosity=0)
    call_command("migrate", database="owner", verbosity=verbosity, interactive=False)
    call_command("createcachetable", database="owner", verbosity=0)


def _rights(connection: psycopg.Connection, schema: str, exceptions: dict[str, str]) -> None:
    owner, serving, county = Name(f"{schema}_owner"), Name(schema), Name(schema)
    with connection.transaction():
        connection.execute(SQL("SET LOCAL ROLE {}").format(owner))
        everything = SQL("GRANT {} ON ALL {} IN SCHEMA {} TO {}")
        for what, rights in RIGHTS:
            connection.execute(everything.format(SQL(rights), SQL(what), county, serving))
        for table, rights in exceptions.items():
            if not _exists(connection, "SELECT WHERE to_regclass(%s) IS NOT NULL", f"{schema}.{table}"):
                continue
            place = sql.Identifier(schema, table)
            connection.execute(SQL("REVOKE ALL ON {} FROM {}").format(place, serving))
            connection.execute(SQL("GRANT {} ON {} TO {}").format(SQL(rights), place, serving))
