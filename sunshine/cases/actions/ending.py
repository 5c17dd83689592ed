"""What falls away because the matter moved on: parts that others were called in for, and an open whistle."""

from datetime import datetime

from django.db.models import QuerySet

from sunshine.cases.models import Case, Part, Whistle
from sunshine.clocks.actions import stop
from sunshine.clocks.states import ClockKind


def end_parts(case: Case, *, at: datetime) -> None:
    """The matter was answered or ended: what was called in and not answered falls away without a word.

    Part of the step that ends it. An empty answer with a time says: fell away.
    """
    fall_away(case.parts.filter(answered_at=None), at=at)
    Whistle.objects.filter(case=case, concluded_at=None).update(concluded_at=at)


def fall_away(parts: QuerySet[Part], *, at: datetime) -> None:
    """These parts end without an answer, and their clocks with them."""
    for part in parts:
        stop(part.subject, [ClockKind.HANDLE], at=at)
        Part.objects.filter(pk=part.pk, answered_at=None).update(answered_at=at)
