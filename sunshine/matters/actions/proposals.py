"""What one person proposes and another decides, as steps of a matter: one place for every kind of matter and of proposal."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.lib.refusals import Refused
from sunshine.matters.actions.steps import StepChange, TakeStep, Words, officer_of
from sunshine.matters.models import DecidedByAnother, Matter
from sunshine.matters.rules.proposals import check_another
from sunshine.matters.states import Decided, Decision
from sunshine.people.models import Organisation
from sunshine.record.states import Actor


def propose(
    matter: Matter, kind: str, *, verbs: Decided, move: TakeStep, by: Actor, at: datetime, words: Words,
    seen: int | None = None, step: StepChange | None = None, organisation: Organisation | None = None, **asked: Any,
) -> Any:  # fmt: skip
    """Put a proposal to whoever decides; the holder stays the holder and the clock runs.

    `asked` are the proposal's own fields (reason, target, rule, until); `organisation` asks, by default the holder.
    Raises Refused when one of this kind is open. Called inside the transaction of its action.
    """
    if matter.proposals.filter(kind=kind, decision="").exists():
        raise Refused(_("This has been asked already and is not decided yet."), code="asked_already")
    step = step or StepChange()
    facts = {"proposal": str(kind), "target": asked["target"].pk if asked.get("target") else None}
    asker = organisation or matter.holder
    step = replace(step, words=words, facts={**step.facts, **facts})
    move(matter, verbs.ask, by=by, at=at, seen=seen, step=step)
    # What a page read of the matter before does not hold this one yet, and the same step may go on to decide it.
    getattr(matter, "_prefetched_objects_cache", {}).pop("proposals", None)
    return matter.proposals.create(
        kind=kind, organisation=asker, officer_id=officer_of(by), text=words.text, step=matter.version, at=at, **asked
    )  # fmt: skip


def open_proposal(matter: Matter, kind: str, *related: str) -> Any:
    """Return the proposal of a kind that waits for its decision. Raises Refused when there is none."""
    found = matter.proposals.select_related("organisation", *related).filter(kind=kind, decision="").first()
    if found is None:
        raise Refused(_("There is nothing to decide here any more."), code="nothing_asked")
    return found


def decide(
    matter: Matter, proposal: DecidedByAnother, yes: bool, *, verbs: Decided, move: TakeStep, by: Actor, at: datetime,
    words: Words, seen: int | None = None, step: StepChange | None = None,
) -> None:  # fmt: skip
    """Uphold or refuse a proposal, with the reason. Raises Refused for whoever proposed it themselves."""
    check_another(proposal, by=by, on=timezone.localtime(at).date())
    step = step or StepChange()
    facts = {**step.facts, "proposal": str(proposal.kind), "asked_by": proposal.organisation_id}
    told = replace(step, words=words, facts=facts)
    move(matter, verbs.yes if yes else verbs.no, by=by, at=at, seen=seen, step=told)
    settle(matter, proposal, yes, by=by, at=at, text=words.text)


def settle(
    matter: Matter, proposal: DecidedByAnother, yes: bool, *, by: Actor, at: datetime, text: str
) -> None:
    """Write down what became of a proposal, after the step that decided it."""
    proposal.decision = Decision.YES if yes else Decision.NO
    proposal.decided_by_id, proposal.decided_at = officer_of(by), at
    proposal.decided_step, proposal.answer = matter.version, text
    proposal.save()  # also where the step that decided it made it moot


def let_lapse(matter: Matter, kinds: Iterable[str], *, at: datetime) -> None:
    """Let what was asked and not decided fall away, because the matter moved on; part of the step that moved it."""
    rows = matter.proposals.filter(kind__in=list(kinds), decision="")
    rows.update(decision=Decision.LAPSED, decided_at=at, decided_step=matter.version)
