"""Moments as the record holds them."""

from datetime import UTC, datetime


def iso(moment: datetime) -> str:
    """A moment as facts hold it."""
    return moment.astimezone(UTC).isoformat()
