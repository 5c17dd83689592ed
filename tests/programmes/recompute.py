"""Every indicator once more, from the record alone: no table of requests, wishes or posts, no query of the product.

It reads entries only, subject by subject, and is written from the words of the definitions. Satisfaction stands in
no entry, on purpose; for it the caller brings what residents said, as (subject, time, word) in order of time.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from sunshine.record.models import Entry

HERE = ZoneInfo("Asia/Shanghai")
TWO_DAYS = timedelta(hours=48)
WEIGHTS = {"yes": Decimal(1), "fair": Decimal("0.8"), "no": Decimal(0)}
Result = dict[tuple[str, str], tuple[Decimal, int]]


@dataclass
class Request:
    """What the entries of a request say, folded in the order of its steps."""

    community: str = ""
    category: str = ""
    due: datetime | None = None
    counts: bool = True
    received: datetime | None = None
    limit: datetime | None = None
    accepted: datetime | None = None
    accepted_by: int | None = None
    answered: datetime | None = None
    closed: datetime | None = None
    outcome: str = ""
    state: str = ""
    reworks: int = 0
    holders: list[int] = field(default_factory=list)
    verdicts: list[tuple[datetime, str]] = field(default_factory=list)

    @property
    def left(self) -> bool:
        """Whether it ended without a result of the work."""
        return self.outcome in {"withdraw", "merge", "forward"}

    @property
    def done(self) -> bool:
        """Whether it ended with one."""
        return self.outcome in {"confirm", "close"}


@dataclass
class WishLife:
    """What the entries of a wish say."""

    community: str = ""
    due: datetime | None = None
    first_offered: datetime | None = None
    first_claimed: datetime | None = None
    listed: bool = False
    closed: datetime | None = None
    outcome: str = ""
    state: str = ""


@dataclass(frozen=True)
class Reading:
    """What the entries said at a moment, read once for all periods: (community, key, moment, value) of each hit."""

    requests: dict[str, Request]
    wishes: dict[str, WishLife]
    hits: list[tuple[str, str, datetime, int]]


def read(at: datetime) -> Reading:
    """Read the record."""
    requests, wishes, topics = _requests(), _wishes(), _topics()
    hits = [
        *(hit for request in requests.values() for hit in _of_request(request, topics, at)),
        *(hit for wish in wishes.values() for hit in _of_wish(wish, at)),
        *_of_rounds(),
    ]
    return Reading(requests, wishes, hits)


def happened(
    record: Reading, communities: Iterable[str], first: date, until: date, said: Sequence[tuple[str, datetime, str]] = ()
) -> Result:  # fmt: skip
    """(community, key) → (numerator, denominator) of what happened from a day until the day before another."""
    found: dict[tuple[str, str], list[Decimal | int]] = defaultdict(lambda: [Decimal(0), 0])
    for community, key, moment, value in record.hits:
        day = moment.astimezone(HERE).date()
        if community in communities and first <= day < until:
            found[community, key][0] += value
            found[community, key][1] += 1
    result: Result = {key: (Decimal(top), int(base)) for key, (top, base) in found.items()}
    return result | _satisfaction(communities, first, until, said, record.requests, record.wishes)


def recompute(
    communities: Iterable[str], first: date, until: date, at: datetime, said: Sequence[tuple[str, datetime, str]] = ()
) -> Result:  # fmt: skip
    """The same for one period alone."""
    return happened(read(at), communities, first, until, said)


def _folded(prefix: str) -> Iterator[tuple[str, Entry]]:
    for entry in Entry.objects.filter(subject__startswith=prefix).order_by("subject", "step"):
        yield entry.subject, entry


def _moment(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None


def _requests() -> dict[str, Request]:
    found: dict[str, Request] = defaultdict(Request)
    for subject, entry in _folded("case:"):
        it, facts = found[subject], entry.facts
        it.community, it.category, it.state = facts["place"][:12], facts["category"], entry.went_to
        it.due = _moment(facts["due_at"])
        it.counts = not (facts["restricted"] or facts["confidential"] or facts["self_handled"])
        if not it.holders or it.holders[-1] != facts["holder"]:
            it.holders.append(facts["holder"])
            it.accepted_by = None
        _request_step(it, entry)
    return found


def _request_step(it: Request, entry: Entry) -> None:
    if entry.verb == "receive":
        it.received, it.limit = entry.at, _moment(entry.facts["contact_due"])
    elif entry.verb == "accept":
        it.accepted = it.accepted if it.accepted and it.accepted_by == entry.facts["holder"] else entry.at
        it.accepted_by = entry.facts["holder"]
    elif entry.verb == "reopen":
        it.closed, it.outcome, it.answered = None, "", None
    elif entry.verb == "answer":
        it.answered = entry.at
    elif entry.verb == "rework":
        it.answered, it.reworks = None, it.reworks + 1
        it.verdicts.append((entry.at, "no"))
    elif entry.verb in {"confirm", "close", "withdraw", "merge", "forward"}:
        it.closed, it.outcome = entry.at, entry.verb
        if entry.verb == "confirm":
            it.verdicts.append((entry.at, entry.facts["solved"]))


def _of_request(
    it: Request, topics: dict[str, set[str]], at: datetime
) -> Iterator[tuple[str, str, datetime, int]]:
    if not it.counts:
        return
    assert it.due is not None
    assert it.received is not None
    assert it.limit is not None
    if (
        it.due <= at
        and it.state not in {"waiting", "shelved"}
        and not (it.left and it.closed and it.closed <= it.due)
    ):
        in_time = int(it.answered is not None and it.answered <= it.due)
        for key in _keys(
            it, topics, "on_time", hazard="hazard_fixed", safety="safety_on_time", order="order_on_time"
        ):
            yield it.community, key, it.due, in_time
    unaccepted_end = it.left and it.accepted is None and it.closed is not None and it.closed <= it.limit
    if (it.accepted is not None or it.limit <= at) and not unaccepted_end:
        yield (
            it.community,
            "first_contact",
            it.received,
            int(it.accepted is not None and it.accepted <= it.limit),
        )
    for moment, solved in it.verdicts:
        yield it.community, "solved", moment, int(solved == "yes")
    if it.done:
        assert it.closed is not None
        yield it.community, "hand_overs", it.closed, len(it.holders) - 1
        yield it.community, "first_time", it.closed, int(it.reworks == 0)
        for _ in _keys(it, topics, "", noise="noise_solved"):
            yield (
                it.community,
                "noise_solved",
                it.closed,
                int(any(solved == "yes" for _, solved in it.verdicts)),
            )


def _keys(it: Request, topics: dict[str, set[str]], always: str, **by_topic: str) -> list[str]:
    mine = {code for code in (it.category, it.category[:2]) if code}
    return [name for name in [always] if name] + [
        key for topic, key in by_topic.items() if mine & topics[topic]
    ]


def _topics() -> dict[str, set[str]]:
    """Which kinds count under a topic, as the entries of the table say."""
    found: dict[str, set[str]] = defaultdict(set)
    for entry in Entry.objects.filter(verb__in=["load", "add", "end"]).order_by("id"):
        if entry.subject == "line":
            for topic, category in entry.facts["counted"]:
                found[topic].add(category)
        elif entry.subject.startswith("counted:"):
            change = (
                found[entry.facts["topic"]].add
                if entry.verb == "add"
                else found[entry.facts["topic"]].discard
            )
            change(entry.facts["category"])
    return found


def _wishes() -> dict[str, WishLife]:
    found: dict[str, WishLife] = defaultdict(WishLife)
    for subject, entry in _folded("wish:"):
        it, facts = found[subject], entry.facts
        it.community, it.state = facts["place"][:12], entry.went_to
        it.due = _moment(facts.get("due_at")) or it.due
        if entry.verb in {"offer", "hand_back"}:
            it.listed, it.first_offered = True, it.first_offered or entry.at
        elif entry.verb == "recall":
            it.listed = False
        elif entry.verb == "claim":
            it.first_claimed = it.first_claimed or entry.at
        if entry.went_to == "closed" and not it.outcome:
            it.closed, it.outcome = entry.at, facts["outcome"]
    return found


def _of_wish(it: WishLife, at: datetime) -> Iterator[tuple[str, str, datetime, int]]:
    waits_late = it.state in {"offered", "claimed"} and it.due is not None and it.due <= at
    if it.outcome in {"fulfilled", "unconfirmed"}:
        assert it.closed is not None
        yield it.community, "wish_fulfilled", it.closed, int(it.outcome == "fulfilled")
    elif waits_late or _left_late(it):
        assert it.due is not None
        yield it.community, "wish_fulfilled", it.due, 0
    if it.first_offered is None or it.first_offered + TWO_DAYS > at:
        return
    over = it.first_offered + TWO_DAYS
    if it.first_claimed is None and it.closed is not None and it.closed < over:
        return
    yield (
        it.community,
        "wish_answered",
        it.first_offered,
        int(it.first_claimed is not None and it.first_claimed <= over),
    )


def _left_late(it: WishLife) -> bool:
    """Whether it was taken back or declined from the list after its deadline."""
    if it.outcome not in {"withdrawn", "declined"} or not it.listed:
        return False
    return it.due is not None and it.closed is not None and it.due <= it.closed


def _of_rounds() -> Iterator[tuple[str, str, datetime, int]]:
    for _, entry in _folded("task:"):
        yield entry.facts["place"][:12], "hazard_found", entry.at, entry.facts["found"]


def _satisfaction(
    communities: Iterable[str], first: date, until: date, said: Sequence[tuple[str, datetime, str]],
    requests: dict[str, Request], wishes: dict[str, WishLife],
) -> Result:  # fmt: skip
    """Whole groups of five of what was said in the period, in order of time."""
    words: dict[tuple[str, str], list[str]] = defaultdict(list)
    for subject, moment, word in said:
        if not first <= moment.astimezone(HERE).date() < until:
            continue
        if subject in wishes:
            words[wishes[subject].community, "wish_satisfied"].append(word)
        elif requests[subject].counts:
            words[requests[subject].community, "satisfied"].append(word)
    found: Result = {}
    for (community, key), told in words.items():
        whole = told[: len(told) // 5 * 5]
        if whole and community in communities:
            weights = (
                WEIGHTS if key == "satisfied" else {"yes": Decimal(1), "fair": Decimal(1), "no": Decimal(0)}
            )
            found[community, key] = (sum((weights[word] for word in whole), Decimal(0)), len(whole))
    return found
