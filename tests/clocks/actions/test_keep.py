"""Keeping calendar, office hours and policies: by whom, with one entry each, never over somebody else's change."""

from datetime import date, time

import pytest

from sunshine.clocks import actions
from sunshine.clocks.models import CalendarDay, CalendarVersion, CalendarYear, OfficeHours, Policy
from sunshine.clocks.rules import NoticeDay
from sunshine.clocks.states import DayKind, Unit
from sunshine.lib.refusals import Overtaken, Refused
from sunshine.people.models import Assignment, Officer, Organisation
from sunshine.people.states import OrganisationKind, Role
from sunshine.record.queries import entries
from sunshine.record.states import Actor, ActorKind
from tests.clocks.clocks import MONDAY, SYSTEM, local, rest_of

H, M = DayKind.HOLIDAY, DayKind.MAKEUP
NEW_YEAR = NoticeDay(date(2027, 1, 1), H, "元旦")
SATURDAY = NoticeDay(date(2027, 1, 9), M, "元旦调休")

pytestmark = pytest.mark.django_db


def officer(role: Role, valid_from: str = "2026-01-01") -> Actor:
    county = Organisation.objects.create(
        name="县政府", kind=OrganisationKind.COUNTY, place="231282", valid_from="2026-01-01"
    )
    person = Officer.objects.create(username="mei", name="梅", organisation=county)
    Assignment.objects.create(officer=person, role=role, place="231282", valid_from=valid_from)
    return Actor(ActorKind.OFFICER, str(person.pk), county.pk, person.name, person)


def imported(*days: NoticeDay, by: Actor = SYSTEM, source: str = "notice", year: int = 2027) -> CalendarYear:
    return actions.import_calendar(year, [*days, *rest_of(year)], source, by=by, at=MONDAY)


def steps(subject: str) -> list[tuple[int, str]]:
    return [(entry.step, entry.verb) for entry in entries(subject)]


def policy(**changes) -> Policy:
    values = {"code": "lift", "zh": "电梯", "en": "Lift", "accept_amount": 1, "handle_amount": 2}
    units = {"accept_unit": Unit.NATURAL_HOUR, "handle_unit": Unit.WORKING_DAY}
    return Policy(**{**values, **units, **changes})


def test_a_notice_is_taken_over_with_one_entry():
    year = imported(NEW_YEAR, SATURDAY)

    assert (year.year, year.source, year.imported_at, year.version) == (2027, "notice", MONDAY, 1)
    days = CalendarDay.objects.filter(day__month=1).order_by("day")
    assert list(days.values_list("day", "kind", "name", "source")) == [
        (date(2027, 1, 1), "holiday", "元旦", "notice"),
        (date(2027, 1, 9), "makeup_workday", "元旦调休", "notice"),
    ]
    assert steps("calendar:2027") == [(1, "import")]


def test_the_same_notice_again_changes_nothing():
    imported(NEW_YEAR)
    version = CalendarVersion.objects.get().version

    imported(NEW_YEAR)

    assert (steps("calendar:2027"), CalendarVersion.objects.get().version) == ([(1, "import")], version)


def test_a_corrected_notice_takes_the_place_of_the_first():
    imported(NEW_YEAR, SATURDAY)

    imported(NEW_YEAR, source="corrected")

    assert set(CalendarDay.objects.values_list("day__month", "source")) >= {(1, "corrected")}
    assert CalendarDay.objects.exclude(source="corrected").count() == 0
    assert steps("calendar:2027") == [(1, "import"), (2, "import")]


def test_other_years_are_left_alone():
    imported(NoticeDay(date(2026, 1, 1), H), year=2026)

    imported(NEW_YEAR)

    assert CalendarDay.objects.filter(day__month=1).count() == 2


@pytest.mark.parametrize(
    ("days", "code", "words"),
    [
        ([], "empty", "holiday"),
        ([SATURDAY], "empty", "holiday"),
        ([NEW_YEAR, NoticeDay(date(2026, 5, 1), H)], "wrong_year", "2026-05-01"),
        ([NEW_YEAR, NEW_YEAR], "twice", "2027-01-01"),
        ([SATURDAY, NoticeDay(SATURDAY.day, H)], "both", "2027-01-09"),
        ([NEW_YEAR, NoticeDay(date(2027, 1, 4), M)], "makeup_on_weekday", "2027-01-04"),
        ([NEW_YEAR], "not_a_year", ""),
        ([NEW_YEAR, *rest_of(2027)[:5]], "not_a_year", ""),
        ([NoticeDay(date(2027, 10, day), H) for day in range(1, 9)], "not_a_year", ""),
    ],
    ids=[
        "empty",
        "no holiday",
        "another year",
        "twice",
        "both kinds",
        "make-up on a weekday",
        "one day",
        "six days",
        "one week",
    ],
)
def test_a_notice_that_cannot_be_right_is_refused_whole(days, code, words):
    with pytest.raises(Refused) as refused:
        actions.import_calendar(2027, days, "notice", by=SYSTEM, at=MONDAY)

    assert (refused.value.code, CalendarDay.objects.count()) == (code, 0)
    assert code == "empty" or words in str(refused.value)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COUNTY_ADMIN])
