"""The rare ways through the steps."""

import io
from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from PIL import Image

from sunshine.cases.actions import (
    accept,
    answer,
    classify,
    locate,
    look_up_caller,
    raise_alarm,
    route,
    set_category,
    set_duty,
)
from sunshine.cases.models import Case, Category, CommunityDuty
from sunshine.cases.queries import forget_catalogue
from sunshine.cases.rules import Report, check_merge, check_target
from sunshine.clocks.models import Clock
from sunshine.files.models import Photo
from sunshine.lib.numbers import case_number
from sunshine.lib.refusals import Refused
from sunshine.notices.models import Message
from sunshine.people.actions import officer_actor
from sunshine.people.models import Organisation
from sunshine.people.states import OrganisationKind, Role
from sunshine.places.models import Building, Place
from tests.factories.cases import GRID, Town, reported, returned
from tests.factories.people import DAY, NOON, OfficerFactory, OrganisationFactory
from tests.factories.places import BuildingFactory

LATER = NOON + timedelta(hours=1)
MUCH_LATER = NOON + timedelta(days=60)


def photo(colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "PNG")
    return out.getvalue()


def building() -> Building:
    return BuildingFactory(name="阳光花园3号楼", grid=Place.objects.get(pk=GRID))


def test_a_chosen_building_is_the_place(there: Town) -> None:
    row = building()

    case = reported(building=row.pk, place=None).case
    assert (case.building, case.place, case.certainty) == (row, GRID, "exact")


def test_locate_takes_a_building(there: Town) -> None:
    row = building()

    assert locate(reported().case, by=there.by("worker"), at=LATER, building=row.pk).building == row


def test_photos_come_with_report_and_answer(there: Town) -> None:
    case = reported(photos=(photo(),)).case
    accept(case, by=there.by("worker"), at=LATER)
    answer(case, by=there.by("worker"), at=LATER, text="已清走", photos=[photo("blue")])

    assert list(Photo.objects.order_by("step").values_list("subject", "step")) == [
        (case.subject, 1),
        (case.subject, 3),
    ]


def test_the_same_policy_keeps_its_clock(there: Town) -> None:
    case = classify(reported().case, by=there.by("worker"), at=LATER, category="0202")

    assert (case.category_id, Clock.objects.filter(kind="handle").count()) == ("0202", 1)


def test_a_county_without_organisations_takes_nothing_and_says_so(there: Town) -> None:
    Organisation.objects.update(valid_to=date(2026, 2, 1))

    with pytest.raises(Refused) as refusal:
        reported(text="有件事", category=None)
    assert refusal.value.code == "place"


def test_a_complaint_without_any_supervision_desk_is_refused(there: Town) -> None:
    Organisation.objects.filter(kind=OrganisationKind.SUPERVISION).update(valid_to=date(2026, 2, 1))

    with pytest.raises(Refused):
        reported(text="态度恶劣", category="0901")


def test_a_community_without_a_worker_on_duty_gets_it_unassigned(there: Town) -> None:
    from sunshine.places.models import GridDuty

    GridDuty.objects.all().delete()
    assert reported().case.assignee is None


def test_only_whose_matter_it_is_solves_it_on_the_spot(there: Town) -> None:
    with pytest.raises(Refused):
        reported(by=there.by("grid_worker"), channel="grid", category="0101", solved_on_the_spot="修好了")


def test_where_no_desk_dispatches_nobody_is_told_of_a_return(there: Town) -> None:
    case = reported(text="路灯", category="0101").case
    Organisation.objects.filter(kind__in=["street", "county"]).update(valid_to=date(2026, 2, 1))
    forget_catalogue()
    returned(case, by=there.by("handler"), at=LATER, to=there.first)

    assert not Message.objects.filter(kind="case_returned").exists()


