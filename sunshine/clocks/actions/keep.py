"""Keeping the rules that clocks follow: calendar, office hours, policies. Each change is recorded."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Value
from django.db.models.functions import StrIndex, Substr
from django.utils.translation import gettext_lazy as _

from sunshine.clocks.models import (
    CalendarChange,
    CalendarDay,
    CalendarVersion,
    CalendarYear,
    OfficeHours,
    Policy,
)
from sunshine.clocks.queries import spanning, working_days
from sunshine.clocks.rules import NoticeDay, check_days, check_hours, check_keeper
from sunshine.clocks.states import DayKind
from sunshine.lib.refusals import Overtaken, Refused
from sunshine.lib.workdays import Calendar
from sunshine.record.rows import add_row, change_row
from sunshine.record.states import Actor
from sunshine.tables.loading import read_shipped

_LOST = _("Somebody changed this meanwhile. Look at it again before you change it.")
DATA = Path(__file__).resolve().parents[1] / "data"


@transaction.atomic
def import_calendar(
    year: int, rows: Sequence[NoticeDay], source: str, *, by: Actor, at: datetime, follow: bool = True
) -> CalendarYear:
    """Take over the notice of a year whole, in place of an earlier one; the same again changes nothing.

    Running deadlines move with new days off, unless not to `follow`.
    Raises Refused when `rows` cannot be a year's notice (see `rules.check_days`) or `by` may not.
    """
    check_keeper(by, at)
    check_days(year, rows)
    known = CalendarYear.objects.select_for_update(of=("self",)).filter(year=year).first()
    if known and known.source == source and _days_of(year) == {(row.day, row.kind, row.name) for row in rows}:
        return known
    before = working_days()
    CalendarDay.objects.filter(day__year=year).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(day=row.day, kind=row.kind, name=row.name, source=source) for row in rows
    )
    told = {"source": source, "imported_at": at}
    facts = {"source": source, "days": len(rows), **_follow(before, year, at, follow)}
    if known:
        kept = change_row(known, "import", by=by, at=at, changes=told, facts=facts)
    else:
        kept = add_row(CalendarYear(year=year, **told), "import", by=by, at=at, facts=facts)
    _reload_everywhere()
    return kept


def try_change(change: Callable[[], object]) -> int:
    """How many running deadlines a change of the calendar would move at most: the change itself, rolled back."""
    with transaction.atomic():
        last = CalendarChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        change()
        spanned = sum(CalendarChange.objects.filter(pk__gt=last).values_list("spanned", flat=True))
        transaction.set_rollback(True)
    return spanned


def _follow(before: Calendar, year: int, at: datetime, follow: bool) -> dict[str, Any]:
    """Ask the rooms to move deadlines that run over new days off; what the entry says of it.

    A day that is worked after all moves nothing: it would make somebody late who was told another day.
    """
    after, first = working_days(), date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    off = [day for day in days if before.is_workday(day) and not after.is_workday(day)]
    counts = (
        spanning(off, at)
        .order_by()
        .annotate(prefix=Substr("subject", 1, StrIndex(F("subject"), Value(":"))))
        .values_list("prefix")
        .annotate(Count("pk"))
    )
    found = dict(counts.order_by("prefix"))
    if follow:
        texts = [day.isoformat() for day in off]
        CalendarChange.objects.bulk_create(
            CalendarChange(days=texts, prefix=prefix, spanned=count, at=at) for prefix, count in found.items()
        )
    return {"running": sum(found.values()), "follow": follow} if found else {}


def finish_change(change: CalendarChange, *, at: datetime) -> None:
    """All deadlines of these subjects have followed the change; their own entries tell of it."""
    CalendarChange.objects.filter(pk=change.pk, done_at__isnull=True).update(done_at=at)


def _days_of(year: int) -> set[tuple[date, str, str]]:
    return set(CalendarDay.objects.filter(day__year=year).values_list("day", "kind", "name"))


@transaction.atomic
def set_day(
    day: date, kind: str | None, *, by: Actor, at: datetime, name: str = "", source: str = "", follow: bool = True
) -> CalendarDay | None:  # fmt: skip
    """Correct one day of a year that is known: a holiday, a make-up day, or with None the weekday rule again.

    Running deadlines move with a new day off, unless not to `follow`.
    Raises Refused when the year's notice is not in, or `by` may not.
    """
    check_keeper(by, at)
    year = CalendarYear.objects.select_for_update(of=("self",)).filter(year=day.year).first()
    if year is None:
        raise Refused(_("Import the calendar of %(year)s first.") % {"year": day.year}, code="no_year")
    before, worked = CalendarDay.objects.filter(day=day).first(), working_days()
    CalendarDay.objects.filter(day=day).delete()
    after = CalendarDay.objects.create(day=day, kind=kind, name=name, source=source) if kind else None
    facts = {"day": day.isoformat(), "name": name, "source": source}
    facts |= _follow(worked, day.year, at, follow)
    came_from, went_to = before.kind if before else "", kind or ""
    change_row(year, "set_day", by=by, at=at, came_from=came_from, went_to=went_to, facts=facts)
    _reload_everywhere()
    return after


@transaction.atomic
def set_office_hours(hours: OfficeHours, *, by: Actor, at: datetime) -> OfficeHours:
    """Set the office hours valid from a day on; `hours.version` is the version that was seen, 0 for a new table.

    Raises Refused for hours out of order or when `by` may not, Overtaken when somebody was faster.
    """
    check_keeper(by, at)
    check_hours(hours)
    _save(hours, by=by, at=at)
    return hours


@transaction.atomic
def set_policy(policy: Policy, *, by: Actor, at: datetime) -> Policy:
    """Set a deadline policy; `policy.version` is the version that was seen, 0 for a new one. Running clocks stay.

    Raises Refused for an amount of nothing or when `by` may not, Overtaken when somebody was faster.
    """
    check_keeper(by, at)
    amounts = (policy.accept_amount, policy.handle_amount, policy.contact_amount, policy.return_amount)
    if min(*amounts, policy.confirm_days) < 1:
        raise Refused(_("A deadline is at least one unit long."), code="amount")
    _save(policy, by=by, at=at)
    return policy


def _save(row: OfficeHours | Policy, *, by: Actor, at: datetime) -> None:
    """Write a rule row unless overtaken, and record old and new values."""
    stands = type(row)._default_manager.filter(pk=row.pk)
    before = _values(stands.filter(version=row.version).first()) if row.version else {}
    row.shipped = by.ident == "defaults" and not row.version
    after = {name: value for name, value in _values(row).items() if before.get(name) != value}
    facts = {"before": before, "after": after}
    if row.version:
        fields = [field.attname for field in row._meta.concrete_fields if field.name != "version"]
        changes = {name: getattr(row, name) for name in fields}
        change_row(row, "set", by=by, at=at, changes=changes, lost=_LOST, facts=facts)
    elif stands.exists():
        raise Overtaken(_LOST)
    else:
        add_row(row, "set", by=by, at=at, facts=facts)
    _reload_everywhere()


def _values(row: OfficeHours | Policy | None) -> dict[str, Any]:
    """A rule row as facts: texts and whole numbers."""
    fields = row._meta.concrete_fields if row else ()
    values = {field.name: getattr(row, field.attname) for field in fields if field.name != "version"}
    return {
        name: value if isinstance(value, int) else str(value)
        for name, value in values.items()
        if value is not None
    }


def _reload_everywhere() -> None:
    """Give the tables' contents a new name, so that every process reads them anew."""
    CalendarVersion.objects.bulk_create(
        [CalendarVersion(id=1, version=uuid.uuid4())],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["version"],
    )


