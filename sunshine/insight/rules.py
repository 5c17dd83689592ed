"""How the entries of one request become totals: plain functions over what the record says, nothing is asked again.

`fold` takes the life of a request one entry further; `totals` says what that life counts for, and `difference` what one
more entry changes in the tallies. Times are whole microseconds since 1970, days local and as text (2026-11-29).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from sunshine.insight.states import AGAIN, AT_LIMIT, EVENTS, LEFT_OUT, RATED, Dimension, Measure
from sunshine.lib.periods import Stretch

M = Measure
Life = dict[str, Any]
"""What is kept of a request, as JSON: no text, no person."""

Count = tuple[str, int, str]
"""Day, organisation (ALL_OF_THEM: whoever it was), measure."""

Flow = tuple[str, str, str]
"""Day, giver>taker, measure."""

ALL_OF_THEM = 0

Row = tuple[str, str, str, str, str]
"""Place, day, dimension, key, measure: a tally."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_HOUR = 3_600_000_000

TURNS = frozenset({"route", "uphold", "consent", "restrict"})
"""Steps that always begin a new link of custody; others do when the holder is another."""

WORK = frozenset({"accept", "contact", "ask", "answer"})
"""The first of these by a holder ends the idle time since taking over."""

ENDED = {"withdraw": "withdrawn", "merge": "merged", "follow": "merged", "forward": "forwarded"}
"""Ends without an answer: due only when the deadline had passed by then."""

HAPPENED: dict[str, Measure] = {
    "return": M.RETURNS,
    "uphold": M.RETURNS_UPHELD,
    "refuse": M.RETURNS_REFUSED,
    "consent": M.TRANSFERS,
    "grant": M.EXTENSIONS,
    "deny": M.EXTENSIONS_DENIED,
    "set_aside": M.SHELVED,
    "remind": M.REMINDED,
    "supervise": M.SUPERVISED,
    "escalate": M.ESCALATED,
    "whistle": M.WHISTLES,
    "call": M.CALLS,
    "answer": M.ANSWERED,
    "rework": M.REWORKED,
    "leave_out": M.EXCLUDED,
    "excuse": M.EXCUSED,
    "close": M.UNCONFIRMED,
    "reopen": M.REOPENED,
}
"""Verbs that count as such, on their day, for whoever held the request."""

SAID = {
    "solved": {"yes": M.SOLVED_YES, "partly": M.SOLVED_PARTLY, "no": M.SOLVED_NO},
    "satisfied": {"yes": M.SATISFIED_YES, "fair": M.SATISFIED_FAIR, "no": M.SATISFIED_NO},
}
URGENT = frozenset({"critical", "urgent"})


@dataclass(frozen=True, slots=True)
class CountedEntry:
    """What the roll-up needs of an entry."""

    verb: str
    at: datetime
    went_to: str
    facts: Mapping[str, Any]


def micro(at: datetime) -> int:
    """A moment in microseconds since 1970."""
    return (at - EPOCH) // _MICROSECOND


