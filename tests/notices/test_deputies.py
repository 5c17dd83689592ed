"""Colleagues who stand in are told when it is arranged and when it ends early; nobody else is told, and of nobody."""

from datetime import timedelta
from functools import partial

import pytest

from sunshine.lib.refusals import Refused
from sunshine.notices.actions import tell_deputies
from sunshine.notices.models import Message
from sunshine.people.actions import (
    appoint_deputy,
    change_officer,
    deactivate,
    end_assignment,
    end_deputy,
    officer_actor,
)
from sunshine.people.models import Assignment, Officer
from sunshine.people.states import OrganisationKind, Role
from tests.factories.people import COUNTY, DAY, NOON, OfficerFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
NEXT, LAST = DAY + timedelta(days=7), DAY + timedelta(days=9)


@pytest.fixture
def absent() -> Officer:
    return OfficerFactory(role=Role.SECRETARY, organisation__name="阳光社区居委会")


@pytest.fixture
def deputy(absent) -> Officer:
    return OfficerFactory(organisation=absent.organisation)


@pytest.fixture
def chief():
    county = OrganisationFactory(kind=OrganisationKind.COUNTY, place=COUNTY)
    return officer_actor(OfficerFactory(organisation=county, role=Role.COUNTY_ADMIN))


def fresh(officer: Officer) -> Officer:
    return Officer.objects.get(pk=officer.pk)


def lend(absent, deputy, chief):
    days = {"since": NEXT, "until": LAST}
    return tell_deputies(appoint_deputy, fresh(absent), deputy=fresh(deputy), **days, by=chief, at=NOON)


def kinds() -> list[tuple[str, int | None]]:
    return list(Message.objects.order_by("id").values_list("kind", "officer"))


def test_a_deputy_is_told_the_days_and_the_organisation_and_of_no_person(absent, deputy, chief):
    lend(absent, deputy, chief)

    message = Message.objects.get()
    assert (message.kind, message.officer, message.organisation) == ("deputy_named", deputy, None)
    assert "2026-11-30 – 2026-12-02" in message.body
    assert ("阳光社区居委会" in message.body, absent.name in message.body) == (True, False)


@pytest.mark.parametrize("act", [end_deputy, deactivate])
def test_whatever_ends_it_early_is_told(act, absent, deputy, chief):
    lend(absent, deputy, chief)

    tell_deputies(act, fresh(absent), by=chief, at=NOON)

    assert kinds() == [("deputy_named", deputy.pk), ("deputy_ended", deputy.pk)]


@pytest.mark.parametrize("whose", ["own", "lent"])
def test_the_end_of_a_post_ends_what_was_lent_of_it(whose, absent, deputy, chief):
    [lent] = lend(absent, deputy, chief)
    post = lent if whose == "lent" else Assignment.objects.get(officer=absent)

    tell_deputies(end_assignment, post, by=chief, at=NOON)

    assert kinds()[1:] == [("deputy_ended", deputy.pk)]


def test_another_organisation_ends_it_and_another_telephone_does_not(absent, deputy, chief):
    lend(absent, deputy, chief)
    change = partial(tell_deputies, change_officer, by=chief, at=NOON)

    change(fresh(deputy), telephone="0455-1234567")
    assert len(kinds()) == 1
    change(fresh(deputy), organisation=OrganisationFactory())

    assert kinds()[1:] == [("deputy_ended", deputy.pk)]


def test_a_step_that_is_refused_tells_nobody(absent, deputy, chief):
    with pytest.raises(Refused):
        tell_deputies(end_deputy, fresh(absent), by=chief, at=NOON)

    assert kinds() == []
