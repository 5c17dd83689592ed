"""INSERT statements for the few tables that every report writes: made once, where an ORM would build them anew."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from psycopg.types.json import Jsonb


def insert(
    table: str,
    columns: Sequence[str],
    *,
    returning: str = "",
    expressions: Sequence[tuple[str, str]] = (),
) -> str:
    """INSERT of a row, one placeholder a column; names come from code, never from people.

    `expressions` (column, SQL) put a value through a function, with its own %s.
    """
    return _insert(table, tuple(columns), returning, tuple(expressions))


@lru_cache(maxsize=64)
def _insert(
    table: str, columns: tuple[str, ...], returning: str, expressions: tuple[tuple[str, str], ...]
) -> str:
    by = dict(expressions)
    names = ", ".join(f'"{column}"' for column in columns)
    row = ", ".join(by.get(column, "%s") for column in columns)
    back = f' RETURNING "{returning}"' if returning else ""
    return f'INSERT INTO "{table}" ({names}) VALUES ({row})' + back  # noqa: S608


def adapted(value: Any) -> Any:
    """A column's value as the driver sends it: what an ORM would look at for each field is only what lies in JSON."""
    return Jsonb(value) if isinstance(value, dict) else value
