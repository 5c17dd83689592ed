"""A community whose people are all in league, and departments that help them: nothing ends without work, another's decision
or the resident's own word, whatever the buttons offer."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from sunshine.cases.models import Case, Reason
from sunshine.cases.rules import possible
from sunshine.cases.states import (
    MOVES,
    Asking,
    Outcome,
    State,
)
from sunshine.lib.refusals import Refused
from sunshine.notices.actions import load_templates
from sunshine.notices.models import Message
from sunshine.people.actions import officer_actor
from sunshine.people.models import Organisation
from sunshine.people.states import OrganisationKind, Role
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from tests.cases.ways import ways
from tests.factories.cases import RESIDENT, Town, reported
from tests.factories.people import NOON, OfficerFactory, OrganisationFactory
from tests.long import rounds

GAMES = rounds(8, of=400)
TURNS = 25
TOLD = "三单元楼道堆满杂物"
TRIED = [
    "accept",
    "contact",
    "note",
    "ask",
    "reply",
    "answer",
    "confirm",
    "rework",
    "close",
    "call",
    "withdraw",
    "forward",
    "refer",
    "keep_here",
    "merge",
    "restrict",
    "route",
    "return",
    "uphold",
    "refuse",
    "transfer",
    "consent",
    "decline",
    "extend",
    "grant",
    "deny",
    "shelve",
    "set_aside",
    "review",
    "take_up",
    "exclude",
    "leave_out",
    "explain",
    "excuse",
    "conceal",
    "release",
    "forget",
]
"""What the league tries."""
ENDED = {"forward", "withdraw", "close", "confirm", "merge"}


class League:
    """The community's secretary, workers and grid worker, and the handlers of two departments. The resident is silent."""

    def __init__(self, there: Town, chance: random.Random) -> None:
        self.there, self.chance, self.now = there, chance, NOON
        load_templates(at=NOON)
        other = OrganisationFactory(name="市政处", kind=OrganisationKind.DEPARTMENT, place="231282")
        self.offices = [there.first, there.second, there.light, other]
        staff = [there.by(name) for name in ("secretary", "worker", "colleague", "grid_worker", "handler")]
        role = {"role": Role.HANDLER, "role__place": "231282"}
        more = [
            officer_actor(OfficerFactory(organisation=row, **role)) for row in (there.light, other, other)
        ]
        self.staff = [*staff, *more]
        kind = chance.choice(
            [{}, {"category": "0202", "text": "邻居半夜噪声"}, {"category": "0101", "text": "路灯"}]
        )
        self.case = reported(phone="13912345678", **kind).case
        self.done: list[str] = []

    def fresh(self) -> Case:
        """The matter as it is."""
        return Case.objects.select_related("holder", "category", "contact").get(pk=self.case.pk)

    def turn(self) -> None:
        """One of them takes any step that their page offers."""
        self.now += self.chance.choice([timedelta(minutes=1), timedelta(hours=5), timedelta(days=2)])
        by = self.chance.choice(self.staff)
        case = self.fresh()
        ways = self.ways(case, by)
        offered = [step for step in possible(case, by=by, on=self.now.date()) if step in ways]
        if not offered:
            return
        step = self.chance.choice(offered)
        try:
            ways[step]()
        except Refused:
            return
        self.done.append(step)

    def ways(self, case: Case, by: Actor) -> dict[str, Callable[[], Any]]:
        """Every step of a matter that staff take, with what is least work; "reopen" would be the resident's word."""
        other: Organisation = self.chance.choice([row for row in self.offices if row.pk != case.holder_id])
        every = ways(
            case, by=by, at=self.now, other=other, reason=self._reason, twin_by=self.there.by("worker"),
            reached=self.chance.random() < 0.5,
        )  # fmt: skip
        return {verb: every[verb] for verb in TRIED}

    def _reason(self, kind: Asking) -> Reason:
        return self.chance.choice(list(Reason.objects.filter(kind=kind)))


def ended_rightly(case: Case, league: League) -> bool:
    """Whether an end followed work or a word that somebody else wrote down, and the resident still has the last word."""
    if case.state != State.CLOSED:
        return True
    now = Case.objects.select_related("merged_into", "contact").get(pk=case.pk)
    if "reopen" not in possible(now, by=RESIDENT, on=league.now.date()):
        return False
    if now.merged_into is not None:
        return ended_rightly(now.merged_into, league)
    if now.outcome == Outcome.WITHDRAWN:  # written down outside the holder, and the resident is told
        by = Entry.objects.get(subject=now.subject, verb="withdraw").organisation
        return (
            by != now.holder_id
            and Message.objects.filter(kind="case_withdrawn", contact=now.contact_id).exists()
        )
    return Entry.objects.filter(subject=now.subject, verb="answer").exists()


@pytest.mark.parametrize("seed", range(GAMES))
def test_no_matter_ends_without_work_or_the_residents_word(there: Town, seed: int) -> None:
    league = League(there, random.Random(seed))

    for _turn in range(TURNS):
        league.turn()
        assert ended_rightly(league.fresh(), league), league.done
        if league.fresh().state == State.CLOSED:
            break

    assert league.done
    assert not {"forward", "route", "forget"} & {*league.done}, league.done


def test_the_league_knows_every_step_that_a_matter_can_end_with() -> None:
    ends = {verb for verb, move in MOVES.items() if move.to == State.CLOSED}
    others = {
        "follow",
        "file",
        "undo_import",
    }  # the resident's own, by the link; and what an import does by itself
    assert ends == ENDED | others