def day_of(moment: int, zone: tzinfo) -> str:
    """The local day of a moment; zones change by whole quarters of an hour at most."""
    return _day(moment // (_HOUR // 4), zone)


@lru_cache(maxsize=4096)
def _day(quarter: int, zone: tzinfo) -> str:
    return f"{(EPOCH + timedelta(minutes=15 * quarter)).astimezone(zone):%Y-%m-%d}"


def _moment(text: Any) -> int | None:
    return micro(datetime.fromisoformat(text)) if text else None


# -- the life of a request ---------------------------------------------------------------------------------------------


def fold(life: Life, told: CountedEntry, zone: tzinfo) -> Life:
    """The life after one more entry; `life` itself is changed and returned, an empty one begins with `receive`."""
    at = micro(told.at)
    if not life:
        life |= _begun(told, at)
    giver, began = life["holder"], life["began"]
    taker = told.facts.get("holder", giver)
    passes = told.verb in TURNS or taker != giver
    ends = told.went_to == "closed" and life["closed"] is None
    if life["closed"] is not None and told.went_to != "closed":
        life |= {"closed": None, "ended": "", "answered": None, "out": False}
    if passes or ends:
        at = max(at, began + 1)
    _spend(life, told.went_to, at, passes, zone)
    _work(life, told, at, passes or ends, zone)
    _happen(life, told, at, zone)
    if passes:
        _pass_on(life, giver, taker, at, zone)
    _keep(life, told)
    _end(life, told, at, ends, zone)
    return life


def _begun(told: CountedEntry, at: int) -> Life:
    facts = told.facts
    reachable = facts.get("reachable", True)
    return {
        "state": told.went_to, "holder": facts["holder"], "channel": facts.get("channel", ""),
        "received": at, "began": at, "since": at, "idle": True, "hand_overs": facts.get("hand_overs", 0),
        "contact_by": _moment(facts.get("contact_by")) if reachable else None, "contacted": None, "accepted": False,
        "answered": None, "late": False, "extended": False, "out": False, "closed": None, "ended": "",
        "counts": {}, "flows": {},
    }  # fmt: skip


def _add(life: Life, at: int, zone: tzinfo, holder: int, measure: str, value: int = 1) -> None:
    key = f"{day_of(at, zone)}|{holder}|{measure}"
    life["counts"][key] = life["counts"].get(key, 0) + value


def _spend(life: Life, went_to: str, at: int, passes: bool, zone: tzinfo) -> None:
    """Time in hand, by holder and state, once either changes."""
    if life["closed"] is not None or (went_to == life["state"] and not passes):
        return
    moment = at if passes or went_to == "closed" else max(at, life["since"])
    _add(life, moment, zone, life["holder"], f"time_{life['state']}", moment - life["since"])
    life["since"], life["state"] = moment, went_to


def _work(life: Life, told: CountedEntry, at: int, over: bool, zone: tzinfo) -> None:
    """Idle time ends with the holder's first work, or when the matter goes on without; the first contact counts once."""
    if life["idle"] and (told.verb in WORK or over):
        _add(life, at, zone, life["holder"], M.IDLE, max(at - life["began"], 0))
        _add(life, at, zone, life["holder"], M.LINKS)
        life["idle"] = False
    if told.facts.get("contacted") and life["contacted"] is None:
        life["contacted"] = at
        _add(life, at, zone, life["holder"], M.CONTACTED)
        _add(life, at, zone, life["holder"], M.CONTACT_TIME, max(at - life["received"], 0))


def _happen(life: Life, told: CountedEntry, at: int, zone: tzinfo) -> None:
    """What counts by its verb and by what its facts say."""
    verb, facts, holder = told.verb, told.facts, life["holder"]
    if verb in HAPPENED:
        _add(life, at, zone, holder, HAPPENED[verb])
    for fact, measures in SAID.items():
        if (said := facts.get(fact)) in measures:
            _add(life, at, zone, holder, measures[said])
    if verb == "whistle":
        _add(life, at, zone, holder, M.CALLED_IN, len(facts.get("called", ())))
    if verb == "report" and facts.get("in_time"):
        _add(life, at, zone, holder, M.REPORTED_ON_TIME)
    if verb == "call" and facts.get("reached"):
        _add(life, at, zone, holder, M.CALLS_REACHED)
    if more := facts.get("hand_overs", life["hand_overs"]) - life["hand_overs"]:
        _add(life, at, zone, holder, M.HAND_OVERS, more)
        life["hand_overs"] += more


def _pass_on(life: Life, giver: int, taker: int, at: int, zone: tzinfo) -> None:
    life["holder"], life["began"], life["idle"] = taker, at, True
    if giver != taker:
        key = f"{day_of(at, zone)}|{giver}>{taker}"
        life["flows"][key] = life["flows"].get(key, 0) + 1


def _keep(life: Life, told: CountedEntry) -> None:
    """What holds from now on, as the facts of the entry say."""
    facts, verb = told.facts, told.verb
    said = ("place", "category", "restricted", "self_handled", "urgency")
    life |= {name: facts.get(name, "") for name in said if name in facts or name not in life}
    life["category"] = life["category"][:2]
    due = _moment(facts.get("due_at"))
    if verb == "move_due" and life["contact_by"] is not None:
        life["contact_by"] = _moment(facts.get("contact_by")) or life["contact_by"]
    elif verb == "answer":
        life["answered"] = micro(told.at)
        life["late"] = life["late"] or (due or 0) < life["answered"]
    elif verb == "rework":
        life["answered"] = None
    life["due"] = due if due is not None else life.get("due")
    life["accepted"] = life["accepted"] or verb == "accept"
    life["extended"] = life["extended"] or verb == "grant"
    life["out"] = life["out"] or verb == "leave_out"
    if verb == "file":
        life["filed"] = _moment(facts.get("ended_at")) or micro(told.at)
    elif verb == "undo_import":
        life["undone"] = True


def _end(life: Life, told: CountedEntry, at: int, ends: bool, zone: tzinfo) -> None:
    if ends:
        life["closed"], life["ended"] = at, ENDED.get(told.verb, "")
        _add(life, at, zone, life["holder"], M.CLOSED)


# -- what a life counts for --------------------------------------------------------------------------------------------


def totals(life: Life, zone: tzinfo) -> Counter[Count]:
    """What a request counts for now, by day, organisation and measure; nothing for a complaint about staff."""
    if not life or life["restricted"] or life.get("undone"):
        return Counter()
    if "filed" in life:
        return Counter({(day_of(life["filed"], zone), life["holder"], str(M.HISTORY)): 1})
    if life["self_handled"]:
        return Counter({(day_of(life["received"], zone), life["holder"], str(M.SELF_HANDLED)): 1})
    found = _counts(life, zone)
    again = _again(found)
    out = found if life["out"] else _left_early(life, zone)
    rated = [(key, value) for key, value in out.items() if key[2] in RATED]
    found.update({(day, holder, f"{LEFT_OUT}{each}"): value for (day, holder, each), value in rated})
    found.update(again)
    return found


def _again(found: Mapping[Count, int]) -> dict[Count, int]:
    """What happened again in its month, with the same organisation and with whomever."""
    events: Counter[tuple[str, tuple[int, str]]] = Counter()
    for (day, holder, measure), value in found.items():
        if measure in EVENTS:
            events[day, (holder, measure)] += value
            events[day, (ALL_OF_THEM, measure)] += value
    return {
        (day, holder, f"{AGAIN}{measure}"): value
        for (day, (holder, measure)), value in repeats(events).items()
    }


def repeats(happened: Mapping[tuple[str, Any], int]) -> dict[tuple[str, Any], int]:
    """Of what happened on days, by kind: how often it was not the first of its kind in its month."""
    met, found = set(), {}
    for day, kind in sorted((key for key, value in happened.items() if value > 0), key=lambda key: key[0]):
        found[day, kind] = happened[day, kind] - ((day[:7], kind) not in met)
        met.add((day[:7], kind))
    return {key: value for key, value in found.items() if value}


def _counts(life: Life, zone: tzinfo) -> Counter[Count]:
    found: Counter[Count] = Counter()
    for key, value in life["counts"].items():
        day, holder, measure = key.split("|")
        found[day, int(holder), measure] += value
    found.update(_at_their_moment(life, _standing(life), zone))
    return found


def _left_early(life: Life, zone: tzinfo) -> Counter[Count]:
    """What it counts for as due although it ended without an answer before that: only the raw rates keep it."""
    if not life["ended"]:
        return Counter()
    early = [(moment, measures) for moment, measures in _limits(life) if life["closed"] < moment]
    heard = life["contacted"] is not None
    return _at_their_moment(life, [row for row in early if not (heard and M.CONTACT_DUE in row[1])], zone)


def _at_their_moment(life: Life, told: list[tuple[int, list[Measure]]], zone: tzinfo) -> Counter[Count]:
    rows = [(day_of(moment, zone), measure) for moment, measures in told for measure in measures]
    return Counter((day, life["holder"], str(measure)) for day, measure in rows)


def _standing(life: Life) -> list[tuple[int, list[Measure]]]:
    """What counts once by how it stands: came in, was due, was to be contacted."""
    return [(life["received"], [M.RECEIVED, M.FILED] if life["accepted"] else [M.RECEIVED]), *_limits(life)]


def _limits(life: Life) -> list[tuple[int, list[Measure]]]:
    """What counts at the moment until which something was due: the result, and the first contact."""
    found = [(life["due"], _due(life))] if life["due"] is not None else []
    if (by := life["contact_by"]) is not None:
        on_time = life["contacted"] is not None and life["contacted"] <= by
        found.append((by, [M.CONTACT_DUE, M.CONTACT_ON_TIME] if on_time else [M.CONTACT_DUE]))
    return found


def _due(life: Life) -> list[Measure]:
    finished = life["answered"] is not None and not life["ended"]
    on_time, urgent = finished and not life["late"], life["urgency"] in URGENT
    said = (
        (M.DUE, True),
        (M.DEFERRED, life["state"] == "shelved"),
        (M.FINISHED, finished),
        (M.ON_TIME, on_time),
        (M.EXTENDED, life["extended"]),
        (M.URGENT_DUE, urgent),
        (M.URGENT_ON_TIME, urgent and on_time),
    )
    return [measure for measure, so in said if so]


# -- what changes in the tallies ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LifeCounts:
    """What a life counts for, and under what: place, kind and channel."""

    head: tuple[str, str, str]
    counts: Counter[Count]
    flows: dict[Flow, int]


def life_counts(life: Life, zone: tzinfo) -> LifeCounts:
    """A life as it stands in the tallies; of an empty one nothing."""
    silent = not life or life["restricted"] or life["self_handled"] or "filed" in life or life.get("undone")
    flows = {} if silent else _flows(life)
    head = (life["place"], life["category"], life["channel"]) if life else ("", "", "")
    return LifeCounts(head, totals(life, zone), flows)


def _flows(life: Life) -> dict[Flow, int]:
    passed: dict[tuple[str, str], int] = {}
    for key, value in life["flows"].items():
        day, _, flow = key.partition("|")
        passed[day, flow] = value
    told = ((str(M.HAND_OVERS), passed), (f"{AGAIN}{M.HAND_OVERS}", repeats(passed)))
    return {(day, flow, measure): value for measure, rows in told for (day, flow), value in rows.items()}


def difference(before: LifeCounts, after: LifeCounts) -> Counter[Row]:
    """What has to be added to the tallies when a request stands otherwise than before."""
    rows: Counter[Row] = Counter()
    if before.head == after.head:
        _spread(rows, after.head, _less(after.counts, before.counts), _less(after.flows, before.flows))
    else:
        _spread(rows, before.head, _less({}, before.counts), _less({}, before.flows))
        _spread(rows, after.head, after.counts, after.flows)
    return rows


def _less(these: Mapping[Any, int], those: Mapping[Any, int]) -> dict[Any, int]:
    found = {key: value - those.get(key, 0) for key, value in these.items()}
    found |= {key: -value for key, value in those.items() if key not in these}
    return {key: value for key, value in found.items() if value}


def _spread(
    rows: Counter[Row], head: tuple[str, str, str], counts: Mapping[Count, int], flows: Mapping[Flow, int]
) -> None:
    """To each place above, and there to each dimension; what happened again is told twice, see `_again`."""
    place, category, channel = head
    for size in (6, 9, 12):
        if len(place) < size:
            break
        here = place[:size]
        for (day, holder, measure), value in counts.items():
            if holder != ALL_OF_THEM:
                rows[here, day, "organisation", str(holder), measure] += value
                if measure.startswith(AGAIN):
                    continue
            rows[here, day, "all", "", measure] += value
            rows[here, day, "category", category, measure] += value
            rows[here, day, "channel", channel, measure] += value
        for (day, flow, measure), value in flows.items():
            rows[here, day, Dimension.FLOW.value, flow, measure] += value


def counts_for(
    life: Life, zone: tzinfo, over: Stretch, measure: str, dimension: Dimension = Dimension.ALL, key: str = ""
) -> dict[int, int]:
    """How often a request counts for a number (of days, a measure, a key of a dimension), by who held it then."""
    stands = life_counts(life, zone)
    first, end = str(over.first), str(over.due_until if measure in AT_LIMIT else over.until)
    found: Counter[int] = Counter()
    if dimension is Dimension.FLOW:
        for (day, flow, each), value in stands.flows.items():
            if first <= day < end and (flow, each) == (key, measure):
                found[int(flow.partition(">")[0])] += value
    elif {Dimension.CATEGORY: stands.head[1], Dimension.CHANNEL: stands.head[2]}.get(dimension, key) == key:
        for (day, held, each), value in stands.counts.items():
            wanted = dimension is not Dimension.ORGANISATION or str(held) == key
            if wanted and each == measure and first <= day < end:
                found[held] += value
    return {holder: value for holder, value in found.items() if value}
