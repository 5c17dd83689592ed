"""How an ended matter comes back at the resident's word, and what becomes of reports whose main one was taken back."""

from datetime import datetime
from typing import Any

from django.db import transaction

from sunshine.cases.actions.move import move
from sunshine.cases.actions.said import keep_word, said, words_of
from sunshine.cases.actions.tell import tell_resident
from sunshine.cases.actions.work import restart_acceptance
from sunshine.cases.models import Case
from sunshine.clocks.actions import start
from sunshine.clocks.queries import calendar
from sunshine.clocks.states import ClockKind
from sunshine.matters.actions.steps import StepChange, Words, officer_of
from sunshine.matters.actions.tell import tell_organisation
from sunshine.matters.states import Channel, Solved
from sunshine.people.actions import keep_longer
from sunshine.record.states import Actor

RULE = Actor.system("way_back")
_AS_NEW: dict[str, Any] = {
    "closed_at": None,
    "outcome": "",
    "merged_into_id": None,
    "lawful": "",
    "answered_at": None,
    "call_by": None,
    "shelved_until": None,
    "shelved_reason": "",
    "excluded": False,
    "due_limit": None,
    "compared_at": None,
}
"""What its end left on it; whoever held it holds it, it counts in the rates again, and is compared with what came since.

The deadline of a hotline was that of the work it asked for, not of the work that begins anew."""


@transaction.atomic
def reopen(case: Case, *, by: Actor, at: datetime, comment: str = "", seen: int | None = None) -> Case:
    """The resident says that it has not ended: not the same matter, not taken back by them, not solved.

    Back to whoever held it, with times of its own; staff write down the resident's word. Raises Refused after the days
    that the table names, and for what the resident's own link ended with a result.
    """
    return _reopen(case, by, at, words_of(comment, least=4 if officer_of(by) else 2), {}, seen)


@transaction.atomic
def agree(
    case: Case, *, by: Actor, at: datetime, solved: str, satisfied: str = "", comment: str = "",
    channel: str = Channel.WEB, seen: int | None = None,
) -> Case:  # fmt: skip
    """Whoever is handled together with another report says of its result what they would have said of their own.

    What is solved stays as it ended, with their word; what is not solved for them goes on as a matter of its own.
    """
    words, facts = words_of(comment), said(solved, satisfied, channel)
    if Solved(solved) == Solved.NO:
        _reopen(case, by, at, words, facts, seen)
    else:
        move(case, "agree", by=by, at=at, seen=seen, step=StepChange(words=words, facts=facts))
    keep_word(case, by, at, solved, satisfied, channel)
    return case


def carry_on(main: Case, *, at: datetime) -> None:
    """The main report was taken back, and with it nobody else's: part of the step that ends it.

    The oldest of those handled together with it is taken up by itself, the others are handled together with that one.
    """
    rows = Case.objects.select_for_update(of=("self",)).filter(merged_into=main).exclude(text="")
    found = list(rows.select_related("holder", "contact").order_by("received_at", "pk"))
    if not found:
        return
    first, *others = found
    for row in others:
        step = StepChange({"merged_into_id": first.pk}, facts={"into": first.ref})
        move(row, "regroup", by=RULE, at=at, step=step)
    _reopen(first, RULE, at, None, {}, None)


def _reopen(
    case: Case, by: Actor, at: datetime, words: Words | None, facts: dict[str, Any], seen: int | None
) -> Case:
    due = calendar().term(case.policy, ClockKind.HANDLE, at).due_at
    step = StepChange({**_AS_NEW, "due_at": due}, words=words, facts={"ended": str(case.outcome), **facts})
    move(case, "reopen", by=by, at=at, seen=seen, step=step)
    restart_acceptance(case, at)
    start(case.subject, ClockKind.HANDLE, policy=case.policy, at=at, round=case.version)
    keep_longer(case.contact_id, case.for_person_id)
    tell_organisation(case, "case_reopened", case.holder, at=at)
    tell_resident(case, "case_goes_on", at=at)
    return case
