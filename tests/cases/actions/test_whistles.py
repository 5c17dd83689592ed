"""Departments called together (吹哨报到), and organisations called in to help (协办)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from sunshine.cases import actions, rules
from sunshine.cases.jobs import watch_parts
from sunshine.cases.models import Case, Custody, Part, Whistle
from sunshine.cases.queries import forget_catalogue
from sunshine.cases.states import State
from sunshine.clocks.models import Clock
from sunshine.lib.refusals import Refused
from sunshine.notices.models import Message
from sunshine.people.actions import officer_actor
from sunshine.people.models import Officer, Organisation
from sunshine.people.states import OrganisationKind, Role
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from tests.factories.cases import Town, reported
from tests.factories.people import NOON, OfficerFactory, OrganisationFactory

ON = NOON.date()
SOON = NOON + timedelta(minutes=30)
LATER = NOON + timedelta(days=10)


@pytest.fixture
def case(there: Town) -> Case:
    """A matter that the first community handles."""
    return actions.accept(reported().case, by=there.by("worker"), at=NOON)


@pytest.fixture
def water(there: Town) -> Officer:
    """Somebody of the water works, which nobody has called yet."""
    works = OrganisationFactory(
        name="供水公司", kind=OrganisationKind.UTILITY, place="231282", parent=there.county
    )
    return OfficerFactory(organisation=works, role=Role.HANDLER, role__place="231282")


def by(officer: Officer) -> Actor:
    return officer_actor(Officer.objects.get(pk=officer.pk))


def blow(there: Town, case: Case, *called: Organisation, **more: object) -> Case:
    return actions.whistle(case, by=there.by("secretary"), at=NOON, called=called or (there.light,), **more)


def join(there: Town, case: Case, organisation: Organisation | None = None) -> Case:
    who = organisation or there.light
    return actions.join(case, by=there.by("worker"), at=NOON, organisation=who, task="请派人看一下路灯")


def last(case: Case) -> Entry:
    return Entry.objects.filter(subject=case.subject).order_by("-step")[0]


@contextmanager
def refused(code: str) -> Iterator[None]:
    """The step inside is refused, for this reason."""
    with pytest.raises(Refused) as refusal:
        yield
    assert refusal.value.code == code


def test_who_is_called_in_has_a_part_with_its_own_clock_and_the_lead_stays(there, case):
    join(there, case)

    part = case.parts.get()
    clock = Clock.objects.get(subject=part.subject)
    assert (part.organisation, part.task, part.whistle) == (there.light, "请派人看一下路灯", None)
    assert (clock.due_at, clock.amount, clock.unit, clock.policy) == (part.due_at, 3, "working_day", "part")
    assert (case.holder, case.custody.count(), case.hand_overs) == (there.first, 1, 0)


def test_the_same_organisation_is_not_called_in_twice(there, case):
    join(there, case)

    with refused("organisation"):
        join(there, case)


def test_the_holder_is_not_called_in(there, case):
    with pytest.raises(Refused):
        join(there, case, there.first)


def test_the_called_organisation_answers_and_nobody_else(there, case, water):
    join(there, case)
    assert "part" in rules.possible(case, by=there.by("handler"), on=ON)
    assert not {"part", "report"} & set(rules.possible(case, by=by(water), on=ON))

    actions.answer_part(case, by=there.by("handler"), at=SOON, text="灯已修好")

    part = case.parts.get()
    assert (part.answer, part.answered_at, part.reported_at) == ("灯已修好", SOON, SOON)
    assert Clock.objects.get(subject=part.subject).stopped_at == SOON
    assert last(case).facts["in_time"] is True
    with refused("not_called"):
        actions.answer_part(case, by=there.by("worker"), at=SOON, text="灯已修好")


def test_an_answer_after_the_deadline_is_not_in_time(there, case):
    join(there, case)

    actions.answer_part(case, by=there.by("handler"), at=LATER, text="灯已修好")

    assert last(case).facts["in_time"] is False


def test_open_parts_fall_away_with_the_answer(there, case):
    join(there, case)
    blow(there, case, there.light, there.street)

    actions.answer(case, by=there.by("worker"), at=SOON, text="已清理")

    assert set(case.parts.values_list("answered_at", "answer")) == {(SOON, "")}
    assert not Clock.objects.filter(subject__startswith="part:", stopped_at=None).exists()
    assert Whistle.objects.get().concluded_at == SOON


def test_a_new_holder_is_not_called_in_any_more(there, case):
    case = reported(text="路口有个坑", category="0202").case
    actions.join(case, by=there.by("dispatcher"), at=NOON, organisation=there.light, task="请看一下")

    actions.route(case, by=there.by("dispatcher"), at=SOON, organisation=there.light)

    assert case.parts.get().answered_at == SOON


def test_a_whistle_says_who_is_called_and_until_when_they_report(there, case, water):
    blow(there, case, there.light, water.organisation, where="三单元门口", hours=2)

    blown = case.whistles.get()
    assert (blown.where, blown.organisation, blown.by_itself) == ("三单元门口", there.first, False)
    assert {part.due_at for part in blown.parts.all()} == {blown.report_by}
    assert last(case).facts["called"] == sorted([there.light.pk, water.organisation_id])
    assert Clock.objects.filter(subject__startswith="part:", unit="working_hour", amount=2).count() == 2


def test_a_whistle_has_the_hours_of_the_table(there, case):
    blow(there, case)

    assert Clock.objects.get(subject=case.parts.get().subject).amount == 4


def test_a_whistle_to_nobody_is_refused(there, case):
    with refused("called"):
        actions.whistle(case, by=there.by("secretary"), at=NOON, called=[])


@pytest.mark.parametrize("hours", [0, 73])
def test_a_whistle_is_not_a_plan(hours, there, case):
    with refused("hours"):
        blow(there, case, hours=hours)


def test_one_whistle_at_a_time(there, case):
    blow(there, case)

    with refused("whistle_open"):
        blow(there, case)


def test_a_worker_blows_no_whistle(there, case):
    with refused("not_yours"):
        actions.whistle(case, by=there.by("worker"), at=NOON, called=[there.light])


def test_who_helps_already_is_called_to_the_whistle_with_the_same_part(there, case):
    join(there, case)

    blow(there, case)

    part = case.parts.get()
    assert (part.whistle, part.due_at, part.task) == (
        case.whistles.get(),
        part.whistle.report_by,
        "请派人看一下路灯",
    )
    assert Clock.objects.filter(subject=part.subject, stopped_at=None).count() == 1


def test_a_called_department_signs_that_it_came_once(there, case):
    blow(there, case)

    actions.report(case, by=there.by("handler"), at=SOON, text="已到现场，灯头烧坏")

    part = case.parts.get()
    assert (part.reported_at, part.found) == (SOON, "已到现场，灯头烧坏")
    assert last(case).facts["in_time"] is True
    with refused("not_called"):
        actions.report(case, by=there.by("handler"), at=SOON, text="又来了")


def test_who_only_helps_reports_to_no_whistle(there, case):
    join(there, case)

    with refused("not_called"):
        actions.report(case, by=there.by("handler"), at=SOON, text="已到现场")


def test_the_conclusion_names_a_called_department_as_lead_without_return(there, case):
    blow(there, case)

    actions.conclude(case, by=there.by("secretary"), at=SOON, text="由路灯所负责", lead=there.light)

    case.refresh_from_db()
    blown = case.whistles.get()
    assert (case.holder, case.designated, case.hand_overs, case.state) == (
        there.light,
        True,
        1,
        State.ACCEPTED,
    )
    assert (blown.conclusion, blown.concluded_at, case.parts.get().answered_at) == (
        "由路灯所负责",
        SOON,
        SOON,
    )
    assert last(case).facts["absent"] == [there.light.pk]
    assert "return" not in rules.possible(case, by=there.by("handler"), on=ON)


def test_a_lead_named_before_acceptance_has_its_own_time_to_accept(there):
    case = reported().case
    blow(there, case)

    actions.conclude(case, by=there.by("secretary"), at=SOON, text="由路灯所负责", lead=there.light)

    assert (
        case.state,
        Clock.objects.get(subject=case.subject, kind="accept", stopped_at=None).started_at,
    ) == (
        State.RECEIVED,
        SOON,
    )


@pytest.mark.parametrize("named", [True, False])
def test_the_holder_may_stay_lead(named, there, case):
    blow(there, case)
    join(there, case, there.second)

    actions.conclude(
        case, by=there.by("secretary"), at=SOON, text="仍由社区负责", lead=there.first if named else None
    )

    assert (case.holder, case.designated, case.hand_overs) == (there.first, True, 0)
    assert case.parts.get(organisation=there.second).answered_at is None


def test_nobody_leads_who_was_not_called(there, case, water):
    blow(there, case)

    with refused("lead"):
        actions.conclude(
            case, by=there.by("secretary"), at=SOON, text="由供水公司负责", lead=water.organisation
        )


def test_a_community_does_not_lead_what_is_off_its_duty_list(there):
    case = reported(category="0202").case
    actions.whistle(case, by=there.by("dispatcher"), at=NOON, called=[there.second])

    with pytest.raises(Refused):
        actions.conclude(case, by=there.by("dispatcher"), at=SOON, text="由第二社区负责", lead=there.second)


def test_nothing_is_concluded_without_a_whistle(there, case):
    with refused("no_whistle"):
        actions.conclude(case, by=there.by("secretary"), at=SOON, text="结论")


def test_a_second_return_raises_the_whistle_and_designates(there, case, water):
    blown = actions.raise_by_itself(
        case, at=SOON, called=[there.light, case.holder, water.organisation, there.light]
    )

    assert (blown.by_itself, blown.officer, case.designated) == (True, None, True)
    assert {part.organisation for part in blown.parts.all()} == {there.light, water.organisation}
    assert (last(case).verb, last(case).facts["by_itself"]) == ("whistle", True)


def test_an_open_whistle_goes_over_into_the_one_that_rises_by_itself(there, case, water):
    blow(there, case)

    blown = actions.raise_by_itself(case, at=SOON, called=[water.organisation])

    assert blown.parts.count() == 2
    assert Whistle.objects.filter(concluded_at=None).get() == blown


def test_when_nobody_can_be_called_the_dispatch_desk_is(there, case):
    blown = actions.raise_by_itself(case, at=SOON, called=[there.first])

    assert [part.organisation for part in blown.parts.all()] == [there.street]


def test_a_dispatch_desk_with_nobody_to_call_is_designated_only(there):
    case = reported(category="0202").case
    assert case.holder == there.street

    assert actions.raise_by_itself(case, at=SOON, called=[there.street]) is None

    assert Case.objects.get(pk=case.pk).designated is True


def ring(part: Part, days: int = 30) -> list[str]:
    """All that the clock of a part has to tell; the kinds of messages that went out for it."""
    at = NOON + timedelta(days=days)
    while actions.raise_part_alarm(Clock.objects.get(subject=part.subject, stopped_at=None), at=at):
        pass
    kinds = Message.objects.filter(kind__startswith="part_").order_by("id")
    return [f"{row.kind}:{row.organisation_id}" for row in kinds if row.kind != "part_called"]


def test_who_does_not_come_in_time_is_told_and_then_the_level_above_once(there, case):
    blow(there, case)

    told = ring(case.parts.get())

    light, county = there.light.pk, there.county.pk
    assert told == [f"part_due_soon:{light}", f"part_breached:{light}", f"part_escalated:{county}"]
    assert case.parts.get().late_told is True
    assert ring(case.parts.get()) == told


def test_where_nobody_stands_above_the_dispatch_desk_is_told(there, case):
    there.light.parent = None
    there.light.save()
    blow(there, case)

    assert ring(case.parts.get())[-1] == f"part_escalated:{there.street.pk}"


def test_where_nobody_dispatches_nobody_is_told(there, case):
    Organisation.objects.filter(pk=there.light.pk).update(parent=None)
    blow(there, case)
    Organisation.objects.filter(kind__in=["street", "county"]).update(valid_from=ON + timedelta(days=900))
    forget_catalogue()

    assert ring(case.parts.get())[-1] == f"part_breached:{there.light.pk}"


def test_a_part_that_was_answered_rings_no_more(there, case):
    join(there, case)
    clock = Clock.objects.get(subject=case.parts.get().subject)
    actions.answer_part(case, by=there.by("handler"), at=SOON, text="灯已修好")

    assert actions.raise_part_alarm(clock, at=LATER) is False


def test_the_round_rings_parts(there, case):
    join(there, case)
    past = NOON - timedelta(days=3000)
    Clock.objects.filter(subject=case.parts.get().subject).update(
        soon_at=past, due_at=past, escalate_at=past, next_at=past
    )

    assert watch_parts(0) == 3


def test_there_is_always_exactly_one_lead(there, case):
    """R-REQ-01: whoever is called in, answers or is concluded upon, one link of custody is open."""
    join(there, case, there.second)
    blow(there, case)
    actions.report(case, by=there.by("handler"), at=SOON, text="已到现场")
    actions.conclude(case, by=there.by("secretary"), at=SOON, text="由路灯所负责", lead=there.light)

    assert Custody.objects.filter(case=case, ended=None).get().holder == there.light
    assert Entry.objects.filter(subject=case.subject).count() == case.version
    assert all(entry.facts["holder"] for entry in Entry.objects.filter(subject=case.subject))


def test_texts_of_parts_go_when_a_matter_is_erased(there, case):
    join(there, case)
    blow(there, case, where="三单元门口")
    actions.report(case, by=there.by("handler"), at=SOON, text="已到现场")
    actions.withdraw(case, by=Actor.resident(), at=SOON)

    actions.forget(case, by=Actor.system("retention"), at=LATER, why="retention")

    assert set(Part.objects.values_list("task", "found", "answer")) == {("", "", "")}
    assert set(Whistle.objects.values_list("where", "conclusion")) == {("", "")}
