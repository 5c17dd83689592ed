"""What is counted of requests, month by month, and the rates made of it (domain §1.6, §2.4, R-REQ-10).

A request counts by what became of it in the end: its place, kind and channel as they are now, its last deadline. What
happens counts in the local month in which it happened and for the organisation that held it then; what was due, in the
month of the deadline and for whoever holds it now. Complaints about staff count nowhere, what was solved on the spot
only as `self_handled`; what a ledger brought as finished only as `history`, on the day on which it ended there, and what was an
import by mistake not at all.

Due is what has its last deadline in the month; while the month runs, pages count it up to yesterday (`lib.periods`).
What ended without an answer before its deadline (taken
back, merged, passed to the lawful channel) stays in the raw rates and is left out of the adjusted ones; once the
deadline has passed it stays in both, so that nobody is rid of a delay by it. Finished in time is what was never
answered late, in no round. Answers, rework, and what residents said count each time, in their month.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Dimension(TextChoices):
    """By what totals are kept apart; every one of them at county, street and community."""

    ALL = "all", _("everything")
    ORGANISATION = "organisation", _("organisation")
    CATEGORY = "category", _("kind")
    CHANNEL = "channel", _("how it came in")
    FLOW = "flow", _("who passes to whom")


class Measure(TextChoices):
    """A total of a month. Those of RATED are kept a second time, with `x_` before the name, for what is left out."""

    RECEIVED = "received", _("came in")
    FILED = "filed", _("of these accepted")
    SELF_HANDLED = "self_handled", _("solved on the spot")
    HISTORY = "history", _("finished elsewhere before, from ledgers")

    DUE = "due", _("due")
    DEFERRED = "deferred", _("of these set aside with a plan")
    FINISHED = "finished", _("finished")
    ON_TIME = "on_time", _("finished in time")
    EXTENDED = "extended", _("given more time")
    URGENT_DUE = "urgent_due", _("urgent, due")
    URGENT_ON_TIME = "urgent_on_time", _("urgent, finished in time")

    CONTACT_DUE = "contact_due", _("to be contacted")
    CONTACT_ON_TIME = "contact_on_time", _("contacted in time")
    CONTACTED = "contacted", _("contacted")
    CONTACT_TIME = "contact_time", _("time until the first contact")

    ANSWERED = "answered", _("answers")
    REWORKED = "reworked", _("sent back to work")
    SOLVED_YES = "solved_yes", _("said: solved")
    SOLVED_PARTLY = "solved_partly", _("said: partly solved")
    SOLVED_NO = "solved_no", _("said: not solved")
    SATISFIED_YES = "satisfied_yes", _("said: satisfied")
    SATISFIED_FAIR = "satisfied_fair", _("said: fairly satisfied")
    SATISFIED_NO = "satisfied_no", _("said: not satisfied")

    CLOSED = "closed", _("ended")
    UNCONFIRMED = "unconfirmed", _("ended without the resident's answer")
    REOPENED = "reopened", _("taken up again at the resident's word")
    EXCLUDED = "excluded", _("left out by decision")
    EXCUSED = "excused", _("delays excused")

    RETURNS = "returns", _("returns asked for")
    RETURNS_UPHELD = "returns_upheld", _("returns upheld")
    RETURNS_REFUSED = "returns_refused", _("returns refused")
    TRANSFERS = "transfers", _("taken over with consent")
    HAND_OVERS = "hand_overs", _("changes of holder")
    EXTENSIONS = "extensions", _("extensions granted")
    EXTENSIONS_DENIED = "extensions_denied", _("extensions refused")
    SHELVED = "shelved", _("set aside with a plan")
    REMINDED = "reminded", _("reminders")
    SUPERVISED = "supervised", _("put under supervision")
    ESCALATED = "escalated", _("told the next level up")
    WHISTLES = "whistles", _("whistles")
    CALLED_IN = "called_in", _("organisations called by a whistle")
    REPORTED_ON_TIME = "reported_on_time", _("reported in time")
    CALLS = "calls", _("call-backs tried")
    CALLS_REACHED = "calls_reached", _("call-backs that reached somebody")

    LINKS = "links", _("times it was with somebody")
    IDLE = "idle", _("time from taking over to accepting")
    TIME_RECEIVED = "time_received", _("time waiting to be accepted")
    TIME_ACCEPTED = "time_accepted", _("time being handled")
    TIME_WAITING = "time_waiting", _("time waiting for the resident")
    TIME_SHELVED = "time_shelved", _("time set aside")
    TIME_ANSWERED = "time_answered", _("time waiting for confirmation")
    TIME_CLOSED = "time_closed", _("time ended, before it was taken up again")


M = Measure
RATED = frozenset(
    {
        M.RECEIVED, M.FILED, M.DUE, M.DEFERRED, M.FINISHED, M.ON_TIME, M.EXTENDED, M.URGENT_DUE, M.URGENT_ON_TIME,
        M.CONTACT_DUE, M.CONTACT_ON_TIME, M.ANSWERED, M.REWORKED, M.SOLVED_YES, M.SOLVED_PARTLY, M.SOLVED_NO,
        M.SATISFIED_YES, M.SATISFIED_FAIR, M.SATISFIED_NO,
    }
)  # fmt: skip
"""What rates are made of: raw, and again without what somebody proposed and another approved to leave out."""

LEFT_OUT = "x_"
"""Before the name of a measure of RATED: the part of it that is left out of the adjusted rates."""

BY_DUE = (M.DUE, M.DEFERRED, M.FINISHED, M.ON_TIME, M.EXTENDED, M.URGENT_DUE, M.URGENT_ON_TIME)
BY_CONTACT = (M.CONTACT_DUE, M.CONTACT_ON_TIME)
AT_LIMIT = frozenset({*BY_DUE, *BY_CONTACT})
"""What counts at the moment until which something was due: of a month that still runs, only what lies before today."""

AT_RECEIPT = (M.RECEIVED, M.FILED, M.SELF_HANDLED)

TIMES = frozenset(
    {
        M.CONTACT_TIME,
        M.IDLE,
        M.TIME_RECEIVED,
        M.TIME_ACCEPTED,
        M.TIME_WAITING,
        M.TIME_SHELVED,
        M.TIME_ANSWERED,
        M.TIME_CLOSED,
    }
)
"""Whole microseconds; all others are counts."""

EVENTS = frozenset(Measure) - AT_LIMIT - TIMES - {
    *AT_RECEIPT, M.HISTORY, M.CONTACTED, M.LINKS, M.SATISFIED_YES, M.SATISFIED_FAIR, M.SATISFIED_NO,
}  # fmt: skip
"""What may happen to a request more than once in a month."""

AGAIN = "r_"
"""Before the name of a measure of EVENTS: how often it was not the first for that request in that month. What is left
without these is the number of requests; both are sums of days."""

IN_HAND = (M.TIME_RECEIVED, M.TIME_ACCEPTED, M.TIME_WAITING, M.TIME_SHELVED, M.TIME_ANSWERED, M.TIME_CLOSED)
"""Together the time in hand: summed over holders it is the life of the request."""


class Rate(TextChoices):
    """Three rates and the six of domain §1.6."""

    RESPONSE = "response", _("response rate")
    SOLVED = "solved", _("solution rate")
    SATISFIED = "satisfied", _("satisfaction rate")
    FILING = "filing", _("filing rate")
    CLOSING = "closing", _("closing rate")
    ON_TIME = "on_time", _("closed in time")
    URGENT = "urgent", _("urgent matters closed in time")
    REWORK = "rework", _("rework rate")
    EXTENSION = "extension", _("extension rate")


@dataclass(frozen=True, slots=True)
class RateParts:
    """What a rate is made of: measures above the line with the parameter that weighs each ("" is 1), the base, and
    what is taken off the base."""

    top: tuple[tuple[Measure, str], ...]
    base: tuple[Measure, ...]
    less: tuple[Measure, ...] = ()


def _of(top: Measure, base: Measure, *less: Measure) -> RateParts:
    return RateParts(((top, ""),), (base,), less)


RATES: dict[Rate, RateParts] = {
    Rate.RESPONSE: _of(M.CONTACT_ON_TIME, M.CONTACT_DUE),
    Rate.SOLVED: RateParts(
        ((M.SOLVED_YES, ""), (M.SOLVED_PARTLY, "weight_partly")), (M.SOLVED_YES, M.SOLVED_PARTLY, M.SOLVED_NO)
    ),
    Rate.SATISFIED: RateParts(
        ((M.SATISFIED_YES, ""), (M.SATISFIED_FAIR, "weight_fair")),
        (M.SATISFIED_YES, M.SATISFIED_FAIR, M.SATISFIED_NO),
    ),
    Rate.FILING: _of(M.FILED, M.RECEIVED),
    Rate.CLOSING: _of(M.FINISHED, M.DUE, M.DEFERRED),
    Rate.ON_TIME: _of(M.ON_TIME, M.DUE, M.DEFERRED),
    Rate.URGENT: _of(M.URGENT_ON_TIME, M.URGENT_DUE),
    Rate.REWORK: _of(M.REWORKED, M.ANSWERED),
    Rate.EXTENSION: _of(M.EXTENDED, M.DUE),
}

TELLING = frozenset(
    measure
    for parts in RATES.values()
    for measure in (*(top for top, _weight in parts.top), *(parts.base if len(parts.base) > 1 else ()))
)
"""Counts from which a rate could be worked out beside its base: withheld where the rate is."""

THREE: dict[Rate, str] = {
    Rate.RESPONSE: "weight_response",
    Rate.SOLVED: "weight_solved",
    Rate.SATISFIED: "weight_satisfied",
}
"""The three rates and the parameter that weighs each in the sum of them."""

GROUPS: list[tuple[Any, list[Measure]]] = [
    (_("What came in"), [M.RECEIVED, M.FILED, M.SELF_HANDLED, M.HISTORY]),
    (_("What was due and how it ended"), [M.DUE, M.FINISHED, M.ON_TIME, M.CLOSED, M.UNCONFIRMED, M.EXCLUDED, M.EXCUSED]),
    (_("Passing on"), [M.HAND_OVERS, M.RETURNS, M.RETURNS_UPHELD, M.RETURNS_REFUSED, M.TRANSFERS]),
    (_("More time and pressure"), [M.EXTENSIONS, M.EXTENSIONS_DENIED, M.SHELVED, M.REMINDED, M.SUPERVISED, M.ESCALATED]),
    (_("Working together"), [M.WHISTLES, M.CALLED_IN, M.REPORTED_ON_TIME]),
    (_("Answers and call-backs"), [M.ANSWERED, M.REWORKED, M.CALLS, M.CALLS_REACHED]),
]  # fmt: skip
"""Counts as the page and the workbook show them, in groups."""
