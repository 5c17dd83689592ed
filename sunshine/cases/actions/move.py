"""The one door through which a request changes: `steps.take` with the rules and the words of a request."""

from dataclasses import replace
from datetime import UTC, datetime

from django.utils import timezone

from sunshine.cases import rules
from sunshine.cases.actions.steps import Account, Step, take
from sunshine.cases.models import Case
from sunshine.record.states import Actor


def move(
    case: Case, verb: str, *, by: Actor, at: datetime, seen: int | None = None, step: Step | None = None
) -> Case:
    """Take one step of a request. Raises Refused when it may not be taken, Overtaken when somebody was faster."""
    step = step or Step()
    if step.hand_to is not None:  # whoever was in charge of it belongs to the organisation that gave it away
        step = replace(step, changes={**step.changes, "assignee_id": None})
    return take(
        case, verb, by=by, at=at, seen=seen, step=step, account=account_of,
        check=lambda: rules.check(verb, case, by=by, on=timezone.localtime(at).date()),
    )  # fmt: skip


def account_of(case: Case) -> Account:
    """What each entry of a request says: community, top kind and holder; hidden when confidential or about staff.

    Facts after the step, from which every figure can be computed again: `holder`, `place`, `category`, `due_at`
    (UTC), and whether it is `restricted`, `confidential`, `self_handled` (then it counts in no rate). `receive`
    adds `contact_due` (the first limit for accepting it), `confirm` and `rework` add `solved`.
    """
    public = {
        "community": case.place[:12] if len(case.place) >= 12 else "",
        "category": case.category_id[:2] if case.category_id else "",
    }
    facts = {
        "holder": case.holder_id,
        "place": case.place,
        "category": case.category_id or "",
        "due_at": case.due_at.astimezone(UTC).isoformat(),
        "restricted": case.restricted,
        "confidential": case.confidential,
        "self_handled": case.self_handled,
    }
    return Account(public, facts, hidden=case.restricted or case.confidential)
