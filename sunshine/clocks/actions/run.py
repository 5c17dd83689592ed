"""Running clocks. Starting, stopping and pausing belong to a subject's step and its entry."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from sunshine.clocks.models import Clock
from sunshine.clocks.queries import CalendarBook, Term, calendar
from sunshine.clocks.states import EVENT_STEPS, EVENT_TIMES, MOVES, ClockEvent, Unit
from sunshine.lib.inserts import Insert
from sunshine.lib.refusals import Overtaken, Refused
from sunshine.record.actions import append
from sunshine.record.states import Actor

if TYPE_CHECKING:
    from sunshine.record.models import Entry

_CLOCKS = Insert.of(Clock, connection)


def start(
    subject: str, kind: str, *, policy: str, at: datetime, round: int = 1, since: datetime | None = None,
    limit: datetime | None = None,
) -> Clock:  # fmt: skip
    """Start a clock of `kind` under a policy, counted from `since` (default `at`), due at `limit` at the latest; one INSERT.

    Raises Refused for an unknown policy, IntegrityError when such a clock of the subject is running.
    """
    term = calendar().term(policy, kind, since or at, limit=limit)
    clock = _of_term(term, subject, kind, policy, round)
    clock.save(force_insert=True)
    return clock


def start_measured(
    subject: str, kind: str, *, amount: int, unit: str, at: datetime, name: str, round: int = 1
) -> Clock:
    """Start a clock that no policy measures: so many units from `at`, told one level up as soon as they are over.

    `name` stands where a clock of a policy names it. Raises IntegrityError when such a clock of the subject is running.
    """
    term = calendar().measure_term(at, amount, Unit(unit))
    clock = _of_term(term, subject, kind, name, round)
    clock.save(force_insert=True)
    return clock


class Start(NamedTuple):
    """A clock to be started; what is to be handled is due at `limit` at the latest."""

    subject: str
    kind: str
    policy: str
    limit: datetime | None = None
    round: int = 1


def start_all(starts: Sequence[Start], at: datetime, *, book: CalendarBook | None = None) -> list[Clock]:
    """Start several clocks at once, of one subject or many. Who has the book lends it."""
    book = book or calendar()
    made = [
        _of_term(book.term(it.policy, it.kind, at, limit=it.limit), it.subject, it.kind, it.policy, it.round)
        for it in starts
    ]
    _CLOCKS.keep(connection, made)  # past the ORM: every report does it
    return made


def _of_term(term: Term, subject: str, kind: str, policy: str, round: int) -> Clock:
    return Clock(
        subject=subject,
        kind=kind,
        round=round,
        policy=policy,
        amount=term.amount,
        unit=term.unit,
        started_at=term.started_at,
        soon_at=term.soon_at,
        due_at=term.due_at,
        escalate_at=term.escalate_at,
        next_event=ClockEvent.DUE_SOON,
        next_at=term.soon_at,
    )


def stop(subject: str, kinds: Iterable[str], *, at: datetime) -> None:
    """Stop the running clocks of these kinds, if any; one UPDATE. A paused one keeps its pause."""
    Clock.objects.filter(subject=subject, kind__in=list(kinds), stopped_at__isnull=True).update(
        stopped_at=at, next_at=None, next_event=""
    )


def pause(subject: str, kind: str, *, at: datetime) -> None:
    """Hold a running clock; the caller's entry says why (R-REQ-08). Raises Refused when none is running."""
    running = Clock.objects.filter(
        subject=subject, kind=kind, stopped_at__isnull=True, paused_at__isnull=True
    )
    if not running.update(paused_at=at, next_at=None):
        raise Refused(_("There is no running deadline to pause."), code="no_clock")


def resume(subject: str, kind: str, *, at: datetime, limit: datetime | None = None) -> Clock:
    """Let a paused clock run on: what lay ahead at the pause moves by the pause, in the clock's own unit.

    What had already fallen stays where it was, so a pause never mends a breach; nor does one move the deadline past `limit`.
    Raises Refused when none is paused.
    """
    clock = Clock.objects.filter(
        subject=subject, kind=kind, stopped_at__isnull=True, paused_at__isnull=False
    ).first()
    if clock is None or clock.paused_at is None:
        raise Refused(_("There is no paused deadline to resume."), code="no_clock")
    held = clock.paused_at
    for name in EVENT_TIMES.values():
        setattr(clock, name, _after_pause(getattr(clock, name), clock, at))
    if limit is not None and clock.due_at > limit:
        _shorten(clock, limit)
    clock.paused_at = None
    clock.next_at = _time_of(clock, clock.next_event)
    changed = {name: getattr(clock, name) for name in (*EVENT_TIMES.values(), "paused_at", "next_at")}
    if not Clock.objects.filter(pk=clock.pk, stopped_at__isnull=True, paused_at=held).update(**changed):
        raise Refused(_("There is no paused deadline to resume."), code="no_clock")
    return clock


