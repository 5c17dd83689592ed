"""The desk's list of wishes: filters and pages by key, by due time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from sunshine.matters.queries.paging import LIMIT, Page, page_by_key
from sunshine.people.models import Officer
from sunshine.wishes.models import Wish
from sunshine.wishes.queries import visible_wishes
from sunshine.wishes.states import WORKING

WEEK = timedelta(days=7)
_COLUMN = {9: "street", 12: "community", 15: "place"}


@dataclass(frozen=True, slots=True)
class WishFilters:
    """What the list is narrowed to; empty means not. `holder` is the organisation that has it in its hands."""

    state: str = ""
    due: str = ""
    kind: str = ""
    place: str = ""
    holder: int | None = None
    closed: bool = False


def wish_list(
    officer: Officer,
    on: date,
    filters: WishFilters,
    *,
    at: datetime,
    cursor: str | None = None,
    limit: int = LIMIT,
) -> Page:
    """A page of the wishes within reach: open ones by due time, closed ones by day of receipt, newest first."""
    rows = _narrow(visible_wishes(officer, on), filters, at)
    order = ("-received_at", "-id") if filters.closed else ("due_at", "id")
    return page_by_key(rows, order, cursor=cursor, limit=limit)


def _narrow(rows: QuerySet[Wish], filters: WishFilters, at: datetime) -> QuerySet[Wish]:
    rows = rows.filter(open=not filters.closed)
    if filters.state and not filters.closed:
        rows = rows.filter(state=filters.state)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.place:
        column = _COLUMN.get(len(filters.place), "place__startswith")
        rows = rows.filter(**{column: filters.place})
    if filters.holder:
        rows = rows.filter(holder=filters.holder)
    return rows.filter(_due(filters.due, at))


def _due(due: str, at: datetime) -> Q:
    """What is late, or due within a week; no condition for any other word."""
    waiting = Q(state__in=WORKING)
    if due == "overdue":
        return waiting & Q(due_at__lt=at)
    if due == "week":
        return waiting & Q(due_at__gte=at, due_at__lt=at + WEEK)
    return Q()
