from datetime import UTC, date, datetime

import pytest

from sunshine.lib.refusals import Refused
from sunshine.people.actions import officer_actor
from sunshine.places.actions import end_duty, set_duty
from sunshine.places.models import GridDuty, Place
from sunshine.places.queries import who_answers
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from tests.factories.people import OfficerFactory
from tests.factories.places import FIRST_DAY, GRID, DutyFactory, PlaceFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
TODAY = date(2026, 11, 23)
WHO = {"by": Actor.system("test"), "at": NOON}


def why(action, *args, **fields) -> str:
    """The code of the refusal."""
    with pytest.raises(Refused) as refusal:
        action(*args, **{**WHO, **fields})
    assert str(refusal.value)
    return refusal.value.code


def rota() -> list[tuple[str, date, date | None]]:
    return list(GridDuty.objects.order_by("valid_from").values_list("name", "valid_from", "valid_to"))


def test_the_next_worker_takes_over_from_the_day():
    grid = PlaceFactory()
    DutyFactory(grid=grid, name="王平安")

    set_duty(grid, name=" 李阳光 ", telephone="0455-7770002", **WHO)

    assert rota() == [("王平安", FIRST_DAY, TODAY), ("李阳光", TODAY, None)]
    assert [who_answers(grid, day).name for day in (date(2026, 11, 22), TODAY)] == ["王平安", "李阳光"]
    assert Entry.objects.values_list("subject", "step", "verb").get() == (f"place:{GRID}", 2, "duty")


def test_the_record_names_the_officer_by_number_only():
    officer = OfficerFactory(name="李阳光")

    duty = set_duty(PlaceFactory(), name="李阳光", telephone="0455-7770002", officer=officer, **WHO)

    assert Entry.objects.get().facts == {"officer": officer.pk, "on": "2026-11-23", "role": "grid_worker"}
    assert duty.officer == officer


def test_a_duty_of_the_same_first_day_is_a_correction():
    grid = PlaceFactory()
    DutyFactory(grid=grid, valid_from=TODAY)

    set_duty(grid, name="李阳光", telephone="12345", **WHO)

    assert rota() == [("李阳光", TODAY, None)]


def test_a_leader_and_a_worker_answer_side_by_side():
    grid = PlaceFactory()
    DutyFactory(grid=grid)

    set_duty(grid, name="赵书记", telephone="12345", role="grid_leader", **WHO)

    assert [row[2] for row in rota()] == [None, None]


def test_a_planned_end_is_brought_forward_by_the_next():
    grid = PlaceFactory()
    DutyFactory(grid=grid, valid_to=date(2026, 12, 31))

    set_duty(grid, name="李阳光", telephone="12345", **WHO)

    assert rota()[0][2] == TODAY


def test_a_duty_does_not_begin_before_the_present_one():
    grid = PlaceFactory()
    DutyFactory(grid=grid)

    assert why(set_duty, grid, name="x", telephone="12345", on=date(2025, 1, 1)) == "too_early"


@pytest.mark.parametrize(
    ("name", "telephone", "code"), [(" ", "12345", "no_name"), ("王", "tel.", "no_telephone")]
)
def test_residents_must_know_whom_to_call(name, telephone, code):
    assert why(set_duty, PlaceFactory(), name=name, telephone=telephone) == code


def test_only_a_grid_has_a_worker():
    PlaceFactory()

    community = Place.objects.get(code=GRID[:12])

    assert why(set_duty, community, name="x", telephone="12345") == "not_a_grid"


def test_a_duty_ends_on_a_day():
    duty = DutyFactory()

    end_duty(duty, **WHO)

    assert (rota()[0][2], duty.valid_to, who_answers(GRID, TODAY)) == (TODAY, TODAY, None)
    assert Entry.objects.values_list("step", "verb").get() == (2, "duty_end")


def test_a_duty_ends_once_and_after_its_first_day():
    duty = DutyFactory()

    assert why(end_duty, duty, on=FIRST_DAY) == "too_early"
    end_duty(duty, **WHO)
    assert why(end_duty, duty) == "ended"


def test_a_worker_does_not_write_the_rota():
    worker = OfficerFactory(role="grid_worker")

    assert (
        why(set_duty, PlaceFactory(), name="x", telephone="12345", by=officer_actor(worker))
        == "not_your_task"
    )
