"""The desk's list: filters, key-set paging, and the counts of “my work”. Costs do not grow with the years."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.cases.models import Case, Part, Whistle
from sunshine.cases.queries.deciding import CALL, DECIDING, LOOKING, waiting_for
from sunshine.cases.queries.reach import listed_for
from sunshine.cases.queries.words import query_words
from sunshine.cases.states import WORKING, State
from sunshine.clocks.queries import midnight
from sunshine.lib.division import Level
from sunshine.lib.numbers import parse_case_number
from sunshine.lib.periods import parse
from sunshine.matters.queries.paging import LIMIT, Page, page_by_key
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
    waits: str = ""
    """What waits for the person who looks: a kind of proposal to decide, or one of `deciding.LOOKING`; ended ones too."""
    month: str = ""
    """In which it was received, such as 2026-11."""
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
    rows = filter_requests(officer, on, filters, at=at).select_related("category", "holder", "assignee")
    order = ("-received_at", "-id") if filters.closed else ("due_at", "id")
    return page_by_key(rows, order, cursor=cursor, limit=limit)


def filter_requests(officer: Officer, on: date, filters: Filters, *, at: datetime) -> QuerySet[Case]:
    """The requests within reach that pass the filters, also by what waits for this officer."""
    rows = narrow(listed_for(officer, on), filters, at=at)
    if filters.waits:
        rows = rows.filter(pk__in=waiting_for(officer, on, filters.waits, at=at).values("pk"))
    return rows


def narrow(rows: QuerySet[Case], filters: Filters, *, at: datetime) -> QuerySet[Case]:
    """Apply the filters; every condition is one that an index of open (or of closed) matters serves."""
    rows = _open_or_ended(rows, filters)
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
    rows = _by_due(_by_month(rows, filters.month), filters.due, at)
    return _by_words(rows, filters.text)


def _by_words(rows: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Those of this number, or in which all these words stand."""
    if number := _number(text):
        return rows.filter(number=number)
    words = query_words(text) if text.strip() else ""
    if not words:
        return rows
    return rows.filter(words=SearchQuery(words, search_type="raw", config="simple"))


def _number(text: str) -> str | None:
    """The number of a matter, if that is what was typed into the box of words."""
    try:
        return parse_case_number(text.strip())
    except ValueError:
        return None


def _open_or_ended(rows: QuerySet[Case], filters: Filters) -> QuerySet[Case]:
    if filters.closed:
        return rows.filter(closed_at__isnull=False, open=False)
    return rows if filters.waits else rows.filter(open=True)


def _called(which: str) -> QuerySet[Any]:
    """The requests with an open whistle, or those in which an organisation has an open part."""
    if which == WHISTLE:
        return Whistle.objects.filter(concluded_at=None).values("case")
    return Part.objects.filter(answered_at=None, organisation=int(which)).values("case")


def at_place(code: str, prefix: str = "") -> Q:
    """Requests at or below a place, by the column that has an index; `prefix` for what belongs to one ("case__")."""
    column = _COLUMN.get(len(code), "place__startswith")
    return Q(**{f"{prefix}{column}": code})


def _by_month(rows: QuerySet[Case], name: str) -> QuerySet[Case]:
    """What was received in a month of the county's time; a name that is none narrows nothing."""
    month = parse(name)
    if month is None:
        return rows
    first, until = (midnight(day) for day in (month.first, month.until))
    return rows.filter(received_at__gte=first, received_at__lt=until)


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
    within_reach = listed_for(officer, on)
    rows = within = within_reach.filter(open=True)
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
    own = [*DECIDING, *(what for what in LOOKING if what != CALL)]
    waits = [within_reach.filter(pk__in=waiting_for(officer, on, what, at=at).values("pk")) for what in own]
    counts = count_heaps([*(rows.filter(row[2]) for row in heaps), whistles, parts, *waits])
    counts, (blown, asked, *mine_to_do) = counts[: len(heaps)], counts[len(heaps) :]
    holder = f"&holder={ours}" if holds else ""
    found = [
        Waiting(key, str(label), count, query + holder)
        for (key, label, _condition, query), count in zip(heaps, counts, strict=True)
    ]
    called = [
        Waiting("whistles", str(_("whistles open")), blown, f"called={WHISTLE}"),
        Waiting("parts", str(_("our parts")), asked, f"called={ours}"),
    ]
    named = {**DECIDING, **LOOKING}
    deciding = [
        Waiting(what, str(named[what]), count, f"waits={what}")
        for what, count in zip(own, mine_to_do, strict=True)
    ]
    return found + [heap for heap in (*deciding, *called) if heap.count]


def count_heaps(heaps: list[QuerySet[Any]]) -> list[int]:
    """How many rows each heap has, up to COUNTED, by one statement: a heap of fifty thousand costs no more."""
    compiled = [_compiled(heap.order_by().values("pk")[: COUNTED + 1]) for heap in heaps]
    columns = ", ".join(f"(SELECT count(*) FROM ({sql}) AS heap)" for sql, _params in compiled)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", [value for _sql, params in compiled for value in params])
        return [int(count) for count in cursor.fetchone()]


def _compiled(heap: QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    """The statement of a heap; one that its own conditions leave nothing in is known to be empty without asking."""
    try:
        sql, params = heap.query.sql_with_params()
    except EmptyResultSet:
        return "SELECT 1 WHERE false", ()
    return str(sql), tuple(params)
