"""The desk's list: filters, key-set paging, and the counts of “my work”. Costs do not grow with the years."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.cases.models import Case, Part, Whistle
from sunshine.cases.queries.paging import LIMIT, Page, page_by_key
from sunshine.cases.queries.reach import listed_for
from sunshine.cases.queries.words import query_words
from sunshine.cases.states import WORKING, State
from sunshine.lib.division import Level
from sunshine.people.models import Officer
from sunshine.people.queries import reach
from sunshine.people.states import Role

WEEK = timedelta(days=7)
COUNTED = 999
WHISTLE = "whistle"
_COLUMN: dict[int, str] = {Level.STREET: "street", Level.COMMUNITY: "community", Level.GRID: "place"}
OVERSEEING = frozenset({Role.COUNTY_ADMIN, Role.STREET_SUPERVISOR, Role.AUDITOR})
"""Roles whose work is what goes on in their area, not what their own office holds."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; empty means not."""

    state: str = ""
    category: str = ""
    place: str = ""
    holder: int | None = None
    assignee: int | None = None
    due: str = ""
    text: str = ""
    closed: bool = False
    called: str = ""
    """WHISTLE for those with an open whistle, or the key of an organisation that was called in and has not answered."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One heap of “my work”: how many, and the query that lists them."""

    key: str
    label: str
    count: int
    query: str

    @property
    def shown(self) -> str:
        """The count as it is shown: exact up to COUNTED, which is more than anybody works through."""
        return str(self.count) if self.count <= COUNTED else f"{COUNTED}+"


def listing(
    officer: Officer,
    on: date,
    filters: Filters,
    *,
    at: datetime,
    cursor: str | None = None,
    limit: int = LIMIT,
) -> Page:
    """A page of requests within reach: open ones by due time, closed ones by day of receipt, newest first."""
    rows = narrow(listed_for(officer, on), filters, at=at).select_related("category", "holder", "assignee")
    order = ("-received_at", "-id") if filters.closed else ("due_at", "id")
    return page_by_key(rows, order, cursor=cursor, limit=limit)


def narrow(rows: QuerySet[Case], filters: Filters, *, at: datetime) -> QuerySet[Case]:
    """Apply the filters; every condition is one that an index of open (or of closed) matters serves."""
    rows = rows.filter(closed_at__isnull=False, open=False) if filters.closed else rows.filter(open=True)
    if filters.state and not filters.closed:
        rows = rows.filter(state=filters.state)
    if filters.category:
        wanted = (
            Q(category=filters.category)
            if len(filters.category) == 4
            else Q(category__parent=filters.category)
        )
        rows = rows.filter(wanted)
    if filters.place:
        rows = rows.filter(at_place(filters.place))
    if filters.holder:
        rows = rows.filter(holder=filters.holder)
    if filters.assignee:
        rows = rows.filter(assignee=filters.assignee)
    if filters.called:
        rows = rows.filter(pk__in=_called(filters.called))
    rows = _by_due(rows, filters.due, at)
    words = query_words(filters.text) if filters.text.strip() else ""
    if words:
        rows = rows.filter(words=SearchQuery(words, search_type="raw", config="simple"))
    return rows


def _called(which: str) -> QuerySet[Any]:
    """The requests with an open whistle, or those in which an organisation has an open part."""
    if which == WHISTLE:
        return Whistle.objects.filter(concluded_at=None).values("case")
    return Part.objects.filter(answered_at=None, organisation=int(which)).values("case")


def at_place(code: str, prefix: str = "") -> Q:
    """Requests at or below a place, by the column that has an index; `prefix` for what belongs to one ("case__")."""
    column = _COLUMN.get(len(code), "place__startswith")
    return Q(**{f"{prefix}{column}": code})


def _by_due(rows: QuerySet[Case], due: str, at: datetime) -> QuerySet[Case]:
    working = Q(state__in=WORKING)
    if due == "overdue":
        return rows.filter(working, due_at__lt=at)
    if due == "today":
        end = timezone.localtime(at).replace(hour=23, minute=59, second=59)
        return rows.filter(working, due_at__gte=at, due_at__lte=end)
    if due == "week":
        return rows.filter(working, due_at__gte=at, due_at__lt=at + WEEK)
    return rows


def mine(officer: Officer, on: date, *, at: datetime) -> list[Waiting]:
    """What waits for this officer's organisation (or, for who oversees, in their area), by one statement.

    Who has nothing to do with requests, such as the leader of a party group, has no heaps either.
    """
    of = reach(officer, on)
    if not of.anywhere("read"):
        return []
    rows = within = listed_for(officer, on).filter(open=True)
    holds = bool(of.roles - OVERSEEING)
    if holds:
        rows = rows.filter(holder=officer.organisation_id)
    working = Q(state__in=WORKING)
    today = timezone.localtime(at).replace(hour=23, minute=59, second=59)
    heaps: list[tuple[str, Any, Q, str]] = [
        ("received", _("to accept"), Q(state=State.RECEIVED), "state=received"),
        ("accepted", _("in handling"), Q(state=State.ACCEPTED), "state=accepted"),
        ("overdue", _("overdue"), working & Q(due_at__lt=at), "due=overdue"),
        ("today", _("due today"), working & Q(due_at__gte=at, due_at__lte=today), "due=today"),
        ("waiting", _("waiting for the resident"), Q(state=State.WAITING), "state=waiting"),
        ("answered", _("answered, to be confirmed"), Q(state=State.ANSWERED), "state=answered"),
    ]
    ours = str(officer.organisation_id)
    whistles, parts = (within.filter(pk__in=_called(which)) for which in (WHISTLE, ours))
    *counts, blown, asked = counted([*(rows.filter(row[2]) for row in heaps), whistles, parts])
    holder = f"&holder={ours}" if holds else ""
    found = [
        Waiting(key, str(label), count, query + holder)
        for (key, label, _condition, query), count in zip(heaps, counts, strict=True)
    ]
    called = [
        Waiting("whistles", str(_("whistles open")), blown, f"called={WHISTLE}"),
        Waiting("parts", str(_("our parts")), asked, f"called={ours}"),
    ]
    return found + [heap for heap in called if heap.count]


def counted(heaps: list[QuerySet[Any]]) -> list[int]:
    """How many rows each heap has, up to COUNTED, by one statement: a heap of fifty thousand costs no more."""
    compiled = [heap.order_by().values("pk")[: COUNTED + 1].query.sql_with_params() for heap in heaps]
    columns = ", ".join(f"(SELECT count(*) FROM ({sql}) AS heap)" for sql, _params in compiled)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", [value for _sql, params in compiled for value in params])
        return [int(count) for count in cursor.fetchone()]
