"""What a kind of matter says of itself once, so that its tests are inherited: its table, its people, and how a step is taken.

A room writes one class with it (`tests/cases/life.py`, `tests/wishes/life.py`) and makes of it one test class for each idea:

    class TestWishMoves(Wishes, Moves): ...
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.db.models import TextChoices

from sunshine.matters.models import Matter
from sunshine.matters.states import Move
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from tests.factories.people import NOON

Town = Any
"""The world of the room (`there`), whichever it is."""

AT = NOON + timedelta(hours=5)
"""When a step is taken: later the same day than anything that brought the matter to its state."""


class KindOfMatter:
    """A kind of matter: what it is made of, who there is, and how each of its steps is taken."""

    states: ClassVar[type[TextChoices]]
    moves: ClassVar[Mapping[str, Move]]
    words: ClassVar[Mapping[str, Any]]
    """What staff read in its timeline, by verb."""
    allowed: ClassVar[Mapping[str, Mapping[Any, str]]]
    """Who may take which steps of a matter just brought to a state: by the name of `actor`, verbs between spaces."""
    prepared: ClassVar[Mapping[str, Mapping[Any, str]]] = {}
    """Steps that another step must come before (`bring` takes that): verb → the states in which it is, with who takes it."""
    elsewhere: ClassVar[Mapping[str, str]] = {}
    """Verbs that no person of the table takes, each with who does."""

    def bring(self, state: Any, there: Town, verb: str = "") -> Matter:
        """A matter in that state, ready for that step; as the table has it, and five hours old at most."""
        raise NotImplementedError

    def actor(self, who: str, there: Town) -> Actor:
        """Whoever bears that name in the table."""
        raise NotImplementedError

    def check(self, verb: str, matter: Any, *, by: Actor) -> None:
        """The rule that buttons and actions ask."""
        raise NotImplementedError

    def possible(self, matter: Any, *, by: Actor) -> list[str]:
        """The steps that the page offers."""
        raise NotImplementedError

    def take(self, verb: str, matter: Any, there: Town, *, by: Actor, at: datetime = AT) -> None:
        """Take that step by the room's action, with whatever it asks for."""
        raise NotImplementedError

    @classmethod
    def steps(cls) -> Iterator[tuple[str, str, Any]]:
        """Each row of the table from each of its states, with somebody who may: who, verb, state."""
        found: dict[tuple[str, Any], str] = {}
        for who, by_state in cls.allowed.items():
            for state, verbs in by_state.items():
                for verb in verbs.split():
                    if verb not in cls.prepared:
                        found.setdefault((verb, state), who)
        for verb, by_state in cls.prepared.items():
            found |= {(verb, state): who for state, who in by_state.items()}
        for (verb, state), who in found.items():
            if verb not in cls.elsewhere:
                yield who, verb, state

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Give the tests the whole table."""
        names = set(metafunc.fixturenames)
        if {"who", "verb", "state"} <= names:
            rows = list(self.steps())
            ids = [f"{verb}-{state.value}" for _who, verb, state in rows]
            metafunc.parametrize(("who", "verb", "state"), rows, ids=ids)
            return
        for name, values in (("who", self.allowed), ("state", self.states)):
            if name in names:
                metafunc.parametrize(name, list(values))


def stored(matter: Matter) -> Any:
    """The matter as the table has it now."""
    return matter.__class__._default_manager.get(pk=matter.pk)


def entries(matter: Matter) -> list[Entry]:
    """Its entries, in their order."""
    return list(Entry.objects.filter(subject=matter.subject).order_by("step"))
