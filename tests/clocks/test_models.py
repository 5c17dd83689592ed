"""What must always be true of clocks and their rules, whoever writes."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from sunshine.clocks.models import CalendarDay, CalendarVersion, CalendarYear, Clock, OfficeHours, Policy
from sunshine.clocks.states import ClockEvent, ClockKind, DayKind, Unit
from tests.clocks.clocks import MONDAY, SUBJECT

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
HOUR = timedelta(hours=1)


def clock(**changes) -> Clock:
    values = {
        "subject": SUBJECT, "kind": ClockKind.HANDLE, "policy": "normal", "amount": 5, "unit": Unit.WORKING_DAY,
        "started_at": MONDAY, "soon_at": MONDAY + HOUR, "due_at": MONDAY + 2 * HOUR,
        "escalate_at": MONDAY + 3 * HOUR, "next_event": ClockEvent.DUE_SOON, "next_at": MONDAY + HOUR,
    }  # fmt: skip
    return Clock(**{**values, **changes})


def policy(**changes) -> Policy:
    units = {"accept_unit": Unit.WORKING_DAY, "handle_unit": Unit.WORKING_DAY}
    return Policy(
        **{"code": "x", "zh": "x", "en": "x", "accept_amount": 1, "handle_amount": 1, **units, **changes}
    )


def hours(**changes) -> OfficeHours:
    values = {"valid_from": date(2026, 1, 1), "opens": time(8), "closes": time(12)}
    return OfficeHours(**{**values, **changes})


STOPPED = {"stopped_at": MONDAY, "next_at": None, "next_event": ""}


@pytest.mark.parametrize(
    ("constraint", "rows"),
    [
        ("clock_one_per_round", [clock(**STOPPED), clock()]),
        ("clock_one_running", [clock(), clock(round=2)]),
        ("clock_events_in_order", [clock(soon_at=MONDAY + 3 * HOUR)]),
        ("clock_events_in_order", [clock(escalate_at=MONDAY)]),
        ("clock_silent_when_stopped_or_paused", [clock(paused_at=MONDAY)]),
        ("clock_silent_when_stopped_or_paused", [clock(stopped_at=MONDAY)]),
        ("clock_time_belongs_to_an_event", [clock(next_event="")]),
        ("clock_running_event_has_its_time", [clock(next_at=None)]),
        ("policy_amounts_positive", [policy(accept_amount=0)]),
        ("policy_amounts_positive", [policy(handle_amount=0)]),
        ("policy_amounts_positive", [policy(confirm_days=0)]),
        ("office_morning_in_order", [hours(opens=time(12), closes=time(8))]),
        ("office_afternoon_in_order", [hours(reopens=time(13))]),
        ("office_afternoon_in_order", [hours(reopens=time(11), ends=time(17))]),
        ("office_afternoon_in_order", [hours(reopens=time(13), ends=time(13))]),
        ("calendar_version_one_row", [CalendarVersion(id=2)]),
    ],
)
def test_the_database_refuses(constraint, rows):
    for row in rows[:-1]:
        row.save(force_insert=True)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        rows[-1].save(force_insert=True)


@pytest.mark.parametrize(
    "row",
    [
        clock(),
        clock(**STOPPED),
        clock(paused_at=MONDAY, next_at=None),
        clock(next_at=None, next_event=""),
        hours(),
        hours(reopens=time(13), ends=time(17)),
        policy(),
    ],
)
def test_the_database_takes(row):
    row.pk = row.pk if not isinstance(row, Clock) else None

    row.save(force_insert=True)

    assert type(row).objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "late"),
    [
        ({}, True),
        ({"stopped_at": MONDAY}, False),
        ({"paused_at": MONDAY}, False),
        ({"paused_at": MONDAY + 2 * HOUR, "stopped_at": MONDAY + 9 * HOUR}, False),
        ({"stopped_at": MONDAY + 9 * HOUR}, True),
    ],
)
def test_a_pause_and_the_end_hold_the_time_still(changes, late):
    assert clock(**changes).late(MONDAY + 8 * HOUR) is late


def test_rows_name_themselves():
    with translation.override("en"):
        assert [
            str(CalendarDay(day=date(2026, 1, 1), kind=DayKind.HOLIDAY)),
            str(CalendarYear(year=2026)),
            str(hours(reopens=time(13), ends=time(17))),
            str(hours()),
            str(policy()),
            str(clock()),
        ] == ["2026-01-01 holiday", "2026", "08:00–17:00", "08:00–12:00", "x", f"handle {SUBJECT}"]
    version = CalendarVersion()
    assert str(version) == str(version.version)
