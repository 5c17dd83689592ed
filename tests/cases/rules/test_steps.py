"""The whole table: every state × every step × everybody."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from sunshine.cases.actions import (
    accept,
    answer,
    ask,
    ask_more_time,
    exclude,
    explain,
    refer,
    return_case,
    set_aside,
    shelve,
    transfer,
    withdraw,
)
from sunshine.cases.models import Case, Reason
from sunshine.cases.rules import possible
from sunshine.cases.rules.steps import BY_ITSELF, RESIDENTS
from sunshine.cases.states import DECIDED, MOVES, STEP_WORDS, Asking, State
from sunshine.people.actions import officer_actor
from sunshine.people.states import GRANTS, VERBS, Role
from sunshine.record.states import Actor
from tests.factories.cases import RESIDENT, STREET, Town, reported
from tests.factories.people import DAY, NOON, OfficerFactory

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


def _put(case: Case, kind: str, there: Town) -> Case:
    """The worker of the first community asks something of that kind; a return is asked by who holds the lamp."""
    whys = Reason.objects.filter(kind=kind, claims="").exclude(code="off_list")
    why: Any = whys.first()
    by, at, text = there.by("worker"), LATER, "请上级定一下这件事"
    until, days = NOON + timedelta(days=60), {"at": NOON + timedelta(days=30)}
    if kind == Asking.RETURN:
        other = {"target": there.first, "rule": "职责清单", "reason": why}
        return return_case(case, by=there.by("handler"), at=at, text=text, **other)
    asks: dict[str, Callable[[], Case]] = {
        Asking.TRANSFER: lambda: transfer(case, by=by, at=at, text=text, target=there.light),
        Asking.EXTENSION: lambda: ask_more_time(case, by=by, at=at, text=text, amount=2, reason=why),
        Asking.SHELVING: lambda: shelve(
            case, by=by, at=at, text=text, public="已列入计划", until=until, reason=why
        ),
        Asking.EXCLUSION: lambda: exclude(case, by=by, at=at, text=text, reason=why),
        Asking.EXEMPTION: lambda: explain(case, by=by, text=text, reason=why, **days),
        Asking.FORWARDING: lambda: refer(case, by=by, at=at, text=text, lawful="petition"),
    }
    return asks[kind]()


def brought_to(state: State, there: Town) -> Case:
    """A matter of the first community in that state; the worker handled it."""
    case = reported().case
    if state == State.CLOSED:
        return withdraw(case, by=RESIDENT, at=LATER)
    if state != State.RECEIVED:
        accept(case, by=there.by("worker"), at=LATER)
    if state == State.WAITING:
        ask(case, by=there.by("worker"), at=LATER, text="几单元?")
    if state == State.SHELVED:
        set_aside(_put(case, Asking.SHELVING, there), by=_actor("watcher", there), at=LATER, text="同意")
    if state == State.ANSWERED:
        answer(case, by=there.by("worker"), at=LATER, text="已清走")
    return case


R, A, W, S, D, C = (
    State.RECEIVED, State.ACCEPTED, State.WAITING, State.SHELVED, State.ANSWERED, State.CLOSED,
)  # fmt: skip
PASSING = "merge refer restrict conceal exclude print"
DISPATCHED = "merge forward restrict conceal exclude print"
HOLDING = {
    R: f"locate classify return transfer assign accept contact note join extend {PASSING}",
    A: f"locate classify transfer assign contact note join ask extend shelve answer {PASSING}",
    W: "note reply merge conceal exclude print",
    S: "note review take_up conceal exclude print",
    D: "note conceal exclude",
    C: "exclude reopen",
}
HEARS = "note confirm rework close exclude print"
VERIFIES = f"{HEARS} withdraw"
WATCHES = "note remind supervise withdraw exclude print"


def _and(steps: dict[State, str], **more: str) -> dict[State, str]:
    """The steps of each state, with more of them in some, by the state's value."""
    return {state: f"{steps[state]} {more.get(state.value, '')}" for state in State}


