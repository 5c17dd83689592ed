"""What a resident says of a result, as steps keep it."""

from datetime import datetime
from typing import Any

from sunshine.cases.models import Case, Confirmation
from sunshine.cases.states import NoteKind
from sunshine.matters.actions.steps import Words, officer_of
from sunshine.matters.rules.words import check_words
from sunshine.matters.states import Satisfied, Solved
from sunshine.record.states import Actor


def words_of(comment: str, *, least: int = 2) -> Words | None:
    """What the resident adds, for both sides to read; None without words. Raises Refused for too few or too many."""
    if not comment.strip():
        return None
    return Words(NoteKind.COMMENT, check_words(comment, least=least, what="comment"), to_resident=True)


def facts_of_word(solved: str, satisfied: str, channel: str) -> dict[str, Any]:
    """What figures need of the resident's word; facts stay inside the record and stand on no page."""
    return {"solved": str(solved), "satisfied": str(satisfied), "channel": str(channel)}


def keep_word(case: Case, by: Actor, at: datetime, solved: str, satisfied: str, channel: str) -> None:
    """Satisfaction is shown in totals only: it stands in the entry's facts and on no page of the matter."""
    kept = Satisfied(satisfied) if satisfied else ""
    Confirmation.objects.create(
        case=case,
        round=case.version,
        solved=Solved(solved),
        satisfied=kept,
        channel=channel,
        recorded_by_id=officer_of(by),
        at=at,
    )
