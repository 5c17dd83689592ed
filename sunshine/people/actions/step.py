"""The day of a step."""

from datetime import date, datetime

from django.utils import timezone


def day_of(at: datetime) -> date:
    """The day of an instant in the county's time zone."""
    return timezone.localtime(at).date()
