"""Reminders, supervision, and the ladder that an overdue matter climbs."""

from datetime import timedelta
from typing import Any

import pytest

from sunshine.cases.actions import accept, ask, escalate, note, remind, stage_report, supervise
from sunshine.cases.jobs import pass_time
from sunshine.cases.models import Case, Note, Rung, Supervision
from sunshine.cases.queries import forget_catalogue, next_rung, to_climb
from sunshine.cases.queries.page import page_of
from sunshine.cases.rules import possible, remind_from
from sunshine.clocks.queries import calendar
from sunshine.lib.refusals import Refused
from sunshine.matters.jobs import step_all
from sunshine.matters.queries.timeline import told_of
from sunshine.notices.models import Message
from sunshine.people.actions import officer_actor
from sunshine.people.states import Role
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from tests.factories.cases import RESIDENT, STREET, Town, reported
from tests.factories.people import NOON, OfficerFactory

LATER = NOON + timedelta(hours=1)
TOMORROW = NOON + timedelta(days=1)
CLOCK = Actor.system("clock")
LATE = timedelta(hours=24)


@pytest.fixture
def chief(there: Town) -> Actor:
    """The street's supervisor."""
    officer = OfficerFactory(organisation=there.street, role=Role.STREET_SUPERVISOR, role__place=STREET)
    return officer_actor(officer)


