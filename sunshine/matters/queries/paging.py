"""Pages by key: the next page costs what the first did, however far one goes."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime

LIMIT = 50


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list and the cursors of its neighbours (None where there is no more)."""

    rows: list[Any]
    following: str | None
    preceding: str | None


def page_by_key(
    rows: QuerySet[Any], order: tuple[str, str], *, cursor: str | None = None, limit: int = LIMIT
) -> Page:
    """Return a page in this order (key-set paging): a column of moments, then the key, both upwards or both downwards."""
    back, mark = _read_cursor(cursor)
    if mark:
        rows = rows.filter(_beyond(order, mark, back))
    wanted = [_turned(name) for name in order] if back else list(order)
    found = list(rows.order_by(*wanted)[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    if back:
        found.reverse()
    if not found:
        return Page([], None, None)
    column = order[0].lstrip("-")
    first, last = _mark(found[0], column), _mark(found[-1], column)
    return Page(
        found,
        _cursor(False, last) if more or back else None,
        _cursor(True, first) if mark and (more or not back) else None,
    )


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(order: tuple[str, str], mark: tuple[datetime, int], back: bool) -> Q:
    """Rows after (or before) the mark in this order; as one row comparison in meaning."""
    column = order[0].lstrip("-")
    upwards = order[0].startswith("-") == back
    sign = "gt" if upwards else "lt"
    return Q(**{f"{column}__{sign}e": mark[0]}) & ~Q(
        **{column: mark[0], f"id__{'lt' if upwards else 'gt'}e": mark[1]}
    )


def _mark(row: Any, column: str) -> tuple[datetime, int]:
    return getattr(row, column), row.pk


def _cursor(back: bool, mark: tuple[datetime, int]) -> str:
    return base64.urlsafe_b64encode(json.dumps([back, mark[0].isoformat(), mark[1]]).encode()).decode()


def _read_cursor(cursor: str | None) -> tuple[bool, tuple[datetime, int] | None]:
    """A cursor that cannot be read begins at the first page; it carries no rights, reach is applied anew."""
    try:
        back, moment, pk = json.loads(base64.urlsafe_b64decode((cursor or "").encode()))
        parsed = parse_datetime(moment)
        return (bool(back), (parsed, int(pk))) if parsed else (False, None)
    except (ValueError, TypeError):
        return False, None
