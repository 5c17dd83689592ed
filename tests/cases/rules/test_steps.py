"""Who may decide what another asked, and that every step has somebody who may take it."""

import pytest

from sunshine.cases.actions import accept
from sunshine.cases.rules import possible
from sunshine.cases.rules.steps import BY_ITSELF, RESIDENTS
from sunshine.cases.states import DECIDED, MOVES, Asking
from sunshine.people.states import GRANTS, VERBS
from tests.cases.life import ALLOWED, DECIDES, LATER, actor, put
from tests.factories.cases import Town, reported
from tests.factories.people import DAY


@pytest.mark.parametrize("kind", Asking)
@pytest.mark.parametrize("who", ALLOWED)
def test_just_those_of_the_table_decide_what_another_asked(there: Town, who: str, kind: str) -> None:
    case = reported(**({"category": "0101"} if kind == Asking.RETURN else {})).case
    if kind in (Asking.SHELVING, Asking.EXEMPTION):
        accept(case, by=there.by("worker"), at=LATER)
    put(case, kind, there)
    answers, by = {DECIDED[kind].yes, DECIDED[kind].no}, actor(who, there)

    decided = answers if who in DECIDES[kind].split() else set()
    by_rule = {"refuse"} & answers if who == "system" else set()  # the second return
    unasked = {"forward"} if who in DECIDES[Asking.FORWARDING].split() else set()
    assert set(possible(case, by=by, on=DAY)) & answers == decided | by_rule | unasked & answers
    assert DECIDED[kind].ask not in possible(case, by=by, on=DAY)


def test_every_step_has_somebody_who_may_take_it() -> None:
    assert set(MOVES) - {"receive", "file"} <= VERBS | RESIDENTS | BY_ITSELF
    assert all(GRANTS.values())
