"""A day off announced late: running deadlines follow by rule, never earlier, recorded, each organisation told once."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from sunshine.cases.actions import (
    accept,
    ask,
    ask_more_time,
    follow_calendar,
    grant,
    join,
    reply,
    stage_report,
    supervise,
)
from sunshine.cases.models import Case, Part, Reason
from sunshine.cases.queries import catalogue
from sunshine.cases.states import Asking
from sunshine.clocks.actions import import_calendar, postpone, set_day, try_change
from sunshine.clocks.jobs import SETTLED, follow_changes
from sunshine.clocks.models import CalendarChange, CalendarDay, Clock
from sunshine.clocks.queries import calendar
from sunshine.clocks.rules import NoticeDay
from sunshine.clocks.states import ClockEvent, ClockKind, DayKind, Unit
from sunshine.lib.leaving import leave, staying
from sunshine.lib.refusals import Overtaken
from sunshine.notices.models import Message
from sunshine.people.actions import officer_actor
from sunshine.people.states import Role
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from tests.factories.cases import Town, reported
from tests.factories.people import NOON, OfficerFactory

SYSTEM = Actor.system("operator")
LATER = NOON + timedelta(hours=1)
CASES = ("case:", "part:")


def off(day: date, at: datetime = LATER, **more: Any) -> None:
    set_day(day, DayKind.HOLIDAY, by=SYSTEM, at=at, **more)


def follow(at: datetime = LATER + SETTLED) -> int:
    return sum(follow_changes(prefix, follow_calendar, at=at) for prefix in CASES)


def workday(after: datetime, number: int = 1) -> date:
    """The so-manieth working day after a moment, by the calendar as it is."""
    day = after.date()
    for _ in range(number):
        day = calendar().days.next_workday(day)
    return day


def terms(case: Case) -> dict[str, datetime]:
    return dict(Clock.objects.filter(subject=case.subject, stopped_at=None).values_list("kind", "due_at"))


def moved(case: Case) -> list[Entry]:
    return list(Entry.objects.filter(subject=case.subject, verb="move_due").order_by("step"))


def test_what_runs_over_a_new_day_off_is_due_as_if_it_came_in_today(there: Town) -> None:
    case = reported().case

    off(workday(NOON))

    assert follow() == 1
    case.refresh_from_db()
    book = calendar()
    assert terms(case) == {
        kind: book.term(case.policy, kind, NOON).due_at for kind in (ClockKind.ACCEPT, ClockKind.HANDLE)
    }
    assert case.due_at == terms(case)["handle"]
    assert case.contact_by == max(case.contact_by, book.contact_by(case.policy, NOON))


def test_it_is_a_step_of_the_record_with_days_and_deadlines(there: Town) -> None:
    case, day = reported().case, workday(NOON)

    off(day)
    follow()

    [entry] = moved(case)
    case.refresh_from_db()
    assert (entry.step, entry.actor_kind, entry.facts["days"]) == (case.version, "system", [day.isoformat()])
    assert datetime.fromisoformat(entry.facts["due_at"]) == case.due_at
    assert datetime.fromisoformat(entry.facts["moved"]["handle"]) == case.due_at


def test_each_organisation_is_told_once_for_all_its_matters(there: Town) -> None:
    for _ in range(3):
        reported()
    reported(category="0101")

    off(workday(NOON))

    assert follow() == 4
    told = Message.objects.filter(kind="deadlines_moved").values_list("organisation", flat=True)
    assert sorted(told) == sorted([there.first.pk, there.light.pk])


def test_a_second_round_and_two_at_once_move_nothing_more(there: Town) -> None:
    case = reported().case
    off(workday(NOON))
    [stale] = Clock.objects.filter(subject=case.subject, kind=ClockKind.HANDLE)
    [change] = CalendarChange.objects.filter(prefix="case:")

    assert (follow(LATER), follow(), follow()) == (1, 0, 0)
    assert follow_calendar(stale, change, at=LATER) is False
    assert len(moved(case)) == 1


def test_a_change_is_finished_only_when_no_step_can_still_count_by_the_old_calendar(there: Town) -> None:
    reported()
    off(workday(NOON))

    follow(LATER)
    assert CalendarChange.objects.filter(done_at=None).count() == 1
    follow(LATER + SETTLED)

    assert CalendarChange.objects.filter(done_at=None).count() == 0


def test_a_round_that_is_stopped_goes_on_later(there: Town) -> None:
    cases = [reported().case for _ in range(3)]
    off(workday(NOON))

    def once(clock: Clock, change: CalendarChange, *, at: datetime) -> bool:
        leave()
        return follow_calendar(clock, change, at=at)

    with staying():
        assert follow_changes("case:", once, at=LATER + SETTLED) == 1
    assert CalendarChange.objects.filter(done_at=None).count() == 1
    assert follow() == 2
    assert [len(moved(case)) for case in cases] == [1, 1, 1]


def test_a_matter_just_moved_by_somebody_keeps_the_change_open(there: Town) -> None:
    reported()
    off(workday(NOON))

    def overtaken(clock: Clock, change: CalendarChange, *, at: datetime) -> bool:
        raise Overtaken(clock.subject)

    assert follow_changes("case:", overtaken, at=LATER + SETTLED) == 0
    assert follow() == 1


def test_a_working_day_announced_late_makes_nobody_late(there: Town) -> None:
    case = reported().case
    before = terms(case)
    saturday = next(day for n in range(7) if (day := (NOON + timedelta(days=n)).date()).weekday() == 5)

    set_day(saturday, DayKind.MAKEUP, by=SYSTEM, at=LATER)

    assert (follow(), terms(case)) == (0, before)


def test_what_has_passed_stays_passed(there: Town) -> None:
    case = reported().case
    late = case.due_at + timedelta(minutes=1)

    off(case.due_at.date(), at=late)

    assert (follow(late + SETTLED), moved(case)) == (0, [])


def test_what_is_late_stays_late_while_the_rest_moves(there: Town) -> None:
    case = reported().case
    before, late = terms(case), terms(case)["accept"] + timedelta(minutes=1)

    off(case.due_at.date(), at=late)
    follow(late + SETTLED)

    after = terms(case)
    assert (after["accept"], after["handle"] > before["handle"]) == (before["accept"], True)


def test_a_clock_whose_matter_is_gone_moves_nothing(there: Town) -> None:
    case = reported().case
    off(workday(NOON))
    clock = Clock.objects.filter(subject=case.subject).first()
    clock.subject = "case:0"

    assert follow_calendar(clock, CalendarChange.objects.get(), at=LATER) is False


def test_a_clock_that_somebody_moved_meanwhile_is_not_moved_over_it(there: Town) -> None:
    clock = Clock.objects.get(subject=reported().case.subject, kind=ClockKind.HANDLE)
    term = calendar().term("normal", ClockKind.HANDLE, NOON + timedelta(days=9))
    Clock.objects.filter(pk=clock.pk).update(due_at=clock.due_at + timedelta(minutes=1))

    with pytest.raises(Overtaken):
        postpone(clock, term)


def test_who_keeps_the_calendar_may_leave_what_runs_as_it_is(there: Town) -> None:
    case = reported().case
    before = terms(case)

    off(workday(NOON), follow=False)

    assert (follow(), terms(case)) == (0, before)
    said = Entry.objects.get(verb="set_day").facts
    assert (said["follow"], said["running"]) == (False, 2)


def test_a_preview_says_how_many_and_changes_nothing(there: Town) -> None:
    case, day = reported().case, workday(NOON)

    assert try_change(lambda: off(day)) == 2

    assert not CalendarDay.objects.filter(day=day).exists()
    assert (CalendarChange.objects.count(), follow(), moved(case)) == (0, 0, [])


def test_a_notice_imported_anew_moves_what_runs_as_a_single_day_does(there: Town) -> None:
    case, day = reported().case, workday(NOON)
    rows = [
        NoticeDay(row.day, DayKind(row.kind), row.name)
        for row in CalendarDay.objects.filter(day__year=day.year)
    ]

    import_calendar(day.year, [*rows, NoticeDay(day, DayKind.HOLIDAY)], "notice", by=SYSTEM, at=LATER)

    assert follow() == 1
    assert terms(case)["handle"] == calendar().term(case.policy, ClockKind.HANDLE, NOON).due_at


def test_nothing_goes_past_the_deadline_of_whoever_passed_it_on(there: Town) -> None:
    limit = calendar().term("normal", ClockKind.HANDLE, NOON).due_at
    case = reported(due_limit=limit).case

    off(workday(NOON))
    follow()

    case.refresh_from_db()
    assert (case.due_at, terms(case)["handle"]) == (limit, limit)


def test_what_was_told_is_not_told_again(there: Town) -> None:
    case = reported().case
    clocks = Clock.objects.filter(subject=case.subject, kind=ClockKind.HANDLE)
    soon = clocks.get().soon_at
    clocks.update(next_event=ClockEvent.BREACHED, next_at=clocks.get().due_at)

    off(workday(NOON))
    follow()

    clock = clocks.get()
    assert (clock.soon_at, clock.next_event, clock.next_at) == (soon, ClockEvent.BREACHED, clock.due_at)


def test_called_organisations_keep_step_and_are_told(there: Town) -> None:
    case = accept(reported().case, by=there.by("worker"), at=NOON)
    join(case, by=there.by("worker"), at=NOON, organisation=there.light, task="请到场看一看")
    part = Part.objects.get()

    off(workday(NOON))
    follow()

    was, part = part.due_at, Part.objects.get()
    clock = Clock.objects.get(subject=part.subject)
    assert part.due_at == clock.due_at == calendar().measure_term(NOON, clock.amount, clock.unit).due_at > was
    assert Message.objects.filter(kind="deadlines_moved", organisation=there.light.pk).count() == 1


def chief(there: Town) -> Actor:
    return officer_actor(
        OfficerFactory(organisation=there.street, role=Role.STREET_SUPERVISOR, role__place=there.street.place)
    )


def _more(case: Case, there: Town, at: datetime) -> None:
    why = Reason.objects.filter(kind=Asking.EXTENSION, claims="").first()
    ask_more_time(case, by=there.by("worker"), at=at, text="请延长", amount=2, reason=why)
    grant(case, by=there.by("dispatcher"), at=at + timedelta(minutes=5), text="同意")


def _asked(case: Case, there: Town, at: datetime, back: datetime) -> None:
    ask(case, by=there.by("worker"), at=at, text="几单元?")
    reply(case, by=Actor.resident(), at=back, text="三单元")


@pytest.mark.parametrize("seed", range(6))
def test_counted_anew_is_what_the_same_steps_would_have_given_on_that_calendar(
    there: Town, seed: int
) -> None:
    """The law of it: known before or announced after, the same days off give the same deadline."""
    chance = Random(seed)
    days = sorted({workday(NOON, chance.randint(1, 7)) for _ in range(chance.randint(1, 3))})
    pause, length = NOON + timedelta(hours=chance.randint(2, 20)), timedelta(hours=chance.randint(1, 60))
    early = chance.random() < 0.5

    def live() -> Case:
        case = accept(reported().case, by=there.by("worker"), at=NOON)
        if early:
            _more(case, there, NOON + timedelta(hours=1))
        _asked(case, there, pause, pause + length)
        if not early:
            _more(case, there, pause + length + timedelta(minutes=1))
        return case

    told_late = live()
    for day in days:
        off(day, at=pause + length + timedelta(minutes=10))
    follow(pause + length + timedelta(minutes=12))
    known_before = live()

    assert terms(told_late) == terms(known_before)
    assert Case.objects.get(pk=told_late.pk).due_at == Case.objects.get(pk=known_before.pk).due_at


@pytest.mark.parametrize("reported_already", [False, True])
def test_a_report_to_whoever_watches_it_is_due_later_too(there: Town, reported_already: bool) -> None:
    case = supervise(reported().case, by=chief(there), at=NOON, text="请三天内报告进展")
    if reported_already:
        stage_report(case, by=there.by("worker"), at=NOON, text="正在联系清运")
    before = case.supervisions.get().report_due

    off(workday(NOON))
    follow()

    row = case.supervisions.get()
    days = catalogue().number("report_days")
    by_rule = calendar().after(NOON, days, Unit.WORKING_DAY)
    assert (row.report_due, by_rule > before) == (before if reported_already else by_rule, True)
    assert ("reports" in moved(case)[0].facts) is not reported_already
