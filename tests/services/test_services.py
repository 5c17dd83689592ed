"""The service catalogue: the most specific line wins, fees need their law, every change is recorded."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sunshine.lib.refusals import Refused
from sunshine.people.models import Organisation
from sunshine.people.queries import directory
from sunshine.people.states import Role
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from sunshine.services.actions import end_service, load_services, set_service
from sunshine.services.models import Service
from sunshine.services.queries import (
    answers_for,
    matching,
    service_at,
    services_at,
)
from sunshine.services.states import Function
from sunshine.tables.states import SHIPPED
from tests.factories.cases import FIRST, GRID, SECOND, STREET, Town
from tests.factories.people import DAY, NOON, OfficerFactory, OrganisationFactory
from tests.generic.tables import EndingTable, KindTable

COUNTY = "231282"
SYSTEM = Actor.system("test")
TOLD: dict[str, Any] = {
    "function": "service",
    "zh": "打印",
    "who": "居民",
    "how_long": "当场",
    "kind": "community",
    "bring": ["原件"],
    "keywords": ["复印"],
}


def put(place: str = COUNTY, code: str = "print", by: Actor = SYSTEM, **more: Any) -> Service:
    """A line of the catalogue."""
    seen = more.pop("seen", None)
    return set_service(code=code, place=place, values={**TOLD, **more}, by=by, at=NOON, seen=seen)


@pytest.mark.usefixtures("there")
class TestServices(KindTable):
    model, taken, first, second = Service, "code", TOLD, {**TOLD, "zh": "打印、复印", "order": 3}

    def put(self, said: Any, *, by: Actor, seen: int | None = None) -> Service:
        return put(by=by, seen=seen, **said)


@pytest.mark.usefixtures("there")
class TestServicesOfAPlace(EndingTable):
    """A community's own line."""

    model, taken, first, second = Service, "code", TOLD, {**TOLD, "zh": "打印（二楼）"}
    keepers = frozenset({Role.COUNTY_ADMIN, Role.STREET_SUPERVISOR, Role.SECRETARY, Role.COMMUNITY_WORKER})

    def put(self, said: Any, *, by: Actor, seen: int | None = None) -> Service:
        return put(FIRST, by=by, seen=seen, **said)

    def end(self, row: Service, *, by: Actor) -> None:
        end_service(row, by=by, at=NOON)


