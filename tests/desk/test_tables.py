"""The rule tables: changed on screen through their actions, each change recorded, whoever was overtaken told."""

import json
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sunshine.cases import actions
from sunshine.cases.models import Category, CommunityDuty, Parameter, Reason, Route
from sunshine.cases.queries import catalogue
from sunshine.clocks.models import CalendarYear, Policy
from sunshine.people.actions import officer_actor
from sunshine.people.models import Assignment, Officer
from sunshine.places.models import GridDuty, Place
from sunshine.record.models import Entry
from tests.clocks.clocks import rest_of
from tests.factories.cases import returned
from tests.factories.people import COMMUNITY, GRID, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(town, as_):
    return as_(town.admin)


def category(**changes):
    row = Category.objects.get(code="0101")
    told = {
        "zh": row.zh,
        "en": row.en,
        "urgency": row.urgency,
        "policy": row.policy_id,
        "kind": row.kind,
        "order": 0,
    }
    return {**told, "keywords": "垃圾、杂物", "release": "on", "seen": row.version, **changes}


def test_a_category_is_changed_and_the_change_recorded(admin):
    answer = admin.post("/desk/tables/categories/0101/change/", category(zh="楼道堆物"))

    assert (answer.status_code, answer["Location"]) == (302, "/desk/tables/categories/")
    assert Category.objects.values_list("zh", "keywords").get(code="0101") == ("楼道堆物", ["垃圾", "杂物"])
    assert Entry.objects.filter(subject="category:0101", verb="change").count() == 1


def test_a_category_without_its_deadline_comes_back_with_a_sentence(admin):
    answer = admin.post("/desk/tables/categories/add/", {**category(policy="", code="0199"), "seen": ""})

    assert (answer.status_code, Category.objects.filter(code="0199").exists()) == (409, False)


def test_whoever_changes_a_category_second_is_told(admin):
    first, second = category(zh="一"), category(zh="二")
    admin.post("/desk/tables/categories/0101/change/", first)

    assert admin.post("/desk/tables/categories/0101/change/", second).status_code == 409
    assert Category.objects.get(code="0101").zh == "一"


def tried(admin, where: str, told: dict) -> dict:
    """What was typed, with the name under which the page has tried it."""
    return {**told, "tried": admin.post(where, told).context["tried"]}


def test_a_line_of_the_duty_list_is_taken_out(admin):
    where = f"/desk/tables/duties/{CommunityDuty.objects.get().pk}/end/"

    admin.post(where, tried(admin, where, {}))

    assert not CommunityDuty.objects.exists()


def route(to, **more):
    return {
        "category": "0102",
        "place": COMMUNITY,
        "organisation": to.pk,
        "kind": "",
        "source": "试点",
        **more,
    }


def test_a_route_is_added_and_tried(admin, town):
    where = "/desk/tables/routes/add/"
    admin.post(where, tried(admin, where, route(town.street)))
    answer = admin.get(f"/desk/tables/try/?category=0102&place={COMMUNITY}")

    assert Route.objects.values_list("organisation").get() == (town.street.pk,)
    assert answer.context["target"] == town.street


def test_a_rule_is_first_tried_and_says_what_would_move(admin, town, tell):
    tell("灯不亮", category="0102")

    answer = admin.post("/desk/tables/routes/add/", route(town.street))

    assert (answer.status_code, answer.context["trial"].moved, Route.objects.exists()) == (200, 1, False)
    assert "路灯管理所" in answer.content.decode()


def test_a_rule_that_names_nobody_is_asked_for_before_it_is_tried(admin, town):
    answer = admin.post("/desk/tables/routes/add/", route(town.street, organisation=""))

    assert (answer.status_code, "organisation" in answer.context["form"].errors) == (422, True)


def test_only_a_rule_is_filled_by_an_address(admin, town):
    form = admin.get(f"/desk/tables/staff/{town.worker.pk}/post/?role=county_admin&place=231282").context[
        "form"
    ]

    assert (form["role"].value(), form["place"].value()) == (None, None)


def test_another_rule_than_the_tried_one_is_tried_anew(admin, town):
    where = "/desk/tables/routes/add/"
    told = tried(admin, where, route(town.street))

    answer = admin.post(where, {**told, "place": "231282"})

    assert (answer.status_code, answer.context["trial"].looked, Route.objects.exists()) == (200, 0, False)


def test_a_decided_return_fills_the_form_of_a_route(admin, town, tell):
    case = tell("灯不亮", category="0102")
    returned(case, by=officer_actor(town.handler), to=town.street, at=NOON)
    actions.uphold(
        case, by=officer_actor(town.dispatcher), at=NOON, text="街道办理", organisation=town.street
    )

    [(_line, query)] = admin.get("/desk/tables/precedents/").context["lines"]
    form = admin.get(f"/desk/tables/routes/add/?{query}").context["form"]

    assert (form["category"].value(), form["organisation"].value()) == ("0102", str(town.street.pk))


