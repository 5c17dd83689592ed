"""Who let a request wait, and who sent it away: the causes of its time, in words (R-REQ-10).

Organisations only, never persons; recomputed from the record, so that nobody can type it in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from sunshine.cases.models import Case
from sunshine.cases.queries.around import record_of
from sunshine.people.queries import directory

LEAST = timedelta(minutes=1)
"""Nobody is named for less."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause: which organisation, what it did (`waited`, `returned`, `passed`, `paused`), and for how long."""

    organisation: int
    what: str
    lasted: timedelta
    words: str


@dataclass(frozen=True, slots=True)
class _Moment:
    """One step of a request: when, what, and who held it afterwards."""

    at: datetime
    verb: str
    went_to: str
    holder: int


def causes(case: Case, *, at: datetime) -> list[Cause]:
    """What took the time of a request until `at` or its end, the longest first."""
    rows = [
        _Moment(row.at, row.verb, row.went_to, int(row.facts["holder"])) for row in record_of(case)
        if "holder" in row.facts
    ]  # fmt: skip
    end = _Moment(max(case.closed_at or at, rows[-1].at), "", "", case.holder_id)
    names = directory().organisations
    asked = list(_asked([*rows, end]))
    found = [*_waits([*rows, end], asked, names), *(_sent_away(each, names) for each in asked)]
    return sorted(
        (cause for cause in found if cause.lasted >= LEAST or cause.what in {"returned", "passed"}),
        key=lambda cause: (-cause.lasted, cause.organisation, cause.what),
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """A return or a transfer: who asked, from when until when it was not decided."""

    verb: str
    holder: int
    since: datetime
    until: datetime


_ENDS = {"return": {"uphold", "refuse", "accept"}, "transfer": {"consent", "decline", "answer"}}


def _asked(rows: list[_Moment]) -> Iterator[_Asked]:
    """Each return and each transfer; undecided ones run on."""
    for place, row in enumerate(rows):
        if ends := _ENDS.get(row.verb):
            decided = (later.at for later in rows[place + 1 :] if later.verb in ends)
            yield _Asked(row.verb, row.holder, row.at, next(decided, rows[-1].at))


def _waits(rows: list[_Moment], asked: list[_Asked], names: dict[int, Any]) -> Iterator[Cause]:
    """Time before acceptance, handled, and paused, for each organisation in all; an hour in which a return or transfer
    waited to be decided is told there and not a second time."""
    said = {
        "received": ("waited", _("%(who)s had it %(time)s without accepting it")),
        "waiting": ("paused", _("%(who)s waited %(time)s for the resident")),
        "shelved": ("set_aside", _("%(who)s had it set aside for %(time)s")),
        "accepted": ("handled", _("%(who)s handled it for %(time)s")),
    }
    total: dict[tuple[int, str], timedelta] = {}
    for before, after in pairwise(rows):
        told = any(each.since <= before.at and after.at <= each.until for each in asked)
        if before.went_to in said and not told:
            key = (before.holder, before.went_to)
            total[key] = total.get(key, timedelta()) + (after.at - before.at)
    for (holder, state), lasted in total.items():
        what, words = said[state]
        yield _cause(holder, what, lasted, words, names)


def _sent_away(asked: _Asked, names: dict[int, Any]) -> Cause:
    """A return or a transfer, with the time that deciding it took."""
    said = {
        "return": ("returned", _("%(who)s returned it; deciding that took %(time)s")),
        "transfer": ("passed", _("%(who)s asked another to take it over; the answer took %(time)s")),
    }
    what, words = said[asked.verb]
    return _cause(asked.holder, what, asked.until - asked.since, words, names)


def _cause(holder: int, what: str, lasted: timedelta, words: str, names: dict[int, Any]) -> Cause:
    told = {"who": names[holder].spoken, "time": duration(lasted)}
    return Cause(holder, what, lasted, words % told)


def duration(lasted: timedelta) -> str:
    """A length of time in words: days and hours, hours and minutes, or minutes; less than a minute counts as one."""
    minutes = max(1, int(lasted.total_seconds()) // 60)
    days, hours = divmod(minutes // 60, 24)
    if days:
        return _("%(days)s d %(hours)s h") % {"days": days, "hours": hours}
    if not hours:
        return _("%(minutes)s min") % {"minutes": minutes}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes % 60}
