"""Where the demonstration is not loaded."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from sunshine.cases.actions import receive
from sunshine.cases.rules import Report
from sunshine.clocks.actions import load_defaults
from sunshine.config import command
from sunshine.config.failures import Failure
from sunshine.demo import loading
from sunshine.demo.staff import COUNTY
from sunshine.people.states import OrganisationKind
from sunshine.record.states import Actor
from tests.factories.people import OrganisationFactory
from tests.factories.places import PlaceFactory

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_another_county_is_left_alone(settings):
    settings.COUNTY = "110105"

    with pytest.raises(Failure, match="231282"):
        loading.load(AT)


def test_the_command_finds_the_demonstration_by_the_name_of_its_command(settings):
    settings.COUNTY = "110105"

    with pytest.raises(Failure, match="231282"):
        call_command(command.DEMONSTRATION)


@pytest.mark.django_db
def test_a_county_with_matters_of_its_own_is_left_alone():
    load_defaults(AT)
    OrganisationFactory(kind=OrganisationKind.COUNTY, place=COUNTY)
    receive(Report("这里的路灯不亮"), by=Actor.resident(), at=AT)

    with pytest.raises(Failure, match="matters of its own"):
        loading.load(AT)


@pytest.mark.django_db
def test_a_street_without_its_matters_is_told_how_to_begin_anew():
    PlaceFactory(code="231282999")

    with pytest.raises(Failure, match=r"Only a part of the demonstration stands in .* start again"):
        loading.load(AT)
