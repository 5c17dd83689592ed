"""Reads of ledgers that were brought to the desk."""

from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from sunshine.cases.models import Case, LedgerImport, LedgerReturn, Note
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


def last_returned(source: str) -> datetime | None:
    """Until when the replies to a ledger went back last, whoever sent them."""
    return (
        LedgerReturn.objects.filter(source=source).order_by("-until").values_list("until", flat=True).first()
    )


def answered_since(officer: Officer, source: str, since: datetime | None, *, at: datetime) -> QuerySet[Case]:
    """The matters of a source that were answered or closed after a moment, with the last `reply` to each.

    Those within the officer's reach; none about staff, and none that came in as finished.
    """
    notes = Note.objects.filter(case=OuterRef("pk"), kind=NoteKind.ANSWER).order_by("-step").values("text")
    rows = listed_for(officer, timezone.localdate(at)).filter(source=source, restricted=False)
    rows = rows.exclude(outcome__in=NOT_OURS).exclude(answered_at=None, closed_at=None)
    if since is not None:
        rows = rows.filter(Q(answered_at__gt=since) | Q(closed_at__gt=since))
    return rows.annotate(reply=Subquery(notes[:1])).order_by("id")
