"""Prepared statements for the few that every report asks or writes; everything else keeps Django's own cursors.

Only for statements whose plan does not depend on the values: a prepared plan no longer knows them.
"""

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


def prepared_cursor(connection: Any) -> Any:
    """A cursor of this Django connection whose statements are prepared, with Django's log and its exceptions."""
    with connection.cursor():  # connects, or connects again, as any cursor would
        pass
    with connection.wrap_database_errors:
        return connection._prepare_cursor(Prepared(connection.connection))
