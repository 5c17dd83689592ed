"""Rolled-up figures are what the record says, computed again by other code: two thousand histories, ten thousand in all rounds."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sunshine.insight.rules import CountedEntry, counts_for, day_of, difference, fold, life_counts, micro
from sunshine.insight.states import AGAIN, IN_HAND, LEFT_OUT, RATED, RATES, Dimension, Measure
from sunshine.lib.periods import stretches
from tests.insight.histories import START, history
from tests.insight.recompute import EntryRow, by_month, chain, recompute, without_zeros
from tests.long import rounds

HERE = ZoneInfo("Asia/Shanghai")
EXAMPLES, TOGETHER = rounds(40, of=400), 25


def mixed(chance: Random, lives: list[list[EntryRow]]) -> list[tuple[str, EntryRow]]:
    """The entries of all histories as the record numbers them: each history in its order, otherwise by chance."""
    order = [n for n, steps in enumerate(lives) for _ in steps]
    chance.shuffle(order)
    waiting = [iter(steps) for steps in lives]
    return [(f"case:{n}", next(waiting[n])) for n in order]


def rolled_up(chance: Random, entries: list[tuple[str, EntryRow]]) -> dict:
    """The tallies after batches of random size."""
    rows, lives = Counter(), {}
    while entries:
        size = chance.randint(1, 40)
        batch, entries = entries[:size], entries[size:]
        before = {subject: life_counts(lives.setdefault(subject, {}), HERE) for subject, _ in batch}
        for subject, step in batch:
            fold(lives[subject], CountedEntry(*step), HERE)
        for subject, was in before.items():
            rows.update(difference(was, life_counts(lives[subject], HERE)))
    return without_zeros(rows)


def once(rows: dict) -> dict:
    """Rows without those that say how often something happened again: `test_so_far` holds these."""
    return {row: value for row, value in rows.items() if not row[-1].startswith(AGAIN)}


def check_recomputed(seed: int) -> None:
    chance = Random(seed)
    entries = mixed(chance, [history(chance) for _ in range(TOGETHER)])

    assert once(rolled_up(chance, entries)) == recompute(entries)


@settings(max_examples=EXAMPLES, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(seed=st.integers(0, 2**32))
def test_thousands_of_histories_recompute_exactly(seed: int) -> None:
    check_recomputed(seed)


def behind(life: dict, month: str, dimension: str, key: str, measure: str) -> int:
    """How much of a number of a whole month a request makes."""
    whole = stretches([date.fromisoformat(month)])[0]
    return sum(counts_for(life, HERE, whole, measure, Dimension(dimension), key).values())


def check_behind(seed: int) -> None:
    chance = Random(seed)
    made: list[tuple[dict, set]] = []
    for _ in range(TOGETHER // 4):  # each number is asked of each history
        life: dict = {}
        for step in history(chance):
            fold(life, CountedEntry(*step), HERE)
        rows = by_month(once(difference(life_counts({}, HERE), life_counts(life, HERE))))
        made.append((life, {row[1:]: value for row, value in rows.items()}))
    numbers = set().union(*(rows for _, rows in made))

    for life, rows in made:
        assert rows == without_zeros(
            {(month, *number): behind(life, month, *number) for month, *number in numbers}
        )


@settings(max_examples=EXAMPLES // 10, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_behind_a_number_stand_the_requests_that_make_it(seed: int) -> None:
    check_behind(seed)


def test_histories_that_every_run_draws_alike_hold_too() -> None:
    for seed in range(5):
        check_recomputed(seed)
        check_behind(seed)


@settings(max_examples=EXAMPLES, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(seed=st.integers(0, 2**32))
def test_time_in_hand_is_the_life_of_the_request(seed: int) -> None:
    chance = Random(seed)
    for _ in range(TOGETHER):
        steps, life = history(chance), {}
        if steps[0].verb == "file":  # it was never in our hands
            continue
        for step in steps:
            fold(life, CountedEntry(*step), HERE)
        in_hand = sum(value for key, value in life["counts"].items() if key.split("|")[2] in IN_HAND)
        links = chain(steps)
        held = sum(micro(link.ended) - micro(link.began) for link in links if link.ended)
        open_until = life["since"] if life["closed"] is None else life["closed"]
        assert in_hand == open_until - life["received"]
        if life["closed"] is not None:
            assert held == life["closed"] - life["received"] == in_hand


def test_every_measure_is_reached_by_some_history() -> None:
    chance = Random(4)
    entries = mixed(chance, [history(chance) for _ in range(2000)])

    reached = {measure for *_, measure in recompute(entries)}

    assert reached == {str(measure) for measure in Measure} | {f"{LEFT_OUT}{measure}" for measure in RATED}


def test_what_rates_are_made_of_is_kept_raw_and_left_out() -> None:
    used = {
        each
        for parts in RATES.values()
        for each in [*parts.base, *parts.less, *(top for top, _ in parts.top)]
    }

    assert used == RATED


def test_days_are_local() -> None:
    midnight = START.replace(day=31, hour=15, minute=59, second=59) + timedelta(microseconds=10)

    assert [day_of(micro(midnight) + more, HERE) for more in (-1, 0)] == ["2026-03-31", "2026-04-01"]


def test_a_new_link_with_the_same_holder_is_no_hand_over() -> None:
    first, life = history(Random(1))[0], {}
    held = {**first.facts, "restricted": False}
    fold(life, CountedEntry("receive", first.at, "received", held), HERE)
    fold(
        life,
        CountedEntry("restrict", first.at + timedelta(hours=1), "received", {**held, "restricted": True}),
        HERE,
    )

    assert life["flows"] == {}


def test_what_an_entry_does_not_say_stays_as_it_was() -> None:
    first, life = history(Random(1))[0], {}
    fold(
        life,
        CountedEntry(
            "receive", first.at, "received", {**first.facts, "place": "231282999001", "category": "0101"}
        ),
        HERE,
    )
    fold(life, CountedEntry("note", first.at + timedelta(hours=1), "received", {}), HERE)

    assert (life["place"], life["category"]) == ("231282999001", "01")
