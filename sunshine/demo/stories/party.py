"""Invented partner units: agreements, the three lists, and who reported to a community this year (双报到)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from sunshine.demo.course import Scheduled, Story, opening
from sunshine.demo.helping import Helpers
from sunshine.demo.line import PartyLine
from sunshine.demo.town import data
from sunshine.demo.village import Village
from sunshine.party.actions.partners import add_line, finish_line, sign
from sunshine.party.actions.reporting import comment_report, report_person, report_unit
from sunshine.record.states import Actor

DAY = timedelta(days=1)
REPORTED = timedelta(days=120)
NEEDS = ("volunteers",)


def tell(village: Village, at: datetime) -> Iterator[Scheduled]:
    """Agreements at the beginning, lists along the year, reports, and the comments that went back."""
    yield from map(Scheduled, _all(village, at))


def _all(village: Village, at: datetime) -> Iterator[Story]:
    line, staff = village.line, village.staff
    told = data("line")
    codes = list(village.town.communities)
    for need in told["needs"]:
        yield _need(need, codes[need["community"] - 1], staff.by(f"secretary{need['community']}"), at)
    for partner in told["partner"]:
        for turn, n in enumerate(partner["communities"]):
            yield _partner(partner, turn, codes[n - 1], line, staff.by(f"secretary{n}"), village.since, at)
    for name in told["reported"]:
        yield _person(name, village.helpers, at)


def _need(told: dict[str, Any], code: str, by: Actor, today: datetime) -> Story:
    at = yield opening(today - REPORTED - 20 * DAY)
    due = timezone.localtime(today).date() + told["due"] * DAY
    add_line(kind="need", community=code, text=told["text"], due_on=due, by=by, at=at)


def _partner(
    told: dict[str, Any], turn: int, code: str, line: PartyLine, by: Actor, since: datetime, today: datetime
) -> Story:
    """The agreement; in the first community also the lists; the unit reports and, once, hears what came of it."""
    at = yield opening(since + 3 * DAY)
    unit, here = line.found[f"partner-{told['key']}"], timezone.localtime(today).date()
    sign(unit, community=code, agreement=told["agreement"], by=by, at=at)
    made = []
    for row in told["lines"] if turn == 0 else told["lines"][:1]:
        due = here + row["due"] * DAY if "due" in row else None
        entry = add_line(
            kind=row["kind"], community=code, text=row["text"], partner=unit, due_on=due, by=by, at=at
        )
        made += [(row, entry)] if "done" in row else []
    at = yield opening(today - REPORTED)
    report = report_unit(unit, community=code, by=by, at=at)
    for row, entry in made:
        at = yield opening(today + row["done"] * DAY)
        finish_line(entry, result=row["result"], by=by, at=at)
    if made:
        at = yield opening(today - 6 * DAY)
        comment_report(
            report, comment=f"{told['lines'][0]['text']}，一直在做；{made[0][0]['result']}", by=by, at=at
        )


def _person(name: str, helpers: Helpers, today: datetime) -> Story:
    """A member reports where they live, by their own link."""
    at = yield opening(today - REPORTED + 2 * DAY)
    person = helpers.found[name]
    report_person(person, community=person.place[:12], by=helpers.by(name), at=at)
