"""A tile of “my work” that says what waits for my decision counts what its list shows, and all that I may decide."""

import random
from datetime import timedelta

import pytest

from sunshine.cases import actions
from sunshine.cases.models import Case, Supervision
from sunshine.cases.queries.deciding import CALL, DECIDING, LOOKING, to_decide
from sunshine.cases.queries.listing import Filters, listing, mine
from sunshine.cases.rules import possible
from sunshine.cases.states import DECIDED
from sunshine.people.actions import officer_actor
from sunshine.people.models import Officer
from sunshine.people.states import Role
from tests.cases.test_hostile_community import League
from tests.factories.cases import RESIDENT, STREET, Town, reported
from tests.factories.people import NOON, OfficerFactory
from tests.long import rounds

GAMES = rounds(4, of=200)
OFFICERS = [
    "worker",
    "colleague",
    "secretary",
    "dispatcher",
    "handler",
    "supervisor",
    "auditor",
    "grid_worker",
]
LATER = NOON + timedelta(hours=1)


def officers(there: Town) -> list[Officer]:
    """One of each post."""
    higher = [(Role.STREET_SUPERVISOR, there.street, STREET), (Role.COUNTY_ADMIN, there.county, "231282")]
    made = [OfficerFactory(role=role, organisation=at, role__place=place) for role, at, place in higher]
    return [*made, *(Officer.objects.get(pk=getattr(there, name).pk) for name in OFFICERS)]


def tiles(officer: Officer, at) -> dict[str, int]:
    return {row.key: row.count for row in mine(officer, at.date(), at=at) if row.key in {*DECIDING, *LOOKING}}


def rows(officer: Officer, what: str, at) -> list[Case]:
    return listing(officer, at.date(), Filters(waits=what), at=at, limit=500).rows


@pytest.mark.parametrize("seed", range(GAMES))
def test_each_number_is_the_rows_of_its_list_and_all_that_one_may_decide(there: Town, seed: int) -> None:
    league = League(there, random.Random(seed))
    for _turn in range(8):
        league.turn()
    at = league.now + timedelta(days=20)

    for officer in officers(there):
        counted, by = tiles(officer, at), officer_actor(officer)
        for what in (*DECIDING, *LOOKING):
            assert (what == CALL) or len(rows(officer, what, at)) == counted.get(what, 0), (officer, what)
        for kind in DECIDING:
            may = [
                row.pk for row in Case.objects.all() if DECIDED[kind].no in possible(row, by=by, on=at.date())
            ]
            assert sorted(to_decide(officer, at.date(), kind).values_list("pk", flat=True)) == sorted(may), (
                kind
            )


def test_what_is_to_be_looked_at_and_reported_has_its_tile(there: Town) -> None:
    by = there.by("worker")
    case = actions.accept(reported().case, by=by, at=LATER)
    county = officer_actor(
        OfficerFactory(role=Role.COUNTY_ADMIN, organisation=there.county, role__place="231282")
    )
    actions.supervise(case, by=county, at=LATER, text="请尽快办理")
    assert tiles(there.worker, LATER) == {"stage": 1}

    actions.stage_report(case, by=by, at=LATER, text="已联系物业")
    assert (tiles(there.worker, LATER), Supervision.objects.get().reported_at) == ({}, LATER)


def test_a_late_call_back_waits_for_whoever_may_call(there: Town) -> None:
    by = there.by("worker")
    case = actions.accept(reported(phone="13912345678").case, by=by, at=LATER)
    actions.answer(case, by=by, at=LATER, text="已清走")
    late = LATER + timedelta(days=10)

    assert (tiles(there.colleague, late).get("late_call"), tiles(there.worker, late)) == (1, {})
    assert tiles(there.colleague, LATER) == {}


def test_what_the_resident_replied_comes_to_the_top_until_somebody_goes_on(there: Town) -> None:
    by = there.by("worker")
    case = actions.accept(reported().case, by=by, at=LATER)
    actions.ask(case, by=by, at=LATER, text="请问是几单元？")
    actions.reply(case, by=RESIDENT, at=LATER, text="三单元")
    assert tiles(there.worker, LATER) == {"replied": 1}

    actions.note(case, by=by, at=LATER, text="已告诉网格员")
    assert tiles(there.worker, LATER) == {}
