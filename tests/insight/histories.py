"""Random lives of requests as entries of the record: every move of the table, also by clocks that stand or run back."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sunshine.cases.states import MOVES
from tests.insight.recompute import EntryRow

START = datetime(2026, 3, 28, 15, 59, 59, 999_990, tzinfo=UTC)
PLACES = ["231282999001001", "231282999001", "231282999002001", "231282999", "231282"]
CATEGORIES = ["0101", "0102", "0201", ""]
OFTEN = [
    "accept", "accept", "accept", "contact", "answer", "answer", "answer", "confirm", "confirm", "rework", "ask", "reply",
    "consent", "grant", "return",
]  # fmt: skip
UNTOUCHED = {"receive", "file", "undo_import"}
"""What is never taken on a request that somebody has worked on."""
RARE = {"restrict", "forget", "withdraw", "merge", "follow", "forward"}
HANDS = {"route", "uphold", "consent", "restrict", "conclude"}


def told(chance: Random, moment: datetime) -> dict[str, Any]:
    """The facts of a request that just came in."""
    return {
        "holder": chance.randint(1, 5), "place": chance.choice(PLACES), "category": chance.choice(CATEGORIES),
        "due_at": later(chance, moment), "urgency": chance.choice(["critical", "urgent", "normal", "complex"]),
        "hand_overs": 0, "contacted": False, "restricted": chance.random() < 0.03, "self_handled": chance.random() < 0.05,
    }  # fmt: skip


def later(chance: Random, moment: datetime) -> str:
    """Some deadline, now and then to the microsecond."""
    return (moment + timedelta(days=chance.randint(0, 20), microseconds=chance.randint(0, 1))).isoformat()


def history(chance: Random) -> list[EntryRow]:
    """One request from its receipt on."""
    now = START + timedelta(seconds=chance.randint(0, 10**7), microseconds=chance.randint(0, 20))
    facts = told(chance, now)
    if chance.random() < 0.05:
        return [
            EntryRow("file", now, "closed", {**facts, "channel": "import", "ended_at": later(chance, START)})
        ]
    more = {"channel": chance.choice(["web", "phone", "grid"]), "reachable": chance.random() < 0.8}
    steps = [EntryRow("receive", now, "received", {**facts, **more, "contact_by": later(chance, now)})]
    for _ in range(chance.randint(0, 30)):
        now += chance.choice(
            [timedelta(0), timedelta(microseconds=1), -timedelta(seconds=1), timedelta(hours=1)]
        )
        now += timedelta(seconds=chance.choice([0, 1, 10**4, 10**6]) * chance.random())
        steps.append(after(chance, steps[-1].went_to, facts, now))
    return steps


def after(chance: Random, state: str, facts: dict[str, Any], now: datetime) -> EntryRow:
    """A step that the table allows; `facts` change with it."""
    possible = [verb for verb, move in MOVES.items() if state in move.frm and verb not in UNTOUCHED]
    usual = [verb for verb in possible if verb in OFTEN or verb not in RARE]
    verb = chance.choice(possible if chance.random() < 0.1 else [v for v in OFTEN if v in usual] * 2 + usual)
    change(chance, verb, facts, now)
    return EntryRow(verb, now, str(MOVES[verb].to or state), {**facts, **extra(chance, verb)})


def change(chance: Random, verb: str, facts: dict[str, Any], now: datetime) -> None:
    """What a step does to a request."""
    if verb in HANDS and (verb != "conclude" or chance.random() < 0.5):
        facts["holder"] = chance.randint(1, 5)
        facts["hand_overs"] += verb != "route"
    if verb in {"reply", "resume", "take_up", "grant", "rework", "classify", "reopen", "move_due"}:
        facts["due_at"] = later(chance, now)
    if verb == "locate":
        facts["place"] = chance.choice(PLACES)
    if verb == "classify":
        facts |= {"category": chance.choice(CATEGORIES), "urgency": chance.choice(["urgent", "normal"])}
    facts["restricted"] = facts["restricted"] or verb == "restrict"
    facts["contacted"] = (
        facts["contacted"] or (verb == "contact" and chance.random() < 0.5) or verb in {"ask", "answer"}
    )


def extra(chance: Random, verb: str) -> dict[str, Any]:
    """The facts of the step itself."""
    said = {"solved": chance.choice(["yes", "partly"]), "satisfied": chance.choice(["yes", "fair", "no", ""])}
    return {
        "confirm": said,
        "move_due": {"contact_by": later(chance, START)} if chance.random() < 0.5 else {},
        "rework": {**said, "solved": "no"},
        "whistle": {"called": list(range(chance.randint(1, 3)))},
        "report": {"called": 3, "in_time": chance.random() < 0.5},
        "call": {"reached": chance.random() < 0.5},
    }.get(verb, {})
