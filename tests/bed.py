"""The database under the tests: made, remembered, flushed."""

from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql

from sunshine.config.county import login_parameters

KEPT = {"django_migrations", "django_content_type", "auth_permission"}


@dataclass
class TestDatabase:
    """A database that holds one county, and what its tables held before the first test."""

    __test__ = False

    place: dict[str, Any]
    schema: str
    shipped: dict[str, bytes] = field(default_factory=dict)

    def connect(self, **options: Any) -> psycopg.Connection:
        """A connection as the user who logs in, who has the owner's rights."""
        return psycopg.connect(**login_parameters(self.place), **options)

    @classmethod
    def create_beside(cls, place: dict[str, Any], name: str, schema: str) -> "TestDatabase":
        """A fresh database on the server of `place`."""
        with psycopg.connect(**login_parameters(place), autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )
            statement = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'")
            connection.execute(statement.format(sql.Identifier(name)))
        return cls({**place, "NAME": name}, schema)

    def drop(self, beside: dict[str, Any]) -> None:
        """Remove the database again."""
        with psycopg.connect(**login_parameters(beside), autocommit=True) as connection:
            name = sql.Identifier(self.place["NAME"])
            # WITH (FORCE) fails where the server itself is vacuuming there; without, it sends that away and waits.
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = %s AND backend_type = 'client backend'",
                [self.place["NAME"]],
            )
            connection.execute(sql.SQL("DROP DATABASE {}").format(name))

    def neighbours(self) -> list[str]:
        """The schemas of other counties in this database."""
        query = "SELECT nspname FROM pg_namespace WHERE nspname ~ '^c[0-9]{6}$' AND nspname <> %s"
        with self.connect() as connection:
            return [name for (name,) in connection.execute(query, [self.schema])]

    def drop_neighbours(self) -> None:
        """Remove the counties that a test made beside ours."""
        for name in self.neighbours():
            # Whoever logs in here need not be whoever made that county; its owner may always.
            owner = {**self.place, "USER": f"{name}_owner", "PASSWORD": ""}
            with psycopg.connect(**login_parameters(owner)) as connection:
                connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)))

    def filled(self, connection: psycopg.Connection) -> list[str]:
        """The county's tables that hold rows."""
        query = "SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1"
        tables = [name for (name,) in connection.execute(query, [self.schema]) if name not in KEPT]
        asked = sql.SQL(", ").join(
            sql.SQL("EXISTS (SELECT FROM {})").format(self._table(name)) for name in tables
        )
        answers = connection.execute(sql.SQL("SELECT {}").format(asked)).fetchone() or ()
        return [name for name, answer in zip(tables, answers, strict=True) if answer]

    def _table(self, name: str) -> sql.Identifier:
        return sql.Identifier(self.schema, name)

    def remember(self) -> None:
        """Keep the rows that migrations shipped, to put them back after each flush."""
        with self.connect() as connection:
            for name in self.filled(connection):
                statement = sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(self._table(name))
                with connection.cursor().copy(statement) as copy:
                    self.shipped[name] = b"".join(bytes(chunk) for chunk in copy)

    def flush(self) -> None:
        """Back to what the migrations left."""
        with self.connect() as connection:
            connection.execute("SET lock_timeout = '20s'")
            connection.execute(
                "TRUNCATE queue.procrastinate_jobs, queue.procrastinate_events, "
                "queue.procrastinate_periodic_defers, queue.procrastinate_workers"
            )
            if filled := self.filled(connection):
                names = sql.SQL(", ").join(self._table(name) for name in filled)
                connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(names))
            for name, rows in self.shipped.items():
                with connection.cursor().copy(
                    sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(self._table(name))
                ) as copy:
                    copy.write(rows)
