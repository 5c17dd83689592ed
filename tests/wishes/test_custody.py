"""The custody chain of a wish is whole by constraint, also when ten people act at once."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, transaction

from sunshine.cases.queries import forget_catalogue
from sunshine.lib.refusals import Overtaken, Refused
from sunshine.people.models import Organisation
from sunshine.people.states import OrganisationKind
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from sunshine.wishes import actions as wishes
from sunshine.wishes.models import (
    Helper,
    Wish,
    WishConfirmation,
    WishCustody,
    WishNote,
)
from tests.factories.cases import FIRST
from tests.factories.people import NOON, OrganisationFactory
from tests.factories.wishes import WISHER, WishTown, asked, asking, brought_to, line, offered

pytestmark = pytest.mark.postgres
LATER = NOON + timedelta(hours=3)


@pytest.fixture
def lasting(transactional_db: None) -> Iterator[WishTown]:
    """The town, committed, for tests with several connections."""
    forget_catalogue()
    yield line()
    forget_catalogue()


def refuses(change: Callable[[Wish], object], wish: Wish | None = None) -> None:
    made = wish or asked()

    def attempt() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            change(made)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError):
        attempt()


def chain(wish: Wish) -> list[tuple]:
    return list(WishCustody.objects.filter(wish=wish).order_by("link").values_list("began", "ended", "after"))


def test_a_wish_without_custody_is_refused(there: WishTown) -> None:
    refuses(lambda wish: WishCustody.objects.filter(wish=wish).delete())


def test_a_second_open_end_is_refused(there: WishTown) -> None:
    refuses(
        lambda wish: WishCustody.objects.create(
            wish=wish, link=2, holder=there.branch, began=LATER, after=LATER
        )
    )


def test_a_gap_is_refused(there: WishTown) -> None:
    def change(wish: Wish) -> None:
        gap = LATER + timedelta(hours=1)
        WishCustody.objects.filter(wish=wish).update(ended=LATER)
        WishCustody.objects.create(wish=wish, link=2, holder=there.branch, began=gap, after=gap)
        Wish.objects.filter(pk=wish.pk).update(link=2, holder=there.branch)

    refuses(change)


def test_a_link_that_ends_before_it_begins_is_refused(there: WishTown) -> None:
    refuses(lambda wish: WishCustody.objects.filter(wish=wish).update(ended=NOON - timedelta(hours=1)))


def test_a_holder_beside_the_chain_is_refused(there: WishTown) -> None:
    refuses(lambda wish: Wish.objects.filter(pk=wish.pk).update(holder=there.branch))


def test_closing_without_ending_custody_is_refused(there: WishTown) -> None:
    closed = {"state": "closed", "closed_at": LATER, "outcome": "withdrawn"}
    refuses(lambda wish: Wish.objects.filter(pk=wish.pk).update(**closed))


def test_custody_that_ends_while_the_wish_is_open_is_refused(there: WishTown) -> None:
    refuses(lambda wish: WishCustody.objects.filter(wish=wish).update(ended=LATER))


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "closed"},
        {"outcome": "fulfilled"},
        {"state": "offered"},
        {"state": "claimed", "public_text": "修水龙头"},
        {"state": "done", "public_text": "修水龙头", "claimed_at": None},
        {"version": 0},
        {"link": 0},
    ],
)
def test_what_must_always_hold_of_a_wish(there: WishTown, wrong: dict) -> None:
    refuses(lambda wish: Wish.objects.filter(pk=wish.pk).update(**wrong))


def test_a_text_a_helper_and_a_word_stand_once(there: WishTown) -> None:
    wish = brought_to("done", there)
    note = {"wish": wish, "step": 6, "kind": "result", "text": "再说一次", "at": LATER}
    word = {"wish": wish, "round": 6, "fulfilled": "yes", "channel": "web", "at": LATER}
    WishConfirmation.objects.create(**word)

    refuses(lambda _: WishNote.objects.create(**note), wish)
    refuses(lambda _: Helper.objects.create(wish=wish, volunteer=there.mei), wish)
    refuses(lambda _: WishConfirmation.objects.create(**word), wish)


def _race(work: Callable[[int], object], times: int) -> list[object]:
    def one(number: int) -> object:
        try:
            return work(number)
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        return list(pool.map(one, range(times)))


def _teams(count: int) -> list[Organisation]:
    return [
        OrganisationFactory(name=f"第{n}志愿队", kind=OrganisationKind.VOLUNTEER_TEAM, place=FIRST)
        for n in range(count)
    ]


def test_of_ten_teams_that_claim_at_once_one_wins_and_nine_are_told(lasting: WishTown) -> None:
    wish, teams = offered(asked(), lasting), _teams(10)
    pages = [Wish.objects.select_related("holder", "kind").get(pk=wish.pk) for _ in teams]

    def work(number: int) -> object:
        team = teams[number]
        by = Actor.helper(f"of-{number}", team.pk)
        return wishes.claim(pages[number], by=by, at=LATER, organisation=team, seen=2)

    results = _race(work, 10)

    assert sum(isinstance(result, Wish) for result in results) == 1
    assert sum(isinstance(result, Overtaken) for result in results) == 9
    assert Entry.objects.filter(subject=wish.subject, verb="claim").count() == 1
    assert len(chain(wish)) == 2


def test_the_same_form_sent_ten_times_at_once_is_one_wish(lasting: WishTown) -> None:
    told = asking(form_key="f" * 20)

    results = _race(lambda _: wishes.ask(told, by=WISHER, at=NOON).wish.number, 10)

    assert (len(set(results)), Wish.objects.count()) == (1, 1)


def test_claims_and_returns_by_ten_at_once_leave_no_step_lost_or_doubled(lasting: WishTown) -> None:
    wish, teams = offered(asked(), lasting), _teams(4)

    def work(number: int) -> object:
        mine = Wish.objects.select_related("holder", "kind").get(pk=wish.pk)
        at = LATER + timedelta(seconds=number)
        if mine.state == "claimed" and random.random() < 0.7:
            return wishes.hand_back(mine, by=Actor.helper("x", mine.holder_id), at=at)
        team = teams[number % 4]
        return wishes.claim(mine, by=Actor.helper("x", team.pk), at=at, organisation=team)

    won = sum(isinstance(result, Wish) for result in _race(work, 200))

    wish.refresh_from_db()
    assert (won > 0, wish.version) == (True, 2 + won)
    steps = Entry.objects.filter(subject=wish.subject).order_by("step").values_list("step", flat=True)
    assert list(steps) == [*range(1, wish.version + 1)]
    links = chain(wish)
    assert len(links) == wish.link == 1 + won
    assert all(before[1] == after[0] == after[2] for before, after in pairwise(links))
