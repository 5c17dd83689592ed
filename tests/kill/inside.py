"""What a test needs done inside another installation, in a process with its settings: `python -m tests.kill.inside found`."""

import json
import sys
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from sunshine.files.actions import sweep as sweep_photos  # noqa: E402
from sunshine.files.actions import sweep_parked  # noqa: E402
from sunshine.files.models import Photo  # noqa: E402
from sunshine.files.queries import photo_path, thumb_path  # noqa: E402
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


def sweep() -> str:
    """What lies in the folders of photos after the sweeps of two days later: names on disk, names that rows tell of."""
    at = timezone.now() + timedelta(days=2)
    removed = [sweep_parked(at=at), sweep_photos(at=at)]
    there = {path.name for path in Path(settings.PHOTOS).rglob("*") if path.is_file()}
    told = {path.name for photo in Photo.objects.all() for path in (photo_path(photo), thumb_path(photo))}
    waiting = [path.name for path in Path(settings.PARKED).iterdir() if not path.name.startswith(".")]
    return json.dumps(
        {"lost": sorted(told - there), "over": sorted(there - told) + waiting, "removed": removed}
    )


if __name__ == "__main__":
    print({"found": found, "number": number, "sweep": sweep}[sys.argv[1]]())
