"""What is so at this moment, which no rolled-up total can say: what breaches, what waits for a decision, who waits on
whom. Each number is a query of open matters, and the list behind it is the same query.

Organisations and matters only, never a person; complaints about staff are neither listed nor counted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Coalesce, Concat

from sunshine.cases.models import Case, Part, Proposal, Supervision, Whistle
from sunshine.cases.queries.listing import at_place, count_heaps
from sunshine.cases.states import WORKING, Asking, State
from sunshine.clocks.models import Clock
from sunshine.clocks.queries import local_day, midnight
from sunshine.clocks.states import ClockKind
from sunshine.people.models import Organisation

AHEAD = timedelta(days=7)
PAIRS_MOST = 30
"""Pairs of organisations on the page; those that have waited longest."""
_SUBJECT = Concat(Value("case:"), OuterRef("ref"), output_field=CharField())


def overdue(place: str, at: datetime) -> QuerySet[Case]:
    """Somebody works on it and its time has passed; the longest first."""
    return _working(place).filter(due__lt=at).order_by("due_at", "id")


def due_today(place: str, at: datetime) -> QuerySet[Case]:
    """Its time ends today."""
    return _working(place).filter(due__gte=at, due__lt=_tomorrow(at)).order_by("due_at", "id")


def due_soon(place: str, at: datetime) -> QuerySet[Case]:
    """Its time ends in the seven days after today."""
    end = _tomorrow(at)
    return _working(place).filter(due__gte=end, due__lt=end + AHEAD).order_by("due_at", "id")


def find_unaccepted(place: str, at: datetime) -> QuerySet[Case]:
    """Nobody has accepted it, and the time for that has passed."""
    clocks = Clock.objects.filter(
        subject=_SUBJECT,
        kind=ClockKind.ACCEPT,
        stopped_at__isnull=True,
        due_at__lt=at,
    )
    return _open(place).filter(Exists(clocks), state=State.RECEIVED).order_by("received_at", "id")


def returns(place: str, at: datetime) -> QuerySet[Proposal]:
    """Returns that the dispatcher has not decided."""
    return _of_cases(Proposal, place).filter(kind=Asking.RETURN, decision="").order_by("at", "id")


def find_asked(place: str, at: datetime) -> QuerySet[Proposal]:
    """Everything else that one person asks and another has not decided: transfers, extensions, exclusions …"""
    return _of_cases(Proposal, place).filter(~Q(kind=Asking.RETURN), decision="").order_by("at", "id")


def whistles(place: str, at: datetime) -> QuerySet[Whistle]:
    """Departments called together, without a joint conclusion yet."""
    return _of_cases(Whistle, place).filter(concluded_at__isnull=True).order_by("report_by", "id")


def late_parts(place: str, at: datetime) -> QuerySet[Part]:
    """An organisation was called in and has not answered in its time."""
    return _of_cases(Part, place).filter(answered_at__isnull=True, due_at__lt=at).order_by("due_at", "id")


def reports(place: str, at: datetime) -> QuerySet[Supervision]:
    """Under supervision, and the report on how far it is has not come; due by tonight."""
    rows = _of_cases(Supervision, place).filter(reported_at__isnull=True, report_due__lt=_tomorrow(at))
    return rows.order_by("report_due", "id")


def calls(place: str, at: datetime) -> QuerySet[Case]:
    """Answered, and by tonight somebody else rings the resident back."""
    return _open(place).filter(state=State.ANSWERED, call_by__lt=_tomorrow(at)).order_by("call_by", "id")


def reviews(place: str, at: datetime) -> QuerySet[Case]:
    """Set aside with a plan that is to be looked at again by tonight."""
    rows = _open(place).filter(state=State.SHELVED, shelved_until__lt=_tomorrow(at))
    return rows.order_by("shelved_until", "id")


HEAPS: dict[str, Callable[[str, datetime], QuerySet[Any]]] = {
    "overdue": overdue,
    "today": due_today,
    "soon": due_soon,
    "unaccepted": find_unaccepted,
    "returns": returns,
    "asked": find_asked,
    "whistles": whistles,
    "parts": late_parts,
    "reports": reports,
    "calls": calls,
    "reviews": reviews,
}
"""What the leader's desk counts, in its order."""


