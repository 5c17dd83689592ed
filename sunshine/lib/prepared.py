"""Prepared statements for the few that every report asks or writes; everything else keeps Django's own cursors.

Only for statements whose plan does not depend on the values: a prepared plan no longer knows them.
"""

from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import Any, Self

import psycopg
from psycopg.abc import Params


class Prepared(psycopg.Cursor[Any]):
    """Sends values apart from the statement, which the server parses and plans once per connection."""

    def execute(self, query: Any, params: Params | None = None, **options: Any) -> Self:
        """Prepare at the first use; the query is text. Django's log asks for it afterwards."""
        done = super().execute(query, params, **{"prepare": True, **options})
        self._query: Any = SimpleNamespace(query=query.encode())
        return done

    def executemany(self, query: Any, params_seq: Iterable[Params], *, returning: bool = True) -> None:
        """Prepare, send the values of all at once and wait once; what each returns is a set of its own."""
        super().executemany(query, params_seq, returning=returning)


def prepared(connection: Any) -> Any:
    """A cursor of this Django connection whose statements are prepared, with Django's log and its exceptions."""
    with connection.cursor():  # connects, or connects again, as any cursor would
        pass
    with connection.wrap_database_errors:
        return connection._prepare_cursor(Prepared(connection.connection))


def inserted(connection: Any, statement: str, values: Sequence[Sequence[Any]]) -> list[Any]:
    """The key that a statement returns for each of these sets of values, None where it made no row.

    All are sent together: one statement a row, planned once, waits for no answer to the one before (libpq's pipeline).
    """
    if not values:
        return []
    with prepared(connection) as cursor:
        if len(values) == 1:
            cursor.execute(statement, values[0])
            return [_key(cursor.fetchone())]
        cursor.executemany(statement, values)
        keys = [_key(cursor.fetchone())]
        while cursor.nextset():
            keys.append(_key(cursor.fetchone()))
    return keys


def _key(row: tuple[Any, ...] | None) -> Any:
    return row[0] if row else None
