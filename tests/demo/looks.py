"""What somebody who opens the demonstration has to see, whatever day and hour it is: returns what is missing."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from sunshine.cases.models import Sample
from sunshine.cases.queries.catalogue import catalogue
from sunshine.cases.queries.listing import mine
from sunshine.clocks.queries import calendar
from sunshine.clocks.states import Unit
from sunshine.demo.course import WINDOWS
from sunshine.insight.queries import now as live
from sunshine.insight.queries import week
from sunshine.insight.queries.staff import SMALLEST_STAFF
from sunshine.people.models import Officer, Organisation
from sunshine.people.queries import reach
from sunshine.people.states import OrganisationKind, Role
from sunshine.posts.models import Pledge, Post
from sunshine.wishes.models import Wish
from sunshine.wishes.queries.listing import WishFilters, wish_list
from sunshine.wishes.states import WishState

STREET = "231282999"


def missing(at: datetime) -> list[str]:
    """Every number of a desk that is empty though the day allows it to be filled, and what else a role looks for."""
    return [*_leaders_desk(at), *_my_work(at), *_week(at), *_wishes(at), *_departments()]


def _leaders_desk(at: datetime) -> Iterator[str]:
    for key, count in live.now(STREET, at).items():
        if not count and not (key == "calls" and not _call_can_be_due(at)):
            yield f"leader's desk: {key}"
    if not Sample.objects.filter(inspected_at=None).exists():
        yield "samples"


def _call_can_be_due(at: datetime) -> bool:
    """An answer ends by itself after a week; in a long holiday the days until its call-back are longer than that."""
    tonight = timezone.localtime(at).replace(hour=23, minute=59)
    return (
        calendar().after(at - timedelta(days=6, hours=4), catalogue().number("call_days"), Unit.WORKING_DAY)
        <= tonight
    )


def _my_work(at: datetime) -> Iterator[str]:
    on, counts = timezone.localtime(at).date(), Counter[tuple[str, str]]()
    for officer in Officer.objects.filter(is_active=True).select_related("organisation"):
        for role in reach(officer, on).roles:
            counts.update({(role.value, heap.key): heap.count for heap in mine(officer, on, at=at)})
    for (role, key), count in counts.items():
        # Complaints have working days only: when no office closes later today, none can be due today.
        if not count and not ((role, key) == (Role.SUPERVISION, "today") and not _office_closes_later(at)):
            yield f"my work of {role}: {key}"


def _office_closes_later(at: datetime) -> bool:
    local = timezone.localtime(at)
    return calendar().days.is_workday(local.date()) and local.time() < WINDOWS[-1][1]


def _week(at: datetime) -> Iterator[str]:
    seen = week(STREET, at)
    for name in ("wishes", "posts", "grids", "pledges", "overdue"):
        if not getattr(seen, name).count:
            yield f"this week: {name}"
    if not seen.asked:
        yield "this week: asked"


def _wishes(at: datetime) -> Iterator[str]:
    on = timezone.localtime(at).date()
    yield from (
        f"wishes: {state}" for state in {*WishState} - {*Wish.objects.values_list("state", flat=True)}
    )
    leader = Officer.objects.get(username="leader5")
    if not wish_list(leader, on, WishFilters(), at=at, limit=1).rows:
        yield "wishes of a group's leader"
    yield from (f"{kind.__name__}s" for kind in (Post, Pledge) if not kind.objects.exists())


def _departments() -> Iterator[str]:
    departments = Organisation.objects.filter(kind=OrganisationKind.DEPARTMENT)
    if not any(row.officers.filter(is_active=True).count() >= SMALLEST_STAFF for row in departments):
        yield "a department with three officers"
