"""What one person proposes about a request and another decides, through the door of requests."""

from datetime import datetime
from typing import Any

from sunshine.cases.actions.move import move
from sunshine.cases.models import Case, Proposal
from sunshine.cases.states import DECIDED, Asking, NoteKind
from sunshine.matters.actions import proposals
from sunshine.matters.actions.steps import StepChange, Words
from sunshine.matters.rules.words import check_words
from sunshine.people.models import Organisation
from sunshine.record.states import Actor


def propose(
    case: Case, kind: Asking, *, by: Actor, at: datetime, text: str, seen: int | None = None, step: StepChange | None = None,
    organisation: Organisation | None = None, **asked: Any,
) -> Proposal:  # fmt: skip
    """Put a proposal to whoever decides (`matters.actions.proposals.propose`), with the reason for it."""
    note = NoteKind.RETURN if kind == Asking.RETURN else NoteKind.REASON
    made: Proposal = proposals.propose(
        case, kind, verbs=DECIDED[kind], move=move, by=by, at=at, words=Words(note, check_words(text)), seen=seen, step=step,
        organisation=organisation, **asked,
    )  # fmt: skip
    return made


def open_proposal(case: Case, kind: Asking) -> Proposal:
    """Return the proposal of a kind that waits for its decision. Raises Refused when there is none."""
    found: Proposal = proposals.open_proposal(case, kind, "target", "reason")
    return found


def decide(
    case: Case, proposal: Proposal, yes: bool, *, by: Actor, at: datetime, text: str, seen: int | None = None,
    step: StepChange | None = None,
) -> Proposal:  # fmt: skip
    """Uphold or refuse a proposal, with the reason. Raises Refused for whoever proposed it themselves."""
    words = Words(NoteKind.DECISION, check_words(text))
    proposals.decide(
        case, proposal, yes, verbs=DECIDED[Asking(proposal.kind)], move=move, by=by, at=at, words=words, seen=seen, step=step,
    )  # fmt: skip
    return proposal
