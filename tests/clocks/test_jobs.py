"""The round that every room with clocks makes."""

from sunshine.clocks import actions
from sunshine.clocks.jobs import ring_due
from sunshine.clocks.models import Clock
from sunshine.lib.refusals import Overtaken
from tests.clocks.clocks import MONDAY, local, start

LATE = local(31, month=12)


def test_a_clock_whose_matter_moves_meanwhile_waits_for_the_next_round(db: None) -> None:
    actions.load_defaults(MONDAY)
    start()

    def ring(clock: Clock, **_told: object) -> bool:
        raise Overtaken("Somebody was faster.")

    assert ring_due("", ring, at=LATE) == 0


def test_only_clocks_of_the_subjects_asked_for_are_rung(db: None) -> None:
    actions.load_defaults(MONDAY)
    start()
    rung: list[str] = []

    assert ring_due("nothing:", lambda clock, **_told: bool(rung.append(clock.subject)), at=LATE) == 0
    assert ring_due("", lambda clock, **_told: bool(rung.append(clock.subject)), at=LATE) == 0
    assert len(rung) == 1