def _shorten(clock: Clock, limit: datetime) -> None:
    """Let a clock that ran on past `limit` be due then, and speak and escalate before and after it as its policy says."""
    term = calendar().prolong(clock.policy, clock.started_at, limit)
    clock.soon_at = min(clock.soon_at, term.soon_at)
    clock.due_at, clock.escalate_at = limit, term.escalate_at


def extend(subject: str, kind: str, *, until: datetime) -> Clock:
    """Give a running clock until another, later moment; the caller's entry says who allowed it (R-REQ-04).

    Only before the deadline: what has been told stays told, so more time never mends a breach. Raises Refused when
    none runs that could still be extended.
    """
    clock = Clock.objects.filter(
        subject=subject, kind=kind, stopped_at__isnull=True, paused_at__isnull=True
    ).first()
    if (
        clock is None
        or clock.next_event not in {ClockEvent.DUE_SOON, ClockEvent.BREACHED}
        or until <= clock.due_at
    ):
        raise Refused(_("There is no running deadline that could be moved to then."), code="no_clock")
    term = calendar().prolong(clock.policy, clock.started_at, until)
    told = clock.next_event != ClockEvent.DUE_SOON
    clock.soon_at = clock.soon_at if told else term.soon_at
    clock.due_at, clock.escalate_at = term.due_at, term.escalate_at
    held, clock.next_at = clock.next_at, _time_of(clock, clock.next_event)
    changed = {name: getattr(clock, name) for name in (*EVENT_TIMES.values(), "next_at")}
    running = Clock.objects.filter(pk=clock.pk, next_event=clock.next_event, next_at=held)
    if not running.update(**changed):
        raise Refused(_("There is no running deadline that could be moved to then."), code="no_clock")
    return clock


def postpone(clock: Clock, term: Term) -> bool:
    """Move the deadline of a running clock to that of `term` if it is later; the caller's entry says why.

    Never earlier, and what was told stays told: only a deadline that has not fallen moves. False when nothing moves;
    raises Overtaken when the clock changed meanwhile.
    """
    if clock.next_event not in {ClockEvent.DUE_SOON, ClockEvent.BREACHED} or term.due_at <= clock.due_at:
        return False
    held = {name: getattr(clock, name) for name in ("due_at", "next_event", "next_at", "paused_at")}
    if clock.next_event == ClockEvent.DUE_SOON:
        clock.soon_at = max(clock.soon_at, term.soon_at)
    clock.due_at, clock.escalate_at = term.due_at, max(clock.escalate_at, term.escalate_at)
    clock.next_at = None if clock.paused_at else _time_of(clock, clock.next_event)
    changed = {name: getattr(clock, name) for name in (*EVENT_TIMES.values(), "next_at")}
    if not Clock.objects.filter(pk=clock.pk, stopped_at__isnull=True, **held).update(**changed):
        raise Overtaken(clock.subject)
    return True


def due_after_pause(
    subject: str, kind: str, *, at: datetime, limit: datetime | None = None
) -> datetime | None:
    """When a paused clock will be due if it runs on now, at `limit` at the latest; None when none is paused.

    Changes nothing.
    """
    clock = Clock.objects.filter(
        subject=subject, kind=kind, stopped_at__isnull=True, paused_at__isnull=False
    ).first()
    if clock is None:
        return None
    due = _after_pause(clock.due_at, clock, at)
    return due if limit is None else min(due, limit)


def _after_pause(moment: datetime, clock: Clock, at: datetime) -> datetime:
    """A moment that lay ahead at the pause, moved by the pause in the clock's own unit."""
    held = clock.paused_at
    if held is None or moment <= held:
        return moment
    return calendar().shift_deadline(moment, held, max(at, held), Unit(clock.unit))


@transaction.atomic
def mark(
    clock: Clock, *, at: datetime, by: Actor, public: dict[str, Any], hidden: bool, facts: dict[str, Any]
) -> "Entry | None":
    """Take the clock's next event exactly once and enter it in the record; None if not due or taken before.

    The clock then holds the event after it: after a time out of service, call until None and each event is
    told, in order. Entries name the clock; their step is fixed by the event, so a second one cannot exist.
    """
    event, fell_at = clock.next_event, clock.next_at
    if fell_at is None or fell_at > at:
        return None
    following = MOVES[event]
    next_at = _time_of(clock, following)
    seen = Clock.objects.filter(
        pk=clock.pk, next_event=event, next_at=fell_at, stopped_at__isnull=True, paused_at__isnull=True
    )
    if not seen.update(next_event=following, next_at=next_at):
        return None
    entry = append(
        clock.record_subject,
        EVENT_STEPS[event],
        event,
        by=by,
        at=at,
        public=public,
        facts={"subject": clock.subject, "clock": clock.kind, "fell_at": fell_at.isoformat(), **facts},
        hidden=hidden,
        key=f"{clock.record_subject}:{event}",
    )
    clock.next_event, clock.next_at = following, next_at
    return entry


def _time_of(clock: Clock, event: str) -> datetime | None:
    return getattr(clock, EVENT_TIMES[event]) if event else None