def test_what_may_not_be_handed_over(there: Town) -> None:
    complaint = reported(text="态度恶劣", category="0901", about=there.first.pk).case
    gone = OrganisationFactory(kind=OrganisationKind.DEPARTMENT, place="231282", valid_to=date(2026, 2, 1))
    concerned = Case.objects.get(pk=complaint.pk)
    concerned.about_id = there.county_desk.pk

    for case, target in ((reported().case, gone), (complaint, there.light), (concerned, there.county_desk)):
        with pytest.raises(Refused):
            check_target(case, target, on=DAY)
    assert check_target(complaint, there.county_desk, on=DAY) is None
    assert check_merge(reported().case, reported().case) is None


def test_a_matter_on_the_list_may_be_passed_to_a_community(there: Town) -> None:
    case = reported(text="楼上噪声太大", category="0202").case
    CommunityDuty.objects.create(category_id="0202", place="231282", list="assist")
    from sunshine.cases.queries import forget_catalogue

    forget_catalogue()
    assert (
        route(case, by=there.by("dispatcher"), at=LATER, organisation=there.first, reason="属于社区").holder
        == there.first
    )


def test_an_alarm_with_nobody_above_is_entered_and_told_to_nobody(there: Town) -> None:
    case = reported(text="态度恶劣", category="0901", about=there.street.pk).case
    clock = Clock.objects.get(subject=case.subject, kind="handle")
    for _ in range(3):
        raise_alarm(Clock.objects.get(pk=clock.pk), at=MUCH_LATER)

    assert not Message.objects.filter(kind="case_escalated").exists()


def test_a_kind_without_a_step_counter_is_changed_too(there: Town) -> None:
    admin = officer_actor(
        OfficerFactory(organisation=there.county, role=Role.COUNTY_ADMIN, role__place="231282")
    )

    row = set_category(code="03", values={"zh": "新大类", "en": "New"}, by=admin, at=LATER)
    assert (row.parent_id, Category.objects.get(code="03").zh) == (None, "新大类")


def test_a_report_knows_how_long_it_may_be() -> None:
    assert (Report("x").most, Report("x", channel="import").most) == (5000, 50_000)


def test_a_complaint_is_closed_to_those_it_concerns_even_on_the_supervision_desk(there: Town) -> None:
    mine = reported(
        text="态度恶劣", category="0901", about=there.first.pk, about_officers=(there.supervisor.pk,)
    ).case

    with pytest.raises(Refused):
        accept(mine, by=there.by("supervisor"), at=LATER)


def test_a_complaint_about_nobody_known_is_refused(there: Town) -> None:
    with pytest.raises(Refused) as refusal:
        reported(text="态度恶劣", category="0901", about=999_999)
    assert refusal.value.code == "about"


def test_staff_are_named_only_in_a_complaint(there: Town) -> None:
    with pytest.raises(Refused) as refusal:
        reported(text="路灯不亮", category="0101", about=there.first.pk)
    assert refusal.value.code == "category"


def test_a_caller_is_looked_up_by_a_number_only(there: Town) -> None:
    with pytest.raises(Refused) as refusal:
        look_up_caller(by=there.by("dispatcher"), at=LATER, phone="隔壁老王")
    assert refusal.value.code == "phone"


def test_a_line_of_the_duty_list_is_changed_in_place(there: Town) -> None:
    admin = officer_actor(
        OfficerFactory(organisation=there.county, role=Role.COUNTY_ADMIN, role__place="231282")
    )
    for line in ("assist", "negative"):
        set_duty(category="0201", place="231282", list=line, source="", by=admin, at=LATER)

    assert CommunityDuty.objects.get().list == "negative"


def test_a_clash_that_is_no_repeat_is_not_hidden(there: Town) -> None:
    first = reported().case
    taken = case_number("231282", DAY, int(first.number[-6:-1]) + 1)
    Case.objects.filter(pk=first.pk).update(number=taken)

    with pytest.raises(IntegrityError):
        reported()
