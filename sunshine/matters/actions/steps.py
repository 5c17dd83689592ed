"""How any matter takes a step, a request or a wish: check, write unless overtaken, turn custody over, record."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.lib.numbers import case_number
from sunshine.lib.prepared import prepared_cursor
from sunshine.lib.refusals import Overtaken
from sunshine.matters.models import Matter
from sunshine.matters.queries.originals import veil
from sunshine.matters.states import RESIDENTS_OWN
from sunshine.people.models import Organisation
from sunshine.people.rules import public_name
from sunshine.record.actions import Draft, append_all
from sunshine.record.rows import write
from sunshine.record.states import Actor, ActorKind

M = TypeVar("M", bound=Matter)
TakeStep = Callable[..., object]
"""The one door of a room through which its matters change: its `actions.move.move`."""
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Words:
    """A text that goes with a step; `kind` is a word of the matter's own note kinds."""

    kind: str
    text: str
    to_resident: bool = False


@dataclass(frozen=True, slots=True)
class StepChange:
    """What a step changes beside state and step counter.

    `hand_to` gives the matter to another organisation; `closed_at` among the changes ends its custody, and None there
    takes it up again: the link that ended goes on, so that no time is nobody's.
    """

    changes: dict[str, Any] = field(default_factory=dict)
    hand_to: Organisation | None = None
    words: Words | None = None
    public: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    sealed: dict[str, Any] = field(default_factory=dict)
    hidden: bool = False

    @property
    def ends(self) -> bool:
        """Whether the matter ends with it."""
        return self.changes.get("closed_at") is not None

    @property
    def reopens(self) -> bool:
        """Whether an ended matter goes on with it."""
        return "closed_at" in self.changes and not self.ends


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What every entry of a kind of matter says: coarse in public, structured for figures; `hidden` seals the public part."""

    public: dict[str, Any]
    facts: dict[str, Any]
    hidden: bool = False


@transaction.atomic(savepoint=False)
def apply_step(
    matter: M,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    check: Callable[[], None],
    account: Callable[[M], EntryFacts],
    seen: int | None = None,
    step: StepChange | None = None,
) -> M:
    """Apply one step to a matter by its own table of moves: an optimistic lock, its custody, its words and its entry.

    `check` raises Refused when the step may not be taken; `account` says of the changed matter what its entry tells.
    The first write names the state and the step it comes from and is the lock for all tables of the matter.
    Raises Overtaken when somebody was faster, or when `seen` is not the step the matter is at.
    """
    step = step or StepChange()
    if seen is not None and seen != matter.version:
        raise overtaken(matter)
    check()
    came_from, giver, link = matter.state, matter.holder, matter.link
    turns = step.hand_to is not None or step.ends
    turn = _turn(matter, at) if turns else at
    lost = overtaken(matter).sentence
    write(matter, _changes(matter, verb, step, turn), lost=lost, where={"state": matter.state})
    if turns:
        _pass_custody(matter, link, step.hand_to, turn)
    elif step.reopens:
        matter.custody.filter(link=link).update(ended=None)
    if step.words:
        keep_words(matter, step.words, by, at)
    record(matter, verb, by=by, at=at, came_from=came_from, step=step, account=account(matter), giver=giver)
    return matter


def _changes(matter: Matter, verb: str, step: StepChange, turn: datetime) -> dict[str, Any]:
    changes = {"state": matter.moves[verb].to or matter.state, **step.changes}
    if step.hand_to is not None:
        changes |= {"holder_id": step.hand_to.pk, "link": matter.link + 1}
    if step.ends:
        changes["closed_at"] = turn
    return changes


def next_number(at: datetime) -> str:
    """Return a number no other matter has, whatever its kind: gaps in the serial are allowed, waiting for each other is not."""
    return next_numbers(at, 1)[0]


def next_numbers(at: datetime, count: int) -> list[str]:
    """Return so many numbers that no other matter has; one statement."""
    on = timezone.localtime(at).date()
    with prepared_cursor(connection) as cursor:
        cursor.execute("SELECT nextval('cases_serial') FROM generate_series(1, %s)", [count])
        return [case_number(settings.COUNTY, on, int(serial)) for (serial,) in cursor.fetchall()]


def officer_of(by: Actor) -> int | None:
    """Return the key of the officer who acts, if an officer acts."""
    return int(by.ident) if by.kind == ActorKind.OFFICER else None


def overtaken(matter: Matter) -> Overtaken:
    """Return the refusal for whoever comes second."""
    return Overtaken(
        _(
            "Somebody else took a step on %(number)s a moment ago. Please look at it again; what you typed is still here."
        )
        % {"number": matter.number}
    )


def record(
    matter: Matter,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    came_from: str,
    step: StepChange,
    account: EntryFacts,
    giver: Organisation | None = None,
) -> None:
    """Append the entry of a step."""
    record_all(
        [draft(matter, verb, by=by, at=at, came_from=came_from, step=step, account=account, giver=giver)]
    )


def record_all(drafts: Sequence[Draft]) -> None:
    """Append the entries of many matters at once, in their order."""
    append_all(drafts)


def draft(
    matter: Matter, verb: str, *, by: Actor, at: datetime, came_from: str, step: StepChange, account: EntryFacts,
    giver: Organisation | None = None,
) -> Draft:  # fmt: skip
    """Return the entry of a step: coarse in public, structured for figures, texts sealed."""
    public = {
        **account.public,
        "organisation": public_name(giver or matter.holder),
        **({"to_organisation": public_name(matter.holder)} if step.hand_to else {}),
        **step.public,
    }
    sealed = {"text": step.words.text, "kind": str(step.words.kind)} if step.words else {}
    return Draft(
        matter.subject, matter.version, verb, by=by, at=at, came_from=came_from, went_to=matter.state, public=public,
        facts={**account.facts, **step.facts}, sealed={**sealed, **step.sealed}, hidden=step.hidden or account.hidden,
    )  # fmt: skip


def _turn(matter: Matter, at: datetime) -> datetime:
    """When custody turns over: never before, nor in the same instant as, the beginning of the open link."""
    began = matter.custody.values_list("began", flat=True).get(link=matter.link)
    return max(at, began + _INSTANT)


def _pass_custody(matter: Matter, link: int, to: Organisation | None, turn: datetime) -> None:
    """End the open link and, unless the matter ends with it, begin the next at the same instant."""
    matter.custody.filter(link=link).update(ended=turn)
    if to is not None:
        matter.holder = to
        matter.custody.create(link=matter.link, holder=to, began=turn, after=turn)


def keep_words(matter: Matter, words: Words, by: Actor, at: datetime) -> None:
    """Keep the text of a step beside the matter; part of that step."""
    masked, sealed = veil(text=words.text) if words.kind in RESIDENTS_OWN else ({"text": words.text}, None)
    matter.notes.create(
        step=matter.version,
        kind=words.kind,
        text=masked["text"],
        original=sealed,
        to_resident=words.to_resident,
        officer_id=officer_of(by),
        at=at,
    )
