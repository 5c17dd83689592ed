"""Call-backs: whom to call, who may, how often it was tried; and the samples that wait to be looked at."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from sunshine.cases.models import Case, Note, Sample
from sunshine.cases.queries.catalogue import catalogue
from sunshine.cases.queries.reach import restricted_to, supervises
from sunshine.cases.states import CallKind, NoteKind, State
from sunshine.matters.queries.reach import reach_condition
from sunshine.people.models import Officer
from sunshine.people.queries import reach

LISTED = 100


@dataclass(frozen=True, slots=True)
class ToCall:
    """A resident to call back: the matter, how often it was tried, and whether it may be closed without an answer."""

    case: Case
    tried: int
    enough: bool
    late: bool


def can_be_called(case: Case) -> bool:
    """Whether the resident left a number that is still kept."""
    return case.contact is not None and bool(case.contact.phone_masked)


def attempts(case: Case) -> int:
    """How often the resident was called since the answer and not reached, or said nothing of it."""
    since = case.answered_at
    return sum(
        row.kind == CallKind.BACK and since is not None and row.at >= since for row in case.calls.all()
    )


def _mine(officer: Officer, on: date, verb: str) -> QuerySet[Case]:
    """The requests that this officer may do this to by reach, but none that they handle or answered."""
    mine = reach(officer, on)
    ordinary = Q(restricted=False) & reach_condition(mine, verb)
    if supervises(mine):
        ordinary |= restricted_to(officer, mine) & reach_condition(mine, verb, restricted=True)
    answered = Note.objects.filter(case=OuterRef("pk"), kind=NoteKind.ANSWER).order_by("-step")
    rows = Case.objects.filter(ordinary).annotate(answerer=Subquery(answered.values("officer")[:1]))
    not_mine = ~Q(assignee=officer.pk) | Q(assignee__isnull=True)
    return rows.filter(not_mine, ~Q(answerer=officer.pk) | Q(answerer__isnull=True))


def call_backs(officer: Officer, on: date) -> QuerySet[Case]:
    """The answered requests whose residents this officer may call back: never their own work (R-REQ-05)."""
    return (
        _mine(officer, on, "call")
        .filter(state=State.ANSWERED)
        .exclude(contact__phone_masked="")
        .exclude(contact=None)
    )


def to_call(officer: Officer, on: date, *, at: datetime) -> list[ToCall]:
    """The residents to call back, the most urgent first; two statements however many there are."""
    tried = Count("calls", filter=Q(calls__kind=CallKind.BACK, calls__at__gte=F("answered_at")))
    rows = call_backs(officer, on).annotate(tried=tried).select_related("holder", "category")
    needed = catalogue().number("call_attempts")
    return [
        ToCall(row, row.tried, row.tried >= needed, row.call_by is not None and row.call_by < at)
        for row in rows.order_by(F("call_by").asc(nulls_last=True), "id")[:LISTED]
    ]


def to_look_at(officer: Officer, on: date) -> QuerySet[Case]:
    """The ended requests that were drawn as samples and that this officer may look at."""
    drawn = Sample.objects.filter(inspected_at__isnull=True).values("case")
    return _mine(officer, on, "inspect").filter(open=False, pk__in=drawn)


def to_inspect(officer: Officer, on: date) -> list[Sample]:
    """The samples that this officer may look at, the oldest first."""
    rows = Sample.objects.filter(inspected_at__isnull=True, case__in=to_look_at(officer, on).values("pk"))
    return list(rows.select_related("case__holder", "case__category").order_by("drawn_at", "id")[:LISTED])
