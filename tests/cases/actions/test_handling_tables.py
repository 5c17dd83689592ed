"""The numbers, reasons and rungs of handling: shipped, changed by action, recorded, effective at once."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from sunshine.cases.actions import end_rung, load_handling, set_number, set_reason, set_rung
from sunshine.cases.models import Parameter, Reason, Rung
from sunshine.cases.queries import UnknownNumber, catalogue, shipped_handling
from sunshine.cases.states import Asking
from sunshine.lib.refusals import Overtaken, Refused
from sunshine.people.actions import officer_actor
from sunshine.people.states import OrganisationKind, Role
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from tests.factories.cases import Town
from tests.factories.people import DAY, NOON, OfficerFactory
from tests.generic.tables import EndingTable, KindTable

LATER = NOON + timedelta(hours=1)
WAITING = {"kind": Asking.EXTENSION, "zh": "等检测结果", "en": "Waiting for a test", "source": "county"}
STREET_AFTER = {"kind": OrganisationKind.STREET, "source": "county", "at": LATER}


@pytest.mark.usefixtures("there")
class TestReasons(KindTable):
    model, first, second = Reason, WAITING, {**WAITING, "zh": "等检测报告", "order": 9}

    def put(self, said: Any, *, by: Actor, seen: int | None = None) -> Reason:
        return set_reason(code="test_result", values=dict(said), by=by, at=LATER, seen=seen)


@pytest.mark.usefixtures("there")
class TestRungs(EndingTable):
    """One above those that are shipped."""

    model = Rung
    first = {"kind": OrganisationKind.COUNTY, "after_hours": 300, "source": "a"}
    second = {"kind": OrganisationKind.STREET, "after_hours": 400, "source": "b"}

    def put(self, said: Any, *, by: Actor, seen: int | None = None) -> Rung:
        return set_rung(order=9, by=by, at=LATER, seen=seen, **said)

    def end(self, row: Rung, *, by: Actor) -> None:
        end_rung(row, by=by, at=LATER)


@pytest.fixture
def admin(there: Town) -> Actor:
    """The county's administrator."""
    return officer_actor(
        OfficerFactory(organisation=there.county, role=Role.COUNTY_ADMIN, role__place="231282")
    )


def test_every_number_is_known_before_anybody_loads_it(db: None) -> None:
    numbers = {row["code"]: catalogue().number(row["code"]) for row in shipped_handling()["number"]}
    assert (len(numbers), numbers["hand_overs_most"], numbers["weight_fair"]) == (23, 2, Decimal("0.8"))


def test_a_number_that_nobody_knows_is_a_mistake_of_the_program(db: None) -> None:
    with pytest.raises(UnknownNumber, match="no number called 'hurry'"):
        catalogue().number("hurry")


def test_what_the_county_sets_counts_at_once_and_stays_when_defaults_are_loaded_again(admin: Actor) -> None:
    row = Parameter.objects.get(code="pause_days")
    set_number(row, value=Decimal(5), source="county 2026", by=admin, at=LATER, seen=row.version)
    assert load_handling(by=admin, at=LATER, place="231282") == 0
    row.refresh_from_db()
    assert (catalogue().number("pause_days"), row.shipped, row.source) == (5, False, "county 2026")
    assert Entry.objects.get(subject="number:pause_days").facts["value"] == "5"


def test_a_number_outside_its_bounds_is_refused_in_words(admin: Actor) -> None:
    row = Parameter.objects.get(code="weight_fair")
    with pytest.raises(Refused) as refused:
        set_number(row, value=Decimal("1.5"), source="", by=admin, at=LATER)
    assert "0" in str(refused.value)
    assert "1" in str(refused.value)


def test_two_who_change_a_number_at_once_are_told(admin: Actor) -> None:
    row = Parameter.objects.get(code="pause_days")
    set_number(row, value=Decimal(5), source="", by=admin, at=LATER, seen=row.version)
    row = Parameter.objects.get(code="pause_days")
    with pytest.raises(Overtaken):
        set_number(row, value=Decimal(6), source="", by=admin, at=LATER, seen=row.version - 1)


def test_a_department_sets_no_number(there: Town) -> None:
    with pytest.raises(Refused):
        set_number(
            Parameter.objects.get(code="pause_days"),
            value=Decimal(5),
            source="",
            by=there.by("handler"),
            at=LATER,
        )


def test_a_reason_is_named_from_the_day_it_is_added_to_the_day_it_is_retired(admin: Actor) -> None:
    set_reason(code="test_result", values=WAITING, by=admin, at=LATER)
    assert "test_result" in [row.code for row in catalogue().reasons(Asking.EXTENSION, DAY)]
    set_reason(code="test_result", values={**WAITING, "retired_on": DAY}, by=admin, at=LATER)
    assert "test_result" not in [row.code for row in catalogue().reasons(Asking.EXTENSION, DAY)]


def test_reasons_come_in_the_order_of_the_list(there: Town) -> None:
    codes = [row.code for row in catalogue().reasons(Asking.RETURN, DAY)]
    assert codes == ["off_list", "not_our_duty", "wrong_place", "other_owner"]
    assert Reason.objects.get(off_list=True).code == "off_list"


def test_only_a_return_is_for_what_is_not_on_the_duty_list(admin: Actor) -> None:
    with pytest.raises(Refused):
        set_reason(code="test_result", values={**WAITING, "off_list": True}, by=admin, at=LATER)


def test_a_reason_keeps_its_kind(admin: Actor) -> None:
    with pytest.raises(Refused):
        set_reason(code="off_list", values=WAITING, by=admin, at=LATER)


def test_the_ladder_climbs_from_community_to_county(there: Town) -> None:
    rungs = [(rung.kind, rung.after_hours) for rung in catalogue().rungs]
    assert rungs == [("community", 24), ("street", 72), ("county", 120)]


def test_a_rung_is_changed_and_taken_off(admin: Actor) -> None:
    set_rung(order=2, after_hours=48, **STREET_AFTER, by=admin)
    end_rung(Rung.objects.get(order=3), by=admin, at=LATER)
    assert [(rung.order, rung.after_hours) for rung in catalogue().rungs] == [(1, 24), (2, 48)]


@pytest.mark.parametrize("hours", [24, 120])
def test_a_higher_rung_is_never_told_before_a_lower_one(admin: Actor, hours: int) -> None:
    with pytest.raises(Refused):
        set_rung(order=2, after_hours=hours, **STREET_AFTER, by=admin)
