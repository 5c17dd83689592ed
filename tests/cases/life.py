"""What a request is made of, for the tests of every kind of matter: who may take which step, and how it is taken."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

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
from sunshine.cases.rules.steps import check
from sunshine.cases.states import DECIDED, MOVES, STEP_WORDS, Asking, State
from sunshine.people.actions import officer_actor
from sunshine.people.states import Role
from sunshine.record.states import Actor
from tests.cases.ways import ways
from tests.factories.cases import GRID, RESIDENT, STREET, Town, reported
from tests.factories.people import DAY, NOON, OfficerFactory
from tests.generic.life import AT, KindOfMatter

LATER = NOON + timedelta(hours=1)


def put(case: Case, kind: str, there: Town) -> Case:
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
        set_aside(put(case, Asking.SHELVING, there), by=actor("watcher", there), at=LATER, text="同意")
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


def actor(who: str, there: Town) -> Actor:
    if who in ("watcher", "admin"):
        return _higher(who, there)
    return {"resident": RESIDENT, "system": Actor.system()}.get(who) or there.by(who)


class Requests(KindOfMatter):
    """A request."""

    states, moves, words, allowed, grid = State, MOVES, STEP_WORDS, ALLOWED, GRID
    prepared = {
        "uphold": {R: "dispatcher"}, "refuse": {R: "dispatcher"},
        "consent": {R: "handler", A: "handler"}, "decline": {R: "handler", A: "handler"},
        "grant": {R: "dispatcher", A: "dispatcher"}, "deny": {R: "dispatcher", A: "dispatcher"},
        "set_aside": {A: "watcher"}, "keep_on": {A: "watcher"},
        "leave_out": dict.fromkeys(State, "watcher"), "count_in": dict.fromkeys(State, "watcher"),
        "explain": {A: "worker"}, "excuse": {A: "watcher"}, "not_excused": {A: "watcher"},
        "refer": {R: "worker", A: "worker"}, "keep_here": {R: "dispatcher", A: "dispatcher"},
    }  # fmt: skip
    elsewhere = {
        "receive": "whoever tells it: before it there is no request",
        "file": "a ledger that tells what is finished",
        "undo_import": "whoever takes an import back",
        "report": "a department that was called: actions/test_whistles.py",
        "part": "an organisation that was called in: actions/test_whistles.py",
        "conclude": "whoever called departments together: actions/test_whistles.py",
        "stage_report": "whoever is supervised: actions/test_watching.py",
        "escalate": "the ladder, hours after the deadline: actions/test_watching.py",
        "move_due": "the calendar: actions/test_calendar.py",
        "call": "whoever calls back a resident with a telephone: actions/test_calls.py",
        "inspect": "whoever looks at a sample: actions/test_samples.py",
        "follow": "a resident whose report is like another: queries/test_duplicates.py",
        "agree": "a resident whose report was merged: actions/test_way_back.py",
        "regroup": "what becomes of merged reports: actions/test_way_back.py",
    }

    def bring(self, state: Any, there: Town, verb: str = "") -> Case:
        kind = next((kind for kind, decided in DECIDED.items() if verb in (decided.yes, decided.no)), None)
        if kind is None or verb not in self.prepared:
            return brought_to(state, there)
        case = reported(category="0101").case if kind == Asking.RETURN else brought_to(state, there)
        return put(case, kind, there)

    def actor(self, who: str, there: Town) -> Actor:
        return actor(who, there)

    def check(self, verb: str, matter: Case, *, by: Actor) -> None:
        check(verb, matter, by=by, on=DAY)

    def possible(self, matter: Case, *, by: Actor) -> list[str]:
        return possible(matter, by=by, on=DAY)

    def take(self, verb: str, matter: Case, there: Town, *, by: Actor, at: Any = AT) -> None:
        named = dict.fromkeys(["route", "uphold"], there.street)
        late = NOON + timedelta(days=30)  # only what is late is explained
        way = ways(
            matter,
            by=by,
            at=late if verb == "explain" else at,
            other=named.get(verb, there.light),
            reason=why,
        )
        way[verb]()


def why(kind: Asking) -> Reason:
    """A reason of that kind that claims nothing of the record."""
    found = Reason.objects.filter(kind=kind, claims="").exclude(code="off_list").first()
    assert found is not None
    return found