def refusal(step: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(Refused) as refused:
        step(*args, **kwargs)
    return str(refused.value.code)


def told(case: Case, kind: str) -> list[int]:
    rows = Message.objects.filter(subject=case.subject, kind=kind).order_by("id")
    return list(rows.values_list("organisation", flat=True))


def test_the_resident_reminds_once_a_day(there: Town) -> None:
    case = reported().case
    assert remind_from(case) is None
    remind(case, by=RESIDENT, at=LATER)

    assert refusal(remind, case, by=RESIDENT, at=LATER + timedelta(hours=2)) == "reminded"
    assert remind(case, by=RESIDENT, at=LATER + timedelta(days=1)).reminded_at == LATER + timedelta(days=1)
    assert told(case, "case_reminded") == [there.first.pk, there.first.pk]


def test_staff_above_remind_when_they_see_need(there: Town, chief: Actor) -> None:
    case = remind(reported().case, by=RESIDENT, at=LATER)
    remind(case, by=chief, at=LATER, text="请尽快到现场")

    assert (case.reminded_at, Note.objects.get().text) == (LATER, "请尽快到现场")


def test_nobody_reminds_their_own_organisation(there: Town) -> None:
    case, secretary = reported().case, there.by("secretary")

    assert refusal(remind, case, by=secretary, at=LATER) == "own_matter"
    assert "remind" not in possible(case, by=secretary, on=LATER.date())
    assert told(case, "case_reminded") == []


def test_who_is_asked_a_question_answers_it_first(there: Town) -> None:
    case = accept(reported().case, by=there.by("worker"), at=LATER)
    ask(case, by=there.by("worker"), at=LATER, text="请问几单元")

    assert refusal(remind, case, by=RESIDENT, at=TOMORROW) == "waiting"


def test_a_supervised_matter_waits_for_a_report(there: Town, chief: Actor) -> None:
    case = supervise(reported().case, by=chief, at=LATER, text="群众反映强烈")

    row = Supervision.objects.get()
    assert (row.organisation, row.report_due) == (there.street, calendar().after(LATER, 2, "working_day"))
    assert told(case, "case_supervised") == [there.first.pk]
    assert "stage_report" in possible(case, by=there.by("worker"), on=NOON.date())


def test_the_report_reaches_whoever_watches(there: Town, chief: Actor) -> None:
    case = supervise(reported().case, by=chief, at=LATER, text="群众反映强烈")
    stage_report(case, by=there.by("worker"), at=TOMORROW, text="已约施工队")

    entry = Entry.objects.filter(subject=case.subject).latest("step")
    assert (entry.facts["late"], entry.facts["waiting"]) == (False, 1)
    assert (Supervision.objects.get().reported_at, told(case, "case_stage_report")) == (
        TOMORROW,
        [there.street.pk],
    )


def test_a_late_report_is_late(there: Town, chief: Actor) -> None:
    case = supervise(reported().case, by=chief, at=LATER, text="群众反映强烈")
    stage_report(case, by=there.by("worker"), at=LATER + timedelta(days=30), text="已约施工队")

    assert Entry.objects.filter(subject=case.subject).latest("step").facts["late"] is True


def test_supervising_again_asks_for_another_report(there: Town, chief: Actor) -> None:
    case = supervise(reported().case, by=chief, at=LATER, text="群众反映强烈")
    stage_report(case, by=there.by("worker"), at=LATER, text="已约施工队")
    supervise(case, by=chief, at=TOMORROW, text="仍未开工")

    assert Supervision.objects.values_list("at", "reported_at").get() == (TOMORROW, None)


def test_nobody_reports_to_nobody(there: Town) -> None:
    assert (
        refusal(stage_report, reported().case, by=there.by("worker"), at=LATER, text="在办")
        == "no_supervision"
    )


def test_an_overdue_matter_climbs_each_rung_once(there: Town) -> None:
    case = reported().case
    for hours in (24, 24, 72, 120, 999):
        escalate(case, by=CLOCK, at=case.due_at + timedelta(hours=hours))

    assert told(case, "case_climbed") == [there.first.pk, there.street.pk, there.county.pk]
    assert (case.rung, Case.objects.get().rung) == (3, 3)


def test_before_its_time_nobody_is_told(there: Town) -> None:
    case = reported().case
    almost = case.due_at + LATE - timedelta(seconds=1)

    assert (escalate(case, by=CLOCK, at=almost), to_climb(almost, 9)) == (None, [])
    assert to_climb(case.due_at + LATE, 9) == [case]


def test_a_rung_without_an_organisation_is_left_out(there: Town) -> None:
    case = reported().case
    Rung.objects.filter(order=1).update(kind="branch")
    forget_catalogue()

    assert next_rung(case, at=case.due_at + LATE) is None
    rung, above = next_rung(case, at=case.due_at + timedelta(hours=72)) or (None, None)
    assert (rung and rung.order, above) == (2, there.street)


def test_without_rungs_nothing_climbs(there: Town) -> None:
    case = reported().case
    Rung.objects.all().delete()
    forget_catalogue()

    assert to_climb(case.due_at + timedelta(days=99), 9) == []


def test_what_waits_for_the_resident_does_not_climb(there: Town) -> None:
    case = accept(reported().case, by=there.by("worker"), at=LATER)
    ask(case, by=there.by("worker"), at=LATER, text="请问几单元")

    assert to_climb(case.due_at + timedelta(days=99), 9) == []


def test_a_round_takes_every_rung_that_is_due(there: Town) -> None:
    case = reported().case
    Case.objects.update(due_at=NOON - timedelta(days=4000))

    assert (pass_time(0), pass_time(0)) == (3, 0)
    assert told(case, "case_climbed") == [there.first.pk, there.street.pk, there.county.pk]


def test_who_is_just_stepped_on_waits_for_the_next_round(there: Town) -> None:
    case, at = reported().case, NOON + timedelta(days=90)

    def overtaken(found: Case, **told: Any) -> object:
        note(Case.objects.get(pk=found.pk), by=there.by("worker"), at=LATER, text="正在办")
        return escalate(found, **told)

    assert step_all(to_climb, overtaken, at=at) == 0
    assert (step_all(to_climb, escalate, at=at), Case.objects.get(pk=case.pk).rung) == (3, 3)


def test_a_complaint_about_staff_climbs_no_ladder(there: Town) -> None:
    case = reported(text="态度恶劣", category="0901", about=there.first.pk).case
    late = case.due_at + timedelta(days=99)

    assert (next_rung(case, at=late), to_climb(late, 9)) == (None, [])


def test_the_timeline_says_who_was_told(there: Town, chief: Actor) -> None:
    case = accept(reported().case, by=there.by("worker"), at=LATER)
    supervise(case, by=chief, at=LATER, text="请尽快办理")
    stage_report(case, by=there.by("worker"), at=LATER + timedelta(hours=1), text="已联系物业")
    escalate(case, by=CLOCK, at=case.due_at + timedelta(days=9))

    said = {line.verb: line.told for line in page_of(case, at=NOON).timeline}
    assert said["supervise"] == (there.first.name,)
    assert said["stage_report"] == (there.street.name,)
    assert said["escalate"] == (there.first.name,)


def test_what_was_told_before_several_were_named_names_one() -> None:
    assert (told_of({"told": 7}), told_of({"told": [7, 8]}), told_of({})) == ([7], [7, 8], [])
