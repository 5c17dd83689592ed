"""The words for deadlines."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

SOON_SHARE = 0.8
"""A clock speaks for the first time when this share of its time is used."""

LOOK_AHEAD_DAYS = 45
"""How far ahead the calendar must be known: three weeks of work and a long holiday. Beyond it no banner."""


class Unit(TextChoices):
    """A deadline's unit is part of the rule (R-GRID-06)."""

    WORKING_HOUR = "working_hour", _("working hours")
    WORKING_DAY = "working_day", _("working days")
    NATURAL_MINUTE = "natural_minute", _("minutes")
    NATURAL_HOUR = "natural_hour", _("hours")
    NATURAL_DAY = "natural_day", _("days")


class ClockKind(TextChoices):
    """What a clock measures."""

    ACCEPT = "accept", _("acceptance")
    HANDLE = "handle", _("handling")
    CONFIRM = "confirm", _("confirmation")


class ClockEvent(TextChoices):
    """What a clock tells, each once."""

    DUE_SOON = "due_soon", _("80 % of the time is used")
    BREACHED = "breached", _("the deadline has passed")
    ESCALATED = "escalated", _("told one level up")


class DayKind(TextChoices):
    """Days that differ from the weekday rule."""

    HOLIDAY = "holiday", _("Holiday")
    MAKEUP = "makeup_workday", _("Make-up working day")


WORKING_UNITS = (Unit.WORKING_HOUR, Unit.WORKING_DAY)
"""Units in which a day off does not count, so that the calendar moves a deadline."""

MOVES: dict[str, str] = {
    ClockEvent.DUE_SOON: ClockEvent.BREACHED,
    ClockEvent.BREACHED: ClockEvent.ESCALATED,
    ClockEvent.ESCALATED: "",
}
"""What a clock tells next; after the escalation it has nothing more to say."""

EVENT_STEPS: dict[str, int] = {ClockEvent.DUE_SOON: 1, ClockEvent.BREACHED: 2, ClockEvent.ESCALATED: 3}
"""The step of each event in the record: fixed by the event, so that no event can have two entries."""

EVENT_TIMES: dict[str, str] = {
    ClockEvent.DUE_SOON: "soon_at",
    ClockEvent.BREACHED: "due_at",
    ClockEvent.ESCALATED: "escalate_at",
}
"""The field of a clock that says when an event falls."""
