"""Reads of clocks: the working calendar in memory, terms computed from it, and which clocks are due."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.clocks.models import (
    CalendarChange,
    CalendarDay,
    CalendarYear,
    Clock,
    OfficeHours,
    Policy,
)
from sunshine.clocks.states import (
    LOOK_AHEAD_DAYS,
    SOON_SHARE,
    WORKING_UNITS,
    ClockEvent,
    ClockKind,
    DayKind,
    Unit,
)
from sunshine.lib import workdays
from sunshine.lib.once import ask_once
from sunshine.lib.prepared import prepared
from sunshine.lib.refusals import Refused

MEASURED_MOST = 256
"""Terms of which a calendar book knows the answer."""
_TICK = timedelta(microseconds=1)
_NATURAL = {Unit.NATURAL_MINUTE, Unit.NATURAL_HOUR, Unit.NATURAL_DAY}


@dataclass(frozen=True, slots=True)
class Term:
    """How long a clock runs and when it speaks: 80 % used, deadline, escalation."""

    amount: int
    unit: Unit
    started_at: datetime
    soon_at: datetime
    due_at: datetime
    escalate_at: datetime


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause of a clock that is over; it moves what lay ahead when it began."""

    begun: datetime
    ended: datetime


@dataclass(frozen=True, slots=True)
class MoreTime:
    """So many units more, counted from the deadline that stood when `asked`; it stands from when it was `granted`."""

    amount: int
    asked: datetime