def test_a_deadline_is_changed(admin):
    row = Policy.objects.get(code="normal")
    told = {field.name: getattr(row, field.name) for field in Policy._meta.fields if field.name != "shipped"}

    answer = admin.post("/desk/tables/policies/normal/change/", {**told, "handle_amount": 4})

    assert (answer.status_code, Policy.objects.get(code="normal").handle_amount) == (302, 4)


def test_a_number_of_the_rules_is_changed_and_counts_at_once(admin):
    row = Parameter.objects.get(code="pause_days")
    told = {"value": "10", "source": "2026", "seen": row.version}

    answer = admin.post("/desk/tables/numbers/pause_days/change/", told)

    assert (answer.status_code, catalogue().number("pause_days")) == (302, 10)
    assert admin.post("/desk/tables/numbers/pause_days/change/", told).status_code == 409


def test_a_number_outside_its_bounds_comes_back_with_a_sentence(admin):
    answer = admin.post("/desk/tables/numbers/weight_fair/change/", {"value": "2", "source": ""})

    assert (answer.status_code, catalogue().number("weight_fair")) == (409, Decimal("0.8"))


def test_a_reason_is_added_and_retired(admin):
    told = {"code": "test_result", "kind": "extension", "zh": "等检测", "en": "Test", "order": 9}
    admin.post("/desk/tables/reasons/add/", told)
    admin.post("/desk/tables/reasons/test_result/change/", {**told, "retired_on": "2026-01-01", "seen": 1})

    row = Reason.objects.get(code="test_result")
    assert (row.zh, str(row.retired_on), row.version) == ("等检测", "2026-01-01", 2)


def test_the_ladder_is_changed_on_screen(admin):
    told = {"kind": "county", "source": ""}
    admin.post("/desk/tables/ladder/3/change/", {**told, "after_hours": 100})
    admin.post("/desk/tables/ladder/add/", {**told, "order": 4, "after_hours": 200})
    admin.post("/desk/tables/ladder/1/end/", {})

    assert [(rung.order, rung.after_hours) for rung in catalogue().rungs] == [(2, 72), (3, 100), (4, 200)]


def test_a_years_notice_is_imported(admin):
    lines = [f"{day.day},放假" for day in rest_of(2027)]
    file = SimpleUploadedFile("2027.csv", "\n".join(["日期,类型", *lines]).encode())

    admin.post("/desk/tables/days/import/", {"file": file})

    assert CalendarYear.objects.filter(year=2027).exists()


def test_a_file_that_is_no_calendar_is_refused_with_a_sentence(admin):
    file = SimpleUploadedFile("2027.csv", "甲,乙\n1,2\n".encode())

    assert admin.post("/desk/tables/days/import/", {"file": file}).status_code == 422


def test_a_new_account_shows_its_one_time_password_once(admin, town):
    told = {"username": "newcomer", "name": "新来的", "organisation": town.community.pk}

    page = admin.post("/desk/tables/staff/add/", told).content.decode()

    officer = Officer.objects.get(username="newcomer")
    assert ("newcomer" in page, officer.must_change_password) == (True, True)
    assert any(officer.check_password(word) for word in page.replace("<", " ").replace("：", " ").split())


def test_a_post_is_given_and_ended(admin, town):
    admin.post(f"/desk/tables/staff/{town.worker.pk}/post/", {"role": "secretary", "place": COMMUNITY})
    post = Assignment.objects.get(officer=town.worker, role="secretary")

    admin.post(f"/desk/tables/posts/{post.pk}/end/", {})

    post.refresh_from_db()
    assert post.valid_to is not None


def test_nobody_gives_a_post_to_themselves(admin, town):
    told = {"role": "dispatcher", "place": "231282999"}

    assert admin.post(f"/desk/tables/staff/{town.admin.pk}/post/", told).status_code == 409


def test_the_secretary_says_who_answers_for_a_grid_of_the_own_community_only(town, as_):
    browser = as_(town.secretary)
    told = {"role": "grid_worker", "name": "王网格", "telephone": "13900001111"}

    assert browser.post("/desk/tables/roster/add/", {**told, "grid": GRID}).status_code == 302
    assert browser.post("/desk/tables/roster/add/", {**told, "grid": "231282999002001"}).status_code == 422
    assert GridDuty.objects.values_list("grid", "name").get() == (GRID, "王网格")


def test_boundaries_come_back_line_by_line(admin):
    ring = [[126.2, 46.2], [126.21, 46.2], [126.21, 46.21], [126.2, 46.21], [126.2, 46.2]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": shape}
        for code in (GRID, "231282999001999")
    ]
    file = SimpleUploadedFile(
        "grids.geojson", json.dumps({"type": "FeatureCollection", "features": features}).encode()
    )

    answer = admin.post("/desk/tables/places/import/", {"file": file, "crs": "wgs84"})

    assert (answer.status_code, answer.context["report"].accepted) == (200, 1)
    assert Place.objects.get(code=GRID).boundary["coordinates"][0][0] == [126.2, 46.2]


@pytest.mark.parametrize("pk", ["0000", "nonsense", "2026-01-01"])
def test_a_row_that_does_not_exist_is_not_found(pk, admin):
    assert admin.get(f"/desk/tables/staff/{pk}/change/").status_code == 404
