"""What clocks set off in requests: each event once, told to whom it concerns."""

from datetime import datetime, timedelta

import pytest

from sunshine.cases.actions import accept, answer, raise_alarm
from sunshine.cases.jobs import watch_clocks
from sunshine.cases.models import Case
from sunshine.clocks.models import Clock
from sunshine.notices.models import Message
from sunshine.people.models import Organisation
from sunshine.people.states import OrganisationKind
from sunshine.record.models import Entry
from tests.factories.cases import GRID, Town, reported
from tests.factories.people import NOON

LATER = NOON + timedelta(hours=1)
MUCH_LATER = NOON + timedelta(days=60)


def test_a_passed_deadline_is_entered_once_and_told(there: Town) -> None:
    case = reported().case
    clock = Clock.objects.get(kind="handle")

    assert [raise_alarm(Clock.objects.get(pk=clock.pk), at=MUCH_LATER) for _ in range(3)] == [
        True,
        True,
        True,
    ]

    entries = (
        Entry.objects.filter(subject=f"clock:{clock.pk}").order_by("step").values_list("verb", flat=True)
    )
    assert list(entries) == ["due_soon", "breached", "escalated"]
    told = Message.objects.filter(
        subject=case.subject, kind__in=["case_due_soon", "case_breached", "case_escalated"]
    )
    assert list(told.order_by("id").values_list("organisation", flat=True)) == [
        there.first.pk,
        there.first.pk,
        there.street.pk,
    ]


@pytest.mark.parametrize("told", [{"place": GRID}, {"kind": OrganisationKind.PARTY_GROUP}])
def test_an_alarm_names_nobody_who_stands_for_a_grid_or_a_home(there: Town, told: dict[str, str]) -> None:
    Organisation.objects.filter(pk=reported().case.holder_id).update(name="第一网格", **told)

    raise_alarm(Clock.objects.get(kind="handle"), at=MUCH_LATER)

    said = Entry.objects.filter(subject__startswith="clock:").values_list("public", flat=True)
    assert [text for text in said if "第一网格" in text] == []
    assert said[0].count('"community":"231282999001"') == 1


def test_the_case_keeps_its_step_so_that_nobody_at_work_is_overtaken_by_a_clock(there: Town) -> None:
    case = reported().case

    raise_alarm(Clock.objects.get(kind="handle"), at=MUCH_LATER)

    assert Case.objects.get().version == case.version


def test_a_staff_complaint_climbs_among_supervision_desks_only(there: Town) -> None:
    case = reported(text="态度恶劣", category="0901", about=there.first.pk).case
    clock = Clock.objects.get(kind="handle")
    for _ in range(3):
        raise_alarm(Clock.objects.get(pk=clock.pk), at=MUCH_LATER)

    told = set(Message.objects.filter(subject=case.subject).values_list("organisation", flat=True))
    assert told == {there.desk.pk, there.county_desk.pk}


def test_silence_after_an_answer_closes_as_unconfirmed(there: Town, at_noon: datetime) -> None:
    case = accept(reported().case, by=there.by("worker"), at=LATER)
    answer(case, by=there.by("worker"), at=LATER, text="已清走")

    watch_clocks(0)
    assert Case.objects.get().state == "answered"
    clock = Clock.objects.get(kind="confirm")
    raise_alarm(clock, at=MUCH_LATER)
    raise_alarm(Clock.objects.get(pk=clock.pk), at=MUCH_LATER)

    assert Case.objects.values_list("state", "outcome").get() == ("closed", "unconfirmed")


def test_a_clock_without_a_case_is_left_alone(there: Town) -> None:
    reported()
    clock = Clock.objects.get(kind="handle")
    clock.subject = "case:gone"

    assert raise_alarm(clock, at=MUCH_LATER) is False


def test_a_clock_that_is_not_due_says_nothing(there: Town) -> None:
    reported()

    assert raise_alarm(Clock.objects.get(kind="handle"), at=NOON) is False


def test_the_round_takes_all_that_is_due(there: Town) -> None:
    reported(at=NOON - timedelta(days=60))

    assert watch_clocks(0) >= 6
    assert watch_clocks(0) == 0


def test_one_broken_clock_keeps_no_other_from_ringing(there: Town) -> None:
    broken = reported(at=NOON - timedelta(days=60)).case
    Case.objects.filter(pk=broken.pk).update(policy="gone")
    Clock.objects.filter(subject=broken.subject).update(next_event="unheard")
    reported(at=NOON - timedelta(days=60))

    with pytest.raises(RuntimeError, match="could not be rung"):
        watch_clocks(0)
    assert Entry.objects.filter(verb="breached").count() == 2
