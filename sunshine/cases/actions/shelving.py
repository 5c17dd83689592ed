"""Setting aside (挂账): a long matter with a plan, a reason everybody may read and days on which the plan is looked at."""

from datetime import datetime

from django.db import transaction

from sunshine.cases import rules
from sunshine.cases.actions.contact import contacted
from sunshine.cases.actions.move import move
from sunshine.cases.actions.proposals import decide, open_proposal, propose
from sunshine.cases.actions.tell import tell_resident
from sunshine.cases.models import Case, Reason
from sunshine.cases.states import Asking, NoteKind
from sunshine.clocks.actions import due_after_pause, pause, resume
from sunshine.clocks.states import ClockKind
from sunshine.lib.moments import iso
from sunshine.matters.actions.steps import StepChange, Words
from sunshine.matters.actions.tell import tell_organisation
from sunshine.matters.rules.words import check_words
from sunshine.people.queries import directory
from sunshine.record.states import Actor

PUBLIC_MOST = 200
"""Characters of the reason that everybody reads."""


@transaction.atomic
def shelve(
    case: Case, *, by: Actor, at: datetime, text: str, public: str, until: datetime, reason: Reason | None = None,
    seen: int | None = None,
) -> Case:  # fmt: skip
    """Ask one level up to set it aside: `text` is the plan, `public` the reason everybody reads, `until` the next look.

    Until that is decided the clock runs. Raises Refused.
    """
    rules.check_review(until, at=at)
    said = check_words(public, most=PUBLIC_MOST, what="public")
    propose(
        case, Asking.SHELVING, by=by, at=at, text=text, seen=seen, reason=reason, rule=said, until=until,
        step=StepChange(facts={"until": iso(until)}),
    )  # fmt: skip
    above = directory().parent(case.holder) or case.holder
    tell_organisation(case, "case_decide", above, at=at)
    return case


@transaction.atomic
def set_aside(case: Case, *, by: Actor, at: datetime, text: str, seen: int | None = None) -> Case:
    """One level up agrees: the clock pauses, and the resident is told why and when the plan is looked at again."""
    asked = open_proposal(case, Asking.SHELVING)
    until = asked.until or at
    rules.check_review(until, at=at)
    step = StepChange({"shelved_until": until, "shelved_reason": asked.rule}, facts={"until": iso(until)})
    decide(case, asked, True, by=by, at=at, text=text, seen=seen, step=step)
    pause(case.subject, ClockKind.HANDLE, at=at)
    tell_organisation(case, "case_shelved", case.holder, at=at)
    tell_resident(case, "case_shelved", at=at)
    return case


@transaction.atomic
def keep_on(case: Case, *, by: Actor, at: datetime, text: str, seen: int | None = None) -> Case:
    """One level up does not agree: it is handled as it stands."""
    decide(case, open_proposal(case, Asking.SHELVING), False, by=by, at=at, text=text, seen=seen)
    tell_organisation(case, "case_not_granted", case.holder, at=at)
    return case


@transaction.atomic
def review(
    case: Case, *, by: Actor, at: datetime, text: str, until: datetime, seen: int | None = None
) -> Case:
    """Look at the plan again: how far it is, for the resident to read, and when it is looked at next."""
    rules.check_review(until, at=at)
    words = Words(NoteKind.PLAN, check_words(text), to_resident=True)
    step = StepChange(
        {"shelved_until": until, **contacted(case, at)}, words=words, facts={"until": iso(until)}
    )
    return move(case, "review", by=by, at=at, seen=seen, step=step)


@transaction.atomic
def take_up(case: Case, *, by: Actor, at: datetime, text: str = "", seen: int | None = None) -> Case:
    """The time has come: work goes on, and the clock runs on from where it paused."""
    words = Words(NoteKind.REASON, check_words(text), to_resident=True) if text.strip() else None
    due = due_after_pause(case.subject, ClockKind.HANDLE, at=at, limit=case.due_limit) or case.due_at
    changes = {"due_at": due, "shelved_until": None, "shelved_reason": ""}
    move(case, "take_up", by=by, at=at, seen=seen, step=StepChange(changes, words=words))
    resume(case.subject, ClockKind.HANDLE, at=at, limit=case.due_limit)
    tell_resident(case, "case_taken_up", at=at)
    return case


def tell_review(case: Case, *, at: datetime) -> None:
    """The day has come to look at the plan again: tell the holder, once for each such day."""
    key = f"review:{iso(case.shelved_until)}" if case.shelved_until else ""
    tell_organisation(case, "case_review", case.holder, at=at, key=key)
