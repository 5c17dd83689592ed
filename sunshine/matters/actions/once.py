"""The same form sent twice counts once."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import IntegrityError
from django.db.models import QuerySet

T = TypeVar("T")


def once(find: Callable[[], T | None], make: Callable[[], T]) -> T:
    """Return what the same form made before, or else what `make` makes of it now, in a transaction of its own.

    Where two send it in the same moment, the unique key of its row lets one in; the other gets what the first one made.
    """
    if (first := find()) is not None:
        return first
    try:
        return make()
    except IntegrityError:
        if (first := find()) is None:
            raise  # another rule of the database was broken
        return first


def with_form_key(rows: QuerySet[Any], form_key: str | None) -> Any:
    """Return the row that a form with this key made, or None; a form without a key makes a new one each time."""
    return rows.filter(form_key=form_key).first() if form_key else None
