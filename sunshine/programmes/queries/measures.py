"""What is counted: from which rows, at which moment, and what makes a row a hit. The definitions say it in words.

A matter that complains of staff or is confidential is never counted; what a grid worker solved on the spot counts in
no rate. A row belongs to the community it lies in now, and to the month in which its moment falls.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Concat, Left

from sunshine.cases import models as cases
from sunshine.cases.states import NOT_OURS, Outcome, State
from sunshine.clocks.models import Clock
from sunshine.clocks.states import ClockKind
from sunshine.matters.states import Solved
from sunshine.posts.models import Task
from sunshine.programmes.states import Topic
from sunshine.wishes.models import Wish
from sunshine.wishes.states import WishOutcome, WishState

ANSWERED_WITHIN = timedelta(hours=48)
"""How soon a wish should be taken (domain §8.5)."""

LEFT = [Outcome.WITHDRAWN, Outcome.MERGED, Outcome.FORWARDED]
"""Ends that are no result of the work."""
ENDED = [Outcome.CONFIRMED, Outcome.UNCONFIRMED]
COUNTS = {"restricted": False, "confidential": False, "self_handled": False}

Rows = QuerySet[Any]
Row = Callable[[datetime], Rows]


@dataclass(frozen=True, slots=True)
class Base:
    """Rows with `community`, `kind` and the moment `when` that decides their period, as they stand at a time.

    `dated` when the moment is a day. `matter` leads from a row to the request or wish, "" for what is neither.
    """

    rows: Row
    dated: bool = False
    matter: str = "pk"


@dataclass(frozen=True, slots=True)
class IndicatorMeasure:
    """How a key is computed: what a row of its base adds to the numerator; the rows themselves are the denominator.

    `topic` leaves only kinds of matter that count under it.
    """

    base: str
    value: Any
    topic: str = ""


def one_if(condition: Any) -> Case:
    """1 for rows that fulfil a condition, else 0."""
    return Case(When(condition, then=Value(1)), default=Value(0))


def _requests() -> QuerySet[cases.Case]:
    return cases.Case.objects.filter(**COUNTS).exclude(outcome__in=NOT_OURS).annotate(kind=F("category"))


def _due(at: datetime) -> Rows:
    """Requests whose deadline has come; a paused one has none, and what left before it never had to meet it."""
    rows = _requests().filter(due_at__lte=at).exclude(state__in=[State.WAITING, State.SHELVED])
    return rows.exclude(outcome__in=LEFT, closed_at__lte=F("due_at")).annotate(when=F("due_at"))


def _received(at: datetime) -> Rows:
    """Requests that were accepted or should have been: with the first limit for it."""
    first = Clock.objects.filter(
        subject=Concat(Value("case:"), OuterRef("ref")), kind=ClockKind.ACCEPT, round=1
    )
    rows = _requests().annotate(when=F("received_at"), limit=Subquery(first.values("due_at")[:1]))
    over = Q(accepted_at__isnull=False) | Q(limit__lte=at)
    return rows.filter(over).exclude(outcome__in=LEFT, accepted_at__isnull=True, closed_at__lte=F("limit"))


def _closed(at: datetime) -> Rows:
    """Requests that ended with a result: confirmed, or closed when no answer came."""
    return _requests().filter(open=False, outcome__in=ENDED).annotate(when=F("closed_at"))


def _said(at: datetime) -> Rows:
    """What residents said of an answer, each time they did."""
    rows = cases.Confirmation.objects.filter(**{f"case__{name}": value for name, value in COUNTS.items()})
    return rows.annotate(community=F("case__community"), kind=F("case__category"), when=F("at"))


def _wishes_due(at: datetime) -> Rows:
    """Wishes that were brought to an end, and those on the list whose deadline passed before they were."""
    brought = Q(outcome__in=[WishOutcome.FULFILLED, WishOutcome.UNCONFIRMED])
    late = Q(state__in=[WishState.OFFERED, WishState.CLAIMED], due_at__lte=at)
    left_late = Q(
        outcome__in=[WishOutcome.WITHDRAWN, WishOutcome.DECLINED],
        offered_at__isnull=False,
        due_at__lte=F("closed_at"),
    )
    rows = Wish.objects.filter(brought | late | left_late)
    return rows.annotate(when=Case(When(brought, then=F("closed_at")), default=F("due_at")))


def _wishes_offered(at: datetime) -> Rows:
    """Wishes first put on the list at least 48 hours ago, but for those that left it unclaimed within them."""
    rows = Wish.objects.filter(first_offered_at__lte=at - ANSWERED_WITHIN).annotate(
        when=F("first_offered_at"), limit=_after(F("first_offered_at"))
    )
    return rows.exclude(first_claimed_at__isnull=True, closed_at__isnull=False, closed_at__lt=F("limit"))


def _after(moment: F) -> ExpressionWrapper:
    return ExpressionWrapper(moment + ANSWERED_WITHIN, output_field=DateTimeField())


def _rounds(at: datetime) -> Rows:
    """Duties of posts that were done."""
    rows = Task.objects.filter(done_on__isnull=False)
    return rows.annotate(community=Left("post__place", 12), when=F("done_on"))


BASES: dict[str, Base] = {
    "due": Base(_due),
    "received": Base(_received),
    "closed": Base(_closed),
    "said": Base(_said, matter="case_id"),
    "wishes_due": Base(_wishes_due),
    "wishes_offered": Base(_wishes_offered),
    "rounds": Base(_rounds, dated=True, matter=""),
}

IN_TIME = one_if(Q(answered_at__lte=F("due_at")))
SOLVED = Exists(cases.Confirmation.objects.filter(case=OuterRef("pk"), solved=Solved.YES))

MEASURES: dict[str, IndicatorMeasure | None] = {
    "on_time": IndicatorMeasure("due", IN_TIME),
    "hazard_fixed": IndicatorMeasure("due", IN_TIME, Topic.HAZARD),
    "safety_on_time": IndicatorMeasure("due", IN_TIME, Topic.SAFETY),
    "order_on_time": IndicatorMeasure("due", IN_TIME, Topic.ORDER),
    "first_contact": IndicatorMeasure("received", one_if(Q(accepted_at__lte=F("limit")))),
    "hand_overs": IndicatorMeasure("closed", F("link") - 1),
    "first_time": IndicatorMeasure("closed", one_if(Q(reworks=0))),
    "noise_solved": IndicatorMeasure("closed", one_if(SOLVED), Topic.NOISE),
    "solved": IndicatorMeasure("said", one_if(Q(solved=Solved.YES))),
    "wish_fulfilled": IndicatorMeasure("wishes_due", one_if(Q(outcome=WishOutcome.FULFILLED))),
    "wish_answered": IndicatorMeasure("wishes_offered", one_if(Q(first_claimed_at__lte=F("limit")))),
    "hazard_found": IndicatorMeasure("rounds", F("found")),
    "satisfied": None,
    "wish_satisfied": None,
}
"""Every computation by its key. Those of satisfaction count whole groups of five and stand in `satisfaction`."""
