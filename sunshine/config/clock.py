"""A machine whose clock is wrong: noticed before it counts a deadline or erases what is not old."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from sunshine.config.failures import Failure

RELEASED = datetime(2026, 11, 23, tzinfo=UTC)
"""The day of the newest version in CHANGELOG.md: no machine can run it earlier. An empty battery says 1970."""
EARLIEST = RELEASED - timedelta(days=1)  # so that the day of the release has begun in every time zone
LATEST = RELEASED + timedelta(days=20 * 365)
"""Nobody runs a version for twenty years; a clock that says so would have the nightly jobs erase everything."""
AHEAD = timedelta(days=1)
"""How far the record may be ahead of the clock: two machines with the same record differ by minutes, not by a day."""


def refuse_impossible() -> None:
    """Raise Failure when the machine's clock cannot be right."""
    now = timezone.now()
    if EARLIEST <= now <= LATEST:
        return
    why = "before this version was made" if now < EARLIEST else "twenty years after this version was made"
    raise Failure(
        f"This machine's clock says {timezone.localtime(now):%Y-%m-%d %H:%M}, {why} ({RELEASED:%Y-%m-%d}); "
        "deadlines and erasing go by it, so set it right (`timedatectl set-ntp true`) and start again."
    )
