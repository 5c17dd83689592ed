"""Leaving out of the rates (剔除), excusing a delay (尽职免责), and keeping a matter confidential (R-REQ-06)."""

from datetime import datetime

from django.db import transaction

from sunshine.cases import rules
from sunshine.cases.actions.move import move
from sunshine.cases.actions.proposals import decide, open_proposal, propose
from sunshine.cases.models import Case, Reason
from sunshine.cases.states import Asking, Claim
from sunshine.files.actions import release as release_photos
from sunshine.matters.actions.steps import StepChange
from sunshine.matters.actions.tell import tell_organisation
from sunshine.people.models import Organisation
from sunshine.record.states import Actor


@transaction.atomic
def exclude(
    case: Case, *, by: Actor, at: datetime, reason: Reason, text: str, other: Case | None = None, seen: int | None = None
) -> Case:  # fmt: skip
    """Ask to leave a matter out of the adjusted rates; the raw ones keep it, and both stand side by side.

    A duplicate names the `other` report. Raises Refused when the record contradicts the reason.
    """
    rules.check_claim(case, reason, other)
    named = {"other": other} if reason.claims == Claim.DUPLICATE else {}
    propose(
        case, Asking.EXCLUSION, by=by, at=at, text=text, seen=seen, reason=reason, organisation=_asking(case, by),
        step=StepChange(facts={"reason": reason.code, **{key: row.ref for key, row in named.items() if row}}), **named,
    )  # fmt: skip
    return case


@transaction.atomic
def leave_out(case: Case, *, by: Actor, at: datetime, text: str, seen: int | None = None) -> Case:
    """Leave it out of the adjusted rates: decided by a person who neither asked nor belongs to the holder."""
    _decide(
        case, Asking.EXCLUSION, True, by=by, at=at, text=text, seen=seen, step=StepChange({"excluded": True})
    )
    return case


@transaction.atomic
def count_in(case: Case, *, by: Actor, at: datetime, text: str, seen: int | None = None) -> Case:
    """Refuse to leave it out: it counts like any other."""
    _decide(case, Asking.EXCLUSION, False, by=by, at=at, text=text, seen=seen)
    return case


@transaction.atomic
def explain(
    case: Case, *, by: Actor, at: datetime, reason: Reason, text: str, seen: int | None = None
) -> Case:
    """The holder's own word on a delay, once; it stands beside the delay whatever is decided (right of reply)."""
    rules.check_late(case, at)
    propose(
        case, Asking.EXEMPTION, by=by, at=at, text=text, seen=seen, reason=reason,
        step=StepChange(facts={"reason": reason.code}),
    )  # fmt: skip
    return case


@transaction.atomic
def excuse(case: Case, *, by: Actor, at: datetime, text: str, seen: int | None = None) -> Case:
    """The delay lay outside the holder's power; the delay itself stays what it is."""
    _decide(
        case, Asking.EXEMPTION, True, by=by, at=at, text=text, seen=seen, step=StepChange({"excused": True})
    )
    return case


@transaction.atomic
def not_excused(case: Case, *, by: Actor, at: datetime, text: str, seen: int | None = None) -> Case:
    """The delay is not excused; what the holder wrote stands beside it all the same."""
    _decide(case, Asking.EXEMPTION, False, by=by, at=at, text=text, seen=seen)
    return case


@transaction.atomic
def conceal(case: Case, *, by: Actor, at: datetime, seen: int | None = None) -> Case:
    """Keep it confidential from now on: by the resident or by staff; what was published of it is withdrawn."""
    changes = {"confidential": True, "released_text": "", "released_result": ""}
    move(case, "conceal", by=by, at=at, seen=seen, step=StepChange(changes))
    release_photos(case.subject, ())
    return case


def _decide(
    case: Case, kind: Asking, yes: bool, *, by: Actor, at: datetime, text: str, seen: int | None, step: StepChange | None = None
) -> None:  # fmt: skip
    asked = open_proposal(case, kind)
    decide(case, asked, yes, by=by, at=at, text=text, seen=seen, step=step)
    tell_organisation(case, "case_decided", asked.organisation, at=at)


def _asking(case: Case, by: Actor) -> Organisation:
    """Whoever asks to leave it out, which need not be the holder."""
    return by.officer.organisation if by.officer is not None else case.holder