def test_only_a_county_administrator_keeps_the_rules(role):
    by = officer(role)
    attempts = [
        lambda: imported(NEW_YEAR, by=by),
        lambda: actions.set_day(date(2026, 5, 1), H, by=by, at=MONDAY),
        lambda: actions.set_policy(policy(), by=by, at=MONDAY),
        lambda: actions.set_office_hours(OfficeHours(valid_from=date(2026, 1, 1)), by=by, at=MONDAY),
    ]

    assert [refusal_code(attempt) for attempt in attempts] == ["not_keeper"] * 4


def refusal_code(attempt) -> str:
    with pytest.raises(Refused) as refused:
        attempt()
    return refused.value.code


def test_a_county_administrator_keeps_the_rules():
    assert imported(NEW_YEAR, by=officer(Role.COUNTY_ADMIN)).version == 1


def test_an_administrator_of_tomorrow_does_not_yet():
    by = officer(Role.COUNTY_ADMIN, valid_from="2026-11-24")

    assert refusal_code(lambda: imported(NEW_YEAR, by=by)) == "not_keeper"


def test_a_resident_never_keeps_the_rules():
    assert refusal_code(lambda: imported(NEW_YEAR, by=Actor.resident())) == "not_keeper"


def test_a_single_day_is_corrected_and_taken_back():
    imported(NEW_YEAR)

    actions.set_day(date(2027, 1, 2), H, by=SYSTEM, at=MONDAY, name="元旦")
    assert CalendarDay.objects.filter(day__month=1).count() == 2
    assert actions.set_day(date(2027, 1, 2), None, by=SYSTEM, at=MONDAY) is None

    assert [(entry.step, entry.came_from, entry.went_to) for entry in entries("calendar:2027")] == [
        (1, "", ""),
        (2, "", "holiday"),
        (3, "holiday", ""),
    ]


def test_a_day_of_an_unknown_year_waits_for_its_notice():
    assert refusal_code(lambda: actions.set_day(date(2030, 1, 1), H, by=SYSTEM, at=MONDAY)) == "no_year"


def test_a_policy_is_set_with_its_old_and_new_values_on_record():
    actions.set_policy(policy(), by=SYSTEM, at=MONDAY)
    kept = Policy.objects.get()
    kept.handle_amount = 3

    actions.set_policy(kept, by=SYSTEM, at=local(24))

    first, second = entries("policy:lift")
    assert (first.facts["before"], first.facts["after"]["handle_amount"]) == ({}, 2)
    assert second.facts["after"] == {"handle_amount": 3}
    assert second.facts["before"]["handle_amount"] == 2
    assert (Policy.objects.get().handle_amount, Policy.objects.get().version) == (3, 2)


def test_whoever_saw_an_older_policy_is_told():
    actions.set_policy(policy(), by=SYSTEM, at=MONDAY)
    mine, theirs = Policy.objects.get(), Policy.objects.get()
    actions.set_policy(theirs, by=SYSTEM, at=MONDAY)

    with pytest.raises(Overtaken):
        actions.set_policy(mine, by=SYSTEM, at=MONDAY)

    assert steps("policy:lift") == [(1, "set"), (2, "set")]


def test_a_new_policy_does_not_take_the_place_of_an_old_one():
    actions.set_policy(policy(), by=SYSTEM, at=MONDAY)

    with pytest.raises(Overtaken):
        actions.set_policy(policy(zh="别的"), by=SYSTEM, at=MONDAY)

    assert Policy.objects.get().zh == "电梯"


@pytest.mark.parametrize("name", ["accept_amount", "handle_amount", "return_amount", "confirm_days"])
def test_a_deadline_of_nothing_is_refused(name):
    assert refusal_code(lambda: actions.set_policy(policy(**{name: 0}), by=SYSTEM, at=MONDAY)) == "amount"


def test_office_hours_are_set_from_a_day_on():
    hours = OfficeHours(valid_from=date(2026, 5, 1), opens=time(8), closes=time(16))

    actions.set_office_hours(hours, by=SYSTEM, at=MONDAY)

    assert (OfficeHours.objects.get().version, OfficeHours.objects.get().shipped) == (1, False)
    assert steps("office_hours:2026-05-01") == [(1, "set")]


@pytest.mark.parametrize(
    "hours",
    [
        {"opens": time(12), "closes": time(8)},
        {"opens": time(8), "closes": time(12), "reopens": time(13)},
        {"opens": time(8), "closes": time(12), "ends": time(17)},
        {"opens": time(8), "closes": time(12), "reopens": time(11), "ends": time(17)},
    ],
    ids=["closes before it opens", "no end", "no second opening", "opens again before the break"],
)
def test_hours_out_of_order_are_refused(hours):
    row = OfficeHours(valid_from=date(2026, 5, 1), **hours)

    assert refusal_code(lambda: actions.set_office_hours(row, by=SYSTEM, at=MONDAY)) == "hours"


def test_the_defaults_come_once_and_are_marked():
    assert (actions.load_defaults(MONDAY), actions.load_defaults(MONDAY)) == (14, 0)
    assert Policy.objects.filter(shipped=True).exclude(source="").count() == 12
    assert (OfficeHours.objects.get().shipped, CalendarDay.objects.count()) == (True, 39)


def test_the_defaults_never_touch_what_somebody_has_set():
    actions.load_defaults(MONDAY)
    normal = Policy.objects.get(code="normal")
    normal.handle_amount = 7
    actions.set_policy(normal, by=officer(Role.COUNTY_ADMIN), at=MONDAY)

    actions.load_defaults(local(24))

    kept = Policy.objects.get(code="normal")
    assert (kept.handle_amount, kept.shipped, kept.version) == (7, False, 2)
