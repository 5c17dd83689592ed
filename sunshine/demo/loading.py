"""The demonstration: an invented street in a real county, with half a year of matters, made by the rooms' own actions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from sunshine.cases.models import Case
from sunshine.config.failures import Failure
from sunshine.config.supervisor import say
from sunshine.demo import line as party
from sunshine.demo.course import Scheduled
from sunshine.demo.running import StoryOutcome, days, run
from sunshine.demo.staff import COUNTY, employ
from sunshine.demo.stories import find_stories
from sunshine.demo.town import build, data
from sunshine.demo.village import SEED, WHOLE, Street, Village
from sunshine.desk.management.commands.load_tables import LOADERS
from sunshine.insight.actions import roll_up_all
from sunshine.people.models import Officer
from sunshine.places.models import Place
from sunshine.record.actions import number_entries
from sunshine.record.states import Actor

MONTHS = timedelta(days=182)
MONTH = timedelta(days=30)
BEFORE = timedelta(days=20)
"""The street was there for a while when the first matter came in."""


@contextmanager
def _without_savepoints() -> Iterator[None]:
    """Each step of a story has one savepoint (running); the actions in it need none: a third fewer statements."""
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
        outcome = live(found_street(at - MONTHS - BEFORE, today=at), at, amount=amount, line=line)
    say("counting the figures …")
    while number_entries():
        pass
    roll_up_all()
    made = Case.objects.count()
    say(f"{made} invented matters are ready.{_refused(outcome)}")
    return made


def _refused(outcome: StoryOutcome) -> str:
    """What to say about stories that took another course: nothing when there are none."""
    refused, failed = outcome.refused.total(), len(outcome.failed)
    said = f" {refused} stories ended early because a step was refused." if refused else ""
    return said + (f" {failed} broke off by a fault of the demonstration (see the log)." if failed else "")


@_without_savepoints()
def found_street(at: datetime, *, today: datetime) -> Street:
    """Found the street as of a morning long ago: rule tables, places, organisations, and accounts as of `today`."""
    by, chance = Actor.system("demo"), Random(SEED)  # noqa: S311 - invented data want the same chance each time
    founded = timezone.localtime(at).replace(hour=9, minute=0, second=0, microsecond=0)
    for load_tables in LOADERS.values():
        load_tables(by, founded, settings.COUNTY)
    town = build(chance, by=by, at=founded)
    tree = party.found_line(town, by=by, at=founded)
    return Street(town, tree, employ(town, tree, by=by, at=founded, today=today), founded)


@_without_savepoints()
def live(street: Street, at: datetime, *, amount: int = WHOLE, line: float = 1) -> StoryOutcome:
    """Half a year in the street, up to a moment; `amount` and `line` as in `load`."""
    village = Village(street, at, amount=amount, share=line)
    stories = (story for one in find_stories() for story in one.tell(village, at))
    return run([Scheduled(days(at - max(MONTHS * line, MONTH))), *stories], until=at)