ALLOWED: dict[str, dict[State, str]] = {
    "resident": {
        R: "photograph remind withdraw follow conceal", A: "photograph remind withdraw conceal",
        W: "photograph reply withdraw conceal",
        S: "photograph remind withdraw conceal", D: "confirm rework withdraw conceal", C: "reopen",
    },
    "system": {
        R: "whistle escalate move_due", A: "whistle escalate move_due", W: "resume move_due", S: "move_due", D: "close",
        C: "forget",
    },
    "worker": HOLDING,
    "colleague": {**HOLDING, D: f"{HEARS} conceal"},
    "secretary": _and(
        {**HOLDING, D: f"{HEARS} conceal"}, received="whistle", accepted="whistle release",
        waiting="release", shelved="release", answered="release", closed="release",
    ),
    "dispatcher": {
        R: f"locate classify route assign note join whistle remind withdraw {DISPATCHED}",
        A: f"locate classify assign note join whistle remind withdraw {DISPATCHED}",
        W: "note reply remind withdraw merge conceal exclude print",
        S: "note remind withdraw conceal exclude print",
        D: f"{VERIFIES} conceal",
        C: "exclude reopen",
    },
    "handler": dict.fromkeys(State, ""),
    "supervisor": dict.fromkeys(State, ""),
    "auditor": dict.fromkeys(State, ""),
    "grid_worker": {
        R: "accept contact note extend", A: "contact note ask extend answer", W: "note reply", S: "note",
        D: "note", C: "",
    },
    "watcher": {
        R: f"whistle {WATCHES}", A: f"whistle release {WATCHES}", W: f"reply release {WATCHES}",
        S: f"release {WATCHES}", D: f"release {VERIFIES}", C: "exclude release reopen",
    },
    "admin": _and(
        {**HOLDING, D: f"{VERIFIES} conceal"}, received="route whistle remind supervise withdraw forward",
        accepted="whistle remind supervise release withdraw forward", waiting="remind supervise release withdraw",
        shelved="remind supervise release withdraw", answered="release", closed="release forget",
    ),
}  # fmt: skip

DECIDES: dict[str, str] = {
    Asking.RETURN: "dispatcher admin",
    Asking.TRANSFER: "handler dispatcher admin",
    Asking.EXTENSION: "dispatcher watcher admin",
    Asking.SHELVING: "watcher admin",
    Asking.EXCLUSION: "watcher admin",
    Asking.EXEMPTION: "watcher admin",
    Asking.FORWARDING: "dispatcher admin",
}
"""Who decides what another asked; everybody else, and whoever asked, does not."""


def _higher(who: str, there: Town) -> Actor:
    role, organisation, place = {
        "watcher": (Role.STREET_SUPERVISOR, there.street, STREET),
        "admin": (Role.COUNTY_ADMIN, there.county, "231282"),
    }[who]
    return officer_actor(OfficerFactory(organisation=organisation, role=role, role__place=place))


def _actor(who: str, there: Town) -> Actor:
    if who in ("watcher", "admin"):
        return _higher(who, there)
    return {"resident": RESIDENT, "system": Actor.system()}.get(who) or there.by(who)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("who", ALLOWED)
def test_each_may_take_just_the_steps_of_the_table(there: Town, who: str, state: State) -> None:
    case = brought_to(state, there)

    assert set(possible(case, by=_actor(who, there), on=DAY)) == set(ALLOWED[who][state].split())


@pytest.mark.parametrize("kind", Asking)
@pytest.mark.parametrize("who", ALLOWED)
def test_just_those_of_the_table_decide_what_another_asked(there: Town, who: str, kind: str) -> None:
    case = reported(**({"category": "0101"} if kind == Asking.RETURN else {})).case
    if kind in (Asking.SHELVING, Asking.EXEMPTION):
        accept(case, by=there.by("worker"), at=LATER)
    _put(case, kind, there)
    answers, by = {DECIDED[kind].yes, DECIDED[kind].no}, _actor(who, there)

    decided = answers if who in DECIDES[kind].split() else set()
    by_rule = {"refuse"} & answers if who == "system" else set()  # the second return
    unasked = {"forward"} if who in DECIDES[Asking.FORWARDING].split() else set()
    assert set(possible(case, by=by, on=DAY)) & answers == decided | by_rule | unasked & answers
    assert DECIDED[kind].ask not in possible(case, by=by, on=DAY)


def test_every_step_has_words_and_somebody_who_may_take_it() -> None:
    assert set(MOVES) <= set(STEP_WORDS)
    assert set(MOVES) - {"receive", "file"} <= VERBS | RESIDENTS | BY_ITSELF
    assert all(GRANTS.values())


def test_the_table_names_only_known_states() -> None:
    named = {state for move in MOVES.values() for state in (*move.frm, move.to) if state}
    assert named == set(State)
