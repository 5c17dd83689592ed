"""Ten clerks at once on the same requests, fifty random tries for each of them: none lost, none doubled, custody whole.

A thousand tries on twenty requests collide more often than five thousand on a hundred, which all rounds run.
"""

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection

from sunshine.cases import actions
from sunshine.cases.models import Case, Custody, Proposal
from sunshine.cases.queries import forget_catalogue
from sunshine.cases.rules import possible
from sunshine.lib.refusals import Overtaken, Refused
from sunshine.people.models import Organisation
from sunshine.record.models import Entry
from tests.factories.cases import Town, reported, returned, town
from tests.factories.people import NOON
from tests.long import rounds

pytestmark = pytest.mark.postgres
CLERKS, CASES = 10, rounds(12, of=100)
STEPS = 50 * CASES
WHO = ("handler", "handler", "dispatcher", "dispatcher", "worker", "colleague", "secretary", "supervisor")
TEXT = "按规定办理"


@pytest.fixture
def lasting(transactional_db: None) -> Iterator[Town]:
    """A town whose rows every connection sees."""
    forget_catalogue()
    yield town()
    forget_catalogue()


class Clerk:
    """One who takes whatever step is possible, at random, on whatever request, as one officer after another."""

    def __init__(self, there: Town, cases: list[int], seed: int) -> None:
        self.chance, self.cases = random.Random(seed), cases
        self.actors = [there.by(name) for name in WHO]
        self.offices = list(
            Organisation.objects.filter(pk__in=[there.light.pk, there.first.pk, there.street.pk])
        )
        self.taken: Counter[int] = Counter()

    def work(self, steps: int) -> Counter[int]:
        """So many tries; counts the steps that were taken, by request."""
        try:
            for number in range(steps):
                self.one(NOON + timedelta(minutes=number))
        finally:
            connection.close()
        return self.taken

    def one(self, at: datetime) -> None:
        """One try: a step that the rules offer, or that somebody else has made impossible meanwhile."""
        case = Case.objects.select_related("holder", "category").get(pk=self.chance.choice(self.cases))
        by = self.chance.choice(self.actors)
        offered = [step for step in possible(case, by=by, on=at.date()) if step in _WAYS]
        if not offered:
            return
        before = case.version
        step = self.chance.choice(offered)
        try:
            _WAYS[step](self, case, {"by": by, "at": at})
        except (Overtaken, Refused):
            return
        self.taken[case.pk] += case.version - before

    def other(self, case: Case) -> Organisation:
        """Somebody who does not hold it."""
        return self.chance.choice([row for row in self.offices if row.pk != case.holder_id])


def _decided(verb: str) -> Any:
    return lambda _clerk, case, told: getattr(actions, verb)(case, text=TEXT, **told)


_WAYS: dict[str, Any] = {
    "accept": lambda _clerk, case, told: actions.accept(case, **told),
    "note": _decided("note"),
    "ask": _decided("ask"),
    "reply": _decided("reply"),
    "answer": _decided("answer"),
    "rework": lambda _clerk, case, told: actions.rework(case, **told),
    "route": lambda clerk, case, told: actions.route(case, organisation=clerk.other(case), **told),
    "return": lambda clerk, case, told: returned(case, to=clerk.other(case), **told),
    "uphold": lambda clerk, case, told: actions.uphold(
        case, text=TEXT, organisation=clerk.other(case), **told
    ),
    "refuse": _decided("refuse"),
    "transfer": lambda clerk, case, told: actions.transfer(case, text=TEXT, target=clerk.other(case), **told),
    "consent": _decided("consent"),
    "decline": _decided("decline"),
    "classify": lambda _clerk, case, told: actions.classify(case, category="0201", **told),
    "withdraw": lambda _clerk, case, told: actions.withdraw(case, reason=TEXT, **told),
}


def _race(there: Town, cases: list[int]) -> Counter[int]:
    clerks = [Clerk(there, cases, seed) for seed in range(CLERKS)]
    with ThreadPoolExecutor(CLERKS) as pool:
        return sum(pool.map(lambda clerk: clerk.work(STEPS // CLERKS), clerks), Counter())


def _whole(case: Case) -> bool:
    """Whether its custody is one chain from the first instant to the end, held by one at each."""
    chain = list(Custody.objects.filter(case=case).order_by("link").values_list("began", "ended", "holder"))
    joined = all(before[1] == after[0] for before, after in pairwise(chain))
    return joined and (chain[0][0], chain[-1][1], chain[-1][2], len(chain)) == (
        case.received_at, case.closed_at, case.holder_id, case.link,
    )  # fmt: skip


def test_no_step_is_lost_or_doubled_and_custody_is_whole(lasting: Town) -> None:
    kinds = ("0101", "0201", "0202")
    cases = [reported(category=kinds[number % 3]).case.pk for number in range(CASES)]

    taken = _race(lasting, cases)

    rows = Case.objects.in_bulk(cases)
    steps = {pk: list(_steps(case)) for pk, case in rows.items()}
    assert steps == {pk: [*range(1, case.version + 1)] for pk, case in rows.items()}
    assert {pk: case.version for pk, case in rows.items()} == {pk: 1 + taken[pk] for pk in cases}
    assert sum(taken.values()) > CASES
    assert [case.number for case in rows.values() if not _whole(case)] == []
    assert max(case.hand_overs for case in rows.values()) <= 2
    assert not Proposal.objects.filter(decision="", case__open=False).exists()


def _steps(case: Case) -> Any:
    return Entry.objects.filter(subject=case.subject).order_by("step").values_list("step", flat=True)
