"""Who acts, and the words of the record."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

FORMAT = 1
"""Version of the public part. The format is fixed: a log cannot be rewritten."""

GENESIS_STEP = 1


class Shown(str):
    """The name of an organisation as a public part may say it; only `people.rules.public_name` makes one."""

    __slots__ = ()


class ActorKind(StrEnum):
    """On whose behalf a step was taken."""

    OFFICER = "officer"  # a member of staff, logged in
    RESIDENT = "resident"  # a resident holding the link of their own case
    HELPER = "helper"  # a member or volunteer by their own link
    SYSTEM = "system"  # a clock or an import, nobody's hand
    PARTNER = "partner"  # another system with a key


@dataclass(frozen=True, slots=True)
class Actor:
    """Who takes a step, with the organisation they act for.

    `organisation` is the organisation's key, `name` what staff see in the timeline; a resident has neither.
    """

    kind: ActorKind
    ident: str = ""
    organisation: int | None = None
    name: str = ""
    officer: Any = field(default=None, compare=False, repr=False)
    """The officer's account, for the rules of the rooms above; never written to the record."""

    @classmethod
    def system(cls, ident: str = "clock") -> "Actor":
        """The system itself, e.g. a clock that ran out."""
        return cls(ActorKind.SYSTEM, ident)

    @classmethod
    def resident(cls) -> "Actor":
        """The resident, known only by the link of the case."""
        return cls(ActorKind.RESIDENT)

    @classmethod
    def helper(cls, ref: str, organisation: int | None) -> "Actor":
        """A member or volunteer who offered themselves, known by a reference that says nothing, and their group."""
        return cls(ActorKind.HELPER, ref, organisation)
