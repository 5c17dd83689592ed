"""Organisations, officers, posts and contacts for tests. Dull by intent; dates lie in 2026."""

from datetime import UTC, date, datetime
from typing import Any

import factory
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from factory.django import DjangoModelFactory

from sunshine.people.actions import keep_contact
from sunshine.people.models import Assignment, Contact, Officer, Organisation
from sunshine.people.states import OrganisationKind, Purpose, Role

COUNTY, STREET, COMMUNITY, GRID = "231282", "231282999", "231282999001", "231282999001001"
FIRST_DAY = date(2026, 1, 1)
DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
PASSWORD = "Plain-word-7"
PLACE_OF = {
    Role.COUNTY_ADMIN: COUNTY,
    Role.STREET_SUPERVISOR: STREET,
    Role.DISPATCHER: STREET,
    Role.SECRETARY: COMMUNITY,
    Role.COMMUNITY_WORKER: COMMUNITY,
    Role.GRID_WORKER: GRID,
    Role.HANDLER: COUNTY,
    Role.GROUP_LEADER: COMMUNITY,
    Role.SUPERVISION: STREET,
    Role.AUDITOR: COUNTY,
}


class OrganisationFactory(DjangoModelFactory[Organisation]):
    """A residents' committee."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"第{n}组织")
    kind = OrganisationKind.COMMUNITY
    place = COMMUNITY
    telephone = "0455-7770000"
    valid_from = FIRST_DAY


class OfficerFactory(DjangoModelFactory[Officer]):
    """An officer who has chosen a password; with `role=` also a post, over `place=` or the role's usual level."""

    class Meta:
        model = Officer
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"officer{n}")
    name = factory.Sequence(lambda n: f"员{n}")
    organisation = factory.SubFactory(OrganisationFactory)
    password = factory.LazyFunction(lambda: make_password(PASSWORD))
    must_change_password = False
    password_set_on = factory.LazyFunction(timezone.localdate)  # a password of DAY would be too old some day

    @factory.post_generation
    def role(self: Officer, create: bool, role: str | None, **extra: Any) -> None:
        """`role=Role.SECRETARY`, and `role__place="231282…"` for another place."""
        if create and role:
            place = extra.get("place", PLACE_OF[Role(role)])
            AssignmentFactory(officer=self, role=role, place=place)


class AssignmentFactory(DjangoModelFactory[Assignment]):
    """A post of a community worker."""

    class Meta:
        model = Assignment

    officer = factory.SubFactory(OfficerFactory)
    role = Role.COMMUNITY_WORKER
    place = COMMUNITY
    valid_from = FIRST_DAY


class ContactFactory(DjangoModelFactory[Contact]):
    """A resident's name and number, sealed as they are in earnest."""

    class Meta:
        model = Contact

    name = "张三"
    phone = "13812341234"
    purpose = Purpose.CASE
    at = NOON

    @classmethod
    def _create(cls, model_class: type[Contact], *args: Any, **kwargs: Any) -> Contact:
        with transaction.atomic():
            return keep_contact(**kwargs)
