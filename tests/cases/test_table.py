"""The whole table: every state × every step × everybody."""

from datetime import timedelta

import pytest

from sunshine.cases.actions import accept, answer, ask, withdraw
from sunshine.cases.models import Case
from sunshine.cases.rules import possible
from sunshine.cases.states import MOVES, STEP_WORDS, State
from sunshine.people.states import GRANTS, VERBS
from sunshine.record.states import Actor
from tests.factories.cases import RESIDENT, Town, reported
from tests.factories.people import DAY, NOON

LATER = NOON + timedelta(hours=1)
OFFICERS = [
    "worker",
    "colleague",
    "secretary",
    "dispatcher",
    "handler",
    "supervisor",
    "auditor",
    "grid_worker",
]


def brought_to(state: State, there: Town) -> Case:
    """A matter of the first community in that state; the worker handled it."""
    case = reported().case
    if state == State.CLOSED:
        return withdraw(case, by=RESIDENT, at=LATER)
    if state != State.RECEIVED:
        accept(case, by=there.by("worker"), at=LATER)
    if state == State.WAITING:
        ask(case, by=there.by("worker"), at=LATER, text="几单元?")
    if state == State.ANSWERED:
        answer(case, by=there.by("worker"), at=LATER, text="已清走")
    return case


R, A, W, D, C = State.RECEIVED, State.ACCEPTED, State.WAITING, State.ANSWERED, State.CLOSED
HOLDING = {
    R: "locate classify return assign accept note withdraw merge forward restrict print",
    A: "locate classify assign note ask answer withdraw merge forward restrict print",
    W: "note reply withdraw merge print",
    D: "note",
    C: "",
}
VERIFIES = "note confirm rework close withdraw print"
ALLOWED: dict[str, dict[State, str]] = {
    "resident": {R: "withdraw", A: "withdraw", W: "reply withdraw", D: "confirm rework withdraw", C: ""},
    "system": {R: "", A: "", W: "", D: "close", C: "forget"},
    "worker": HOLDING,
    "colleague": {**HOLDING, D: VERIFIES},
    "secretary": {
        R: HOLDING[R], A: HOLDING[A] + " release", W: HOLDING[W] + " release", D: VERIFIES + " release", C: "release",
    },
    "dispatcher": {
        R: "locate classify route assign note withdraw merge forward restrict print",
        A: "locate classify assign note withdraw merge forward restrict print",
        W: "note reply withdraw merge print",
        D: VERIFIES,
        C: "",
    },
    "handler": dict.fromkeys(State, ""),
    "supervisor": dict.fromkeys(State, ""),
    "auditor": dict.fromkeys(State, ""),
    "grid_worker": {R: "accept note", A: "note ask answer", W: "note reply", D: "note", C: ""},
}  # fmt: skip


def _actor(who: str, there: Town) -> Actor:
    return {"resident": RESIDENT, "system": Actor.system()}.get(who) or there.by(who)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("who", ALLOWED)
def test_each_may_take_just_the_steps_of_the_table(there: Town, who: str, state: State) -> None:
    case = brought_to(state, there)

    assert set(possible(case, by=_actor(who, there), on=DAY)) == set(ALLOWED[who][state].split())


def test_every_step_has_words_and_somebody_who_may_take_it() -> None:
    assert set(MOVES) <= set(STEP_WORDS)
    assert set(MOVES) - {"receive"} <= VERBS
    assert all(GRANTS.values())


def test_the_table_names_only_known_states() -> None:
    named = {state for move in MOVES.values() for state in (*move.frm, move.to) if state}
    assert named == set(State)
