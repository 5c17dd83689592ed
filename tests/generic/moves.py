"""The table of moves walked whole: every verb, from every state, by everybody."""

from itertools import pairwise
from typing import Any

import pytest

from sunshine.lib.refusals import Refused
from tests.generic.life import KindOfMatter, Town, entries, stored


class Moves(KindOfMatter):
    """A step is offered, taken and recorded exactly as its row says."""

    def test_each_may_take_just_the_steps_of_the_table(self, there: Town, who: str, state: Any) -> None:
        matter = self.bring(state, there)

        offered = self.possible(matter, by=self.actor(who, there))
        assert set(offered) == set(self.allowed[who][state].split())

    def test_no_step_is_taken_from_a_state_that_its_row_does_not_name(self, there: Town, state: Any) -> None:
        matter = self.bring(state, there)
        others = [verb for verb, move in self.moves.items() if state not in move.frm]

        for by in [self.actor(who, there) for who in self.allowed]:
            for verb in others:
                with pytest.raises(Refused):
                    self.check(verb, matter, by=by)

    def test_a_step_goes_where_its_row_says(self, there: Town, who: str, verb: str, state: Any) -> None:
        matter = self.bring(state, there, verb)
        before = matter.version
        self.take(verb, matter, there, by=self.actor(who, there))

        now, last = stored(matter), entries(matter)[-1]
        went_to = self.moves[verb].to or state
        assert (now.state, now.version) == (went_to, before + 1)
        assert (last.step, last.verb, last.came_from, last.went_to) == (before + 1, verb, state, went_to)

    def test_after_every_step_one_holds_it_without_a_gap(
        self, there: Town, who: str, verb: str, state: Any
    ) -> None:
        matter = self.bring(state, there, verb)
        self.take(verb, matter, there, by=self.actor(who, there))

        now = stored(matter)
        chain = list(now.custody.order_by("link"))
        assert [entry.step for entry in entries(matter)] == [*range(1, now.version + 1)]
        assert all(before.ended == after.began for before, after in pairwise(chain))
        assert (chain[-1].holder_id, chain[-1].ended, len(chain)) == (now.holder_id, now.closed_at, now.link)

    def test_every_row_has_words_and_is_walked(self) -> None:
        walked = {verb for _who, verb, _state in self.steps()}

        assert set(self.moves) <= set(self.words)
        assert (set(self.moves) - walked, walked & set(self.elsewhere)) == (set(self.elsewhere), set())

    def test_the_table_names_only_known_states(self) -> None:
        named = {state for move in self.moves.values() for state in (*move.frm, move.to) if state}
        assert named == set(self.states)
