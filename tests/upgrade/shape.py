"""What a county's tables are, as PostgreSQL tells it."""

import re

import psycopg
from django.db import connections

from sunshine.config.county import login_parameters
from tests.bed import TestDatabase

COLUMNS = """
SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, is_identity, generation_expression
FROM information_schema.columns WHERE table_schema = %s
"""
CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = %s::regnamespace AND contype <> 'n'
"""
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = %s"
Shape = dict[str, set[tuple[object, ...]]]


def shape(connection: psycopg.Connection, schema: str) -> Shape:
    """Every column, constraint and index of a county."""
    connection.execute("SELECT set_config('search_path', %s, false)", [schema])
    asked = {"columns": COLUMNS, "constraints": CONSTRAINTS, "indexes": INDEXES}
    return {
        what: {tuple(map(_plain, row)) for row in connection.execute(query, [schema])}
        for what, query in asked.items()
    }


def _plain(said: object) -> object:
    """An expression without the casts and brackets that a dump and its restore write in another way."""
    return re.sub(r"::[a-z ]+(\[\])?|[()]", "", said) if isinstance(said, str) else said


def shape_here(bed: TestDatabase) -> Shape:
    """The same of the database that Django is led to now."""
    place = {**bed.place, "NAME": connections["default"].settings_dict["NAME"]}
    with psycopg.connect(**login_parameters(place)) as connection:
        return shape(connection, bed.schema)


def shape_of(bed: TestDatabase) -> Shape:
    """The same of a county that was made new."""
    with bed.connect() as connection:
        return shape(connection, bed.schema)
