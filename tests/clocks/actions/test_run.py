"""Running clocks: started, stopped, paused, and each event told once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from sunshine.clocks import actions, queries
from sunshine.clocks.models import Clock
from sunshine.clocks.states import EVENT_STEPS, MOVES, ClockEvent, ClockKind
from sunshine.lib.refusals import Refused
from sunshine.record.queries import by_key, entries
from tests.clocks.clocks import MONDAY, SUBJECT, local, start, tell, tell_all

EVENTS = list(ClockEvent)


@pytest.fixture(autouse=True)
def _defaults(db):
    actions.load_defaults(MONDAY)


def pause(at):
    actions.pause(SUBJECT, ClockKind.HANDLE, at=at)


def resume(at) -> Clock:
    clock = actions.resume(SUBJECT, ClockKind.HANDLE, at=at)
    kept = Clock.objects.get()
    times = ("soon_at", "due_at", "escalate_at", "next_at", "next_event", "paused_at")
    assert [getattr(clock, name) for name in times] == [getattr(kept, name) for name in times]
    return kept


def test_a_started_clock_knows_when_it_speaks():
    clock = start()

    assert (clock.amount, clock.unit, clock.started_at) == (5, "working_day", MONDAY)
    assert (clock.next_event, clock.next_at) == (ClockEvent.DUE_SOON, clock.soon_at)
    assert clock.soon_at == local(27, 16, 12)
    assert (clock.due_at, clock.escalate_at) == (local(30, 17, 30), local(2, 8, 30, month=12))


def test_a_clock_can_be_counted_from_before():
    actions.start(SUBJECT, ClockKind.ACCEPT, policy="urgent", at=MONDAY, since=MONDAY - timedelta(minutes=20))

    assert Clock.objects.get().due_at == MONDAY + timedelta(minutes=10)


def test_a_clock_without_a_policy_is_told_one_level_up_as_soon_as_its_time_is_over():
    actions.start_measured(SUBJECT, ClockKind.HANDLE, amount=2, unit="working_hour", at=MONDAY, name="part")

    clock = Clock.objects.get()
    assert (clock.policy, clock.due_at - MONDAY, clock.escalate_at) == (
        "part",
        timedelta(hours=2),
        clock.due_at,
    )


def test_starting_asks_for_the_version_and_writes_once(django_assert_num_queries):
    queries.calendar()

    with django_assert_num_queries(2):
        actions.start(SUBJECT, ClockKind.HANDLE, policy="normal", at=MONDAY)


def test_several_are_started_with_one_insert(django_assert_num_queries):
    queries.calendar()

    with django_assert_num_queries(2):
        actions.start_all(
            [
                actions.Start(SUBJECT, ClockKind.ACCEPT, "normal"),
                actions.Start(SUBJECT, ClockKind.HANDLE, "complex", round=2),
            ],
            MONDAY,
        )

    assert [(clock.kind, clock.policy, clock.round) for clock in queries.running(SUBJECT)] == [
        ("accept", "normal", 1),
        ("handle", "complex", 2),
    ]


def test_an_unknown_policy_starts_nothing():
    with pytest.raises(Refused) as refused:
        actions.start(SUBJECT, ClockKind.HANDLE, policy="none", at=MONDAY)

    assert (refused.value.code, Clock.objects.count()) == ("unknown_policy", 0)


def test_a_kind_runs_once_at_a_time():
    start()

    with pytest.raises(IntegrityError), transaction.atomic():
        start()


def test_stopping_silences_the_kinds_named_and_no_other():
    start(kind=ClockKind.ACCEPT)
    start(kind=ClockKind.HANDLE)

    actions.stop(SUBJECT, [ClockKind.ACCEPT, ClockKind.CONFIRM], at=MONDAY)

    assert [clock.kind for clock in queries.running(SUBJECT)] == [ClockKind.HANDLE]
    assert queries.due(local(1, month=12), 10)[0].kind == ClockKind.HANDLE


def test_stopping_what_does_not_run_changes_nothing():
    start()
    actions.stop(SUBJECT, [ClockKind.HANDLE], at=MONDAY)

    actions.stop(SUBJECT, [ClockKind.HANDLE], at=local(24))

    assert Clock.objects.get().stopped_at == MONDAY


def test_after_a_stop_the_next_round_may_run():
    start()
    actions.stop(SUBJECT, [ClockKind.HANDLE], at=MONDAY)

    actions.start(SUBJECT, ClockKind.HANDLE, policy="normal", at=MONDAY, round=2)

    assert [clock.round for clock in queries.running(SUBJECT)] == [2]


def test_a_paused_clock_is_silent_and_keeps_its_event():
    start()

    pause(local(24))

    clock = Clock.objects.get()
    assert (clock.paused_at, clock.next_at, clock.next_event) == (local(24), None, ClockEvent.DUE_SOON)
    assert tell_all(local(31, month=12)) == []


def test_what_does_not_run_cannot_be_paused():
    with pytest.raises(Refused):
        pause(MONDAY)


def test_a_paused_clock_cannot_be_paused_again():
    start()
    pause(local(24))

    with pytest.raises(Refused):
        pause(local(25))


def test_what_is_not_paused_cannot_be_resumed():
    start()

    with pytest.raises(Refused):
        resume(local(24))


def test_somebody_else_resuming_first_is_noticed(monkeypatch):
    start()
    pause(local(24))
    found = Clock.objects.get()
    resume(local(25))
    Clock.objects.update(paused_at=local(26), next_at=None)
    monkeypatch.setattr("django.db.models.query.QuerySet.first", lambda self: found)

    with pytest.raises(Refused):
        actions.resume(SUBJECT, ClockKind.HANDLE, at=local(27))


def test_working_days_move_by_the_working_days_paused():
    start()
    pause(local(24, 16))

    clock = resume(local(30, 10))

    assert (clock.due_at, clock.soon_at) == (local(4, 17, 30, month=12), local(3, 16, 12, month=12))
    assert clock.escalate_at == local(8, 8, 30, month=12)


def test_a_pause_within_a_day_moves_no_term_in_days():
    due = start().due_at
    pause(local(24, 9))

    assert resume(local(24, 17)).due_at == due


def test_working_hours_move_by_the_office_hours_paused():
    start(policy="cleaning")
    pause(local(23, 11))

    clock = resume(local(23, 14, 30))

    assert (start_due := local(23, 16)) + timedelta(minutes=90) == clock.due_at
    assert start_due == local(23, 9) + timedelta(hours=7)


def test_natural_hours_move_by_the_time_paused():
    start(policy="urgent")
    pause(local(23, 20))

    assert resume(local(24, 3)).due_at == local(24, 16)


def test_minutes_move_by_the_time_paused():
    actions.start(SUBJECT, ClockKind.ACCEPT, policy="urgent", at=MONDAY)
    actions.pause(SUBJECT, ClockKind.ACCEPT, at=local(23, 9, 10))

    assert actions.resume(SUBJECT, ClockKind.ACCEPT, at=local(23, 9, 25)).due_at == local(23, 9, 45)


def test_natural_days_move_by_the_days_paused():
    actions.start(SUBJECT, ClockKind.CONFIRM, policy="normal", at=MONDAY)
    actions.pause(SUBJECT, ClockKind.CONFIRM, at=local(25))

    assert actions.resume(SUBJECT, ClockKind.CONFIRM, at=local(28)).due_at == local(3, 17, 30, month=12)


def test_a_clock_set_back_moves_nothing():
    due = start().due_at
    pause(local(24))

    assert resume(local(23)).due_at == due


def test_a_pause_never_mends_a_breach():
    clock = start(policy="urgent")
    pause(clock.due_at + timedelta(hours=1))

    resumed = resume(clock.due_at + timedelta(hours=3))

    assert (resumed.soon_at, resumed.due_at) == (clock.soon_at, clock.due_at)
    assert resumed.escalate_at == clock.escalate_at + timedelta(hours=2)
    assert tell_all(clock.due_at + timedelta(hours=3)) == [ClockEvent.DUE_SOON, ClockEvent.BREACHED]


def test_what_was_told_before_a_pause_is_not_told_again():
    clock = start()
    assert tell_all(clock.soon_at) == [ClockEvent.DUE_SOON]
    pause(clock.soon_at)

    assert resume(local(7, month=12)).next_event == ClockEvent.BREACHED
    assert tell_all(local(31, month=12)) == [ClockEvent.BREACHED, ClockEvent.ESCALATED]


def test_a_clock_that_said_everything_can_still_be_paused():
    start()
    tell_all(local(31, month=12))
    pause(local(31, month=12))

    assert resume(local(31, 12, month=12)).next_at is None


def test_before_its_time_nothing_is_told():
    clock = start()

    assert tell(clock, clock.soon_at - timedelta(microseconds=1)) is None


def test_after_a_long_absence_each_event_is_told_once_and_in_order():
    clock = start()

    assert tell_all(local(31, month=12)) == EVENTS
    assert [(entry.step, entry.verb) for entry in entries(clock.record_subject)] == [
        (EVENT_STEPS[event], event) for event in EVENTS
    ]
    assert tell_all(local(31, month=12)) == []


def test_one_clock_in_hand_tells_its_events_one_by_one():
    clock = start()

    assert [tell(clock, local(31, month=12)) for _ in range(4)] == [*EVENTS, None]


def test_whoever_comes_second_is_told_nothing():
    clock = start()
    same = Clock.objects.get()

    assert (tell(clock, clock.due_at), tell(same, clock.due_at)) == (ClockEvent.DUE_SOON, None)


def test_a_stopped_clock_tells_nothing_to_whoever_still_holds_it():
    clock = start()
    actions.stop(SUBJECT, [ClockKind.HANDLE], at=MONDAY)

    assert tell(clock, clock.due_at) is None


def test_the_entry_says_which_clock_of_what_and_when_it_fell():
    clock = start()
    tell(clock, local(28))

    entry = by_key(f"clock:{clock.pk}:due_soon")
    assert (entry.subject, entry.step, entry.at) == (f"clock:{clock.pk}", 1, local(28))
    assert entry.facts == {
        "subject": SUBJECT,
        "clock": "handle",
        "fell_at": local(27, 16, 12).astimezone(entry.at.tzinfo).isoformat(),
        "case": "1",
    }


def test_without_its_entry_the_event_is_not_taken():
    clock = start()

    with pytest.raises(ValueError, match="may not be public"):
        actions.mark(clock, at=clock.due_at, by=None, public={"name": "张三"}, hidden=False, facts={})

    assert Clock.objects.get().next_event == ClockEvent.DUE_SOON


def test_the_moves_end_with_the_escalation():
    assert list(MOVES) == EVENTS
    assert [*MOVES.values()] == [*EVENTS[1:], ""]


def test_more_time_moves_the_deadline_and_what_is_told_before_it():
    start()

    clock = actions.extend(SUBJECT, ClockKind.HANDLE, until=local(7, 17, 30, month=12))

    kept = Clock.objects.get()
    assert (kept.due_at, kept.next_at) == (local(7, 17, 30, month=12), kept.soon_at)
    assert (kept.soon_at, kept.escalate_at) == (clock.soon_at, clock.escalate_at)
    assert tell_all(local(31, month=12)) == EVENTS


def test_more_time_after_the_first_word_leaves_that_word_told():
    clock = start()
    tell_all(clock.soon_at)

    extended = actions.extend(SUBJECT, ClockKind.HANDLE, until=local(7, 17, 30, month=12))

    assert (extended.soon_at, extended.next_at) == (clock.soon_at, local(7, 17, 30, month=12))


@pytest.mark.parametrize("days", [0, 60])
def test_no_deadline_is_moved_back_nor_after_it_was_breached(days):
    clock = start()
    tell_all(clock.started_at + timedelta(days=days))

    with pytest.raises(Refused):
        actions.extend(SUBJECT, ClockKind.HANDLE, until=clock.due_at + timedelta(days=days))


def test_what_does_not_run_is_not_extended():
    with pytest.raises(Refused):
        actions.extend(SUBJECT, ClockKind.HANDLE, until=local(7, month=12))


def test_a_clock_that_spoke_meanwhile_is_not_extended(monkeypatch):
    clock = start()
    real = queries.CalendarBook.prolong

    def meanwhile(book, *args):
        tell_all(clock.soon_at)
        return real(book, *args)

    monkeypatch.setattr(queries.CalendarBook, "prolong", meanwhile)
    with pytest.raises(Refused):
        actions.extend(SUBJECT, ClockKind.HANDLE, until=local(7, month=12))


def test_a_deadline_without_a_clock_is_counted_like_one():
    clock = start()

    assert queries.calendar().after(MONDAY, clock.amount, clock.unit) == clock.due_at
