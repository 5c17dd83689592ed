"""Deadline policies, the working calendar and running clocks."""

from django.db import models
from django.db.models import F, Q

from sunshine.clocks.states import ClockEvent, ClockKind, DayKind, Unit


class CalendarDay(models.Model):
    """A holiday or a make-up working day, from the yearly notice; this table is the authority."""

    day = models.DateField(primary_key=True)
    kind = models.CharField(max_length=16, choices=DayKind)
    name = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class CalendarYear(models.Model):
    """A year whose notice has been imported; a year missing here shows a banner."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    source = models.CharField(max_length=120, blank=True)
    imported_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.year)


class OfficeWindow(models.Model):
    """One stretch of office hours on working days, valid from a day on (winter and summer differ)."""

    valid_from = models.DateField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="office_window_in_order"),
            models.UniqueConstraint(fields=["valid_from", "opens"], name="office_window_once"),
        ]

    def __str__(self) -> str:
        return f"{self.opens}–{self.closes}"


class Policy(models.Model):
    """A deadline policy: how long for acceptance and for handling. Data with a source, edited on screen."""

    code = models.CharField(max_length=24, primary_key=True)
    zh = models.CharField(max_length=40)
    en = models.CharField(max_length=60)
    accept_amount = models.PositiveSmallIntegerField()
    accept_unit = models.CharField(max_length=12, choices=Unit)
    handle_amount = models.PositiveSmallIntegerField()
    handle_unit = models.CharField(max_length=12, choices=Unit)
    confirm_days = models.PositiveSmallIntegerField(default=7)
    escalate_hours = models.PositiveSmallIntegerField(default=24)
    source = models.CharField(max_length=200, blank=True)
    step = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(accept_amount__gte=1, handle_amount__gte=1), name="policy_amounts_positive")
        ]

    def __str__(self) -> str:
        return self.zh


class Clock(models.Model):
    """A running deadline of a subject. Paused time moves `due_at`; overtime is computed, never typed in (R-REQ-08)."""

    subject = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=ClockKind)
    round = models.PositiveSmallIntegerField(default=1)
    policy = models.CharField(max_length=24)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=12, choices=Unit)
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
            models.UniqueConstraint(
                fields=["subject", "kind"], condition=Q(stopped_at__isnull=True), name="clock_one_running"
            ),
            models.CheckConstraint(
                condition=Q(soon_at__lte=F("due_at"), due_at__lte=F("escalate_at")), name="clock_events_in_order"
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True, paused_at__isnull=True) | Q(next_at__isnull=True),
                name="clock_silent_when_stopped_or_paused",
            ),
            models.CheckConstraint(
                condition=Q(next_at__isnull=True, next_event="") | Q(next_at__isnull=False) & ~Q(next_event=""),
                name="clock_next_event_has_its_time",
            ),
        ]
        indexes = [models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="clock_next")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
