"""Shipped rule tables: read from `data/NAME.toml` of a room, and brought where the county has nothing of that name."""

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from importlib import resources
from typing import Any, TypeVar, cast

from django.db.models import Model

from sunshine.record.rows import Versioned, enter_step, load_rows
from sunshine.record.states import Actor

Row = TypeVar("Row", bound=Model)
Said = Mapping[str, Any]
"""A row of a file as it is written there."""


class BadTable(ValueError):
    """A shipped file that cannot be read, or a row of it that makes no row of its table: a mistake of the build."""


def read_shipped(package: str, name: str, *, numbers: Callable[[str], Any] = float) -> dict[str, Any]:
    """Read `data/<name>.toml` of a package; `numbers` reads its numbers with a point. Raises BadTable."""
    try:
        text = (resources.files(package) / "data" / f"{name}.toml").read_text(encoding="utf-8")
        return tomllib.loads(text, parse_float=numbers)
    except (OSError, ValueError) as error:
        raise BadTable(f"{package}/data/{name}.toml: {error}") from error


def missing_rows(
    model: type[Row],
    rows: Iterable[Said],
    fields: Callable[[Said, int], Said],
    *,
    key: Sequence[str] = ("code",),
) -> list[Row]:
    """Make the shipped rows that the county does not have by their natural key; what it changed is there and stays.

    `fields` says which fields a row of the file has, at its place in the file. Raises BadTable for a row that makes none
    or whose key stands twice.
    """
    made: dict[tuple[Any, ...], Row] = {}
    for place, row in enumerate(rows):
        try:
            one = model(**fields(row, place))
        except (KeyError, TypeError, ValueError) as error:
            raise BadTable(f"{model.__name__}, row {place + 1}: {error!r} in {dict(row)}") from error
        if made.setdefault(tuple(getattr(one, name) for name in key), one) is not one:
            raise BadTable(f"{model.__name__}, row {place + 1}: its key stands twice, in {dict(row)}")
    known = set(model._default_manager.values_list(*key))
    return [row for name, row in made.items() if name not in known]


def load_table(
    subject: str,
    *tables: Sequence[Model],
    by: Actor,
    at: datetime,
    facts: Said | None = None,
    hidden: bool = True,
) -> int:
    """Insert the missing rows of shipped tables and append their one entry; returns how many are new.

    Without rows there is no entry. Its facts say how many are new, unless the loader says otherwise.
    """
    new = sum(len(_insert(rows)) for rows in tables)
    if new:
        enter_step(subject, "load", by=by, at=at, facts=facts or {"new": new}, hidden=hidden)
    return new


def _insert(rows: Sequence[Model]) -> Sequence[Model]:
    """Insert rows of one table; a table whose rows are never changed, but followed by new ones, counts no versions."""
    if rows and not isinstance(rows[0], Versioned):
        return type(rows[0])._default_manager.bulk_create(rows)
    return load_rows(cast(Sequence[Versioned], rows))
