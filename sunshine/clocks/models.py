"""Deadline policies, the working calendar and running clocks."""

import uuid
from datetime import date, datetime

from django.db import models
from django.db.models import F, Q

from sunshine.clocks.states import ClockEvent, ClockKind, DayKind, Unit
from sunshine.people.states import Spoken
from sunshine.record.rows import Versioned


class CalendarDay(models.Model):
    """A holiday or a make-up working day, from the yearly notice; this table is the authority."""

    day = models.DateField(primary_key=True)
    kind = models.CharField(max_length=16, choices=DayKind)
    name = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class CalendarYear(Versioned):
    """A year whose notice has been imported; a year missing here shows a banner."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    source = models.CharField(max_length=120, blank=True)
    imported_at = models.DateTimeField()

    @property
    def subject(self) -> str:
        """Its name in the record."""
        return f"calendar:{self.year}"

    def __str__(self) -> str:
        return str(self.year)


class CalendarChange(models.Model):
    """Days that became days off while deadlines of one kind of subject ran over them, until those have followed.

    `days` are the dates; `prefix` is what the subjects begin with ("case:"), since each room moves its own matters;
    `spanned` is how many deadlines ran over the days when they changed.
    """

    days = models.JSONField()
    prefix = models.CharField(max_length=16)
    spanned = models.PositiveIntegerField()
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["prefix", "id"], condition=Q(done_at__isnull=True), name="calendar_change_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.prefix} {self.days}"

    @property
    def dates(self) -> list[date]:
        """The days that became days off."""
        return [date.fromisoformat(day) for day in self.days]


class OfficeHours(Versioned):
    """Office hours on working days from a day on (winter and summer differ); the afternoon may be missing.

    With `after_hours_next_day`, what comes in after closing counts as received on the next working day.
    """

    valid_from = models.DateField(primary_key=True)
    opens = models.TimeField()
    closes = models.TimeField()
    reopens = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    after_hours_next_day = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True)
    shipped = models.BooleanField(default=False)

    class Meta:
        ordering = ["valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="office_morning_in_order"),
            models.CheckConstraint(
                condition=Q(reopens__isnull=True, ends__isnull=True)
                | Q(
                    reopens__isnull=False, ends__isnull=False, reopens__gte=F("closes"), ends__gt=F("reopens")
                ),
                name="office_afternoon_in_order",
            ),
        ]

    @property
    def subject(self) -> str:
        """Its name in the record."""
        return f"office_hours:{self.pk}"

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}–{self.ends or self.closes:%H:%M}"


class Policy(Spoken, Versioned):
    """A deadline policy: how long for acceptance and for handling. Data with a source, edited on screen.

    `shipped` marks a default that nobody here has looked at yet.
    """

    code = models.CharField(max_length=24, primary_key=True)
    zh = models.CharField(max_length=40)
    en = models.CharField(max_length=60)
    accept_amount = models.PositiveSmallIntegerField()
    accept_unit = models.CharField(max_length=16, choices=Unit)
    handle_amount = models.PositiveSmallIntegerField()
    handle_unit = models.CharField(max_length=16, choices=Unit)
    contact_amount = models.PositiveSmallIntegerField(default=1)
    contact_unit = models.CharField(max_length=16, choices=Unit, default=Unit.WORKING_DAY)
    return_amount = models.PositiveSmallIntegerField(default=1)
    return_unit = models.CharField(max_length=16, choices=Unit, default=Unit.WORKING_DAY)
    confirm_days = models.PositiveSmallIntegerField(default=7)
    escalate_hours = models.PositiveSmallIntegerField(default=24)
    source = models.CharField(max_length=200, blank=True)
    shipped = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accept_amount__gte=1, handle_amount__gte=1, confirm_days__gte=1),
                name="policy_amounts_positive",
            )
        ]

    @property
    def subject(self) -> str:
        """Its name in the record."""
        return f"policy:{self.pk}"

    def __str__(self) -> str:
        return self.zh


class CalendarVersion(models.Model):
    """One row renamed whenever days, office hours or policies change, so that every process reloads its copy.

    A fresh name, not a counter: after a roll-back a counter would give the same number to other contents.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="calendar_version_one_row")]

    def __str__(self) -> str:
        return str(self.version)


class Clock(models.Model):
    """A deadline of a subject. Paused time moves `due_at`; overtime is computed, never typed in (R-REQ-08).

    `next_event` falls at `next_at`; a paused clock keeps the event and has no time for it until it resumes.
    """

    subject = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=ClockKind)
    round = models.PositiveSmallIntegerField(default=1)
    policy = models.CharField(max_length=24)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=16, choices=Unit)
    started_at = models.DateTimeField()
    soon_at = models.DateTimeField()
    due_at = models.DateTimeField()
    escalate_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    next_event = models.CharField(max_length=10, choices=ClockEvent, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "kind", "round"], name="clock_one_per_round"),
            models.UniqueConstraint(  # with its time, so that what is late is counted without the rows
                fields=["subject", "kind"],
                include=["due_at"],
                condition=Q(stopped_at__isnull=True),
                name="clock_one_running",
            ),
            models.CheckConstraint(
                condition=Q(soon_at__lte=F("due_at"), due_at__lte=F("escalate_at")),
                name="clock_events_in_order",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True, paused_at__isnull=True) | Q(next_at__isnull=True),
                name="clock_silent_when_stopped_or_paused",
            ),
            models.CheckConstraint(
                condition=Q(next_at__isnull=True) | ~Q(next_event=""), name="clock_time_belongs_to_an_event"
            ),
            models.CheckConstraint(
                condition=Q(next_at__isnull=False)
                | Q(next_event="")
                | Q(paused_at__isnull=False)
                | Q(stopped_at__isnull=False),
                name="clock_running_event_has_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at", "id"], condition=Q(next_at__isnull=False), name="clock_next"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    @property
    def record_subject(self) -> str:
        """The name of this clock in the record."""
        return f"clock:{self.pk}"

    def late(self, at: datetime) -> bool:
        """Whether the deadline was passed at `at`; a pause and the end hold the time still."""
        return min(moment for moment in (self.paused_at, self.stopped_at, at) if moment) > self.due_at
