"""A calendar that changed late, told to whoever holds matters."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from sunshine.clocks.models import CalendarChange
from sunshine.lib.moments import iso
from sunshine.notices.actions import tell_all
from sunshine.notices.states import Notice


def tell_change(change: CalendarChange, organisations: Iterable[int], path: str, *, at: datetime) -> None:
    """Tell organisations that deadlines of theirs have moved: one message each, however many matters they hold."""
    days = change.dates
    context: dict[str, str | datetime] = {
        "due": "、".join(day.isoformat() for day in days),
        "link": settings.PUBLIC_URL + path,
    }
    subject = f"calendar:{days[0].year}"
    key = f"deadlines_moved:{iso(change.at)}:{subject}"
    tell_all(
        [Notice("deadlines_moved", subject, pk, None, None, "zh-hans", context, f"{key}:{pk}") for pk in organisations],
        at=at,
    )  # fmt: skip
