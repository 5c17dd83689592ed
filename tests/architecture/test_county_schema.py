"""What Citus asks of a county's schema, held on plain PostgreSQL."""

import os

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from procrastinate.contrib.django import app

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
COUNTY = settings.COUNTY_SCHEMA


def rows(query: str, *values: object) -> list[tuple]:
    """The rows of a query as the serving role sees them."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def test_no_triggers_in_the_county():
    query = """SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
               WHERE NOT tgisinternal AND relnamespace = %s::regnamespace"""
    assert rows(query, COUNTY) == []


def test_no_rules_in_the_county():
    query = "SELECT tablename, rulename FROM pg_rules WHERE schemaname = %s"
    assert rows(query, COUNTY) == []


def test_no_foreign_key_crosses_schemas():
    query = """SELECT conname FROM pg_constraint
               JOIN pg_class here ON here.oid = conrelid JOIN pg_class there ON there.oid = confrelid
               WHERE contype = 'f' AND here.relnamespace <> there.relnamespace"""
    assert rows(query) == []


def test_no_view_in_the_county():
    assert rows("SELECT viewname FROM pg_views WHERE schemaname = %s", COUNTY) == []
    assert rows("SELECT matviewname FROM pg_matviews WHERE schemaname = %s", COUNTY) == []


def test_no_function_in_the_county():
    assert rows("SELECT proname FROM pg_proc WHERE pronamespace = %s::regnamespace", COUNTY) == []


def test_only_plpgsql_is_assumed():
    assert rows("SELECT extname FROM pg_extension ORDER BY 1") == [("plpgsql",)]


def test_migrations_are_counted_in_the_county_only():
    assert rows("SELECT schemaname FROM pg_tables WHERE tablename = 'django_migrations'") == [(COUNTY,)]


def test_the_queue_is_in_its_own_schema_only():
    found = rows("SELECT DISTINCT schemaname FROM pg_tables WHERE tablename LIKE 'procrastinate%%'")
    assert found == [("queue",)]


def test_every_table_belongs_to_the_owner():
    query = "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = %s"
    assert rows(query, COUNTY) == [(f"{COUNTY}_owner",)]


def test_the_serving_role_may_not_change_tables():
    assert rows("SELECT has_schema_privilege(%s, 'CREATE')", COUNTY) == [(False,)]
    assert (
        rows("SELECT tablename FROM pg_tables WHERE schemaname = %s AND tableowner = current_user", COUNTY)
        == []
    )


@pytest.mark.parametrize("right", ["UPDATE", "DELETE", "TRUNCATE"])
def test_entries_are_append_only_for_the_serving_role(right: str):
    assert rows("SELECT has_table_privilege('record_entry', %s)", right) == [(False,)]


def test_of_a_seal_only_the_wrapped_key_may_change():
    query = """SELECT attname FROM pg_attribute WHERE attrelid = 'record_seal'::regclass AND attnum > 0
               AND NOT attisdropped AND has_column_privilege('record_seal', attname, 'UPDATE')"""
    assert rows(query) == [("wrapped_key",)]


@pytest.mark.django_db(databases=["default", "owner"])
def test_models_and_migrations_agree():
    # exits with 1 if a model has changed without its migration
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_job_goes_to_the_queue_of_the_county():
    ours = {name: task.queue for name, task in app.tasks.items() if not name.startswith("builtin:")}
    ours.pop("procrastinate.builtin_tasks.remove_old_jobs", None)
    assert set(ours.values()) <= {settings.COUNTY_QUEUE}


def test_what_counties_share_in_the_queue_names_the_county():
    periodic = app.periodic_registry.periodic_tasks.values()
    names = [(task.task.name, task.periodic_id) for task in periodic]
    assert [entry for entry in names if COUNTY not in entry[1]] == []
    locks = [
        (task.name, lock) for task in app.tasks.values() for lock in (task.lock, task.queueing_lock) if lock
    ]
    assert [entry for entry in locks if COUNTY not in entry[1]] == []


def test_the_process_is_of_one_county():
    assert os.environ.get("SUNSHINE_COUNTY", "231282") == settings.COUNTY