@pytest.fixture
def secretary(there: Town) -> Actor:
    return there.by("secretary")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": ""}, "organisation"),
        ({"organisation_id": 1}, "organisation"),
        ({"fee": "每页一元"}, "fee_basis"),
        ({"bring_en": ["one", "two"]}, "bring_en"),
        ({"bring": None, "bring_en": ["one"]}, "bring_en"),
    ],
)
def test_what_is_not_whole_is_refused_with_its_field(there: Town, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        put(**wrong)
    assert refusal.value.code == field


def test_a_community_writes_for_itself_and_nobody_else(there: Town, secretary: Actor) -> None:
    put(FIRST, by=secretary)
    for place in (SECOND, STREET, COUNTY):
        with pytest.raises(Refused):
            put(place, by=secretary)
    assert Service.objects.values_list("place", flat=True).get() == FIRST


def test_a_place_of_another_county_is_refused(there: Town) -> None:
    with pytest.raises(Refused):
        put("110101001001")


def test_the_most_specific_line_wins_until_it_is_taken_out(there: Town, secretary: Actor) -> None:
    put()
    own = put(FIRST, zh="打印（二楼）")
    before = [service_at("print", place, DAY) for place in (GRID, SECOND)]
    end_service(own, by=secretary, at=NOON)

    assert [str(row) for row in before] == ["打印（二楼）", "打印"]
    assert str(service_at("print", GRID, DAY)) == "打印"
    assert Entry.objects.filter(subject=f"service:print:{FIRST}", verb="end").count() == 1


def test_a_line_for_the_whole_county_is_retired_not_taken_out(there: Town) -> None:
    row = put()
    with pytest.raises(Refused):
        end_service(row, by=SYSTEM, at=NOON)
    put(retired_on=DAY, seen=1)
    assert (service_at("print", GRID, DAY), service_at("print", GRID, DAY - timedelta(days=1))) == (None, row)


def test_what_is_not_offered_here_does_not_show_here(there: Town) -> None:
    put()
    put(FIRST, offered=False)
    assert [len(services_at(place, DAY)) for place in (FIRST, SECOND)] == [0, 1]
    assert service_at("print", FIRST, DAY) is None


def test_services_stand_by_function_then_order(there: Town) -> None:
    put(code="c", function=Function.EDUCATION)
    put(code="b", order=2)
    put(code="a", order=3)
    put(code="d", function=Function.MANAGEMENT, order=9)
    assert [row.code for row in services_at(GRID, DAY)] == ["d", "b", "a", "c"]


def test_the_office_is_the_one_named_else_the_nearest_of_its_kind(there: Town) -> None:
    offices = directory()
    named = put(code="a", kind="", organisation_id=there.light.pk)
    near, street = put(code="b"), put(code="c", kind="street")
    found = [answers_for(row, GRID, DAY, offices) for row in (named, near, street)]
    assert found == [there.light, there.first, there.street]


def test_where_the_office_is_closed_or_not_there_somebody_else_answers(there: Town) -> None:
    closed = OrganisationFactory(kind="department", place=STREET, valid_to=date(2026, 11, 1))
    rows = [put(code="a", kind="", organisation_id=closed.pk), put(code="b", kind="utility")]
    offices = directory()
    assert [answers_for(row, GRID, DAY, offices) for row in rows] == [there.light, there.first]
    Organisation.objects.update(valid_to=date(2026, 2, 1))
    Organisation.objects.filter(pk=there.light.pk).update(version=9)
    assert answers_for(rows[1], GRID, DAY, directory()) is None


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("", ["bus", "print"]),
        ("复印", ["print"]),
        ("我想复印东西", ["print"]),
        ("BUS", ["bus"]),
        ("原件", ["bus", "print"]),
        ("飞船", []),
    ],
)
def test_services_are_found_by_word_the_best_first(there: Town, said: str, codes: list[str]) -> None:
    put(code="bus", zh="老人乘车", en="Bus card", keywords=["乘车"])
    put()
    assert [row.code for row in matching(services_at(GRID, DAY), said)] == codes


def test_a_name_weighs_more_than_a_remark(there: Town) -> None:
    put(code="a", keywords=[], more="也可以复印")
    put(code="b", keywords=[], zh="复印")
    assert [row.code for row in matching(services_at(GRID, DAY), "复印")] == ["b", "a"]


def test_the_shipped_services_load_once_and_are_whole(there: Town) -> None:
    new = load_services(by=SYSTEM, at=NOON, place=COUNTY)
    again = load_services(by=SYSTEM, at=NOON, place=COUNTY)
    rows = Service.objects.all()

    assert (new >= 25, again, {row.function for row in rows}) == (True, 0, set(Function.values))
    assert [row.code for row in rows if not (row.en and row.who_en and row.how_long_en and row.bring)] == []
    assert [row.code for row in rows if not row.source.startswith(f"{SHIPPED}：")] == []
    assert [(row.code, bool(row.fee_basis)) for row in rows if not row.free] == [("residence-permit", True)]


@pytest.mark.parametrize("more", [1, 3])
def test_the_catalogue_of_a_place_takes_one_statement(
    there: Town, more: int, django_assert_num_queries: Any
) -> None:
    for number in range(more):
        put(code=f"s{number}")
    with django_assert_num_queries(1):
        assert len(services_at(GRID, DAY)) == more


@pytest.mark.postgres
@pytest.mark.parametrize(
    "wrong",
    [
        {"place": "23"},
        {"kind": ""},
        {"fee": "一元"},
        {"bring_en": ["a", "b"]},
        {"code": "print"},
    ],
)
def test_the_database_refuses_a_line_that_is_not_whole(there: Town, wrong: dict[str, Any]) -> None:
    put()
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.create(**{"code": "x", "place": COUNTY, **TOLD, **wrong})


def test_the_administrator_changes_the_countys_lines(there: Town) -> None:
    from sunshine.people.actions import officer_actor

    admin = OfficerFactory(organisation=there.county, role=Role.COUNTY_ADMIN, role__place=COUNTY)
    assert put(by=officer_actor(admin)).free
