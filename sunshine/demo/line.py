"""The invented line: party organisations down to members' households, teams, partners, characters, brands, year plans."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from sunshine.demo.course import Story, opening
from sunshine.demo.town import NUMERALS, Town, data
from sunshine.party.actions.bodies import create_body
from sunshine.people.actions import create_organisation
from sunshine.people.models import Organisation
from sunshine.people.states import OrganisationKind
from sunshine.places.models import Building
from sunshine.programmes.actions.line import review_stage, set_brand, set_character
from sunshine.programmes.actions.plans import add_milestone, make_plan, reach_milestone
from sunshine.programmes.models import YearPlan
from sunshine.record.states import Actor

ADDRESS = "（演示数据）"
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


@dataclass
class Line:
    """Party organisations and teams by key: street, general-5, branch-5-1, team-5, partner-school."""

    found: dict[str, Organisation] = field(default_factory=dict)
    asked: dict[str, list[str]] = field(default_factory=dict)
    """By chosen name: the organisations whose contact somebody becomes once they have signed up."""

    def of(self, community: int, grid: int) -> Organisation:
        """The branch of a grid; where there is none, or for grid 0, the community's general branch."""
        return self.found.get(f"branch-{community}-{grid}", self.found[f"general-{community}"])


def found(town: Town, *, by: Actor, at: datetime) -> Line:
    """Found the tree, the teams and the partner units as of `at`."""
    told, line, numbers = data("line"), Line(), count(200)

    def body(key: str, kind: str, place: str, parent: str | None, **more: Any) -> None:
        line.found[key] = create_body(
            kind=kind, place=place, parent=line.found[parent] if parent else None, by=by, at=at,
            telephone=f"0455-0000{next(numbers)}", **{"address": f"示例大街{ADDRESS}", **more},
        )  # fmt: skip

    term = {"term_from": at.date().replace(day=1), "term_to": at.date().replace(day=1, year=at.year + 5)}
    body("county", OrganisationKind.PARTY_WORK_COMMITTEE, town.street[:6], None, **told["county_committee"])
    body("street", OrganisationKind.PARTY_WORK_COMMITTEE, town.street, None, **told["working_committee"])
    for n, (code, name) in enumerate(town.communities.items(), start=1):
        english = f"{_english(n)} General Party Branch"
        body(f"general-{n}", OrganisationKind.GENERAL_BRANCH, code, "street", name=f"{name}党总支", name_en=english,
             contact_name="党群服务窗口", headcount=52 + 3 * n, **term)  # fmt: skip
        for grid in range(1, 5):
            if [n, grid] not in told["without_branch"]:
                body(f"branch-{n}-{grid}", OrganisationKind.GRID_BRANCH, f"{code}{grid:03}", f"general-{n}",
                     name=f"{name}第{NUMERALS[grid - 1]}网格党支部", name_en=f"{_english(n)} Grid {grid} Party Branch",
                     headcount=2 if (n, grid) == (8, 4) else 7 + 2 * grid + n,
                     **({} if (n, grid) == (2, 3) else term))  # fmt: skip
                line.asked.setdefault(_contact(n, grid), []).append(f"branch-{n}-{grid}")
        team = told["teams"][n - 1]
        line.found[f"team-{n}"] = create_organisation(
            **team, kind=OrganisationKind.VOLUNTEER_TEAM, place=code, parent=line.found[f"general-{n}"], by=by, at=at,
            telephone=f"0455-0000{next(numbers)}", address=f"{name}服务中心{ADDRESS}",
        )  # fmt: skip
    for group in told["groups"]:
        line.asked.setdefault(group["contact"], []).append(_group(group, town, body))
    for partner in told["partner"]:
        line.found[f"partner-{partner['key']}"] = create_organisation(
            name=partner["name"], name_en=partner["name_en"], kind=OrganisationKind.PARTNER, place=town.street, by=by,
            at=at, telephone=f"0455-0000{next(numbers)}", address=f"示例大街{ADDRESS}",
        )  # fmt: skip
    return line


def _english(community: int) -> str:
    told: str = data("places")["community"][community - 1]["name_en"]
    return told


def _contact(community: int, grid: int) -> str:
    """The chosen name of a member of the branch who agreed that it is shown, else nobody."""
    members = data("members")["community"][community - 1]["members"]
    return next((m["name"] for m in members if m["grid"] == grid and not m.get("hidden")), "")


def _group(group: dict[str, Any], town: Town, body: Any) -> str:
    """A group or a member's household in a building; its key."""
    n, grid = group["community"], group["grid"]
    code = f"{list(town.communities)[n - 1]}{grid:03}"
    house = [house for house in town.houses[code[:12]] if house.grid == code][group["house"] - 1]
    words = {"party_group": ("党小组", "Party Group"), "member_household": ("党员中心户", "Member Household")}
    zh, en = words[group["kind"]]
    key = f"{group['kind']}-{house.key}"
    body(key, group["kind"], code, f"branch-{n}-{grid}", name=f"{house.name}{zh}",
         name_en=f"{en}, {house.number}", building=Building.objects.get(pk=house.key),
         headcount=5 if group["kind"] == "party_group" else None)  # fmt: skip
    return key


def stories(line: Line, town: Town, speak: Speak, *, since: datetime, at: datetime) -> Iterator[Story]:
    """The line's year: characters and brands at the beginning, milestones and reviews as they came."""
    told = data("line")
    yield _district(told["district"], line, town, speak, since)
    for n, code in enumerate(town.communities, start=1):
        yield _community(told["brand"][n - 1], n, code, line, speak, since, at)


def _district(told: dict[str, Any], line: Line, town: Town, speak: Speak, since: datetime) -> Story:
    """一区一品."""
    at = yield opening(since)
    set_brand(place=town.street[:6], owner=line.found["county"], by=speak("admin"), at=at, **told)


def _community(
    told: dict[str, Any], n: int, code: str, line: Line, speak: Speak, since: datetime, today: datetime
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
