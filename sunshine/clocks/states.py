"""The words for deadlines."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Unit(TextChoices):
    """A deadline's unit is part of the rule (R-GRID-06)."""

    WORKING_HOUR = "working_hour", _("working hours")
    WORKING_DAY = "working_day", _("working days")
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
