"""Reads of partner units, lists and reports."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sunshine.party.models import Body, ListLine, Partnership
from sunshine.party.queries import partners as queries
from sunshine.party.states import ListKind
from sunshine.people.states import OrganisationKind
from sunshine.volunteers.models import Member
from tests.factories.bodies import ListLineFactory, PartnershipFactory, ReportingFactory, party
from tests.factories.people import COMMUNITY, DAY, OrganisationFactory
from tests.factories.volunteers import volunteer

pytestmark = pytest.mark.django_db


def member():
    person = volunteer(place=COMMUNITY)
    Member.objects.create(volunteer=person, branch=party("branch", COMMUNITY))
    return person


def test_the_partners_of_a_community_sit_there_or_above():
    here = OrganisationFactory(kind="partner", place=COMMUNITY, name="甲")
    above = OrganisationFactory(kind="partner", place=COMMUNITY[:6], name="乙")
    OrganisationFactory(kind="partner", place="231282999002", name="丙")
    OrganisationFactory(kind="partner", place=COMMUNITY, name="丁", valid_to=DAY)

    assert list(queries.partners(COMMUNITY, DAY)) == [above, here]


def test_running_agreements_come_first_and_only_they_count():
    ended = PartnershipFactory(valid_to=DAY)
    runs = PartnershipFactory()

    assert list(queries.agreements(COMMUNITY)) == [runs, ended]
    assert list(queries.find_agreed(COMMUNITY, DAY)) == [runs.partner]


def test_a_list_shows_what_is_open_before_what_is_done():
    done = ListLineFactory(done_on=DAY, result="好了")
    late, soon = ListLineFactory(due_on=date(2026, 12, 31)), ListLineFactory(due_on=DAY)

    assert list(queries.lines(COMMUNITY, ListKind.NEED)) == [soon, late, done]
    assert list(queries.needs(COMMUNITY)) == [soon, late]


def test_units_that_may_report_are_no_organisations_of_the_community():
    lamps = OrganisationFactory(kind=OrganisationKind.DEPARTMENT, place=COMMUNITY[:6])
    OrganisationFactory(kind=OrganisationKind.COMMUNITY)

    assert list(queries.units(COMMUNITY, DAY)) == [lamps]


def test_units_stand_before_members_and_by_day():
    person = member()
    own = ReportingFactory(unit=None, person=person, reported_on=date(2026, 1, 2))
    unit = ReportingFactory()

    found = list(queries.reportings(COMMUNITY, 2026))

    assert (found, [row.is_member for row in found]) == ([unit, own], [False, True])


def test_who_took_their_word_back_is_no_member_in_the_list():
    person = member()
    ReportingFactory(unit=None, person=person)
    person.member.delete()

    assert queries.reportings(COMMUNITY, 2026).get().is_member is False


def test_members_here_are_those_who_said_so():
    person = member()
    volunteer(place=COMMUNITY)

    assert list(queries.members_here(COMMUNITY)) == [person]


def test_what_a_unit_offers_and_has_taken_on_comes_together():
    unit = PartnershipFactory().partner
    offer = ListLineFactory(kind=ListKind.RESOURCE, partner=unit)
    project = ListLineFactory(kind=ListKind.PROJECT, partner=unit)

    found = queries.find_given(COMMUNITY, [unit.pk])[unit.pk]

    assert (found.resources, found.projects) == ((offer,), (project,))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_reports_takes_two_statements(rows):
    for _n in range(rows):
        ReportingFactory(unit=None, person=volunteer())
    with CaptureQueriesContext(connection) as captured:
        assert len([row.person.consents.all() for row in queries.reportings(COMMUNITY, 2026)]) == rows

    assert len(captured) == 2


@pytest.mark.parametrize(
    ("model", "told"),
    [
        (Partnership, {"community": COMMUNITY[:9], "valid_from": DAY}),
        (Partnership, {"community": COMMUNITY, "valid_from": DAY, "valid_to": date(2026, 1, 1)}),
        (ListLine, {"community": COMMUNITY, "kind": "project"}),
        (ListLine, {"community": COMMUNITY, "kind": "need", "done_on": DAY}),
        (ListLine, {"community": COMMUNITY[:9], "kind": "need"}),
    ],
)
def test_half_a_row_cannot_stand(model, told):
    if model is Partnership:
        told = {**told, "partner": OrganisationFactory(kind="partner")}
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**told)


def test_an_agreement_runs_once_at_a_time():
    partner = PartnershipFactory().partner
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnershipFactory(partner=partner)


def test_a_term_without_its_beginning_cannot_stand():
    with pytest.raises(IntegrityError), transaction.atomic():
        Body.objects.create(organisation=OrganisationFactory(kind="branch"), term_to=DAY)
