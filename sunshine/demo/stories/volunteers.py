"""Invented members and volunteers, each signing up by themselves, and what they do by their own link afterwards."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sunshine.demo.course import Scheduled, Story
from sunshine.demo.helping import Helpers
from sunshine.demo.line import PartyLine
from sunshine.demo.town import data
from sunshine.demo.village import Village
from sunshine.party.actions.bodies import change_body
from sunshine.party.actions.members import offer_oneself
from sunshine.record.states import Actor
from sunshine.volunteers.rules import Offer
from sunshine.volunteers.states import ConsentKind

_PHONES = 19_800_000_000
"""Invented mobiles count up from here."""
EARLIEST, LATEST = timedelta(days=195), timedelta(days=165)


def tell(village: Village, at: datetime) -> Iterator[Scheduled]:
    """Each signs up some day in the first weeks."""
    yield from map(Scheduled, _all(village.helpers, village, at))


def _all(helpers: Helpers, village: Village, at: datetime) -> Iterator[Story]:
    line, chance = village.line, village.stage.chance
    phones = iter(range(_PHONES, _PHONES + 100))
    for n, (code, told) in enumerate(
        zip(village.town.communities, data("members")["community"], strict=True), 1
    ):
        for person in told["members"]:
            helpers.named.setdefault(n, []).append((person["name"], person["grid"]))
            yield _signing_up(helpers, person, n, code, line, next(phones), _moment(chance, at), member=True)
        for person in told["volunteers"]:
            helpers.named[n].append((person["name"], 0))
            yield _signing_up(helpers, person, n, code, line, next(phones), _moment(chance, at), member=False)


def _moment(chance: Random, at: datetime) -> datetime:
    return at - EARLIEST + (EARLIEST - LATEST) * chance.random()


def _signing_up(
    helpers: Helpers, told: dict[str, Any], n: int, code: str, line: PartyLine, phone: int, at: datetime, *, member: bool
) -> Story:  # fmt: skip
    at = yield at
    grid, calls = told["grid"], told.get("call", True)
    agreed = {ConsentKind.KEEP, ConsentKind.MATCH}
    agreed |= {ConsentKind.CALL} if calls else set()
    agreed |= set() if told.get("hidden") else {ConsentKind.PUBLIC}
    offer = Offer(
        display_name=told["name"],
        place=f"{code}{grid:03}",
        skills=tuple(told["skills"]),
        free=tuple(told["free"]),
        team=None if member and grid == 1 else line.found[f"team-{n}"].pk,
        phone=str(phone) if calls else "",
        consents=frozenset(agreed),
        adult=True,
    )
    branch = line.of(n, grid).pk if member else None
    helpers.found[told["name"]] = offer_oneself(offer, branch=branch, by=Actor.resident(), at=at).volunteer
    for key in line.asked.get(told["name"], ()):
        change_body(line.found[key], contact=helpers.found[told["name"]], by=Actor.system("demo"), at=at)
