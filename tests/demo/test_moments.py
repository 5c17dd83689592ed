"""The demonstration loads at any moment and shows every role its work: weekends, holidays, nights, ends of years.

Which moments are tried is drawn anew in each run; a failure names its moment.
"""

import os
import random
from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from sunshine.cases.queries import forget_catalogue
from sunshine.config import demo_accounts
from sunshine.demo import loading
from sunshine.demo.running import StoryOutcome
from sunshine.demo.village import Street
from sunshine.insight.queries.compare import By, compare
from sunshine.insight.states import Rate
from sunshine.lib.periods import period_of
from tests.demo import looks
from tests.demo.looks import missing
from tests.long import rounds, some

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST = datetime(2026, 1, 1, tzinfo=SHANGHAI)
SPAN = timedelta(days=3 * 365)
ROUNDS = range(rounds(1, of=40))
WHOLE = int(os.environ.get("SUNSHINE_WHOLE_DEMOS", "0"))
"""How many whole demonstrations are loaded besides the small ones."""
HARD = [
    "2026-12-31T23:50",
    "2027-02-06T12:00",  # spring festival of a year without its calendar
    "2026-11-28T12:00",
    "2026-12-05T12:00",
    "2027-01-01T12:00",
    "2027-02-28T12:00",
    "2026-02-16T21:30",  # spring festival, calendar known
    "2026-10-01T23:58",
    "2027-01-01T00:10",
    "2028-02-29T12:00",
]
NAMED = some(HARD, 1)


@pytest.fixture(scope="module")
def street(django_db_setup, django_db_blocker) -> Iterator[Street]:
    """The invented street before anything happened in it; nothing of it is committed."""
    forget_catalogue()
    with django_db_blocker.unblock(), transaction.atomic():
        yield loading.found_street(FIRST - timedelta(days=250), today=FIRST)
        transaction.set_rollback(True)
    forget_catalogue()
    demo_accounts.path().unlink(missing_ok=True)


def tried(street: Street, at: datetime) -> tuple[StoryOutcome, list[str]]:
    """A small half year up to a moment, taken back again: what became of its stories, and what nobody would see."""
    with transaction.atomic():
        # A copy: what is taken back in the database must not stay in the rows we hold.
        outcome = loading.live(deepcopy(street), at, amount=1, line=0)
        found = missing(at)
        transaction.set_rollback(True)
    return outcome, found


def faults(street: Street, at: datetime) -> list[str]:
    """What is wrong with the demonstration at a moment."""
    outcome, found = tried(street, at)
    return [*outcome.failed, *(outcome.refused if outcome.refused.total() > 2 else ()), *found]


@pytest.mark.long("loads half a year of a street", seconds=240)
@pytest.mark.parametrize("number", ROUNDS)
def test_it_fills_every_desk_at_moments_drawn_at_random(street, number):
    at = (
        FIRST + SPAN * random.Random(f"{random.random()} {number}").random()
    )  # the run's seed, another draw each round

    assert (at.isoformat(), faults(street, at)) == (at.isoformat(), [])


@pytest.mark.parametrize("moment", NAMED)
def test_it_fills_every_desk_on_days_that_are_hard(street, moment):
    assert faults(street, datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)) == []


@pytest.mark.skipif(
    not WHOLE, reason="SUNSHINE_WHOLE_DEMOS=2 loads two whole demonstrations at random moments"
)
@pytest.mark.long("loads a whole half year of a street", seconds=240)
@pytest.mark.parametrize("number", range(max(WHOLE, 1)))
def test_the_whole_of_it_loads_and_shows_rates_of_departments(
    django_db_setup, django_db_blocker, capsys, number
):
    at = FIRST + SPAN * random.Random(f"{random.random()} {number}").random()
    month = period_of("month", at.astimezone(SHANGHAI).date()).before.first
    forget_catalogue()
    with django_db_blocker.unblock(), transaction.atomic():
        loading.load(at)
        found = missing(at)
        rows = compare(looks.STREET, month, By.ORGANISATION, at.date())
        transaction.set_rollback(True)
    forget_catalogue()
    demo_accounts.path().unlink(missing_ok=True)

    assert (at.isoformat(), found) == (at.isoformat(), [])
    assert any(not row.few and row.rates[Rate.ON_TIME].raw for row in rows), at.isoformat()
    assert "broke off" not in capsys.readouterr().err, at.isoformat()
    print(f"a whole demonstration loaded as of {at.isoformat()}")  # -rP shows which moments were tried
