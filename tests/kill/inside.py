"""What a test needs done inside another installation, in a process with its settings: `python -m tests.kill.inside found`."""

import sys

import django

django.setup()

from django.db import transaction  # noqa: E402

from sunshine.people.actions import create_partner_key  # noqa: E402
from sunshine.people.states import OrganisationKind  # noqa: E402
from sunshine.record.actions import number_entries  # noqa: E402
from sunshine.record.states import Actor  # noqa: E402
from tests.factories.people import NOON, OrganisationFactory  # noqa: E402
from tests.factories.world import small_world  # noqa: E402


@transaction.atomic
def found() -> str:
    """A small county with its offices; the key with which another system may send reports."""
    world = small_world()
    OrganisationFactory(kind=OrganisationKind.COUNTY, place=world.county.code)
    OrganisationFactory(kind=OrganisationKind.STREET, place=world.street.code)
    for community in world.communities:
        OrganisationFactory(kind=OrganisationKind.COMMUNITY, place=community.code)
    return create_partner_key(name="kill", by=Actor.system("test"), at=NOON)[1]


def number() -> str:
    """Number all entries that wait."""
    while number_entries():
        pass
    return "done"


if __name__ == "__main__":
    print({"found": found, "number": number}[sys.argv[1]]())
