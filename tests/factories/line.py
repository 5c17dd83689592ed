"""A town with its line for tests: the shipped characters, and the party organisations that may carry them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from sunshine.lib.refusals import Refused
from sunshine.people.actions import officer_actor
from sunshine.people.models import Officer, Organisation
from sunshine.people.states import OrganisationKind, Role
from sunshine.programmes.actions import load_line, set_brand, set_character
from sunshine.programmes.models import Brand, CommunityCharacter
from sunshine.record.states import Actor
from tests.factories.cases import FIRST, SECOND, STREET, Town, town
from tests.factories.people import NOON, OfficerFactory, OrganisationFactory


@contextmanager
def refused(code: str) -> Iterator[None]:
    """The step inside is refused, for this reason."""
    with pytest.raises(Refused) as refusal:
        yield
    assert refusal.value.code == code


@dataclass
class Lined:
    """The town, the party organisations that carry its line, and who may review stages."""

    town: Town
    committee: Organisation
    branch: Organisation
    second_branch: Organisation
    supervisor: Officer
    administrator: Officer

    @property
    def secretary(self) -> Actor:
        """The secretary of the first community."""
        return self.town.by("secretary")

    @property
    def reviewer(self) -> Actor:
        """Somebody of the street who reviews stages."""
        return officer_actor(Officer.objects.get(pk=self.supervisor.pk))

    @property
    def county(self) -> Actor:
        """The county's administrator."""
        return officer_actor(Officer.objects.get(pk=self.administrator.pk))

    def character(self, code: str = "service", *, main: bool = True) -> CommunityCharacter:
        """A character of the first community."""
        return set_character(
            community=FIRST, character=code, main=main, owner=self.branch, by=self.secretary, at=NOON
        )

    def brand(self, **more: str) -> Brand:
        """The brand of the first community, on its main character."""
        self.character()
        return set_brand(
            place=FIRST, name="首问负责到底", owner=self.branch, by=self.secretary, at=NOON, **more
        )


def lined_town() -> Lined:
    """Build it."""
    there, kind, make = town(), OrganisationKind, OrganisationFactory
    load_line(by=Actor.system("shipped"), at=NOON)
    committee = make(name="示例街道党工委", kind=kind.PARTY_WORK_COMMITTEE, place=STREET)
    return Lined(
        there,
        committee,
        make(name="第一社区党总支", kind=kind.GENERAL_BRANCH, place=FIRST, parent=committee),
        make(name="第二社区党总支", kind=kind.GENERAL_BRANCH, place=SECOND, parent=committee),
        OfficerFactory(organisation=there.street, role=Role.STREET_SUPERVISOR, role__place=STREET),
        OfficerFactory(organisation=there.county, role=Role.COUNTY_ADMIN, role__place="231282"),
    )
