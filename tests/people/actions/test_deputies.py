"""A deputy for leave: a colleague holds the posts for some days, and they end by themselves, or with what was lent."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from sunshine.lib.refusals import Overtaken, Refused
from sunshine.people.actions import (
    appoint_deputy,
    assign,
    change_officer,
    deactivate,
    end_assignment,
    end_deputy,
    officer_actor,
)
from sunshine.people.models import Assignment, Officer
from sunshine.people.queries import colleagues, deputies, reach, standing_in
from sunshine.people.rules import speaks_for
from sunshine.people.states import OrganisationKind, Role
from sunshine.record.queries import entries
from tests.factories.people import COMMUNITY, COUNTY, DAY, GRID, NOON, OfficerFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
NEXT = DAY + timedelta(days=7)
LAST = DAY + timedelta(days=9)
AFTER = LAST + timedelta(days=1)


@pytest.fixture
def office() -> SimpleNamespace:
    """A secretary, a grid worker of the same committee, and a county administrator."""
    home = OrganisationFactory(kind=OrganisationKind.COMMUNITY, place=COMMUNITY)
    county = OrganisationFactory(kind=OrganisationKind.COUNTY, place=COUNTY)
    return SimpleNamespace(
        secretary=OfficerFactory(organisation=home, role=Role.SECRETARY, role__place=COMMUNITY),
        colleague=OfficerFactory(organisation=home, role=Role.GRID_WORKER, role__place=GRID),
        stranger=OfficerFactory(organisation=county, role=Role.COUNTY_ADMIN),
    )


def fresh(officer: Officer) -> Officer:
    return Officer.objects.get(pk=officer.pk)


def lend(office, **told):
    by = officer_actor(told.pop("by", office.secretary))
    asked = {"deputy": office.colleague, "since": NEXT, "until": LAST, **told}
    return appoint_deputy(fresh(office.secretary), **asked, by=by, at=NOON)


def refusal(act, *args, **told) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, **told)
    return refused.value.code


def roles(officer, on) -> set[Role]:
    return set(reach(fresh(officer), on).roles)


def test_a_deputy_holds_the_posts_for_the_days_of_leave_and_no_longer(office):
    lend(office)

    days = [NEXT - timedelta(days=1), NEXT, LAST, AFTER]
    assert [Role.SECRETARY in roles(office.colleague, day) for day in days] == [False, True, True, False]
    assert all(roles(office.secretary, day) == {Role.SECRETARY} for day in days)


def test_both_see_it_and_the_record_says_it(office):
    lend(office, by=office.stranger)

    [row], [mine] = deputies(office.secretary, DAY), standing_in(fresh(office.colleague), NEXT)
    assert (row.officer, mine.stands_in_for) == (office.colleague, office.secretary)
    assert standing_in(fresh(office.colleague), DAY) == []
    assert [entry.verb for entry in entries(office.colleague.subject)][-1] == "stand_in"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"since": DAY - timedelta(days=1)}, "since"),
        ({"until": NEXT - timedelta(days=1)}, "until"),
        ({"until": NEXT + timedelta(days=184)}, "until"),
        ({"until": date.max}, "until"),
    ],
)
def test_days_that_cannot_be_are_refused(office, told, code):
    assert refusal(lend, office, **told) == code


def test_nobody_stands_in_for_themselves_nor_comes_from_another_office(office):
    assert refusal(lend, office, deputy=office.secretary) == "deputy"
    assert refusal(lend, office, deputy=office.stranger) == "deputy"
    assert not colleagues(office.secretary).filter(pk__in=[office.secretary.pk, office.stranger.pk]).exists()


def test_a_second_deputy_on_the_same_days_is_refused(office):
    lend(office)

    assert refusal(lend, office, since=LAST, until=AFTER) == "since"
    assert len(lend(office, since=AFTER, until=AFTER)) == 1


def test_whoever_holds_no_post_of_their_own_lends_none(office):
    lend(office, since=DAY, until=LAST)
    Assignment.objects.filter(officer=office.secretary).update(valid_to=DAY)

    assert refusal(lend, office, since=AFTER, until=AFTER) == "deputy"


def test_what_is_held_for_another_is_not_lent_on(office):
    lend(office, since=DAY, until=LAST)
    third = OfficerFactory(organisation=office.secretary.organisation, role=None)
    colleague = fresh(office.colleague)

    lent = appoint_deputy(
        colleague, deputy=third, since=DAY, until=DAY, by=officer_actor(office.colleague), at=NOON
    )

    assert [post.role for post in lent] == [Role.GRID_WORKER]


def test_posts_that_do_not_go_together_are_not_lent(office):
    auditor = OfficerFactory(
        organisation=office.secretary.organisation, role=Role.AUDITOR, role__place=COMMUNITY
    )

    assert refusal(lend, office, deputy=auditor) == "auditor_only"


def test_what_does_not_go_together_on_the_days_of_leave_is_refused_beforehand(office):
    home = office.secretary.organisation
    auditor = OfficerFactory(organisation=home, role=Role.AUDITOR, role__place=COMMUNITY)
    deputy = OfficerFactory(organisation=home, role=None)
    lend(office, deputy=deputy)

    days = {"since": LAST, "until": AFTER, "by": officer_actor(auditor), "at": NOON}
    assert refusal(appoint_deputy, fresh(auditor), deputy=fresh(deputy), **days) == "auditor_only"
    assert appoint_deputy(fresh(auditor), deputy=fresh(deputy), **{**days, "since": AFTER})


def test_a_post_given_for_later_goes_together_with_what_is_held_then(office):
    lend(office)
    told = {
        "role": Role.AUDITOR,
        "place": COMMUNITY,
        "valid_from": NEXT,
        "by": officer_actor(office.stranger),
        "at": NOON,
    }

    assert refusal(assign, fresh(office.colleague), **told) == "auditor_only"


def test_no_post_is_lent_for_longer_than_it_is_held(office):
    office.secretary.assignments.update(valid_to=LAST)

    [lent] = lend(office)

    assert lent.valid_to == LAST


def test_a_lent_post_is_ended_earlier_and_never_later(office):
    [lent] = lend(office)

    end_assignment(lent, by=officer_actor(office.stranger), at=NOON, on=AFTER + timedelta(days=90))

    assert lent.valid_to == AFTER


def test_two_who_name_a_deputy_at_once_overtake_each_other(office):
    seen = fresh(office.secretary)
    lend(office, since=AFTER, until=AFTER)

    asked = {"deputy": fresh(office.colleague), "since": NEXT, "until": LAST}
    with pytest.raises(Overtaken):
        appoint_deputy(seen, **asked, by=officer_actor(office.secretary), at=NOON)


def test_whoever_stands_in_counts_as_the_one_they_stand_in_for(office):
    lend(office)
    colleague, secretary = fresh(office.colleague), office.secretary.pk

    assert [speaks_for(colleague, secretary, on=day) for day in (DAY, NEXT)] == [False, True]
    assert speaks_for(office.secretary, secretary, on=DAY)
    assert [speaks_for(None, secretary, on=DAY), speaks_for(colleague, None, on=NEXT)] == [False, False]


def test_another_colleague_names_no_deputy_and_an_administrator_not_themselves(office):
    neighbour = OfficerFactory(organisation=office.stranger.organisation, role=None)
    both = {"since": NEXT, "until": LAST, "by": officer_actor(office.stranger), "at": NOON}

    assert refusal(lend, office, by=office.colleague) == "not_your_task"
    assign(
        neighbour, role=Role.STREET_SUPERVISOR, place="231282999", by=officer_actor(office.stranger), at=NOON
    )
    assert refusal(appoint_deputy, fresh(neighbour), deputy=office.stranger, **both) == "oneself"


def test_whoever_is_back_ends_it_at_once(office):
    lend(office, since=DAY, until=LAST)

    end_deputy(fresh(office.secretary), by=officer_actor(office.secretary), at=NOON)

    assert (roles(office.colleague, DAY), deputies(office.secretary, DAY)) == ({Role.GRID_WORKER}, [])
    assert (
        refusal(end_deputy, fresh(office.secretary), by=officer_actor(office.secretary), at=NOON) == "deputy"
    )


def test_what_is_ended_before_it_began_is_gone_and_another_may_be_named(office):
    lend(office)

    end_deputy(fresh(office.secretary), by=officer_actor(office.secretary), at=NOON)

    assert deputies(office.secretary, DAY) == []
    assert (
        refusal(end_deputy, fresh(office.secretary), by=officer_actor(office.secretary), at=NOON) == "deputy"
    )
    assert len(lend(office)) == 1


def test_a_lent_post_ends_with_the_own_one_and_can_be_ended_alone(office):
    [lent] = lend(office)
    own = fresh(office.secretary).assignments.get()

    own = Assignment.objects.get(pk=own.pk)
    end_assignment(own, by=officer_actor(office.stranger), at=NOON)

    assert Role.SECRETARY not in roles(office.colleague, NEXT)
    assert refusal(end_assignment, own, by=officer_actor(office.stranger), at=NOON) == "ended"
    lent.refresh_from_db()
    assert lent.valid_to == NEXT


def test_an_administrator_ends_a_lent_post_once(office):
    [lent] = lend(office, since=DAY, until=LAST)
    chief = officer_actor(office.stranger)

    end_assignment(lent, by=chief, at=NOON)

    assert Role.SECRETARY not in roles(office.colleague, DAY)
    assert refusal(end_assignment, lent, by=chief, at=NOON) == "ended"


def test_who_leaves_the_office_stands_in_for_nobody_there(office):
    lend(office, since=DAY, until=LAST)
    chief = officer_actor(office.stranger)

    change_officer(fresh(office.colleague), organisation=OrganisationFactory(), by=chief, at=NOON)

    assert roles(office.colleague, DAY) == {Role.GRID_WORKER}


def test_a_closed_account_lends_nothing(office):
    lend(office)

    deactivate(fresh(office.secretary), by=officer_actor(office.stranger), at=NOON)

    assert roles(office.colleague, NEXT) == {Role.GRID_WORKER}


@pytest.mark.parametrize("broken", [{"valid_to": None}, {"officer": "themselves"}])
def test_the_database_keeps_a_lent_post_dated_and_anothers(office, broken):
    told = {"officer": office.colleague, "valid_to": AFTER, **broken}
    told["officer"] = office.secretary if told["officer"] == "themselves" else told["officer"]

    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(
            **told, role=Role.SECRETARY, place=COMMUNITY, valid_from=DAY, stands_in_for=office.secretary
        )