@dataclass(frozen=True, slots=True)
class CalendarBook:
    """The calendar, the office hours and the policies at one version. Asks the database nothing."""

    days: workdays.Calendar
    timetable: tuple[OfficeHours, ...]
    policies: dict[str, Policy]
    zone: tzinfo
    _measured: dict[tuple[datetime, int, Unit, int], Term] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )

    def policy(self, code: str) -> Policy:
        """The deadline policy of that code; raises Refused when there is none."""
        if code not in self.policies:
            raise Refused(
                _("There is no deadline policy “%(code)s”.") % {"code": code}, code="unknown_policy"
            )
        return self.policies[code]

    def hours(self, day: date) -> OfficeHours | None:
        """The office hours in force on `day`, None before the first table."""
        place = bisect_right([row.valid_from for row in self.timetable], day)
        return self.timetable[place - 1] if place else None

    def term(self, policy_code: str, kind: str, at: datetime, *, limit: datetime | None = None) -> Term:
        """The term of a clock of `kind` that starts at `at`. Raises Refused for an unknown policy.

        A handling term is never later than `limit`, the deadline of whoever passed the matter to us.
        """
        policy = self.policy(policy_code)
        amount, unit = _measure(policy, ClockKind(kind))
        term = self.measured(at, amount, unit, escalate_hours=policy.escalate_hours)
        if limit is None or kind != ClockKind.HANDLE or term.due_at <= limit:
            return term
        return self.prolonged(policy_code, at, limit)

    def shifted(self, moment: datetime, paused_from: datetime, paused_to: datetime, unit: Unit) -> datetime:
        """`moment` moved by a pause, measured in the unit's own time (R-REQ-08)."""
        windows = self._windows(paused_from)
        return workdays.shift(moment, paused_from, paused_to, _plain(unit), self.days, windows, tz=self.zone)

    def after(self, at: datetime, amount: int, unit: Unit) -> datetime:
        """The deadline of something that has no clock: so many units counted from `at`, as a clock would count them."""
        return self._due(at, amount, unit)

    def measured(self, at: datetime, amount: int, unit: Unit, *, escalate_hours: int = 0) -> Term:
        """The term of a clock that no policy measures, such as that of a called organisation's part."""
        asked = (at, amount, unit, escalate_hours)
        if (known := self._measured.get(asked)) is not None:
            return known  # a hundred rows of a ledger come in at one moment
        due = self._due(at, amount, unit)
        soon = workdays.fraction_point(
            at, due, SOON_SHARE, _plain(unit), self.days, self._windows(at), tz=self.zone
        )
        term = Term(amount, unit, at, soon, due, self._escalation(due, escalate_hours, unit))
        if len(self._measured) > MEASURED_MOST:
            self._measured.clear()
        self._measured[asked] = term
        return term

    def contact_by(self, policy_code: str, at: datetime) -> datetime:
        """By when whoever reported something at `at` hears from the holder. Raises Refused for an unknown policy."""
        policy = self.policy(policy_code)
        return self._due(at, policy.contact_amount, Unit(policy.contact_unit))

    def prolonged(self, policy_code: str, since: datetime, due: datetime) -> Term:
        """The handling term that ends at another `due`: it speaks and is escalated as its policy says.

        A deadline that has passed before the term begins is told at once.
        """
        policy = self.policy(policy_code)
        amount, unit = _measure(policy, ClockKind.HANDLE)
        return self._ending(since, due, amount, unit, policy.escalate_hours)

    def counted_anew(
        self, clock: Clock, changes: Iterable[Pause | MoreTime], *, limit: datetime | None = None
    ) -> Term:
        """The term of a clock counted from its start by the calendar as it is now, with its pauses and its more time.

        `changes` in the order in which pauses ended and more time was granted. A handling term is never later than
        `limit`. A pause that still lasts moves nothing yet.
        """
        unit, policy = Unit(clock.unit), self.policies.get(clock.policy)
        hours = policy.escalate_hours if policy else 0
        cap = limit if clock.kind == ClockKind.HANDLE else None
        term = self._at_most(
            self.measured(clock.started_at, clock.amount, unit, escalate_hours=hours), cap, hours
        )
        stood = [(clock.started_at, term.due_at)]
        for change in changes:
            if isinstance(change, Pause):
                term = self._at_most(self._paused(term, change), cap, hours)
                stood.append((change.ended, term.due_at))
            else:
                until = self._due(_standing(stood, change.asked), change.amount, unit)
                until = until if cap is None else min(until, cap)
                term = self._ending(clock.started_at, until, clock.amount, unit, hours)
        return term

    def _paused(self, term: Term, pause: Pause) -> Term:
        def after(moment: datetime) -> datetime:
            if moment <= pause.begun:
                return moment
            return self.shifted(moment, pause.begun, pause.ended, term.unit)

        return replace(
            term,
            soon_at=after(term.soon_at),
            due_at=after(term.due_at),
            escalate_at=after(term.escalate_at),
        )

    def _at_most(self, term: Term, limit: datetime | None, escalate_hours: int) -> Term:
        if limit is None or term.due_at <= limit:
            return term
        return self._ending(term.started_at, limit, term.amount, term.unit, escalate_hours)

    def _ending(self, since: datetime, due: datetime, amount: int, unit: Unit, escalate_hours: int) -> Term:
        soon = (
            due
            if due <= since
            else workdays.fraction_point(
                since, due, SOON_SHARE, _plain(unit), self.days, self._windows(since), tz=self.zone
            )
        )
        return Term(amount, unit, since, soon, due, self._escalation(due, escalate_hours, unit))

    def _due(self, at: datetime, amount: int, unit: Unit) -> datetime:
        if unit == Unit.NATURAL_MINUTE:
            return at + timedelta(minutes=amount)
        table = self.hours(at.astimezone(self.zone).date())
        late = bool(table and table.after_hours_next_day)
        windows = self._windows(at)
        return workdays.due(
            at, amount, _plain(unit), self.days, windows, tz=self.zone, after_hours_next_day=late
        )

    def _escalation(self, due: datetime, hours: int, unit: Unit) -> datetime:
        """So many hours after the deadline; for working units not before the office opens again."""
        moment = due + timedelta(hours=hours)
        if unit in _NATURAL:
            return moment
        return workdays.add_working_time(moment, _TICK, self.days, self._windows(due), tz=self.zone) - _TICK

    def _windows(self, at: datetime) -> workdays.OfficeHours:
        table = self.hours(at.astimezone(self.zone).date())
        return windows_of(table) if table else workdays.OfficeHours()


def windows_of(table: OfficeHours) -> workdays.OfficeHours:
    """A row of office hours as the arithmetic wants it: stretches that touch are one."""
    edges = [table.opens, table.closes]
    if table.reopens is not None and table.ends is not None:
        edges = (
            [table.opens, table.ends]
            if table.reopens == table.closes
            else [*edges, table.reopens, table.ends]
        )
    return workdays.OfficeHours(tuple(pair for n, pair in enumerate(pairwise(edges)) if n % 2 == 0))


def _standing(stood: Sequence[tuple[datetime, datetime]], at: datetime) -> datetime:
    """The deadline that stood at a moment, of those that came to stand one after the other."""
    return next((due for since, due in reversed(stood) if since <= at), stood[0][1])


def _measure(policy: Policy, kind: ClockKind) -> tuple[int, Unit]:
    if kind is ClockKind.ACCEPT:
        return policy.accept_amount, Unit(policy.accept_unit)
    if kind is ClockKind.HANDLE:
        return policy.handle_amount, Unit(policy.handle_unit)
    return policy.confirm_days, Unit.NATURAL_DAY


