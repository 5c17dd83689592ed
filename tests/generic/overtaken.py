"""Of two who saw the same version the second is told so, whichever step they take, and nothing of the first is lost."""

from typing import Any

import pytest
from django.db import transaction
from django.forms.models import model_to_dict

from sunshine.lib.refusals import Overtaken
from sunshine.matters.actions.steps import EntryFacts, apply_step
from sunshine.matters.models import Matter
from sunshine.record.states import Actor
from tests.generic.life import AT, KindOfMatter, Town, entries, stored


class OvertakenSteps(KindOfMatter):
    """Whoever comes second writes nothing."""

    def test_of_two_who_saw_the_same_the_second_is_told(
        self, there: Town, who: str, verb: str, state: Any
    ) -> None:
        matter, by = self.bring(state, there, verb), self.actor(who, there)
        mine, theirs = stored(matter), stored(matter)
        hurry(theirs)
        before = everything(matter)

        with pytest.raises(Overtaken), transaction.atomic():
            self.take(verb, mine, there, by=by)
        assert everything(matter) == before


def hurry(matter: Matter) -> None:
    """Somebody takes a step that changes nothing else, so that whatever mine asks for is still there."""
    verb = next(verb for verb, move in matter.moves.items() if move.to is None)
    nothing = EntryFacts({}, {})
    apply_step(matter, verb, by=Actor.system(), at=AT, check=lambda: None, account=lambda _matter: nothing)


def everything(matter: Matter) -> tuple[Any, ...]:
    """The row of a matter, its chain, its texts and its entries."""
    now = stored(matter)
    chain, texts = list(now.custody.order_by("link").values()), list(now.notes.order_by("pk").values())
    return model_to_dict(now), now.version, chain, texts, [entry.pk for entry in entries(matter)]
