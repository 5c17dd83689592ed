"""What one person proposes and another decides, as steps of the request: one place for all kinds of proposals."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.cases.actions.move import move
from sunshine.cases.models import Case, Proposal
from sunshine.cases.states import DECIDED, Asking, NoteKind
from sunshine.lib.refusals import Refused
from sunshine.matters.actions.steps import StepChange, Words, officer_of
from sunshine.matters.rules.words import check_words
from sunshine.matters.states import Decision
from sunshine.people.models import Organisation
from sunshine.people.rules import speaks_for
from sunshine.record.states import Actor


def propose(
    case: Case, kind: Asking, *, by: Actor, at: datetime, text: str, seen: int | None = None, step: StepChange | None = None,
    organisation: Organisation | None = None, **asked: Any,
) -> Proposal:  # fmt: skip
    """Put a proposal to whoever decides; the holder stays the holder and the clock runs.

    `asked` are the proposal's own fields (reason, target, rule, until); `organisation` asks, by default the holder.
    Raises Refused when one of this kind is open. Called inside the transaction of its action.
    """
    verb = DECIDED[kind].ask
    words = Words(
        NoteKind.RETURN if kind == Asking.RETURN else NoteKind.REASON, check_words(text, what="text")
    )
    if case.proposals.filter(kind=kind, decision="").exists():
        raise Refused(_("This has been asked already and is not decided yet."), code="asked_already")
    facts = {"proposal": str(kind), "target": asked["target"].pk if asked.get("target") else None}
    asker = organisation or case.holder
    step = replace(step or StepChange(), words=words, facts={**(step or StepChange()).facts, **facts})
    move(case, verb, by=by, at=at, seen=seen, step=step)
    # What a page read of the matter before does not hold this one yet, and the same step may go on to decide it.
    getattr(case, "_prefetched_objects_cache", {}).pop("proposals", None)
    return Proposal.objects.create(
        case=case, kind=kind, organisation=asker, officer_id=officer_of(by), text=words.text, step=case.version, at=at, **asked
    )  # fmt: skip


def open_proposal(case: Case, kind: Asking) -> Proposal:
    """The proposal of a kind that waits for its decision. Raises Refused when there is none."""
    rows = Proposal.objects.select_related("organisation", "target", "reason")
    found = rows.filter(case=case, kind=kind, decision="").first()
    if found is None:
        raise Refused(_("There is nothing to decide here any more."), code="nothing_asked")
    return found


def decide(
    case: Case, proposal: Proposal, yes: bool, *, by: Actor, at: datetime, text: str, seen: int | None = None,
    step: StepChange | None = None,
) -> Proposal:  # fmt: skip
    """Uphold or refuse a proposal, with the reason. Raises Refused for whoever proposed it themselves."""
    if speaks_for(by, proposal.officer_id, on=timezone.localtime(at).date()):
        raise Refused(_("Whoever asks does not decide. Another person has to."), code="own_proposal")
    verbs, step = DECIDED[proposal.kind], step or StepChange()
    words = Words(NoteKind.DECISION, check_words(text, what="text"))
    facts = {**step.facts, "proposal": str(proposal.kind), "asked_by": proposal.organisation_id}
    move(
        case,
        verbs.yes if yes else verbs.no,
        by=by,
        at=at,
        seen=seen,
        step=replace(step, words=words, facts=facts),
    )
    return settle(case, proposal, yes, by=by, at=at, text=words.text)


def settle(case: Case, proposal: Proposal, yes: bool, *, by: Actor, at: datetime, text: str) -> Proposal:
    """Write down what became of a proposal, after the step that decided it."""
    proposal.decision = Decision.YES if yes else Decision.NO
    proposal.decided_by_id, proposal.decided_at = officer_of(by), at
    proposal.decided_step, proposal.answer = case.version, text
    proposal.save()  # also where the step that decided it made it moot
    return proposal
