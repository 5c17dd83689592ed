"""Prepared statements on Django's connection."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sunshine.lib.prepared import prepared_cursor

pytestmark = pytest.mark.django_db
HELD = "SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT $1::int + 17'"


def test_a_statement_is_prepared_once_and_answers():
    with prepared_cursor(connection) as cursor:
        answers = [cursor.execute("SELECT %s::int + 17", [n]).fetchone() for n in (1, 2)]

    with connection.cursor() as cursor:
        cursor.execute(HELD)
        assert (answers, cursor.fetchone()) == ([(18,), (19,)], (1,))


def test_it_is_counted_like_any_other_statement():
    with (
        CaptureQueriesContext(
            connection,
        ) as captured,
        prepared_cursor(connection) as cursor,
    ):
        cursor.execute("SELECT 1")
        cursor.execute("SELECT 1")

    assert [query["sql"] for query in captured] == ["SELECT 1", "SELECT 1"]


def test_its_errors_are_django_s():
    with pytest.raises(IntegrityError), transaction.atomic(), prepared_cursor(connection) as cursor:
        cursor.execute("INSERT INTO places_mapversion (id) VALUES (%s)", [7])
