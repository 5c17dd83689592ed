"""Who works in the invented street: organisations, accounts, the duty roster, and who leads for what."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password

from sunshine.cases.actions import set_route
from sunshine.config import demo_accounts
from sunshine.config.demo_accounts import SOURCE
from sunshine.demo.line import PartyLine
from sunshine.demo.town import DemoTown, data
from sunshine.people.actions import assign, create_officer, create_organisation, officer_actor
from sunshine.people.models import Officer, Organisation
from sunshine.people.states import OrganisationKind, Role
from sunshine.places.actions import set_duty
from sunshine.places.models import Place
from sunshine.places.states import DutyRole
from sunshine.record.states import Actor

COUNTY = "231282"


@dataclass
class Staff:
    """Organisations by key (a community's key is its code) and officers by log-in name."""

    organisations: dict[str, Organisation]
    officers: dict[str, Officer]

    def by(self, username: str) -> Actor:
        """That officer as the one who acts."""
        return officer_actor(self.officers[username])

    def key_of(self, organisation: int) -> str:
        """The key of an organisation."""
        return {row.pk: key for key, row in self.organisations.items()}[organisation]


def employ(town: DemoTown, line: PartyLine, *, by: Actor, at: datetime, today: datetime) -> Staff:
    """Found the organisations as of `at`; accounts are opened `today`, so that their passwords are fresh."""
    organisations = _organisations(town, by=by, at=at)
    staff = Staff({**organisations, **{f"party-{key}": row for key, row in line.found.items()}}, {})
    people = _people(town)
    accounts = demo_accounts.hand_out({person["username"]: person["who"] for person in people})
    hashes: dict[str, str] = {}
    for person, account in zip(people, accounts, strict=True):
        if account.password not in hashes:
            hashes[account.password] = make_password(account.password)
        _open(person, hashes[account.password], staff, by=by, at=at, today=today)
    _roster(town, staff, by=by, at=at)
    _routes(organisations, by=by, at=at)
    return staff


def _organisations(town: DemoTown, *, by: Actor, at: datetime) -> dict[str, Organisation]:
    told = data("organisations")
    found: dict[str, Organisation] = {}
    for number, row in enumerate([*told["organisation"], *_committees(town)], start=1):
        hours = told["always"] if row.get("always") else told["hours"]
        found[row["key"]] = create_organisation(
            name=row["name"],
            name_en=row["name_en"],
            kind=row["kind"],
            place=row.get("place", COUNTY),
            parent=found[row.get("parent", "county")] if found else None,
            telephone=f"0455-0000{100 + number}",
            address=row.get("address", f"示例大街{number}号（演示数据）"),
            hours=hours,
            by=by,
            at=at,
        )
    return found


def _committees(town: DemoTown) -> list[dict[str, Any]]:
    told = data("places")["community"]
    return [
        {
            "key": code,
            "name": f"{name}居委会",
            "name_en": f"{row['name_en']} Residents' Committee",
            "kind": OrganisationKind.COMMUNITY,
            "place": code,
            "parent": "street",
            "address": f"{row['estates'][0]['road']}社区服务中心（演示数据）",
        }
        for (code, name), row in zip(town.communities.items(), told, strict=True)
    ]


def _people(town: DemoTown) -> list[dict[str, Any]]:
    """Everybody with an account: log-in name, name, organisation, role, places, and who they are in words."""
    told = data("officers")
    people = [{**row, "places": [row["place"]] if "place" in row else []} for row in told["officer"]]
    for key, name in told["handlers"].items():
        for number, one in enumerate([name, *told["colleagues"].get(key, ())], start=1):
            username = f"handler-{key}" if number == 1 else f"handler-{key}-{number}"
            people.append({"username": username, "name": one, "at": key, "role": Role.HANDLER, "places": []})
    for n, (code, community) in enumerate(town.communities.items()):
        here = {"at": code, "places": [code]}
        secretary, worker, grid = (told["community"][part][n] for part in ("secretary", "worker", "grid"))
        grids = [code + number for number in ("001", "002")]
        people += [
            {**here, "username": f"secretary{n + 1}", "name": secretary, "role": Role.SECRETARY, "who": f"{community}书记"},
            {**here, "username": f"worker{n + 1}", "name": worker, "role": Role.COMMUNITY_WORKER, "who": f"{community}工作者"},
            {**here, "username": f"grid{n + 1}", "name": grid, "role": Role.GRID_WORKER, "places": grids,
             "who": f"{community}网格员"},
            {**here, "username": f"leader{n + 1}", "name": told["community"]["leader"][n], "at": f"party-branch-{n + 1}-1",
             "role": Role.GROUP_LEADER, "who": f"{community}第一网格党支部书记"},
        ]  # fmt: skip
    names = {row["key"]: row["name"] for row in data("organisations")["organisation"]}
    return [{"who": f"{names.get(person['at'], '')}经办人", **person} for person in people]


def _open(
    person: dict[str, Any], encoded: str, staff: Staff, *, by: Actor, at: datetime, today: datetime
) -> None:
    organisation = staff.organisations[person["at"]]
    officer, _secret = create_officer(
        username=person["username"],
        name=person["name"],
        organisation=organisation,
        telephone=f"0455-0000{300 + len(staff.officers)}",
        encoded=encoded,
        must_change=False,
        by=by,
        at=today,
    )
    since = at.date()
    for place in person["places"] or [organisation.place]:
        assign(officer, role=person["role"], place=place, valid_from=since, by=by, at=today)
    officer.organisation = organisation
    staff.officers[officer.username] = officer


def _roster(town: DemoTown, staff: Staff, *, by: Actor, at: datetime) -> None:
    """The grid worker answers for the first two grids of a community, the community worker for the others."""
    for code in town.grids:
        grid = Place.objects.get(code=code)
        n = list(town.communities).index(code[:12]) + 1
        worker = staff.officers[f"grid{n}" if code[-1] in "12" else f"worker{n}"]
        leader = staff.officers[f"secretary{n}"]
        for officer, role in ((worker, DutyRole.GRID_WORKER), (leader, DutyRole.GRID_LEADER)):
            set_duty(
                grid, name=officer.name, telephone=officer.telephone, officer=officer, role=role, by=by, at=at
            )


def _routes(organisations: dict[str, Organisation], *, by: Actor, at: datetime) -> None:
    for row in data("organisations")["organisation"]:
        for category in row.get("leads", []):
            set_route(
                category=category,
                place=COUNTY,
                organisation=organisations[row["key"]].pk,
                kind="",
                source=SOURCE,
                by=by,
                at=at,
            )
