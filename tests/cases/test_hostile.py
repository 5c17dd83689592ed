"""A department that tries every legal move to be rid of a matter: it ends with one organisation, on a known date."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from sunshine.cases import actions
from sunshine.cases.models import Case, Category, Custody, Proposal
from sunshine.cases.queries.blame import causes
from sunshine.cases.rules import possible
from sunshine.cases.states import DECIDED, State
from sunshine.clocks.models import Clock
from sunshine.lib.refusals import Refused
from sunshine.people.actions import officer_actor
from sunshine.people.models import Organisation
from sunshine.people.states import OrganisationKind, Role
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from tests.factories.cases import MERGING, Town, reported, returned
from tests.factories.people import NOON, OfficerFactory, OrganisationFactory
from tests.long import rounds

TURN = timedelta(minutes=30)

GAMES = rounds(4, of=35)
EVERY_WAY = 1  # the seed of a game in which all of DONE happens
GONE = {"return", "transfer", "route", "forward", "restrict", "withdraw"}
DONE = {"ask", "extend", "return", "shelve", "transfer"}
"""What may be done to put it off at all: the other ways are never offered, or refused."""


class Hostile:
    """Three departments in league, a dispatcher who believes the first word, and a resident who stays silent."""

    def __init__(self, there: Town, chance: random.Random) -> None:
        self.there, self.chance, self.now = there, chance, NOON
        make = OrganisationFactory
        others = [
            make(name=name, kind=OrganisationKind.DEPARTMENT, place="231282") for name in ("市政处", "水务局")
        ]
        self.league = [there.light, *others]
        self.staff = {row.pk: [_handler(row), _handler(row)] for row in self.league}
        self.case = reported(text="路灯", category="0101").case
        self.due = self.case.due_at
        self.complaint = Category.objects.get(code="0901")
        self.done: set[str] = set()

    def fresh(self) -> Case:
        """The matter as it is."""
        return Case.objects.select_related("holder", "category").get(pk=self.case.pk)

    def other(self, case: Case) -> Organisation:
        """Somebody else of the league."""
        return self.chance.choice([row for row in self.league if row.pk != case.holder_id])

    def turn(self) -> None:
        """The holder tries a move that it may make; then the others answer what was asked."""
        self.now += TURN
        case = self.fresh()
        if case.holder_id in self.staff:
            self.avoid(case, self.chance.choice(self.staff[case.holder_id]))
        self.decide(self.fresh())
        if self.fresh().state == State.WAITING:  # the silent resident's time runs out
            self.now += timedelta(days=7)
            actions.resume_case(self.fresh(), by=Actor.system("clock"), at=self.now)

    def avoid(self, case: Case, by: Actor) -> None:
        """Any step but work, as the buttons offer it; accepting only where nothing else is left."""
        offered = possible(case, by=by, on=self.now.date())
        ways = self.ways(case, by)
        moves = [step for step in offered if step in ways]
        for step in self.chance.sample(moves, len(moves)):
            try:
                ways[step]()
            except Refused:  # the window is over, or the one named does not fit
                case = self.fresh()
                ways = self.ways(case, by)
            else:
                self.done.add(step)
                return
        if "accept" in offered and self.chance.random() < 0.2:
            actions.accept(case, by=by, at=self.now)

    def ways(self, case: Case, by: Actor) -> dict[str, Callable[[], Any]]:
        """Every move that takes it off the desk, or puts off the work."""
        told = {"by": by, "at": self.now}
        other = self.other(case)
        return {
            "return": lambda: returned(case, to=other, **told),
            "transfer": lambda: actions.transfer(case, text="请贵单位接办", target=other, **told),
            "route": lambda: actions.route(case, organisation=other, **told),
            "ask": lambda: actions.ask(case, text="请补充材料", **told),
            "forward": lambda: actions.forward(case, lawful="petition", reason="属于信访事项", **told),
            "restrict": lambda: actions.restrict(case, category=self.complaint, **told),
            "withdraw": lambda: actions.withdraw(case, reason="居民说不用了", **told),
            "merge": lambda: actions.merge(case, into=reported().case, reason=MERGING, **told),
            "shelve": lambda: actions.shelve(
                case, text="等资金", until=self.now + timedelta(days=90), public="等待资金", **told
            ),
            "extend": lambda: actions.ask_more_time(case, text="等材料", amount=1, **told),
        }

    def decide(self, case: Case) -> None:
        """The dispatcher upholds a return, a friend consents; more time and setting aside are not given."""
        for asked in Proposal.objects.filter(case=case, decision="").select_related("target"):
            verbs = DECIDED[asked.kind]
            by = self.there.by("dispatcher")
            told = {"at": self.now, "text": "按规定决定"}
            if verbs.yes == "uphold":
                actions.uphold(case, by=by, organisation=asked.target, **told)
            elif verbs.yes == "consent":
                actions.consent(case, by=self.staff[asked.target_id][0], **told)
            elif verbs.yes == "grant":
                actions.grant(case, by=by, **told)
            else:
                actions.keep_on(case, by=_above(self.there), **told)


def _handler(organisation: Organisation) -> Actor:
    return officer_actor(OfficerFactory(organisation=organisation, role=Role.HANDLER, role__place="231282"))


def _above(there: Town) -> Actor:
    row = OfficerFactory(organisation=there.county, role=Role.COUNTY_ADMIN, role__place="231282")
    return officer_actor(row)


def changes(case: Case) -> int:
    return Custody.objects.filter(case=case).count() - 1


def played(there: Town, seed: int) -> Hostile:
    """A game of forty turns."""
    game = Hostile(there, random.Random(seed))
    for _turn in range(40):
        game.turn()
    return game


def ended_well(game: Hostile) -> bool:
    """Whether it is with one organisation for good, on a known date, and passed on twice at most."""
    case = game.fresh()
    clock = Clock.objects.get(subject=case.subject, kind="handle", stopped_at=None)
    held = (case.state in {State.RECEIVED, State.ACCEPTED}, case.designated, changes(case) <= 2)
    return all(held) and (clock.due_at, clock.paused_at, changes(case)) == (
        case.due_at,
        None,
        case.hand_overs,
    )


def left(game: Hostile) -> set[str]:
    """The buttons that the holder still has."""
    case = game.fresh()
    return {*possible(case, by=game.staff[case.holder_id][0], on=game.now.date())}


@pytest.mark.parametrize("seed", range(GAMES))
def test_whatever_is_tried_it_ends_with_one_organisation_on_a_known_date(there: Town, seed: int) -> None:
    game = played(there, seed)

    assert ended_well(game)
    assert (game.done <= DONE, left(game) & GONE) == (True, set())
    assert left(game) & {"accept", "answer"}


def test_after_every_way_out_the_report_names_who_returned_it_and_who_let_it_wait(there: Town) -> None:
    game = played(there, EVERY_WAY)
    case = game.fresh()

    told = causes(case, at=game.now)
    assert game.done == DONE
    returns = Entry.objects.filter(subject=case.subject, verb="return").count()
    assert sum(cause.what == "returned" for cause in told) == returns
    holders = set(Custody.objects.filter(case=case).values_list("holder", flat=True))
    assert {cause.organisation for cause in told if cause.what == "waited"} <= holders
    spent = sum((cause.lasted for cause in told), timedelta())
    assert abs(spent - (game.now - NOON)) < timedelta(minutes=1), "each hour is told once"