def _plain(unit: Unit) -> workdays.Unit:
    return workdays.Unit(Unit.NATURAL_HOUR if unit == Unit.NATURAL_MINUTE else unit)


_kept: tuple[UUID, CalendarBook] | None = None


def calendar() -> CalendarBook:
    """The calendar book of this process: one small SELECT, read anew only when its version has changed."""
    return ask_once("calendar", _present)


def _present() -> CalendarBook:
    global _kept  # noqa: PLW0603 - a cache of one value per process, replaced whole
    # At every report: past the ORM, which would cost more than the answer.
    with prepared(connection) as cursor:
        cursor.execute("SELECT version FROM clocks_calendarversion")
        version = next(iter(cursor.fetchone() or ()), None)
    if version and _kept and _kept[0] == version:
        return _kept[1]
    book = _read()
    if version:
        _kept = (version, book)
    return book


def working_days() -> workdays.Calendar:
    """Which days are worked as the tables say now; past the copy that a process keeps."""
    kinds: dict[str, set[date]] = {DayKind.HOLIDAY: set(), DayKind.MAKEUP: set()}
    for day, kind in CalendarDay.objects.values_list("day", "kind").order_by("day"):
        kinds[kind].add(day)
    years = frozenset(CalendarYear.objects.values_list("year", flat=True))
    return workdays.Calendar(frozenset(kinds[DayKind.HOLIDAY]), frozenset(kinds[DayKind.MAKEUP]), years)


def _read() -> CalendarBook:
    days = working_days()
    policies = {policy.code: policy for policy in Policy.objects.order_by("code")}
    timetable = tuple(OfficeHours.objects.order_by("valid_from"))
    return CalendarBook(days, timetable, policies, timezone.get_default_timezone())


def missing_years(at: datetime) -> list[int]:
    """Years that deadlines of today may reach and whose holiday notice is not in; for the banner."""
    book = calendar()
    today = at.astimezone(book.zone).date()
    wanted = {today.year, (today + timedelta(days=LOOK_AHEAD_DAYS)).year}
    return sorted(wanted - book.days.years)


def running(subject: str) -> list[Clock]:
    """The clocks of a subject that have not been stopped, paused ones too; the next deadline first."""
    return list(Clock.objects.filter(subject=subject, stopped_at__isnull=True).order_by("due_at", "id"))


def of_subjects(subjects: Iterable[str]) -> dict[str, list[Clock]]:
    """All clocks of several subjects, by subject, in the order they were started; one SELECT."""
    found: dict[str, list[Clock]] = {subject: [] for subject in subjects}
    for clock in Clock.objects.filter(subject__in=list(found)).order_by("id"):
        found[clock.subject].append(clock)
    return found


def due(at: datetime, limit: int, prefix: str = "") -> list[Clock]:
    """Clocks with an event to tell by `at`, the longest waiting first, at most `limit`.

    `prefix` leaves only those of subjects that begin so ("case:"): each room rings the clocks of its own matters.
    """
    waiting = Clock.objects.filter(next_at__lte=at, subject__startswith=prefix)
    return list(waiting.order_by("next_at", "id")[:limit])


def spanning(days: Iterable[date], at: datetime, prefix: str = "") -> QuerySet[Clock]:
    """Clocks in working units that run over one of these days and whose deadline was not passed at `at`; paused ones too.

    In the order of their keys, so that a long round can go on after the last one it saw.
    """
    over = Q(pk__in=[])
    for day in days:
        over |= Q(started_at__lt=midnight(day + timedelta(days=1)), due_at__gte=midnight(day))
    rows = Clock.objects.filter(over, stopped_at__isnull=True, unit__in=WORKING_UNITS, due_at__gt=at)
    rows = rows.filter(next_event__in=[ClockEvent.DUE_SOON, ClockEvent.BREACHED])
    return rows.filter(subject__startswith=prefix).order_by("pk")


def open_changes(prefix: str) -> list[CalendarChange]:
    """Changes of the calendar that deadlines of these subjects have not followed yet, the oldest first."""
    return list(CalendarChange.objects.filter(prefix=prefix, done_at__isnull=True).order_by("pk"))


def next_event() -> datetime | None:
    """When the next clock has something to tell; None when none will. One statement, planned once."""
    with prepared(connection) as cursor:
        cursor.execute("SELECT min(next_at) FROM clocks_clock")
        [(moment,)] = cursor.fetchall()
    return moment


def midnight(day: date) -> datetime:
    """The instant at which a day begins in the county's time."""
    return timezone.make_aware(datetime.combine(day, time()))


def local_day(moment: datetime) -> date:
    """The day of the county's calendar on which an instant lies."""
    return timezone.localtime(moment).date()
