"""双报到: units and members report, and once a year a comment goes back to the unit."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from sunshine.lib.refusals import Refused
from sunshine.party.actions.reporting import comment_report, report_person, report_unit
from sunshine.party.models import Reporting
from sunshine.people.actions import officer_actor
from sunshine.people.states import OrganisationKind, Role
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from sunshine.volunteers.models import Member
from tests.factories.bodies import ListLineFactory, ReportingFactory, line
from tests.factories.people import COMMUNITY, DAY, NOON, OfficerFactory, OrganisationFactory
from tests.factories.places import PlaceFactory
from tests.factories.volunteers import volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def community():
    return PlaceFactory(code=COMMUNITY)


@pytest.fixture
def secretary():
    return officer_actor(OfficerFactory(role=Role.SECRETARY))


@pytest.fixture
def member():
    person = volunteer(place=COMMUNITY)
    Member.objects.create(volunteer=person, branch=line()["general"])
    return person


def unit(kind=OrganisationKind.DEPARTMENT):
    return OrganisationFactory(kind=kind)


def refusal(act, *args, **told) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, at=NOON, **told)
    assert str(refused.value)
    return refused.value.code


def test_a_unit_reports_and_gets_the_list_of_needs(secretary):
    ListLineFactory()
    lamps = unit()

    made = report_unit(lamps, community=COMMUNITY, by=secretary, at=NOON)

    assert (made.year, made.reported_on) == (2026, DAY)
    assert Entry.objects.get().facts == {"unit": lamps.pk, "year": 2026, "needs": 1}


def test_a_unit_reports_once_a_year(secretary):
    lamps = ReportingFactory().unit

    assert refusal(report_unit, lamps, community=COMMUNITY, by=secretary) == "already_there"


@pytest.mark.parametrize("day", [date(2026, 12, 1), date(2025, 3, 1)])
def test_a_day_to_come_or_of_another_year_is_refused(day, secretary):
    assert refusal(report_unit, unit(), community=COMMUNITY, by=secretary, reported_on=day) == "reported_on"


def test_the_communitys_own_do_not_report(secretary):
    own = unit(OrganisationKind.GENERAL_BRANCH)

    assert refusal(report_unit, own, community=COMMUNITY, by=secretary) == "unit"


def test_a_member_reports_by_their_own_link(member):
    by = Actor.helper(member.ref, None)

    made = report_person(member, community=COMMUNITY, by=by, at=NOON)

    assert (made.person, made.unit) == (member, None)
    entry = Entry.objects.get(subject=made.subject)
    assert (entry.facts["on_word"], member.ref in entry.public) == (False, False)


def test_staff_write_down_that_a_member_reported(member, secretary):
    made = report_person(member, community=COMMUNITY, by=secretary, at=NOON, reported_on=date(2026, 3, 5))

    assert Entry.objects.get(subject=made.subject).facts["on_word"] is True
    assert refusal(report_person, member, community=COMMUNITY, by=secretary) == "already_there"


def test_who_never_said_they_are_a_member_is_not_entered(secretary):
    assert refusal(report_person, volunteer(), community=COMMUNITY, by=secretary) == "person"


def test_another_member_enters_nobody(member):
    by = Actor.helper("somebody-else", None)

    assert refusal(report_person, member, community=COMMUNITY, by=by) == "no_role"


def test_a_comment_goes_back_once_a_year_and_is_signed(secretary):
    reporting = ReportingFactory()

    comment_report(reporting, by=secretary, at=NOON, comment="四次义诊，居民满意")

    reporting.refresh_from_db()
    assert (reporting.commented_by, reporting.commented_on) == (secretary.officer, DAY)
    assert refusal(comment_report, reporting, by=secretary, comment="再说一次") == "commented"


def test_nothing_is_said_about_a_person(member, secretary):
    reporting = ReportingFactory(unit=None, person=member)

    assert refusal(comment_report, reporting, by=secretary, comment="表现很好") == "person"


def test_a_comment_is_signed_by_somebody():
    assert refusal(comment_report, ReportingFactory(), by=Actor.system("x"), comment="四次义诊") == "nobody"


@pytest.mark.parametrize(
    "told",
    [{"unit": None}, {"comment": "好"}, {"community": COMMUNITY[:9]}],
)
def test_half_a_report_cannot_stand(told):
    fields = {"unit": unit(), "community": COMMUNITY, "year": 2026, "reported_on": DAY, **told}

    with pytest.raises(IntegrityError), transaction.atomic():
        Reporting.objects.create(**fields)