@transaction.atomic
def load_defaults(at: datetime) -> int:
    """Bring the shipped policies, office hours and calendars where there are none; returns how many were new.

    What an administrator has set is never touched; a second call changes nothing.
    """
    by, new = Actor.system("defaults"), 0
    known = set(Policy.objects.values_list("code", flat=True))
    for row in read_shipped("sunshine.clocks", "policies")["policy"]:
        if row["code"] not in known:
            set_policy(_policy(row), by=by, at=at)
            new += 1
    if not OfficeHours.objects.exists():
        for row in read_shipped("sunshine.clocks", "office")["hours"]:
            set_office_hours(OfficeHours(**row), by=by, at=at)
            new += 1
    years = set(CalendarYear.objects.values_list("year", flat=True))
    for path in sorted(DATA.glob("calendar-*.toml")):
        year, source, days = calendar_of(read_shipped("sunshine.clocks", path.stem))
        if year not in years:
            import_calendar(year, days, source, by=by, at=at)
            new += 1
    return new


_TERMS = ("accept", "handle", "contact", "return")


def _policy(row: dict[str, Any]) -> Policy:
    plain = {name: value for name, value in row.items() if name not in _TERMS}
    amounts = {f"{term}_amount": row[term][0] for term in _TERMS}
    units = {f"{term}_unit": row[term][1] for term in _TERMS}
    return Policy(**amounts, **units, **plain)


def calendar_of(table: Mapping[str, Any]) -> tuple[int, str, list[NoticeDay]]:
    """Year, source and days of a calendar read from TOML: `[[holiday]]`, `[[makeup_workday]]`: name, from, to."""
    days = [
        NoticeDay(row["from"] + timedelta(days=n), kind, str(row.get("name", ""))[:40])
        for kind in DayKind
        for row in table.get(kind.value, [])
        for n in range((row.get("to", row["from"]) - row["from"]).days + 1)
    ]
    return int(table["year"]), str(table.get("source", ""))[:120], days
