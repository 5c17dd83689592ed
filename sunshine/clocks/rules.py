"""Who may change the calendar, the office hours and the deadlines, and what a year's notice must be like."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.clocks.models import OfficeHours
from sunshine.clocks.queries import windows_of
from sunshine.clocks.states import DayKind
from sunshine.lib.refusals import Refused
from sunshine.people.queries import reach
from sunshine.record.states import Actor, ActorKind

# New Year, Spring Festival, Qingming, Labour Day, Dragon Boat, Mid-Autumn, National Day: seven occasions of a day
# at least. They can fall into as few as four months, as in 2009: January, April, May and October.
FEWEST_DAYS, FEWEST_MONTHS = 7, 4


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """A line of a year's notice: a holiday or a make-up working day."""

    day: date
    kind: DayKind
    name: str = ""


@dataclass(frozen=True, slots=True)
class Spanned:
    """What a change of the calendar will move: how many running deadlines run over its new days off."""

    deadlines: int


def check_keeper(by: Actor, at: datetime) -> None:
    """Only a county administrator, or the system bringing its defaults, changes the rules. Raises Refused."""
    if by.kind is ActorKind.SYSTEM:
        return
    if not reach(by, timezone.localtime(at).date()).can("tables"):
        raise Refused(
            _("Only a county administrator may change deadlines and the calendar."), code="not_keeper"
        )


def check_days(year: int, days: Sequence[NoticeDay]) -> None:
    """A notice that can be taken over whole: a year's holidays, of one year, no day twice. Raises Refused."""
    holidays = {day.day for day in days if day.kind == DayKind.HOLIDAY}
    if not holidays:
        raise Refused(_("The table has no holiday. Each line needs a date, a type and a name."), code="empty")
    if strange := sorted({day.day for day in days if day.day.year != year}):
        raise Refused(
            _("%(day)s is not a day of %(year)s.") % {"day": strange[0], "year": year}, code="wrong_year"
        )
    _check_twice(days)
    if weekdays := sorted(day.day for day in days if day.kind == DayKind.MAKEUP and day.day.weekday() < 5):
        raise Refused(
            _("%(day)s is an ordinary working day; a make-up day falls on a weekend.") % {"day": weekdays[0]},
            code="makeup_on_weekday",
        )
    if len(holidays) < FEWEST_DAYS or len({day.month for day in holidays}) < FEWEST_MONTHS:
        raise Refused(
            _("These are not the holidays of a whole year. Set single days one by one once the year is in."),
            code="not_a_year",
        )


def _check_twice(days: Sequence[NoticeDay]) -> None:
    kinds = {(day.day, day.kind) for day in days}
    if both := sorted(day for day, times in Counter(day for day, _kind in kinds).items() if times > 1):
        raise Refused(
            _("%(day)s is named both as a holiday and as a make-up working day.") % {"day": both[0]},
            code="both",
        )
    if twice := sorted(day for day, times in Counter(line.day for line in days).items() if times > 1):
        raise Refused(_("%(day)s is in the table twice.") % {"day": twice[0]}, code="twice")


def check_hours(hours: OfficeHours) -> None:
    """Stretches in order, the afternoon whole or absent. Raises Refused."""
    paired = (hours.reopens is None) == (hours.ends is None)
    try:
        windows_of(hours)
    except ValueError:
        paired = False
    if not paired:
        raise Refused(
            _("Office hours must be in order: opening, break, closing. Without a break leave it empty."),
            code="hours",
        )
