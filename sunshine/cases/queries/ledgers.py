"""Reads of ledgers that were brought to the desk."""

from datetime import datetime

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from sunshine.cases.models import Case, LedgerImport, Note
from sunshine.cases.queries.reach import listed_for
from sunshine.cases.states import NOT_OURS, LedgerState, LedgerTask, NoteKind
from sunshine.people.models import Officer


def ledgers_of(officer: Officer) -> QuerySet[LedgerImport]:
    """The ledgers that this officer brought, the newest first: nobody else's exist for them."""
    return LedgerImport.objects.filter(officer=officer).order_by("-asked_at", "-id")


def sources() -> list[str]:
    """The names under which ledgers came in, for whoever types one."""
    return list(LedgerImport.objects.order_by("source").values_list("source", flat=True).distinct())


def remembered_columns(source: str) -> dict[str, str]:
    """What the columns of a source were said to be last; nothing for a new source."""
    rows = LedgerImport.objects.filter(source=source).exclude(columns={}).order_by("-asked_at", "-id")
    return rows.values_list("columns", flat=True).first() or {}


def columns_of(source: str) -> list[tuple[str, str]]:
    """The columns of the last ledger of a source that was taken in, each with what it holds; none if none was."""
    taken = LedgerImport.objects.filter(source=source, task=LedgerTask.TAKE, state=LedgerState.DONE)
    found = taken.exclude(found=[]).order_by("-asked_at", "-id").values_list("found", flat=True).first()
    return [(column["name"], column["field"]) for column in found or []]


def last_sent(officer: Officer, source: str, *, at: datetime) -> datetime | None:
    """When a reply of those within the officer's reach went back last, whoever sent it."""
    found: datetime | None = _of_source(officer, source, at).aggregate(last=Max("reply_sent_at"))["last"]
    return found


def find_answered(officer: Officer, source: str, *, whole: bool, at: datetime) -> QuerySet[Case]:
    """The matters of a source that were answered or closed since their reply went back, or `whole` all that were.

    Each with its last `reply`; those within the officer's reach, none about staff, and none that came in as finished.
    """
    notes = Note.objects.filter(case=OuterRef("pk"), kind=NoteKind.ANSWER).order_by("-step").values("text")
    rows = _of_source(officer, source, at).exclude(answered_at=None, closed_at=None)
    if not whole:
        new = Q(answered_at__gt=F("reply_sent_at")) | Q(closed_at__gt=F("reply_sent_at"))
        rows = rows.filter(Q(reply_sent_at=None) | new)
    return rows.annotate(reply=Subquery(notes[:1])).order_by("id")


def _of_source(officer: Officer, source: str, at: datetime) -> QuerySet[Case]:
    rows = listed_for(officer, timezone.localdate(at)).filter(source=source, restricted=False)
    return rows.exclude(outcome__in=NOT_OURS)
