"""The one door through which a request changes: check, write unless overtaken, record."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.cases import rules
from sunshine.cases.models import Case, Custody, Note
from sunshine.cases.states import MOVES, NoteKind
from sunshine.lib.refusals import Overtaken
from sunshine.people.models import Organisation
from sunshine.record.actions import append
from sunshine.record.states import Actor, ActorKind

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Words:
    """A text that goes with a step."""

    kind: NoteKind
    text: str
    to_resident: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What a step changes beside state and step counter."""

    changes: dict[str, Any] = field(default_factory=dict)
    hand_to: Organisation | None = None
    words: Words | None = None
    public: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    sealed: dict[str, Any] = field(default_factory=dict)
    hidden: bool = False


@transaction.atomic(savepoint=False)
def move(
    case: Case, verb: str, *, by: Actor, at: datetime, seen: int | None = None, step: Step | None = None
) -> Case:
    """Take one step of a request.

    The first write names the state and the step it comes from and is the lock for all tables of the case.
    Raises Refused when the step may not be taken, Overtaken when somebody was faster.
    """
    step = step or Step()
    if seen is not None and seen != case.step:
        raise overtaken(case)
    rules.check(verb, case, by=by, on=timezone.localtime(at).date())
    came_from, giver, link = case.state, case.holder, case.link
    turns = step.hand_to is not None or "closed_at" in step.changes
    turn = _turn(case, at) if turns else at
    _write(case, _changes(case, verb, step, turn))
    if turns:
        _pass_custody(case, link, step.hand_to, turn)
    if step.words:
        _keep_words(case, step.words, by, at)
    record(case, verb, by=by, at=at, came_from=came_from, step=step, giver=giver)
    return case


def _changes(case: Case, verb: str, step: Step, turn: datetime) -> dict[str, Any]:
    changes = {"state": MOVES[verb].to or case.state, "step": case.step + 1, **step.changes}
    if step.hand_to is not None:
        changes |= {"holder_id": step.hand_to.pk, "link": case.link + 1, "assignee_id": None}
    if "closed_at" in changes:
        changes["closed_at"] = turn
    return changes


def _write(case: Case, changes: dict[str, Any]) -> None:
    if not Case.objects.filter(pk=case.pk, state=case.state, step=case.step).update(**changes):
        raise overtaken(case)
    for name, value in changes.items():
        setattr(case, name, value)


def officer_of(by: Actor) -> int | None:
    """The account of the officer who acts, if an officer acts."""
    return int(by.ident) if by.kind == ActorKind.OFFICER else None


def overtaken(case: Case) -> Overtaken:
    """The sentence for whoever comes second."""
    return Overtaken(
        _(
            "Somebody else took a step on %(number)s a moment ago. Please look at it again; what you typed is still here."
        )
        % {"number": case.number}
    )


def record(
    case: Case,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    came_from: str,
    step: Step,
    giver: Organisation | None = None,
) -> None:
    """Append the entry of a step: coarse in public, structured for figures, texts sealed."""
    category = case.category_id[:2] if case.category_id else ""
    public = {
        "community": case.place[:12] if len(case.place) >= 12 else "",
        "category": category,
        "organisation": (giver or case.holder).name,
        **({"to_organisation": case.holder.name} if step.hand_to else {}),
        **step.public,
    }
    facts = {"holder": case.holder_id, "place": case.place, "category": case.category_id or "", **step.facts}
    sealed = {"text": step.words.text, "kind": str(step.words.kind)} if step.words else step.sealed
    append(
        case.subject, case.step, verb, by=by, at=at, came_from=came_from, went_to=case.state, public=public, facts=facts,
        sealed=sealed, hidden=step.hidden or case.restricted or case.confidential,
    )  # fmt: skip


def _turn(case: Case, at: datetime) -> datetime:
    """When custody turns over: never before, nor in the same instant as, the beginning of the open link."""
    began = Custody.objects.values_list("began", flat=True).get(case=case, link=case.link)
    return max(at, began + _INSTANT)


def _pass_custody(case: Case, link: int, to: Organisation | None, turn: datetime) -> None:
    """End the open link and, unless the matter ends with it, begin the next at the same instant."""
    Custody.objects.filter(case=case, link=link).update(ended=turn)
    if to is not None:
        case.holder = to
        Custody.objects.create(case=case, link=case.link, holder=to, began=turn, after=turn)


def _keep_words(case: Case, words: Words, by: Actor, at: datetime) -> None:
    Note.objects.create(
        case=case,
        step=case.step,
        kind=words.kind,
        text=words.text,
        to_resident=words.to_resident,
        officer_id=officer_of(by),
        at=at,
    )
