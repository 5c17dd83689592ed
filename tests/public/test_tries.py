"""Number and four digits: a guesser waits, a household does not; the right digits open."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from sunshine.cases.actions import Received
from sunshine.public.limits import TRACKING
from tests.factories.cases import reported
from tests.factories.people import NOON
from tests.long import rounds
from tests.public.conftest import fresh
from tests.public.test_report import soup

pytestmark = pytest.mark.django_db
RIGHT = "5678"


@pytest.fixture(autouse=True)
def _fresh_tries() -> None:
    cache.clear()


@pytest.fixture
def number(case: Received) -> str:
    """The number of a matter whose telephone is 13912345678."""
    return case.case.number


def look(number: str, tail: str = "0000", who: int = 1):
    """A try from the address of this number."""
    return Client(REMOTE_ADDR=f"10.9.{who // 250}.{who % 250}").post(
        "/track/", {"number": number, "tail": tail}
    )


def besiege(number: str) -> None:
    """Try as often from elsewhere as is let in."""
    for who in range(25):
        guess(number, 4, 1000 + who)
    for who in range(TRACKING.total.free + 1 - TRACKING.siege):
        guess(number, 1, 2000 + who)


def guess(number: str, times: int, who: int = 1) -> int:
    """How many of so many wrong tries of an address were let in."""
    return sum(TRACKING.attempt(number, f"address {who}").allowed for _ in range(times))


def test_three_mistakes_cost_nothing_and_the_fourth_five_seconds(here: SimpleNamespace, number: str) -> None:
    pages = [look(number) for _ in range(4)] + [look(number, RIGHT)]

    assert [page.status_code for page in pages] == [422, 422, 422, 422, 429]
    assert pages[-1]["Retry-After"] == "5"
    assert "请等 5 秒" in soup(pages[-1]).find(class_="errors").get_text()


def test_the_right_digits_open_after_three_mistakes(here: SimpleNamespace, number: str) -> None:
    assert [look(number, tail).status_code for tail in ("1", "0001", "0002", "0003", RIGHT, RIGHT)][1:] == [
        422,
        422,
        422,
        200,
        200,
    ]


def test_waits_grow_from_seconds_to_an_hour(here: SimpleNamespace, number: str) -> None:
    seen, now = [], timezone.now()
    for _ in range(11):
        with time_machine.travel(now, tick=False):
            guess(number, 1)
            seen.append(TRACKING.attempt(number, "address 1").seconds if len(seen) > 2 else 0)
        now += timedelta(seconds=seen[-1])
    assert seen == [0, 0, 0, 5, 15, 60, 300, 900, 3600, 3600, 3600]


def test_what_waits_is_not_counted_for_anybody(here: SimpleNamespace, number: str) -> None:
    guess(number, 1000)
    assert TRACKING.attempt(number, "another").allowed


def test_the_right_digits_open_after_ten_thousand_wrong_ones_from_elsewhere(
    here: SimpleNamespace, number: str
) -> None:
    let_in = sum(guess(number, rounds(6, of=50), who) for who in range(2, 202))

    assert (let_in, look(number, RIGHT).status_code) == (100 + 175, 200)


def test_one_address_hits_a_number_with_three_in_a_thousand_a_day(here: SimpleNamespace, number: str) -> None:
    tried, now = 0, timezone.now()
    for second in [*range(0, 1300, 5), *range(1300, 86_400, 300)]:
        with time_machine.travel(now + timedelta(seconds=second), tick=False):
            tried += guess(number, 1)
    assert tried / 10_000 <= 0.0033


def test_however_many_addresses_hit_a_number_with_five_in_a_hundred(
    here: SimpleNamespace, number: str
) -> None:
    let_in = sum(guess(number, 4, who) for who in range(rounds(450, of=3000)))
    assert (let_in, let_in / 10_000) == (500, 0.05)


def test_beyond_that_the_whole_telephone_number_opens(here: SimpleNamespace, number: str) -> None:
    besiege(number)

    pages = [look(number, typed) for typed in (RIGHT, "0005678", "13900005678", "139 1234 5678", RIGHT)]

    assert [page.status_code for page in pages] == [429, 422, 422, 200, 200]
    assert "完整的电话号码" in soup(pages[0]).find(class_="errors").get_text()


def test_whoever_mistypes_under_siege_types_the_whole_number_instead(
    here: SimpleNamespace, number: str
) -> None:
    for who in range(25):
        guess(number, 4, 1000 + who)

    pages = [look(number, typed).status_code for typed in ("0000", RIGHT, "13912345678", RIGHT)]

    assert pages == [422, 429, 200, 200]


def test_an_address_that_gave_the_digits_before_is_not_under_siege(
    here: SimpleNamespace, number: str
) -> None:
    look(number, RIGHT)
    besiege(number)

    assert [look(number, typed).status_code for typed in ("0000", "0001", RIGHT)] == [422, 422, 200]


def test_sixty_households_behind_one_address_are_let_through(here: SimpleNamespace) -> None:
    for household in range(60):
        number = reported(phone=f"1391234{household:04}").case.number
        tails = ["9997", "9998", "9999", f"{household:04}"]
        assert [look(number, tail).status_code for tail in tails] == [422, 422, 422, 200]


@time_machine.travel(NOON, tick=False)
def test_an_address_that_tries_many_numbers_waits_a_minute(here: SimpleNamespace, number: str) -> None:
    known = reported(phone="13912340001").case.number
    look(known, "0001")
    tried = sum(TRACKING.attempt(f"number {one}", "10.9.0.1").allowed for one in range(300))

    assert (tried, look(number, RIGHT)["Retry-After"]) == (240, "60")
    assert (look(known, "0001").status_code, look(number, RIGHT, who=2).status_code) == (200, 200)


def test_a_number_that_does_not_exist_is_counted_like_one_that_does(
    here: SimpleNamespace, number: str
) -> None:
    pages = [look(which).status_code for which in (number, "231282-261123-999999") for _ in range(5)]
    assert pages == [422, 422, 422, 422, 429] * 2


def test_looking_changes_nothing_of_the_matter(here: SimpleNamespace, case: Received) -> None:
    look(case.case.number, RIGHT)
    assert fresh(case).version == case.case.version


def test_nothing_of_number_or_address_is_kept(here: SimpleNamespace, number: str) -> None:
    look(number)
    look(number, RIGHT)
    assert {bool(re.fullmatch(r"tries:track:\w+:[0-9a-f]{64}", key)) for key in kept()} == {True}


def kept() -> list[str]:
    """The keys under which tries are counted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache")
        return [key for (key,) in cursor.fetchall()]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_thirty_tries_at_the_same_moment_are_thirty_tries() -> None:
    def one(_turn: int) -> bool:
        try:
            return TRACKING.attempt("number", "address").allowed
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(one, range(30))) == 4
