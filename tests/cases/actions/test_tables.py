"""Rule tables: changed by action, recorded, effective at once."""

from datetime import timedelta
from typing import Any

import pytest

from sunshine.cases.actions import end_duty, end_route, load_catalogue, set_category, set_duty, set_route
from sunshine.cases.models import Category, CommunityDuty, Route
from sunshine.cases.queries import catalogue
from sunshine.lib.once import reading
from sunshine.lib.refusals import Refused
from sunshine.people.queries import directory
from sunshine.people.states import OrganisationKind, Role
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from tests.factories.cases import GRID, Town, reported
from tests.factories.people import DAY, NOON, OfficerFactory, OrganisationFactory
from tests.generic.tables import EndingTable, KindTable

LATER = NOON + timedelta(hours=1)
KIND: dict[str, Any] = {
    "zh": "井盖",
    "en": "Manhole",
    "policy_id": "urgent",
    "kind": "department",
    "keywords": ["井盖"],
}


@pytest.mark.usefixtures("there")
class TestCategories(KindTable):
    model, first, second = Category, KIND, {**KIND, "zh": "窨井盖"}

    def put(self, said: Any, *, by: Actor, seen: int | None = None) -> Category:
        return set_category(code="0102", values=dict(said), by=by, at=LATER, seen=seen)


@pytest.mark.usefixtures("there")
class TestDuties(EndingTable):
    model, first, second = (
        CommunityDuty,
        {"list": "assist", "source": "a"},
        {"list": "negative", "source": "b"},
    )

    def put(self, said: Any, *, by: Actor, seen: int | None = None) -> CommunityDuty:
        return set_duty(category="0202", place=GRID, by=by, at=LATER, seen=seen, **said)

    def end(self, row: CommunityDuty, *, by: Actor) -> None:
        end_duty(row, by=by, at=LATER)


@pytest.mark.usefixtures("there")
class TestRoutes(EndingTable):
    model, first, second = Route, {"kind": "department", "source": "a"}, {"kind": "street", "source": "b"}

    def put(self, said: Any, *, by: Actor, seen: int | None = None) -> Route:
        return set_route(category="0101", place=GRID, organisation=None, by=by, at=LATER, seen=seen, **said)

    def end(self, row: Route, *, by: Actor) -> None:
        end_route(row, by=by, at=LATER)


@pytest.fixture
def admin(there: Town) -> Actor:
    """The county's administrator."""
    from sunshine.people.actions import officer_actor

    return officer_actor(
        OfficerFactory(organisation=there.county, role=Role.COUNTY_ADMIN, role__place="231282")
    )


def test_a_new_kind_works_at_once_and_is_recorded(there: Town, admin: Actor) -> None:
    catalogue()
    set_category(code="0102", values=KIND, by=admin, at=LATER)

    assert catalogue().categories["0102"].keywords == ["井盖"]
    assert Entry.objects.get(subject="category:0102").verb == "add"


def test_a_kind_without_its_rule_is_refused(there: Town, admin: Actor) -> None:
    with pytest.raises(Refused):
        set_category(code="0102", values={"zh": "x", "en": "x"}, by=admin, at=LATER)


def test_a_line_on_the_duty_list_brings_the_matter_to_the_community_until_it_ends(
    there: Town, admin: Actor
) -> None:
    duty = set_duty(category="0202", place="231282", list="assist", source="", by=admin, at=LATER)
    with_duty = reported(category="0202").case.holder
    end_duty(duty, by=admin, at=LATER)

    assert (with_duty, reported(category="0202").case.holder) == (there.first, there.street)
    assert CommunityDuty.objects.count() == 1


def test_a_negative_line_nearer_by_wins(there: Town, admin: Actor) -> None:
    set_duty(category="0201", place=GRID[:12], list="negative", source="", by=admin, at=LATER)

    assert reported().case.holder == there.street


def test_the_most_specific_route_wins(there: Town, admin: Actor) -> None:
    near = set_route(
        category="0101", place=GRID, organisation=there.county.pk, kind="", source="", by=admin, at=LATER
    )
    by_rule = reported(category="0101").case.holder
    end_route(near, by=admin, at=LATER)

    assert (by_rule, reported(category="0101").case.holder) == (there.county, there.light)


def test_a_route_may_name_a_kind_and_is_changed_in_place(there: Town, admin: Actor) -> None:
    set_route(category="02", place="231282", organisation=None, kind="street", source="a", by=admin, at=LATER)
    set_route(category="02", place="231282", organisation=None, kind="county", source="b", by=admin, at=LATER)

    assert Route.objects.values_list("kind", "source").get(category="02") == ("county", "b")
    assert reported().case.holder == there.county


def test_a_route_names_one_target(there: Town, admin: Actor) -> None:
    for organisation, kind in ((None, ""), (there.light.pk, "street")):
        with pytest.raises(Refused):
            set_route(
                category="02",
                place="231282",
                organisation=organisation,
                kind=kind,
                source="",
                by=admin,
                at=LATER,
            )


def test_two_departments_equally_near_are_decided_by_a_person(there: Town) -> None:
    Route.objects.all().delete()
    from tests.factories.people import OrganisationFactory

    OrganisationFactory(kind=OrganisationKind.DEPARTMENT, place="231282")
    rows = catalogue()

    target = rows.route(rows.categories["0101"], GRID, DAY)
    assert target is not None
    assert target.organisation == there.street


def test_the_shipped_catalogue_loads_once_and_fits_the_shipped_policies(there: Town) -> None:
    Route.objects.all().delete()
    CommunityDuty.objects.all().delete()
    Category.objects.filter(parent__isnull=False).delete()
    Category.objects.all().delete()

    loaded = load_catalogue(by=Actor.system(), at=NOON, place="231282")

    assert (loaded >= 70, load_catalogue(by=Actor.system(), at=NOON, place="231282")) == (True, 0)
    assert CommunityDuty.objects.filter(category__kind="community").count() == CommunityDuty.objects.count()
    assert set(Category.objects.filter(kind="community").values_list("code", flat=True)) == set(
        CommunityDuty.objects.values_list("category", flat=True)
    )


def test_beside_the_catalogue_the_directory_costs_nothing(there: Town, django_assert_num_queries) -> None:
    catalogue()

    with django_assert_num_queries(1), reading():
        assert catalogue().directory is directory()


def test_the_catalogue_asks_the_present_directory(there: Town) -> None:
    before = catalogue()
    added = OrganisationFactory()

    assert added.pk not in before.directory.organisations
    assert added.pk in catalogue().directory.organisations
    assert catalogue().directory is directory()
