"""Invented wishes and what became of each: every step the room's own action, by one who may."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

from sunshine.demo.course import Scheduled, Story, by_day, wait
from sunshine.demo.stage import DAY, HOUR, Part
from sunshine.demo.town import data
from sunshine.demo.village import Village
from sunshine.demo.words import GIVEN, SURNAMES
from sunshine.matters.states import Channel, Satisfied, Solved
from sunshine.people.models import Organisation
from sunshine.record.states import Actor
from sunshine.volunteers.states import Free
from sunshine.wishes import actions as wishes
from sunshine.wishes.actions.alarms import ring_wish
from sunshine.wishes.models import Wish
from sunshine.wishes.rules import NewWish

_PHONES = 19_700_000_000
"""Invented mobiles count up from here."""
DONE = {"fulfilled", "again", "unheard", "done"}
RECENT = 10
"""Days within which a wish is still on its way."""
TAKEN = DONE | {"visited", "paired", "claimed", "handed_back"}
NEEDS = ("volunteers",)
RINGS = {"wish": ring_wish}


def tell(village: Village, at: datetime) -> Iterator[Scheduled]:
    """A share of the wishes of the list and at least one of each course; recent ones have come so far today."""
    rows, courses = _told()["wish"], set[str]()
    for turn, told in enumerate(rows):
        if turn >= len(rows) * village.share and told["course"] in courses:
            continue
        courses.add(told["course"])
        began = by_day(at - told["since"] * DAY, later=False)
        yield Scheduled(_course(village, told, turn, began), hurried=told["since"] < RECENT)


@cache
def _told() -> dict[str, Any]:
    """The wishes, and the words that fit everywhere."""
    return data("wishes")


def _group(village: Village, told: dict[str, Any], turn: int) -> tuple[Organisation, Actor, list[str]]:
    """The group that takes a wish, who speaks for it, and which two go: a branch by its leader, a team by one of it."""
    n = told["community"]
    if turn % 2:
        return village.line.of(n, 1), village.staff.by(f"leader{n}"), village.helpers.of_branch(n)
    team = [name for name, grid in village.helpers.named[n] if grid == 0]
    return village.line.found[f"team-{n}"], village.helpers.by(team[0]), team[:2]


def _course(village: Village, told: dict[str, Any], turn: int, at: datetime) -> Story:
    chance, by = village.stage.chance, village.stage.staff.by(f"secretary{told['community']}")
    at = yield at
    wish = _asked(village, told, turn, at)
    if told["course"] == "asked":
        return
    at = yield from wait(wish, by_day(at + 8 * HOUR * chance.uniform(0.05, 0.6)))
    if told["course"] == "declined":
        wishes.decline(wish, by=by, at=at, reason=told["reason"])
        return
    wishes.offer(wish, by=by, at=at, public_text=told["public"])
    if told["course"] == "withdrawn":
        at = yield from wait(wish, at + DAY)
        wishes.withdraw(wish, by=Actor.resident(), at=at, reason=told["reason"])
    if told["course"] in TAKEN:
        yield from _taken(village, told, wish, turn, at)


def _asked(village: Village, told: dict[str, Any], turn: int, at: datetime) -> Wish:
    """By the wisher's own phone, by telephone, at the counter, or by the grid worker for a neighbour."""
    n, chance, staff = told["community"], village.stage.chance, village.stage.staff
    house = chance.choice(village.stage.words.town.houses[f"{village.stage.words.town.street}{n:03}"])
    channel = [Channel.WEB, Channel.WEB, Channel.PHONE, Channel.GRID, Channel.COUNTER][turn % 5]
    by = {Channel.PHONE: f"worker{n}", Channel.COUNTER: f"worker{n}", Channel.GRID: f"grid{n}"}.get(channel)
    asking = NewWish(
        text=told["text"],
        kind=told["kind"],
        channel=channel,
        name=chance.choice(SURNAMES) + chance.choice(GIVEN),
        phone=str(_PHONES + turn),
        for_minor=told.get("minor", False),
        times=tuple(chance.sample(Free.values, 2)),
        **({"building": house.key} if turn % 3 else {"place": house.grid}),
    )
    return wishes.ask(asking, by=staff.by(by) if by else Actor.resident(), at=at).wish


def _taken(village: Village, told: dict[str, Any], wish: Wish, turn: int, at: datetime) -> Part:
    """A group takes it, names two, visits, does it, and the wisher says so; each course as far as it went."""
    chance, course = village.stage.chance, told["course"]
    organisation, by, two = _group(village, told, turn)
    recent = told["since"] < RECENT  # what began lately cannot have taken long
    at = yield from wait(wish, by_day(at + chance.uniform(0.1, 0.5 if recent else 2.5) * DAY))
    wishes.claim(wish, by=by, at=at, organisation=organisation)
    if course == "claimed":
        return at
    at = yield from wait(wish, by_day(at + chance.uniform(0.5, 5) * HOUR))
    helpers = [village.helpers.found[name].pk for name in two]
    names = by if by.officer else village.stage.staff.by(f"worker{told['community']}")
    wishes.pair(wish, by=names, at=at, helpers=helpers)
    if course == "handed_back":
        at = yield from wait(wish, by_day(at + DAY))
        wishes.note(wish, by=by, at=at, text=_told()["given_back"])
        at = yield from wait(wish, by_day(at + HOUR / 2))
        wishes.hand_back(wish, by=by, at=at)
    if course in {"paired", "handed_back"}:
        return at
    at = yield from wait(wish, by_day(at + chance.uniform(0.2, 0.6 if recent else 1.2) * DAY))
    wishes.visit(wish, by=by, at=at)
    at = yield from wait(wish, by_day(at + HOUR / 2))
    wishes.note(wish, by=by, at=at, text=_told()["visited"])
    if course in DONE:
        at = yield from _done(village, told, wish, by, at)
    return at


def _done(village: Village, told: dict[str, Any], wish: Wish, by: Actor, at: datetime) -> Part:
    chance, course = village.stage.chance, told["course"]
    at = yield from wait(wish, by_day(at + chance.uniform(0.2, 0.8 if told["since"] < RECENT else 2.5) * DAY))
    wishes.fulfil(wish, by=by, at=at, text=told["result"])
    if course == "again":
        at = yield from wait(wish, by_day(at + chance.uniform(0.2, 1) * DAY))
        wishes.not_yet(wish, by=Actor.resident(), at=at, comment=_told()["not_yet"])
        at = yield from wait(wish, by_day(at + chance.uniform(0.3, 1.5) * DAY))
        wishes.fulfil(wish, by=by, at=at, text=told["result"])
    if course in {"fulfilled", "again"}:
        at = yield from wait(wish, by_day(at + chance.uniform(0.1, 2) * DAY))
        yield from _confirmed(village, told, wish, at)
    return at


def _confirmed(village: Village, told: dict[str, Any], wish: Wish, at: datetime) -> Part:
    """By the wisher's link, or told to the secretary by telephone."""
    chance = village.stage.chance
    said: dict[str, Any] = {
        "fulfilled": Solved.YES,
        "satisfied": chance.choice([Satisfied.YES, Satisfied.YES, Satisfied.FAIR, ""]),
    }
    if chance.random() < 0.6:
        wishes.confirm(wish, by=Actor.resident(), at=at, comment=chance.choice(_told()["comments"]), **said)
        return at
    at = yield from wait(wish, by_day(at))
    by = village.stage.staff.by(f"secretary{told['community']}")
    wishes.confirm(wish, by=by, at=at, channel=Channel.PHONE, **said)
    return at
