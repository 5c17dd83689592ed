"""Erasing a closed matter: after the time the law gives, or earlier because a person asks for it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from sunshine.cases.actions.move import move
from sunshine.cases.models import Case, Part, Proposal, Whistle
from sunshine.files.actions import erase_photos
from sunshine.matters.actions.erasing import erase_matter
from sunshine.record.states import Actor

_EMPTY: dict[str, Any] = {
    "location": "",
    "words": None,
    "lon": None,
    "lat": None,
    "why_place": {},
    "why_here": {},
    "shelved_reason": "",
    "cell": "",
}


@transaction.atomic
def forget(case: Case, *, by: Actor, at: datetime, why: str, seen: int | None = None) -> Case:
    """Erase, for good, all that a closed matter says of anybody; number, kind, place and dates stay for the figures.

    `why` is RETENTION, or the words of whoever asks for it; then the published wording goes too, and the reason is
    sealed. Raises Refused for a matter that is open or erased already, Overtaken when somebody was faster.
    """
    erase_matter(
        case, move=move, by=by, at=at, why=why, seen=seen, empty=_EMPTY,
        released={"released_text": "", "released_result": ""},
    )  # fmt: skip
    Part.objects.filter(case=case).update(task="", found="", answer="")
    Whistle.objects.filter(case=case).update(where="", conclusion="")
    Proposal.objects.filter(case=case).update(text="", answer="", rule="")
    erase_photos(case.subject)
    return case
