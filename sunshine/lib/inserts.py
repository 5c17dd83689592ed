"""INSERTs past the ORM, for the few tables that every report and every row of a ledger writes: one statement, one row or many.

Many rows go as one array for each column (`unnest`): the statement stays the same however many they are, so it is planned once,
and the server takes them in one go.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from types import MappingProxyType
from typing import Any, NamedTuple, Self

from psycopg.types.json import Jsonb

from sunshine.lib.pipelines import when_answered
from sunshine.lib.prepared import prepared_cursor

_NOTHING: Mapping[str, str] = MappingProxyType({})


class InsertColumn(NamedTuple):
    """A column, the type of what is sent for it, and what becomes of that on its way (SQL with a %s of its own)."""

    name: str
    type: str
    through: str = "%s"
    attribute: str = ""

    @classmethod
    def of(cls, field: Any, connection: Any) -> Self:
        """The column of a model's field. A text is sent as text: a cast to its length would cut what is too long without a word."""
        kind = str(field.db_type(connection))
        sent = "text" if kind.startswith("varchar") else kind
        return cls(str(field.column), sent, attribute=str(field.attname))


class Insert:
    """An INSERT of one row and one of many; names come from code, never from people."""

    @classmethod
    def of(
        cls,
        model: Any,
        connection: Any,
        *,
        returning: str = "id",
        through: Mapping[str, str] = _NOTHING,
        **more: str,
    ) -> Self:
        """The INSERT of a model's rows: all columns but the key and those that the database makes."""
        fields = [
            field for field in model._meta.concrete_fields if not (field.generated or field.primary_key)
        ]
        columns = [InsertColumn.of(field, connection) for field in fields]
        columns = [
            column._replace(type="text", through=through[column.name]) if column.name in through else column
            for column in columns
        ]
        return cls(model._meta.db_table, columns, returning=returning, **more)

    def __init__(
        self,
        table: str,
        columns: Sequence[InsertColumn],
        *,
        returning: str = "",
        behind: str = "",
    ) -> None:
        self.columns = tuple(columns)
        names = ", ".join(f'"{column.name}"' for column in columns)
        back = behind + (f" RETURNING {returning}" if returning else "")
        one = ", ".join(column.through for column in columns)
        many = ", ".join(column.through % f'sent."{column.name}"' for column in columns)
        arrays = ", ".join(f"%s::{column.type}[]" for column in columns)
        into = f'INSERT INTO "{table}" ({names})'
        self.one = f"{into} VALUES ({one}){back}"
        self.many = f"{into} SELECT {many} FROM unnest({arrays}) AS sent ({names}){back}"  # noqa: S608

    def keep(self, connection: Any, rows: Sequence[Any]) -> None:
        """Write instances of a model; each gets its key, within `pipeline_statements` at the end of the block."""

        def name_rows(keys: list[tuple[Any, ...]]) -> None:
            for row, (key,) in zip(rows, keys, strict=True):
                row.pk = key
                row._state.adding, row._state.db = False, connection.alias

        self.send(connection, self.values_of(rows), name_rows)

    def values_of(self, rows: Sequence[Any]) -> list[list[Any]]:
        """What instances of the model hold, in the order of the columns."""
        names = [column.attribute for column in self.columns]
        return [[getattr(row, name) for name in names] for row in rows]

    def rows(self, connection: Any, values: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
        """Write rows of values in the order of the columns; what comes back, in their order.

        Raises as the driver does, in Django's exceptions.
        """
        if not values:
            return []
        with self._sent(connection, values) as cursor:
            return list(cursor.fetchall())

    def send(
        self,
        connection: Any,
        values: Sequence[Sequence[Any]],
        then: Callable[[list[tuple[Any, ...]]], None],
    ) -> None:
        """Write rows of values without waiting, where `pipeline_statements`; `then` gets what comes back when it is there."""
        if not values:
            return
        cursor = self._sent(connection, values)

        def answer() -> None:
            with cursor:
                then(list(cursor.fetchall()))

        when_answered(answer)

    def _sent(self, connection: Any, values: Sequence[Sequence[Any]]) -> Any:
        cursor = prepared_cursor(connection)
        if len(values) == 1:
            cursor.execute(self.one, [adapt_value(value) for value in values[0]])
        else:
            columns = zip(*values, strict=True)
            cursor.execute(self.many, [[adapt_value(value) for value in column] for column in columns])
        return cursor


def adapt_value(value: Any) -> Any:
    """A value as the driver sends it: what lies in JSON, and words of a list as the text that they are."""
    if isinstance(value, dict):
        return Jsonb(value)
    if isinstance(value, Enum):
        return value.value
    return value
