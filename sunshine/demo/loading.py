"""The demonstration: an invented street in a real county, with half a year of matters, made by the rooms' own actions."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from sunshine.cases.actions import load_catalogue, load_handling
from sunshine.cases.actions.services import load_services
from sunshine.cases.models import Case
from sunshine.clocks.actions import load_defaults
from sunshine.config.failures import Failure
from sunshine.config.supervisor import say
from sunshine.demo import line as party
from sunshine.demo import members, partners, posts, wishes
from sunshine.demo.course import Outcome, Scheduled, days, run
from sunshine.demo.courses import MONTHS, WHOLE, matters
from sunshine.demo.staff import COUNTY, Staff, employ
from sunshine.demo.stage import Stage
from sunshine.demo.town import Town, build, data
from sunshine.demo.words import Words
from sunshine.insight.actions import roll_up_all
from sunshine.notices.actions import load_templates
from sunshine.party.actions.post_kinds import load_post_kinds
from sunshine.party.actions.wish_kinds import load_wish_kinds
from sunshine.people.models import Officer
from sunshine.places.models import Place
from sunshine.programmes.actions import load_line
from sunshine.record.actions import number_entries
from sunshine.record.states import Actor
from sunshine.volunteers.actions import load_skills

SEED = 20261123
MONTH = timedelta(days=30)
BEFORE = timedelta(days=20)
"""The street was there for a while when the first matter came in."""


@dataclass(frozen=True)
class Street:
    """The invented street before anything happened in it."""

    town: Town
    tree: party.Line
    staff: Staff
    founded: datetime


@contextmanager
def _without_savepoints() -> Iterator[None]:
    """Each step of a story has one savepoint (course); the actions in it need none: a third fewer statements."""
    connection.features.uses_savepoints = False
    try:
        yield
    finally:
        connection.features.uses_savepoints = True


def load(at: datetime, *, amount: int = WHOLE, line: float = 1) -> int:
    """Bring the invented data as of a moment; returns how many matters were made, 0 when they are there already.

    `amount` is about how many matters, `line` which share of wishes and of weeks of duties (0: one of each kind).

    One transaction: all of it or nothing, but a step that is refused ends only its own story. Raises Failure for another
    county, one that holds matters of its own, or one in which only a part of the demonstration stands.
    """
    if settings.COUNTY != COUNTY:
        raise Failure(f"The demonstration is about county {COUNTY}; set SUNSHINE_COUNTY={COUNTY}.")
    if Place.objects.filter(code=data("places")["street"]["code"]).exists():
        if not (Case.objects.exists() and Officer.objects.exists()):
            raise Failure(
                f"Only a part of the demonstration stands in {settings.HOME}: its street is there, its matters are not. "
                "Remove that folder (it holds nothing but invented data) and start again."
            )
        return 0
    if Case.objects.exists():
        raise Failure("This county holds matters of its own; the demonstration needs an empty one.")
    say("loading invented data (about half a minute, once) …")
    with transaction.atomic():
        outcome = live(found(at - MONTHS - BEFORE, today=at), at, amount=amount, line=line)
    say("counting the figures …")
    while number_entries():
        pass
    roll_up_all()
    made = Case.objects.count()
    say(f"{made} invented matters are ready.{_refused(outcome)}")
    return made


def _refused(outcome: Outcome) -> str:
    """What to say about stories that took another course: nothing when there are none."""
    refused, failed = outcome.refused.total(), len(outcome.failed)
    said = f" {refused} stories ended early because a step was refused." if refused else ""
    return said + (f" {failed} broke off by a fault of the demonstration (see the log)." if failed else "")


@_without_savepoints()
def found(at: datetime, *, today: datetime) -> Street:
    """Found the street as of a morning long ago: rule tables, places, organisations, and accounts as of `today`."""
    by, chance = Actor.system("demo"), Random(SEED)  # noqa: S311 - invented data want the same chance each time
    founded = timezone.localtime(at).replace(hour=9, minute=0, second=0, microsecond=0)
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
    tree = party.found(town, by=by, at=founded)
    return Street(town, tree, employ(town, tree, by=by, at=founded, today=today), founded)


@_without_savepoints()
def live(street: Street, at: datetime, *, amount: int = WHOLE, line: float = 1) -> Outcome:
    """Half a year in the street, up to a moment; `amount` and `line` as in `load`."""
    about = {key: row.pk for key, row in street.staff.organisations.items()}
    chance = Random(SEED)  # noqa: S311 - as above
    stage = Stage(street.staff, Words(street.town, about, chance), chance, at)
    # The line has a chance of its own, so that matters stay as they are when it changes.
    return run([*_line(street, at, line), *matters(stage, amount, at=at)], until=at)


def _line(street: Street, at: datetime, share: float) -> Iterator[Scheduled]:
    """Members, brands, partners, wishes, posts and pledges, and the jobs of every morning."""
    town, tree, staff, since = street.town, street.tree, street.staff, street.founded
    chance = Random(SEED)  # noqa: S311 - as above
    own = Stage(staff, Words(town, {}, chance), Random(SEED), at)  # noqa: S311 - as above
    helpers = members.Helpers()
    village = wishes.Village(own, tree, helpers)
    yield Scheduled(days(at - max(MONTHS * share, MONTH)))
    yield from map(Scheduled, members.stories(helpers, town, tree, own.chance, at=at))
    yield from map(Scheduled, party.stories(tree, town, staff.by, since=since, at=at))
    yield from map(Scheduled, partners.stories(tree, helpers, town, staff, since=since, at=at))
    yield from wishes.stories(village, share, at=at)
    yield from map(Scheduled, posts.stories(village, share, at=at))
