"""The invented line: party organisations down to members' households, teams and partners."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from sunshine.demo.town import NUMERALS, DemoTown, data
from sunshine.party.actions.bodies import create_body
from sunshine.people.actions import create_organisation
from sunshine.people.models import Organisation
from sunshine.people.states import OrganisationKind
from sunshine.places.models import Building
from sunshine.record.states import Actor

ADDRESS = "（演示数据）"


@dataclass
class PartyLine:
    """Party organisations and teams by key: street, general-5, branch-5-1, team-5, partner-school."""

    found: dict[str, Organisation] = field(default_factory=dict)
    asked: dict[str, list[str]] = field(default_factory=dict)
    """By chosen name: the organisations whose contact somebody becomes once they have signed up."""

    def of(self, community: int, grid: int) -> Organisation:
        """The branch of a grid; where there is none, or for grid 0, the community's general branch."""
        return self.found.get(f"branch-{community}-{grid}", self.found[f"general-{community}"])


def found_line(town: DemoTown, *, by: Actor, at: datetime) -> PartyLine:
    """Found the tree, the teams and the partner units as of `at`."""
    told, line, numbers = data("line"), PartyLine(), count(200)

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


def _group(group: dict[str, Any], town: DemoTown, body: Any) -> str:
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
