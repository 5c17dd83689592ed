"""A community whose people are all in league, and departments that help them: nothing ends without work, another's decision
or the resident's own word, whatever the buttons offer."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from sunshine.cases import actions
from sunshine.cases.models import Case, Category, Reason
from sunshine.cases.queries.duplicates import forget_rarity
from sunshine.cases.rules import possible
from sunshine.cases.states import (
    MOVES,
    Asking,
    Outcome,
    State,
)
from sunshine.lib.refusals import Refused
from sunshine.matters.states import Channel
from sunshine.notices.actions import load_templates
from sunshine.notices.models import Message
from sunshine.people.actions import officer_actor
from sunshine.people.models import Organisation
from sunshine.people.states import OrganisationKind, Role
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from tests.factories.cases import MERGING, RESIDENT, Town, reported
from tests.factories.people import NOON, OfficerFactory, OrganisationFactory
from tests.long import rounds

GAMES = rounds(8, of=400)
TURNS = 25
TOLD = "三单元楼道堆满杂物"
WORDS = "按规定处理了"
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
        told: dict[str, Any] = {"by": by, "at": self.now}
        text = {**told, "text": WORDS}
        other: Organisation = self.chance.choice([row for row in self.offices if row.pk != case.holder_id])
        reason = self._reason
        until, later = self.now + timedelta(days=60), self.now + timedelta(days=30)
        return {
            "accept": lambda: actions.accept(case, **told),
            "contact": lambda: actions.contact(case, reached=self.chance.random() < 0.5, **told),
            "note": lambda: actions.note(case, **text),
            "ask": lambda: actions.ask(case, **text),
            "reply": lambda: actions.reply(case, **text),
            "answer": lambda: actions.answer(case, **text),
            "confirm": lambda: actions.confirm(case, solved="yes", channel=Channel.PHONE, **told),
            "rework": lambda: actions.rework(case, comment=WORDS, **told),
            "close": lambda: actions.close(case, reason=WORDS, **told),
            "call": lambda: actions.call(case, reached=False, **told),
            "withdraw": lambda: actions.withdraw(case, reason=WORDS, **told),
            "forward": lambda: actions.forward(case, lawful="petition", reason=WORDS, **told),
            "refer": lambda: actions.refer(case, lawful="petition", **text),
            "keep_here": lambda: actions.keep_here(case, **text),
            "merge": lambda: actions.merge(case, into=self._main(case), reason=MERGING, **told),
            "restrict": lambda: actions.restrict(case, category=self._complaint(), **told),
            "route": lambda: actions.route(case, organisation=other, reason=WORDS, **told),
            "return": lambda: actions.return_case(
                case, target=other, rule="职责清单", reason=reason(Asking.RETURN), **text
            ),
            "uphold": lambda: actions.uphold(case, organisation=other, **text),
            "refuse": lambda: actions.refuse(case, **text),
            "transfer": lambda: actions.transfer(case, target=other, **text),
            "consent": lambda: actions.consent(case, **text),
            "decline": lambda: actions.decline(case, **text),
            "extend": lambda: actions.ask_more_time(case, amount=1, reason=reason(Asking.EXTENSION), **text),
            "grant": lambda: actions.grant(case, **text),
            "deny": lambda: actions.deny(case, **text),
            "shelve": lambda: actions.shelve(case, public="等待资金", until=until, **text),
            "set_aside": lambda: actions.set_aside(case, **text),
            "review": lambda: actions.review(case, until=later, **text),
            "take_up": lambda: actions.take_up(case, **text),
            "exclude": lambda: actions.exclude(case, reason=reason(Asking.EXCLUSION), **text),
            "leave_out": lambda: actions.leave_out(case, **text),
            "explain": lambda: actions.explain(case, reason=reason(Asking.EXEMPTION), **text),
            "excuse": lambda: actions.excuse(case, **text),
            "conceal": lambda: actions.conceal(case, **told),
            "release": lambda: actions.release(case, result=WORDS, **text),
            "forget": lambda: actions.forget(case, why=WORDS, **told),
        }

    def _reason(self, kind: Asking) -> Reason:
        return self.chance.choice(list(Reason.objects.filter(kind=kind)))

    def _main(self, case: Case) -> Case:
        """A report of their own with the very same words, to hide the resident's behind."""
        forget_rarity()
        return reported(
            by=self.there.by("worker"), text=case.text, category=case.category_id, at=self.now
        ).case

    def _complaint(self) -> Any:
        return Category.objects.get(code="0901")


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
