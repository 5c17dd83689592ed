"""What a wish is made of, for the tests of every kind of matter: who may take which step, and how it is taken."""

from typing import Any

from sunshine.people.states import Role
from sunshine.record.states import Actor, ActorKind
from sunshine.wishes import actions as wishes
from sunshine.wishes.models import Wish
from sunshine.wishes.rules import check_wish, possible
from sunshine.wishes.states import WISH_MOVES, WISH_STEP_WORDS, WishState
from tests.factories.cases import GRID, SECOND, STREET
from tests.factories.people import DAY, OfficerFactory
from tests.factories.wishes import SYSTEM, WISHER, WishTown, brought_to
from tests.generic.life import AT, KindOfMatter

A, L, T, D, C = WishState.ASKED, WishState.OFFERED, WishState.CLAIMED, WishState.DONE, WishState.CLOSED
CHECKS = "amend offer decline note withdraw print"
LISTED = "amend decline recall note withdraw print"
COMMUNITY = {
    A: CHECKS,
    L: LISTED,
    T: "pair note withdraw print",
    D: "note confirm not_yet lapse withdraw print",
    C: "",
}
HEARS_NOTHING = {A: "", L: "", T: "", D: "", C: ""}
ALLOWED: dict[str, dict[WishState, str]] = {
    "resident": {A: "withdraw", L: "withdraw", T: "withdraw", D: "confirm not_yet withdraw", C: ""},
    "system": {A: "move_due", L: "recall move_due", T: "move_due", D: "lapse", C: "forget"},
    "partner": HEARS_NOTHING,
    "worker": COMMUNITY,
    "secretary": COMMUNITY,
    "administrator": {**COMMUNITY, C: "forget"},
    "elsewhere": HEARS_NOTHING,
    "street_supervisor": HEARS_NOTHING,
    "dispatcher": HEARS_NOTHING,
    "handler": HEARS_NOTHING,
    "supervisor": HEARS_NOTHING,
    "auditor": HEARS_NOTHING,
    "grid_worker": HEARS_NOTHING,
    "leader": {A: "", L: "claim", T: "pair hand_back note", D: "note", C: ""},
    "stranger": HEARS_NOTHING,
    "mei": {A: "", L: "claim", T: "hand_back", D: "note", C: ""},
    "zhou": {A: "", L: "claim", T: "", D: "", C: ""},
    "alone": HEARS_NOTHING,
}  # fmt: skip
"""Who may take which steps of a wish just brought to that state."""

REASON = {"reason": "与本人电话说定"}


def actor(who: str, there: WishTown) -> Actor:
    if who in {"administrator", "street_supervisor", "elsewhere"}:
        role, place = {
            "administrator": (Role.COUNTY_ADMIN, "231282"),
            "street_supervisor": (Role.STREET_SUPERVISOR, STREET),
            "elsewhere": (Role.SECRETARY, SECOND),
        }[who]
        office = there.town.second if who == "elsewhere" else there.town.street
        officer = OfficerFactory(organisation=office, role=role, role__place=place)
        return Actor(ActorKind.OFFICER, str(officer.pk), office.pk, officer.name, officer)
    made = {
        "resident": WISHER,
        "system": SYSTEM,
        "partner": Actor(ActorKind.PARTNER, "1"),
        "alone": Actor.helper("x", None),
    }
    return made.get(who) or there.by(who)


def paired(wish: Wish, there: WishTown) -> Wish:
    """Mei and Zhou are named by the leader."""
    return wishes.pair(wish, by=there.by("leader"), at=AT, helpers=[there.mei.pk, there.zhou.pk])


class Wishes(KindOfMatter):
    """A wish."""

    states, moves, words, allowed, grid = WishState, WISH_MOVES, WISH_STEP_WORDS, ALLOWED, GRID
    prepared = {"visit": {T: "mei"}, "fulfil": {T: "mei"}}
    elsewhere = {"ask": "whoever wishes: before it there is no wish", "move_due": "the calendar"}

    def bring(self, state: Any, there: WishTown, verb: str = "") -> Wish:
        wish = brought_to(state, there)
        if verb in self.prepared:
            paired(wish, there)
        if verb == "fulfil":
            wishes.visit(wish, by=there.by("mei"), at=AT)
        return wish

    def actor(self, who: str, there: WishTown) -> Actor:
        return actor(who, there)

    def check(self, verb: str, matter: Wish, *, by: Actor) -> None:
        check_wish(verb, matter, by=by, on=DAY)

    def possible(self, matter: Wish, *, by: Actor) -> list[str]:
        return possible(matter, by=by, on=DAY)

    def take(self, verb: str, matter: Wish, there: WishTown, *, by: Actor, at: Any = AT) -> None:
        act = getattr(wishes, "slip" if verb == "print" else verb)
        act(matter, by=by, at=at, **told(verb, there))


def told(verb: str, there: WishTown) -> dict[str, Any]:
    """What a step asks for."""
    asked: dict[str, dict[str, Any]] = {
        "amend": {"public_text": "修水龙头"},
        "offer": {"public_text": "修水龙头"},
        "decline": REASON,
        "claim": {"organisation": there.branch},
        "pair": {"helpers": [there.mei.pk, there.zhou.pk]},
        "fulfil": {"text": "已修好"},
        "confirm": {"fulfilled": "yes"},
        "withdraw": REASON,
        "note": {"text": "再约时间"},
        "forget": {"why": "retention"},
    }
    return asked.get(verb, {})
