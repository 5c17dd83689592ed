"""The one door through which a request changes: `apply_step` with the rules and the words of a request."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from sunshine.cases import rules
from sunshine.cases.actions.ending import end_parts, fall_away
from sunshine.cases.models import Case
from sunshine.cases.states import Asking
from sunshine.lib.moments import iso
from sunshine.matters.actions.proposals import let_lapse
from sunshine.matters.actions.steps import EntryFacts, StepChange, apply_step
from sunshine.people.models import Organisation
from sunshine.record.states import Actor

_WHO_AND_WHEN = (
    Asking.RETURN,
    Asking.TRANSFER,
    Asking.EXTENSION,
    Asking.SHELVING,
    Asking.FORWARDING,
)
_MOOT: dict[str, tuple[Asking, ...]] = {
    "accept": (Asking.RETURN,),
    "answer": _WHO_AND_WHEN,
    "set_aside": (Asking.TRANSFER, Asking.EXTENSION),
}
"""What nobody needs to decide any more after a step; a new holder and the end make all of who and when moot."""

_NOBODY_WAITS: dict[str, Any] = {"passed_by_id": None, "passed_at": None}

_ENDS_PARTS = frozenset({"answer", "restrict"})
"""After these nobody called in has anything to say here any more; nor after the end."""


def move(
    case: Case, verb: str, *, by: Actor, at: datetime, seen: int | None = None, step: StepChange | None = None
) -> Case:
    """Take one step of a request. Raises Refused when it may not be taken, Overtaken when somebody was faster."""
    step = step or StepChange()
    turns = step.hand_to is not None or step.ends
    if step.hand_to is not None:  # whoever was in charge of it belongs to the organisation that gave it away
        passed = _passed(case, verb, step.hand_to, by, at)
        step = replace(step, changes={**step.changes, **passed, "assignee_id": None})
    elif step.reopens:
        step = replace(step, changes={**step.changes, **_NOBODY_WAITS})
    apply_step(
        case, verb, by=by, at=at, seen=seen, step=step, account=account_of,
        check=lambda: rules.check(verb, case, by=by, on=timezone.localtime(at).date()),
    )  # fmt: skip
    if moot := _WHO_AND_WHEN if turns else _MOOT.get(verb):
        let_lapse(case, moot, at=at)
    if verb in _ENDS_PARTS or step.ends:
        end_parts(case, at=at)
    elif step.hand_to is not None:  # whoever leads is not called in to help
        fall_away(case.parts.filter(organisation=step.hand_to, answered_at=None), at=at)
    return case


def _passed(case: Case, verb: str, to: Organisation, by: Actor, at: datetime) -> dict[str, Any]:
    """Who waits until the new holder accepts: whoever took the step, a dispatcher's office for what it assigned; what was
    transferred by consent, the holder before gave away itself. Nobody waits for themselves."""
    waits = case.holder_id if verb == "consent" else by.organisation
    return {"passed_by_id": waits, "passed_at": at} if waits not in (None, to.pk) else _NOBODY_WAITS


def account_of(case: Case) -> EntryFacts:
    """What each entry of a request says: community, top kind and holder; hidden when confidential or about staff.

    Facts after the step, from which every figure can be computed again: `holder`, `place`, `category`, `due_at`
    (UTC), `urgency`, `hand_overs` so far, whether the resident was `contacted`, and whether it is `restricted`,
    `confidential`, `self_handled` (then it counts in no rate). `receive` adds `contact_due` (the first limit for
    accepting it) and `contact_by`, `confirm` and `rework` add `solved` and `satisfied`.
    """
    public = {
        "community": case.place[:12] if len(case.place) >= 12 else "",
        "category": case.category_id[:2] if case.category_id else "",
    }
    facts = {
        "holder": case.holder_id,
        "place": case.place,
        "category": case.category_id or "",
        "due_at": iso(case.due_at),
        "urgency": str(case.urgency),
        "hand_overs": case.hand_overs,
        "contacted": case.contacted_at is not None,
        "restricted": case.restricted,
        "confidential": case.confidential,
        "self_handled": case.self_handled,
    }
    return EntryFacts(public, facts, hidden=case.restricted or case.confidential)
