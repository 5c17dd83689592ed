"""The demonstration: an invented street in a real county, with half a year of matters, made by the rooms' own actions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from sunshine.cases.actions import load_catalogue
from sunshine.cases.models import Case
from sunshine.clocks.actions import load_defaults
from sunshine.config.demo.course import run
from sunshine.config.demo.staff import COUNTY, employ
from sunshine.config.demo.stage import Stage
from sunshine.config.demo.stories import MONTHS, stories
from sunshine.config.demo.town import build, data
from sunshine.config.demo.words import Words
from sunshine.config.failures import Failure
from sunshine.config.supervisor import say
from sunshine.notices.actions import load_templates
from sunshine.places.models import Place
from sunshine.record.states import Actor

SEED = 20261123
BEFORE = timedelta(days=20)
"""The street was there for a while when the first matter came in."""


def load(at: datetime, *, matters: int = 400) -> int:
    """Bring the invented data as of a moment; returns how many matters were made, 0 when they are there already.

    One transaction: all of it or nothing. Raises Failure for another county, or one that holds matters of its own.
    """
    if settings.COUNTY != COUNTY:
        raise Failure(f"The demonstration is about county {COUNTY}; set SUNSHINE_COUNTY={COUNTY}.")
    if Place.objects.filter(code=data("places.toml")["street"]["code"]).exists():
        return 0
    if Case.objects.exists():
        raise Failure("This county holds matters of its own; the demonstration needs an empty one.")
    say("loading invented data (about half a minute, once) …")
    with transaction.atomic(), _without_savepoints():
        _load(at, matters)
    made = Case.objects.count()
    say(f"{made} invented matters are ready.")
    return made


@contextmanager
def _without_savepoints() -> Iterator[None]:
    """Nothing here may fail halfway, so no action needs a way back of its own: a third fewer statements."""
    connection.features.uses_savepoints = False
    try:
        yield
    finally:
        connection.features.uses_savepoints = True


def _load(at: datetime, matters: int) -> None:
    by, chance = Actor.system("demo"), Random(SEED)  # noqa: S311 - invented data want the same chance each time
    founded = timezone.localtime(at - MONTHS - BEFORE).replace(hour=9, minute=0, second=0, microsecond=0)
    load_defaults(founded)
    load_templates(at=founded)
    load_catalogue(by=by, at=founded, place=settings.COUNTY)
    town = build(chance, by=by, at=founded)
    staff = employ(town, by=by, at=founded, today=at)
    about = {key: row.pk for key, row in staff.organisations.items()}
    stage = Stage(staff, Words(town, about, chance), chance)
    run(stories(stage, matters, at=at), until=at)
