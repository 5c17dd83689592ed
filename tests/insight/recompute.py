"""Every tally, computed again from the entries of the record by code that shares nothing with the product.

It looks at whole histories backwards and forwards, in datetimes, and knows nothing of lives, differences or cursors.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Asia/Shanghai")
INSTANT = timedelta(microseconds=1)
HANDS = {"route", "uphold", "consent", "restrict"}
EVENTS = {
    "returns": "return", "returns_upheld": "uphold", "returns_refused": "refuse", "transfers": "consent",
    "extensions": "grant", "extensions_denied": "deny", "shelved": "set_aside", "reminded": "remind",
    "supervised": "supervise", "escalated": "escalate", "whistles": "whistle", "calls": "call", "answered": "answer",
    "reworked": "rework", "excluded": "leave_out", "excused": "excuse", "unconfirmed": "close",
    "reopened": "reopen",
}  # fmt: skip
IN_RATES = {
    "received", "filed", "due", "deferred", "finished", "on_time", "extended", "urgent_due", "urgent_on_time", "contact_due",
    "contact_on_time", "answered", "reworked", "solved_yes", "solved_partly", "solved_no", "satisfied_yes",
    "satisfied_fair", "satisfied_no",
}  # fmt: skip
AT_LIMIT = {
    "due", "deferred", "finished", "on_time", "extended", "urgent_due", "urgent_on_time", "contact_due", "contact_on_time",
}  # fmt: skip


class EntryRow(NamedTuple):
    """An entry of the record."""

    verb: str
    at: datetime
    went_to: str
    facts: dict[str, Any]


class CustodyLink(NamedTuple):
    """Who held it from when to when, and the number of the step with which it ended (None: still)."""

    holder: int
    began: datetime
    ended: datetime | None
    first: int
    last: int | None


def day(at: datetime) -> str:
    """The local day."""
    return at.astimezone(HERE).date().isoformat()


def micro(span: timedelta) -> int:
    """A span in microseconds."""
    return (span.days * 86400 + span.seconds) * 1_000_000 + span.microseconds


def ends_of(steps: list[EntryRow]) -> list[int]:
    """The numbers of the steps that closed it: each one after which it was open until then."""
    closed = [step.went_to == "closed" for step in steps]
    return [n for n in range(1, len(steps)) if closed[n] and not closed[n - 1]]


def end_of(steps: list[EntryRow]) -> int | None:
    """The number of the step that closed it for good, so far."""
    return ends_of(steps)[-1] if steps[-1].went_to == "closed" else None


def chain(steps: list[EntryRow]) -> list[CustodyLink]:
    """Custody, as the law of the chain has it: no link shorter than an instant."""
    links, first, began = [], 0, steps[0].at
    end = end_of(steps)
    for n, (before, step) in enumerate(pairwise(steps), 1):
        turned = step.verb in HANDS or step.facts["holder"] != before.facts["holder"]
        if turned or n == end:
            over = max(step.at, began + INSTANT)
            links.append(CustodyLink(before.facts["holder"], began, over, first, n))
            first, began = n, over
    if end is None:
        links.append(CustodyLink(steps[-1].facts["holder"], began, None, first, None))
    return links


def moments(steps: list[EntryRow]) -> list[datetime]:
    """When each step counts: a turn of custody at its instant."""
    found = [step.at for step in steps]
    for link in chain(steps):
        if link.last is not None:
            found[link.last] = link.ended
        for n in ends_of(steps):  # also one that was not for good
            if link.first < n and (link.last is None or n < link.last):
                found[n] = max(steps[n].at, link.began + INSTANT)
    return found


def holder_before(steps: list[EntryRow], n: int) -> int:
    """Who held it when the step was taken."""
    return int(steps[max(n - 1, 0)].facts["holder"])


def of_case(steps: list[EntryRow]) -> tuple[Counter, Counter]:
    """(day, organisation, measure) → value, and (day, giver, taker) → how often."""
    last = steps[-1].facts
    found: Counter = Counter()
    if last["restricted"]:
        return found, Counter()
    if steps[0].verb == "file":
        ended = datetime.fromisoformat(last["ended_at"])
        return Counter({(day(ended), last["holder"], "history"): 1}), Counter()
    if last["self_handled"]:
        return Counter({(day(steps[0].at), last["holder"], "self_handled"): 1}), Counter()
    at = moments(steps)
    for (moment, holder), measure, value in [*events(steps, at), *in_hand(steps, at), *waited(steps)]:
        found[day(moment), holder, measure] += value
    for moment, measure in stands(steps):
        found[day(moment), last["holder"], measure] += 1
    gone = Counter((day(moment), last["holder"], measure) for moment, measure in early(steps))
    out = found if left_out(steps) else gone
    found.update({(m, o, f"x_{key}"): v for (m, o, key), v in out.items() if key in IN_RATES})
    turns = [(one, other) for one, other in pairwise(chain(steps)) if one.holder != other.holder]
    return found, Counter((day(one.ended), one.holder, other.holder) for one, other in turns)


def left_out(steps: list[EntryRow]) -> bool:
    """Whether it is left out of the adjusted rates since it was last taken up again."""
    verbs = [step.verb for step in steps]
    again = max((n for n, verb in enumerate(verbs) if verb == "reopen"), default=0)
    return "leave_out" in verbs[again:]


def early(steps: list[EntryRow]) -> list[tuple[datetime, str]]:
    """What it was due for after it had ended without an answer."""
    end = end_of(steps)
    if end is None or steps[end].verb not in {"withdraw", "merge", "follow", "forward"}:
        return []
    heard = any(step.facts["contacted"] for step in steps)
    return [
        (moment, measure)
        for moment, measure in stands(steps)
        if measure not in {"received", "filed"}
        and moments(steps)[end] < moment
        and not (heard and measure.startswith("contact"))
    ]


def events(steps: list[EntryRow], at: list[datetime]) -> list[tuple[tuple[datetime, int], str, int]]:
    """What happened, when and with whom."""
    return [
        ((at[n], holder_before(steps, n)), measure, value)
        for n in range(len(steps))
        for measure, value in happened(steps, n).items()
    ]


def happened(steps: list[EntryRow], n: int) -> Counter:
    """What one step counts for."""
    step = steps[n]
    found = Counter(measure for measure, verb in EVENTS.items() if verb == step.verb)
    said = {f"{what}_{step.facts[what]}" for what in ("solved", "satisfied") if step.facts.get(what)}
    found.update(said)
    found["called_in"] += len(step.facts["called"]) if step.verb == "whistle" else 0
    found["reported_on_time"] += step.verb == "report" and step.facts["in_time"]
    found["calls_reached"] += step.verb == "call" and step.facts["reached"]
    found["closed"] += n in ends_of(steps)
    if n:
        found["hand_overs"] += step.facts["hand_overs"] - steps[n - 1].facts["hand_overs"]
        if step.facts["contacted"] and not steps[n - 1].facts["contacted"]:
            found["contacted"] += 1
            found["contact_time"] += max(micro(moments(steps)[n] - steps[0].at), 0)
    return +found


def in_hand(steps: list[EntryRow], at: list[datetime]) -> list[tuple[tuple[datetime, int], str, int]]:
    """Time by holder and state; a clock that goes backwards stands still until custody turns."""
    found, since = [], at[0]
    turns = {link.last for link in chain(steps) if link.last is not None} | {*ends_of(steps)}
    end = end_of(steps)
    for n in range(1, len(steps)):
        state = steps[n - 1].went_to
        if (n in turns or steps[n].went_to != state) and (end is None or n <= end):
            until = at[n] if n in turns else max(at[n], since)
            found.append(((until, holder_before(steps, n)), f"time_{state}", micro(until - since)))
            since = until
    return found


def waited(steps: list[EntryRow]) -> list[tuple[tuple[datetime, int], str, int]]:
    """From taking over to the first work, or to the end of the link without any."""
    found = []
    for link in chain(steps):
        stop = link.last if link.last is not None else len(steps) - 1
        mine = range(link.first + 1, stop + 1)
        first = {
            n for n in mine if steps[n].verb in {"accept", "contact", "ask", "answer"} or n in ends_of(steps)
        }
        work = min(first, default=link.last)
        if work is not None:
            until = link.ended if work == link.last else moments(steps)[work]
            found.append(((until, link.holder), "idle", max(micro(until - link.began), 0)))
            found.append(((until, link.holder), "links", 1))
    return found


def moves_of(steps: list[EntryRow]) -> list[EntryRow]:
    """The steps by which the calendar moved something."""
    return [step for step in steps if step.verb == "move_due"]


def stands(steps: list[EntryRow]) -> list[tuple[datetime, str]]:
    """What counts once, by what became of it."""
    first, last, end = steps[0], steps[-1].facts, end_of(steps)
    verbs = [step.verb for step in steps]
    found = [(first.at, "received")] + [(first.at, "filed")] * ("accept" in verbs)
    gone = steps[end].verb if end is not None else ""
    without = gone in {"withdraw", "merge", "follow", "forward"}
    due = datetime.fromisoformat(last["due_at"])
    found += [(due, measure) for measure in was_due(steps, without)]
    told = [step.facts["contact_by"] for step in (first, *moves_of(steps)) if step.facts.get("contact_by")]
    by = told[-1] if told and first.facts.get("reachable", True) else None
    if by:
        limit = datetime.fromisoformat(by)
        heard = next((moments(steps)[n] for n, step in enumerate(steps) if step.facts["contacted"]), None)
        found.append((limit, "contact_due"))
        if heard is not None and heard <= limit:
            found.append((limit, "contact_on_time"))
    return found


def was_due(steps: list[EntryRow], without: bool) -> list[str]:
    """What a request that was due counts for."""
    last = steps[-1].facts
    answers = [n for n, step in enumerate(steps) if step.verb == "answer"]
    again = max((n for n, step in enumerate(steps) if step.verb in {"rework", "reopen"}), default=-1)
    done = bool(answers) and answers[-1] > again and not without
    late = any(steps[n].at > datetime.fromisoformat(steps[n].facts["due_at"]) for n in answers)
    found = ["due"] + ["finished"] * done + ["on_time"] * (done and not late)
    found += ["deferred"] * (steps[-1].went_to == "shelved")
    found += ["extended"] * any(step.verb == "grant" for step in steps)
    if last["urgency"] in {"critical", "urgent"}:
        found += ["urgent_due"] + ["urgent_on_time"] * (done and not late)
    return found


def of_each(entries: Iterable[tuple[str, EntryRow]]) -> list[Counter]:
    """For each request (place, day, dimension, key, measure) → value, from all entries in their order."""
    histories: dict[str, list[EntryRow]] = defaultdict(list)
    for subject, step in entries:
        histories[subject].append(step)
    return [rows_of(steps) for steps in histories.values()]


def rows_of(steps: list[EntryRow]) -> Counter:
    """What one request counts for, under every place and key."""
    rows: Counter = Counter()
    counts, flows = of_case(steps)
    place, kind = steps[-1].facts["place"], steps[-1].facts["category"][:2]
    channel = steps[0].facts["channel"]
    for here in {place[:size] for size in (6, 9, 12) if len(place) >= size}:
        for (when, holder, measure), value in counts.items():
            keys = {"all": "", "organisation": str(holder), "category": kind, "channel": channel}
            for dimension, key in keys.items():
                rows[here, when, dimension, key, measure] += value
        for (when, giver, taker), value in flows.items():
            rows[here, when, "flow", f"{giver}>{taker}", "hand_overs"] += value
    return rows


def recompute(entries: Iterable[tuple[str, EntryRow]]) -> dict[tuple[str, str, str, str, str], int]:
    """(place, day, dimension, key, measure) → value, without zeros."""
    rows: Counter = Counter()
    for each in of_each(entries):
        rows.update(each)
    return without_zeros(rows)


def without_zeros(rows: dict) -> dict:
    """The same without what comes to nothing."""
    return {row: value for row, value in rows.items() if value}


def by_month(rows: dict) -> dict:
    """Days added up to months."""
    months: Counter = Counter()
    for (place, when, *more), value in rows.items():
        months[place, f"{when[:7]}-01", *more] += value
    return without_zeros(months)


def counts_by(measure: str, when: str, on: int) -> bool:
    """Whether a day of a month counts when months are looked at on their day `on`."""
    limited = measure.removeprefix("x_") in AT_LIMIT
    return int(when[8:]) < on if limited else int(when[8:]) <= on


def so_far(each: list[Counter], month: str, on: int) -> dict[tuple, tuple[int, int]]:
    """(place, dimension, key, measure) → how much in a month (2026-11) up to a day, and of how many requests."""
    total, matters = Counter(), Counter()
    for rows in each:
        mine: Counter = Counter()
        for (place, when, dimension, key, measure), value in rows.items():
            if when[:7] == month and counts_by(measure, when, on):
                mine[place, dimension, key, measure] += value
        total.update(mine)
        matters.update(row for row, value in mine.items() if value)
    return {row: (value, matters[row]) for row, value in total.items() if value}
