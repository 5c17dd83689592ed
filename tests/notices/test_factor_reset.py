"""Whoever loses the second factor of the log-in hears of it."""

import pytest
from allauth.mfa.models import Authenticator

from sunshine.notices.actions import tell_factor_reset
from sunshine.notices.models import Message
from sunshine.people.actions import officer_actor
from sunshine.people.states import OrganisationKind, Role
from tests.factories.people import COUNTY, NOON, OfficerFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def test_whose_second_factor_is_taken_away_is_told():
    county = OrganisationFactory(kind=OrganisationKind.COUNTY, place=COUNTY)
    chief, officer = OfficerFactory(organisation=county, role=Role.COUNTY_ADMIN), OfficerFactory()
    Authenticator.objects.create(user=officer, type="totp", data={})

    tell_factor_reset(officer, by=officer_actor(chief), at=NOON)

    message = Message.objects.get()
    assert (message.kind, message.officer) == ("factor_reset", officer)
    assert "如果不是您本人提出的" in message.body
