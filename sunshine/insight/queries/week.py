"""The secretary's week: what waits in a place, and what residents asked for, each number with the list behind it.

Organisations and matters only, never a person; a community beside its own past, never beside another.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db.models import Count, Model, Q, QuerySet, Window
from django.utils import timezone

from sunshine.cases.models import Case
from sunshine.cases.queries import catalogue
from sunshine.cases.queries.listing import at_place
from sunshine.cases.states import NOT_OURS
from sunshine.clocks.queries import midnight
from sunshine.insight.queries.now import overdue
from sunshine.party.queries.coverage import bare_grids
from sunshine.places.models import Place
from sunshine.posts.models import Pledge, Post
from sunshine.posts.queries.pledges import pledges_due
from sunshine.posts.queries.posts import empty_posts
from sunshine.wishes.models import Wish
from sunshine.wishes.queries import offered_wishes

SHOWN = 8
"""Lines of a list on the page of the week; the list itself is one tap away."""
MOST_ASKED = 10
WEEKS = timedelta(weeks=4)

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class CountedList(Generic[Row]):
    """How many there are, and the first of them."""

    count: int
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class AskedKind:
    """How often residents asked about a kind of matter in the last four weeks and in the four before.

    `category` is None for what nobody has sorted yet.
    """

    category: Any
    now: int
    before: int

    @property
    def code(self) -> str:
        """The code of the kind in an address."""
        return self.category.code if self.category else "none"


@dataclass(frozen=True, slots=True)
class Week:
    """What a place should look at this week."""

    place: str
    at: datetime
    monday: date
    sunday: date
    wishes: CountedList[Wish]
    posts: CountedList[Post]
    grids: CountedList[Place]
    pledges: CountedList[Pledge]
    overdue: CountedList[Case]
    asked: list[AskedKind]


def week(place: str, at: datetime) -> Week:
    """The week of a place (a division code) in which `at` lies; seven statements however much there is."""
    monday, sunday = days_of(at)
    return Week(
        place,
        at,
        monday,
        sunday,
        heap(offered_wishes(place)),
        heap(empty_posts(place)),
        heap(grids_without_a_group(place, at)),
        heap(due_pledges(place, at)),
        heap(overdue(place, at)),
        count_asked_kinds(place, at)[:MOST_ASKED],
    )


def days_of(at: datetime) -> tuple[date, date]:
    """Monday and Sunday of the week in which a moment lies, in local time."""
    on = timezone.localtime(at).date()
    monday = on - timedelta(days=on.weekday())
    return monday, monday + timedelta(days=6)


def heap(rows: QuerySet[Row], most: int = SHOWN) -> CountedList[Row]:
    """The first rows of a list together with how many there are, in one statement."""
    found: list[Any] = list(rows.annotate(in_heap=Window(Count("pk")))[:most])
    return CountedList(found[0].in_heap if found else 0, found)


def grids_without_a_group(place: str, at: datetime) -> QuerySet[Place]:
    """The grids where neither a branch nor a group stands."""
    return bare_grids(place, timezone.localtime(at).date()).order_by("code")


def due_pledges(place: str, at: datetime) -> QuerySet[Pledge]:
    """The open pledges whose day comes by Sunday or has passed, the oldest first."""
    on = timezone.localtime(at).date()
    return pledges_due(place, on, ahead=days_of(at)[1] - on)


def count_asked_kinds(place: str, at: datetime) -> list[AskedKind]:
    """What residents asked about in the last 28 whole days, the most frequent first, beside the 28 days before."""
    middle, end = _weeks(at)
    counts = (
        _told(place, middle - WEEKS, end)
        .values("category")
        .annotate(
            now=Count("pk", filter=Q(received_at__gte=middle)),
            before=Count("pk", filter=Q(received_at__lt=middle)),
        )
        .order_by("-now", "-before", "category")
    )
    kinds = catalogue().categories
    return [AskedKind(kinds.get(row["category"] or ""), row["now"], row["before"]) for row in counts]


def asked_cases(place: str, category: str | None, at: datetime) -> QuerySet[Case]:
    """The requests behind a number of `count_asked_kinds`: of the last four weeks, the newest first."""
    middle, end = _weeks(at)
    rows = _told(place, middle, end).filter(category=category)
    return rows.select_related("category", "holder").order_by("-received_at", "-id")


def _weeks(at: datetime) -> tuple[datetime, datetime]:
    """The last four weeks in whole days: from midnight to this morning's midnight."""
    today = timezone.localtime(at).date()
    return midnight(today - WEEKS), midnight(today)


def _told(place: str, since: datetime, until: datetime) -> QuerySet[Case]:
    return Case.objects.filter(
        at_place(place), restricted=False, received_at__gte=since, received_at__lt=until
    ).exclude(outcome__in=NOT_OURS)
