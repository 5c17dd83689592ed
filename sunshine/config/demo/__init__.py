"""The demonstration: an invented street in a real county, with half a year of matters, made by the rooms' own actions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from sunshine.cases.actions import load_catalogue, load_handling
from sunshine.cases.actions.services import load_services
from sunshine.cases.models import Case
from sunshine.clocks.actions import load_defaults
from sunshine.config.demo import line, members, partners, posts, wishes
from sunshine.config.demo.course import Story, run
from sunshine.config.demo.staff import COUNTY, employ
from sunshine.config.demo.stage import Stage
from sunshine.config.demo.stories import MONTHS, stories
from sunshine.config.demo.town import Town, build, data
from sunshine.config.demo.words import Words
from sunshine.config.failures import Failure
from sunshine.config.supervisor import say
from sunshine.insight.actions import roll_up_all
from sunshine.notices.actions import load_templates
from sunshine.party.actions.post_kinds import load_post_kinds
from sunshine.party.actions.wish_kinds import load_wish_kinds
from sunshine.places.models import Place
from sunshine.programmes.actions import load_line
from sunshine.record.actions import number_entries
from sunshine.record.states import Actor
from sunshine.volunteers.actions import load_skills

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
    say("counting the figures …")
    while number_entries():
        pass
    roll_up_all()
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
    load_handling(by=by, at=founded, place=settings.COUNTY)
    load_services(by=by, at=founded, place=settings.COUNTY)
    load_skills(by=by, at=founded)
    load_wish_kinds(by=by, at=founded)
    load_post_kinds(by=by, at=founded)
    load_line(by=by, at=founded)
    town = build(chance, by=by, at=founded)
    tree = line.found(town, by=by, at=founded)
    staff = employ(town, tree, by=by, at=founded, today=at)
    about = {key: row.pk for key, row in staff.organisations.items()}
    stage = Stage(staff, Words(town, about, chance), chance)
    others = [
        *_line(stage, tree, town, founded, at)
    ]  # before the matters, so that their chance stays as it was
    run([*others, *stories(stage, matters, at=at)], until=at)


def _line(stage: Stage, tree: line.Line, town: Town, founded: datetime, at: datetime) -> Iterator[Story]:
    """Members, brands, partners, wishes, posts and pledges."""
    own = Stage(stage.staff, Words(town, {}, Random(SEED)), Random(SEED))  # noqa: S311 - as above
    helpers = members.Helpers()
    village = wishes.Village(own, tree, helpers)
    yield from members.stories(helpers, town, tree, own.chance, at=at)
    yield from line.stories(tree, town, stage.staff.by, since=founded, at=at)
    yield from partners.stories(tree, helpers, town, stage.staff, since=founded, at=at)
    yield from wishes.stories(village, at=at)
    yield from posts.stories(village, at=at)
