"""Call-back (回访) after the answer, by a person other than the handler; every attempt is logged (R-REQ-05)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sunshine.cases.actions.finish import confirm
from sunshine.cases.actions.move import move
from sunshine.cases.models import Call, Case
from sunshine.cases.queries.calls import attempts
from sunshine.cases.states import CallKind, NoteKind
from sunshine.lib.refusals import Refused
from sunshine.matters.actions.steps import StepChange, Words, officer_of
from sunshine.matters.rules.words import check_words
from sunshine.matters.states import Channel, Solved
from sunshine.record.states import Actor


@transaction.atomic
def call(
    case: Case, *, by: Actor, at: datetime, reached: bool, solved: str = "", satisfied: str = "", comment: str = "",
    seen: int | None = None,
) -> Case:  # fmt: skip
    """Log an attempt to call the resident back; what they said of the result confirms it or sends it back to work.

    Raises Refused for whoever handles it, and when somebody who was not reached is said to have spoken.
    """
    if not reached and (solved or satisfied):
        raise Refused(
            _("Whoever was not reached has said nothing. Please check what you chose."), code="solved"
        )
    said = check_words(comment, what="comment") if comment.strip() else ""
    words = Words(NoteKind.CONTACT, said) if said and not solved else None
    facts = {"reached": reached, "attempt": attempts(case) + 1}
    move(case, "call", by=by, at=at, seen=seen, step=StepChange(words=words, facts=facts))
    Call.objects.create(
        case=case, kind=CallKind.BACK, reached=reached, officer_id=officer_of(by), step=case.version, at=at
    )
    if not solved:
        return case
    return confirm(
        case, by=by, at=at, solved=Solved(solved), satisfied=satisfied, comment=said, channel=Channel.PHONE
    )
