"""Times in plain words, in the reader's language."""

from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FORMATS = {"zh-hans": ("Y年n月j日", "H:i", "n月j日"), "en": ("j F Y", "H:i", "j F")}


def _formats() -> tuple[str, str, str]:
    return FORMATS.get(get_language() or "", FORMATS["zh-hans"])


def on_day(at: datetime) -> str:
    """2026年11月23日 / 23 November 2026, in the county's time zone."""
    return date_format(localtime(at), _formats()[0])


def on_date(day: date) -> str:
    """11月28日 / 28 November: a day of a year that is known."""
    return date_format(day, _formats()[2])


def exactly(at: datetime) -> str:
    """Day and minute, in the county's time zone."""
    day, clock, _short = _formats()
    return f"{date_format(localtime(at), day)} {date_format(localtime(at), clock)}"


def briefly(at: datetime, now: datetime) -> str:
    """Day and minute, the year only when it is another one."""
    return f"{_calendar_day(at, now)} {_clock(at)}"


def duration(span: timedelta) -> str:
    """How long something took, in its two largest units: 3 d 4 h; less than a minute counts as one."""
    minutes = max(1, int(span / MINUTE))
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        whole = _("%(days)s d %(hours)s h") if hours else _("%(days)s d")
        return whole % {"days": days, "hours": hours}
    if hours:
        whole = _("%(hours)s h %(minutes)s min") if rest else _("%(hours)s h")
        return whole % {"hours": hours, "minutes": rest}
    return _("%(minutes)s min") % {"minutes": rest}


def waiting(seconds: int) -> str:
    """How long to wait: seconds below two minutes, then its two largest units."""
    if seconds < 2 * MINUTE.seconds:
        return _("%(seconds)s seconds") % {"seconds": seconds}
    return duration(MINUTE * -(-seconds // MINUTE.seconds))


def _days_between(earlier: datetime, later: datetime) -> int:
    """Midnights passed in the county's time zone: what people count as days."""
    return (localtime(later).date() - localtime(earlier).date()).days


def _clock(at: datetime) -> str:
    return date_format(localtime(at), _formats()[1])


def _calendar_day(at: datetime, now: datetime) -> str:
    if localtime(at).year != localtime(now).year:
        return on_day(at)
    return date_format(localtime(at), _formats()[2])


def since_words(at: datetime, now: datetime) -> str:
    """How long ago, as one says it: just now, 5 min ago, yesterday 14:20, 3 days ago, then the date."""
    if now - at < MINUTE:
        return _("just now")
    if now - at < HOUR:
        return _("%(minutes)s min ago") % {"minutes": (now - at) // MINUTE}
    days = _days_between(at, now)
    if days == 0:
        return _("%(hours)s h ago") % {"hours": (now - at) // HOUR}
    if days == 1:
        return _("yesterday %(clock)s") % {"clock": _clock(at)}
    if days < 7:
        return _("%(days)s days ago") % {"days": days}
    return _calendar_day(at, now)


def until_words(at: datetime, now: datetime) -> str:
    """How long still, or how long past: in 20 min, today 17:00, tomorrow 9:00, in 3 days; 2 h overdue."""
    if at < now:
        return _("%(span)s overdue") % {"span": duration(now - at)}
    if at - now < HOUR:
        return _("in %(minutes)s min") % {"minutes": max(1, (at - now) // MINUTE)}
    days = _days_between(now, at)
    if days == 0:
        return _("today %(clock)s") % {"clock": _clock(at)}
    if days == 1:
        return _("tomorrow %(clock)s") % {"clock": _clock(at)}
    if days < 7:
        return _("in %(days)s days") % {"days": days}
    return _calendar_day(at, now)
