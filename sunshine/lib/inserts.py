"""INSERT statements for the few tables that every report writes: made once, where an ORM would build them anew."""

from collections.abc import Sequence
from functools import lru_cache


def insert(
    table: str,
    columns: Sequence[str],
    *,
    rows: int = 1,
    returning: str = "",
    expressions: Sequence[tuple[str, str]] = (),
) -> str:
    """INSERT of so many rows, one placeholder a column; names come from code, never from people.

    `expressions` (column, SQL) put a value through a function, with its own %s.
    """
    return _insert(table, tuple(columns), rows, returning, tuple(expressions))


@lru_cache(maxsize=64)
def _insert(
    table: str, columns: tuple[str, ...], rows: int, returning: str, expressions: tuple[tuple[str, str], ...]
) -> str:
    by = dict(expressions)
    names = ", ".join(f'"{column}"' for column in columns)
    row = ", ".join(by.get(column, "%s") for column in columns)
    back = f' RETURNING "{returning}"' if returning else ""
    return f'INSERT INTO "{table}" ({names}) VALUES ' + ", ".join([f"({row})"] * rows) + back  # noqa: S608
