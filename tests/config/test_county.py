"""A county is made in a database, twice, by two, or not at all."""

import os
import subprocess
import sys
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections
from psycopg import sql

from sunshine.config import county
from sunshine.config.failures import Failure
from tests.bed import TestDatabase

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,
    pytest.mark.usefixtures("_other_counties_go"),
]
PLAIN, NEIGHBOUR, MAKER = "plain_user", "neighbour_user", "maker_user"


def url_of(place: dict[str, Any], **other: str) -> str:
    """A DATABASE_URL for the database under test."""
    entry = {**place, **other}
    user = entry["USER"] + (f":{entry['PASSWORD']}" if entry["PASSWORD"] else "")
    return f"postgres://{user}@/{entry['NAME']}?host={entry['HOST']}"


def command(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `sunshine` beside us."""
    return subprocess.run(
        [sys.executable, "-m", "sunshine.config.command", *words],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_normal_work_is_done_as_the_serving_role():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_schemas(false)")
        assert cursor.fetchone() == ("c231282", ["c231282", "queue"])


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_preparing_again_changes_nothing(test_database):
    shape = "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = %s ORDER BY 1, 2"
    with test_database.connect() as asked:
        before = asked.execute(shape, ["c231282"]).fetchall()

        county.prepare_county()

        assert asked.execute(shape, ["c231282"]).fetchall() == before


@pytest.mark.long("migrates two counties at once", seconds=240)
def test_two_may_prepare_at_once(test_database):
    url = url_of(test_database.place)
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "sunshine.config.command", "migrate"],
            env={**os.environ, "DATABASE_URL": url, "SUNSHINE_COUNTY": "231299"},
            stdout=subprocess.DEVNULL,
        )
        for _ in range(2)
    ]

    assert [process.wait() for process in both] == [0, 0]


@pytest.mark.long("migrates two counties at once", seconds=240)
def test_two_may_prepare_the_same_county_in_two_databases_of_one_server_at_once(test_database):
    beside = TestDatabase.create_beside(test_database.place, "beside_test", "c231295")
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "sunshine.config.command", "migrate"],
            env={**os.environ, "DATABASE_URL": url_of(place), "SUNSHINE_COUNTY": "231295"},
            stdout=subprocess.DEVNULL,
        )
        for place in (test_database.place, beside.place)
    ]

    assert [process.wait() for process in both] == [0, 0]
    beside.drop(test_database.place)


def test_an_unreachable_database_is_one_sentence_without_the_password():
    done = command("migrate", DATABASE_URL="postgres://ann:hunter22@127.0.0.1:1/grid")

    assert done.returncode == 1
    assert done.stderr.startswith("sunshine: The database 'grid' at 127.0.0.1 cannot be reached: ")
    assert (done.stderr.count("\n"), "hunter22" in done.stderr) == (1, False)


@pytest.fixture
def plain_user(test_database):
    """A user who may log in and nothing else."""
    with test_database.connect(autocommit=True) as asked:
        asked.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(PLAIN)))
    yield PLAIN
    with test_database.connect(autocommit=True) as asked:
        asked.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(PLAIN)))


def test_a_user_without_rights_is_told_what_an_administrator_must_run(test_database, plain_user: str):
    url = url_of(test_database.place, USER=plain_user)

    done = command("migrate", DATABASE_URL=url, SUNSHINE_COUNTY="231298")

    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert 'CREATE ROLE "c231298_owner" LOGIN; GRANT "c231298_owner" TO "plain_user";' in done.stderr
    assert f'GRANT CREATE ON DATABASE "{test_database.place["NAME"]}" TO "plain_user";' in done.stderr


@pytest.mark.long("migrates a county twice", seconds=240)
def test_a_second_county_under_another_user_works_once_an_administrator_ran_what_is_printed(test_database):
    second = {"DATABASE_URL": url_of(test_database.place, USER=NEIGHBOUR), "SUNSHINE_COUNTY": "231297"}
    with test_database.connect(autocommit=True) as administrator:
        if not administrator.execute("SELECT FROM pg_roles WHERE rolname = %s", [NEIGHBOUR]).rowcount:
            administrator.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(NEIGHBOUR)))
        told = command("migrate", **second).stderr
        administrator.execute(told.partition("let an administrator run: ")[2])

    assert 'GRANT USAGE ON SCHEMA "queue" TO "c231297";' in told
    assert command("migrate", **second).returncode == 0


def may_log_in(connection: psycopg.Connection, county: str) -> list[bool]:
    """Of the two roles of a county."""
    found = connection.execute(
        "SELECT rolcanlogin FROM pg_roles WHERE rolname ^@ %s ORDER BY rolname", [county]
    )
    return [answer for (answer,) in found]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_both_roles_may_log_in_also_those_from_before(test_database):
    with test_database.connect(autocommit=True) as asked:
        made = may_log_in(asked, "c231282")
        for role in ("c231282", "c231282_owner"):
            asked.execute(sql.SQL("ALTER ROLE {} NOLOGIN").format(sql.Identifier(role)))

        county.prepare_schemas()

        assert (made, may_log_in(asked, "c231282")) == ([True, True], [True, True])


def test_roles_that_an_administrator_made_stay_as_they_are(test_database, plain_user: str):
    place, names = {**test_database.place, "USER": plain_user}, ("c231294", "c231294_owner")
    with test_database.connect(autocommit=True) as administrator:
        for name in names:
            administrator.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(name)))
        with psycopg.connect(**county.login_parameters(place), autocommit=True) as connection:
            county._let_log_in(connection, "c231294")
        left = may_log_in(administrator, "c231294")
        for name in names:
            administrator.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))

    assert left == [False, False]


def test_a_user_who_makes_roles_but_does_not_own_the_queue_is_told_what_to_run(test_database):
    with test_database.connect(autocommit=True) as administrator:
        if not administrator.execute("SELECT FROM pg_roles WHERE rolname = %s", [MAKER]).rowcount:
            administrator.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEROLE").format(sql.Identifier(MAKER)))
        name = sql.Identifier(test_database.place["NAME"])
        administrator.execute(
            sql.SQL("GRANT CREATE ON DATABASE {} TO {}").format(name, sql.Identifier(MAKER))
        )

    done = command("migrate", DATABASE_URL=url_of(test_database.place, USER=MAKER), SUNSHINE_COUNTY="231296")

    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "may not use what another county's user made" in done.stderr
    assert 'ON ALL TABLES IN SCHEMA "queue" TO "c231296";' in done.stderr


def test_the_serving_role_cannot_take_back_an_entry():
    with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.cursor() as cursor:
        cursor.connection.execute("DELETE FROM record_entry")


def test_a_login_parameter_set_names_no_county_role():
    parameters = county.login_parameters(connections["default"].settings_dict)

    assert "options" not in parameters
    assert settings.COUNTY_SCHEMA == "c231282"


def test_a_failure_reads_as_one_sentence():
    sentence = county.unreachable({"NAME": "grid", "HOST": ""}, Exception("connection failed:\n\tno\n"))

    assert str(Failure(sentence)) == "The database 'grid' at localhost cannot be reached: no"
