"""Every figure, computed again from the record alone by code that shares nothing with the product: exactly equal."""

from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sunshine.lib.periods import Period, period_of
from sunshine.programmes.actions import count, load_line
from sunshine.programmes.queries.indicators import tallies
from sunshine.programmes.queries.measures import MEASURES
from sunshine.programmes.states import Topic
from sunshine.record.states import Actor
from tests.factories.cases import FIRST, SECOND
from tests.factories.people import NOON
from tests.factories.wishes import WishTown, line
from tests.long import rounds
from tests.programmes.histories import History, ready
from tests.programmes.recompute import Result, happened, read
from tests.worlds import world

BOTH = [FIRST, SECOND]


@world
def there() -> WishTown:
    """A town with requests, wishes and posts, where noise, hazards, safety and order are all kinds of matters."""
    made = line()
    load_line(by=Actor.system("shipped"), at=NOON)
    by = Actor.system("test")
    for topic, category in (("noise", "0202"), ("safety", "02"), ("order", "0201"), ("order", "0101")):
        count(topic=topic, category=category, by=by, at=NOON)
    return made


def computed(periods: list[Period], at: datetime) -> list[Result]:
    """What the product says of each of the periods, without the zeros."""
    found = tallies(MEASURES, BOTH, periods, at)
    return [
        {
            (community, key): (tally.top, tally.base)
            for (community, key, which), tally in found.items()
            if which == number and tally.base
        }
        for number in range(len(periods))
    ]


def compare(history: History, at: datetime) -> int:
    """Compare month, quarter and year and the ones before; how many figures there were."""
    figures, record = 0, read(at)
    for kind in ("month", "quarter", "year"):
        for day in (at.date(), at.date() - timedelta(days=70)):
            period = period_of(kind, day)
            spans = [period.before, period]
            again = [happened(record, BOTH, span.first, span.until, history.said) for span in spans]
            assert computed(spans, at) == again, (period.name, history.took)
            figures += sum(map(len, again))
    return figures


@settings(
    phases=[
        Phase.explicit,
        Phase.reuse,
        Phase.generate,
    ],  # a history of a hundred steps is not worth shrinking
    max_examples=rounds(6, of=12),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32), steps=st.integers(1, 120))
def test_random_histories_recompute_exactly(there: WishTown, seed: int, steps: int) -> None:
    with transaction.atomic():
        ready(there)
        history = History(there, Random(seed))
        history.live(steps)
        compare(history, history.now + timedelta(hours=1))
        transaction.set_rollback(True)


def test_a_long_history_reaches_every_key(there: WishTown) -> None:
    ready(there)
    history = History(there, Random(8))
    history.live(700)
    year = period_of("year", date(2026, 6, 1))

    compare(history, history.now)

    reached = {key for _, key in happened(read(history.now), BOTH, year.first, year.until, history.said)}
    assert set(MEASURES) - reached == set(), (history.took, len(history.said))
    assert set(Topic.values) == {"hazard", "safety", "noise", "order"}
