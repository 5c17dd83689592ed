"""The invented line of characters, brands and year plans, with the milestones that were reached."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from sunshine.demo.course import Scheduled, Story, opening
from sunshine.demo.line import PartyLine
from sunshine.demo.town import DemoTown, data
from sunshine.demo.village import Village
from sunshine.programmes.actions.line import review_stage, set_brand, set_character
from sunshine.programmes.actions.plans import add_milestone, make_plan, reach_milestone
from sunshine.programmes.models import YearPlan
from sunshine.record.states import Actor

DAY = timedelta(days=1)
MONTHS = timedelta(days=202)
"""How long before today a community chose its character: the plan is of the year before, at most."""
DUE = (-150, -80, -25, 25)
"""When the four milestones of a plan are due, in days from today."""
LATE = -9
REACHED = ("按计划完成，情况贴在社区公告栏。", "已完成，居民来看过。", "已完成，照片和说明在社区活动室。")
REVIEWED = {
    "quality": "到现场看过、查了记录：做法固定下来了，居民说得出好在哪里。数据还不足四个季度，已提示，按试行评议。",
    "highlight": "成果写得清楚，别的社区照着做过，同意作为亮点公开。",
}

Speak = Callable[[str], Actor]
"""Gives the officer of a log-in name as the one who acts."""


def tell(village: Village, at: datetime) -> Iterator[Scheduled]:
    """The line's year: characters and brands at the beginning, milestones and reviews as they came."""
    yield from map(Scheduled, _all(village, at))


def _all(village: Village, at: datetime) -> Iterator[Story]:
    told, line, town = data("line"), village.line, village.town
    speak, since = village.staff.by, village.since
    yield _district(told["district"], line, town, speak, since)
    for n, code in enumerate(town.communities, start=1):
        yield _community(told["brand"][n - 1], n, code, line, speak, since, at)


def _district(told: dict[str, Any], line: PartyLine, town: DemoTown, speak: Speak, since: datetime) -> Story:
    """一区一品."""
    at = yield opening(since)
    set_brand(place=town.street[:6], owner=line.found["county"], by=speak("admin"), at=at, **told)


def _community(
    told: dict[str, Any], n: int, code: str, line: PartyLine, speak: Speak, since: datetime, today: datetime
) -> Story:
    """一社一特: main and further characters, the brand, the plan, its milestones and reviews, in the order of time."""
    at = yield opening(max(since, today - MONTHS) + n * timedelta(hours=1))
    by, owner = speak(f"secretary{n}"), line.found[f"general-{n}"]
    characters = [data("places")["community"][n - 1]["character"], *told.get("further", [])]
    for character in characters:
        set_character(
            community=code, character=character, main=character == characters[0], owner=owner, by=by, at=at
        )
    brand = {key: told[key] for key in ("name", "name_en", "words")}
    row = set_brand(place=code, owner=owner, by=by, at=at, outcome=told.get("outcome", ""), **brand)
    year = timezone.localtime(today).year
    plan = make_plan(community=code, year=year, text=told["plan"], owner=owner, by=by, at=at)
    milestones = _milestones(plan, told, by, at, today)
    coming = [(moment, "reach", milestone) for moment, milestone in milestones]
    coming += [(today - (45 - 30 * n) * DAY, stage, row) for n, stage in enumerate(told["reviewed"])]
    for moment, what, thing in sorted(coming, key=lambda one: one[0]):
        at = yield opening(moment + n * timedelta(minutes=20))
        if what == "reach":
            thing.plan = plan
            reach_milestone(thing, result=REACHED[n % len(REACHED)], by=by, at=at)
        else:
            review_stage(row, to=what, reason=REVIEWED[what], by=speak("supervisor"), at=at)


def _milestones(
    plan: YearPlan, told: dict[str, Any], by: Actor, at: datetime, today: datetime
) -> list[tuple[datetime, Any]]:
    """Add the milestones; those that were reached, each with its moment. One is late where the data say so."""
    reached, here = [], timezone.localtime(today).date()
    for number, (text, days) in enumerate(zip(told["milestones"], DUE, strict=True), start=1):
        late = told.get("late") == number
        due = _within(here + (LATE if late else days) * DAY, plan.year)
        milestone = add_milestone(plan, text=text, due_on=due, by=by, at=at)
        if due < here and not late:
            reached.append((max(today + (days - 4) * DAY, at + DAY), milestone))
    return reached


def _within(day: date, year: int) -> date:
    """The day, moved into the year of the plan."""
    return min(max(day, date(year, 1, 5)), date(year, 12, 28))
