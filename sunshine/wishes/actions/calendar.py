"""A day off announced late: the time of a wish that runs over it is counted anew, as that of a request is."""

from datetime import datetime

from django.db import transaction

from sunshine.clocks.actions import postpone
from sunshine.clocks.models import CalendarChange, Clock
from sunshine.clocks.queries import calendar, running
from sunshine.lib.moments import iso
from sunshine.matters.actions.alarms import CLOCK, lock_matter
from sunshine.matters.actions.calendar import tell_change
from sunshine.matters.actions.steps import StepChange
from sunshine.wishes.actions.move import move
from sunshine.wishes.models import Wish


@transaction.atomic
def follow_wish(clock: Clock, change: CalendarChange, *, at: datetime) -> bool:
    """Move the time of a clock's wish if a changed calendar makes it later, in one step; whether it moved.

    Whoever has the wish is told once for the whole change. The clock of a wish is never paused nor given more time.
    """
    wish = lock_matter(Wish, clock, "kind")
    if wish is None:
        return False
    book = calendar()
    moved = [
        own
        for own in running(wish.subject)
        if not own.late(change.at) and postpone(own, book.counted_anew(own, ()))
    ]
    if not moved:
        return False
    facts = {"days": change.days, "moved": {str(own.kind): iso(own.due_at) for own in moved}}
    move(wish, "move_due", by=CLOCK, at=at, step=StepChange({"due_at": moved[-1].due_at}, facts=facts))
    tell_change(change, [wish.holder_id], "/desk/wishes/", at=at)
    return True
