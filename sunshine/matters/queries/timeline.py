"""What the desk shows of any matter: its timeline and the chain of who held it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sunshine.clocks.models import Clock
from sunshine.matters.models import Matter
from sunshine.matters.queries.originals import original
from sunshine.matters.states import CLOCK_WORDS
from sunshine.people.models import Officer
from sunshine.people.queries import Directory, directory
from sunshine.record.queries import entries
from sunshine.record.states import ActorKind


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One line of a timeline; `told` are the organisations that a message of this step went to, where it says so."""

    at: datetime
    step: int
    verb: str
    words: str
    organisation: str
    actor: str
    text: str
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """One link of custody with its share of the whole life of the request, in percent."""

    organisation: str
    began: datetime
    ended: datetime | None
    share: float


def timeline(
    matter: Matter,
    clocks: list[Clock],
    notes: Mapping[tuple[int, str], Any],
    *,
    actors: Mapping[str, str] | None = None,
    offices: Directory | None = None,
    rows: list[Any] | None = None,
    reads: bool = True,
) -> list[TimelineLine]:
    """Return the steps of a matter and the events of its clocks, oldest first, from the record.

    `actors` names whoever acted without an account, `rows` are the entries if they
    have been read already.
    """
    names = {row.pk: row.spoken for row in (offices or directory()).organisations.values()}
    by_step = {step: original(note) if reads else note.text for (step, _kind), note in notes.items()}
    words = {**CLOCK_WORDS, **matter.step_words}
    if rows is None:
        rows = entries(matter.subject, *[f"clock:{clock.pk}" for clock in clocks])
    people = {**(actors or {}), **_officers(rows)}
    return [
        TimelineLine(
            row.at, row.step, row.verb, str(words[row.verb]), names.get(row.organisation or 0, ""),
            people.get(row.actor, ""), by_step.get(row.step, "") if row.subject == matter.subject else "",
            tuple(names.get(key, "") for key in told_of(row.facts)),
        )
        for row in rows
    ]  # fmt: skip


def told_of(facts: Mapping[str, Any]) -> list[int]:
    """Return the keys of the organisations that an entry says were told; entries before this was kept of several name one."""
    told = facts.get("told", [])
    return told if isinstance(told, list) else [told]


def _officers(rows: Iterable[Any]) -> dict[str, str]:
    ids = {int(row.actor) for row in rows if row.actor_kind == ActorKind.OFFICER and row.actor.isdecimal()}
    found = Officer.objects.filter(pk__in=ids).values_list("pk", "name") if ids else []
    return {str(pk): name for pk, name in found}


def custody_of(matter: Matter, at: datetime) -> list[Held]:
    """Return the custody chain, each link with its share in percent; the shares add up to its whole life."""
    rows = list(matter.custody.select_related("holder").order_by("link"))
    end = matter.closed_at or max(at, rows[-1].began)
    whole = (end - rows[0].began).total_seconds() or 1.0
    return [
        Held(
            row.holder.spoken,
            row.began,
            row.ended,
            round(((row.ended or end) - row.began).total_seconds() * 100 / whole, 1),
        )
        for row in rows
    ]