def now(place: str, at: datetime) -> dict[str, int]:
    """How many of each heap there are at a place, by one statement."""
    return dict(zip(HEAPS, count_heaps([rows(place, at) for rows in HEAPS.values()]), strict=True))


@dataclass(frozen=True, slots=True)
class Wait:
    """One organisation waits on another for one kind of thing: for how many, the oldest since when."""

    kind: str
    waiter: Organisation
    awaited: Organisation
    count: int
    since: datetime


def _to_accept(place: str) -> QuerySet[Any]:
    rows = _open(place).filter(state=State.RECEIVED, passed_by__isnull=False)
    return rows.annotate(waiter=F("passed_by"), awaited=F("holder"), since=F("passed_at"))


def _to_take(place: str) -> QuerySet[Any]:
    rows = _of_cases(Proposal, place).filter(kind=Asking.TRANSFER, decision="", target__isnull=False)
    return rows.annotate(waiter=F("organisation"), awaited=F("target"), since=F("at"))


def _to_answer(place: str) -> QuerySet[Any]:
    rows = _of_cases(Part, place).filter(answered_at__isnull=True)
    return rows.annotate(waiter=F("case__holder"), awaited=F("organisation"), since=F("at"))


def _to_report(place: str) -> QuerySet[Any]:
    rows = _of_cases(Supervision, place).filter(reported_at__isnull=True)
    return rows.annotate(waiter=F("organisation"), awaited=F("case__holder"), since=F("at"))


WAITS: dict[str, Callable[[str], QuerySet[Any]]] = {
    "accept": _to_accept,
    "take": _to_take,
    "part": _to_answer,
    "report": _to_report,
}
"""Why one organisation waits on another: what it passed on, asked, called for, or supervises."""


def waits(place: str, most: int = PAIRS_MOST) -> list[Wait]:
    """Who waits on whom at a place, the longest first; two statements."""
    parts = [
        rows(place)
        .order_by()
        .values("waiter", "awaited")
        .annotate(kind=Value(kind, output_field=CharField()), count=Count("*"), oldest=Min("since"))
        .values_list("kind", "waiter", "awaited", "count", "oldest")
        for kind, rows in WAITS.items()
    ]
    found = list(parts[0].union(*parts[1:], all=True).order_by("oldest")[:most])
    names = Organisation.objects.in_bulk({pk for row in found for pk in row[1:3]})
    return [Wait(kind, names[who], names[whom], count, since) for kind, who, whom, count, since in found]


def waiting(kind: str, place: str, waiter: int, awaited: int) -> QuerySet[Any]:
    """The rows behind one line of `waits`, the longest waiting first."""
    return WAITS[kind](place).filter(waiter=waiter, awaited=awaited).order_by("since", "pk")


def _open(place: str) -> QuerySet[Case]:
    return Case.objects.filter(at_place(place), open=True, restricted=False).select_related(
        "category", "holder"
    )


def _working(place: str) -> QuerySet[Any]:
    """What somebody works on, with its `due` time.

    Almost every request there is was due long ago, so that to the planner an open one due next week is none: of a street it
    read the whole county's by their due time. Below the county it may look by place and state alone.
    """
    due = F("due_at") if place == settings.COUNTY else Coalesce("due_at", "due_at")
    return _open(place).filter(state__in=WORKING).alias(due=due)


def _of_cases(model: Any, place: str) -> QuerySet[Any]:
    """Rows that belong to an open request at a place."""
    rows = model.objects.filter(at_place(place, "case__"), case__open=True, case__restricted=False)
    return rows.select_related("case__category", "case__holder", "organisation")


def _tomorrow(at: datetime) -> datetime:
    """The midnight that ends today, in local time."""
    return midnight(local_day(at) + timedelta(days=1))
