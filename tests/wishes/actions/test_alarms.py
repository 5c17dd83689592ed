"""What clocks set off in wishes: each event once, told to whom it concerns."""

from datetime import timedelta

import pytest
from django.db.models import F

from sunshine.clocks.models import Clock
from sunshine.notices.models import Message
from sunshine.people.models import Organisation
from sunshine.record.models import Entry
from sunshine.wishes import actions as wishes
from sunshine.wishes.actions.alarms import ring_wish
from sunshine.wishes.jobs import watch_wishes
from sunshine.wishes.models import Wish
from sunshine.wishes.states import WishState
from tests.factories.cases import GRID, STREET, reported
from tests.factories.people import DAY, NOON
from tests.factories.wishes import WISHER, WishTown, asked, brought_to, offered

A, L, T, D, C = WishState.ASKED, WishState.OFFERED, WishState.CLAIMED, WishState.DONE, WishState.CLOSED
MUCH_LATER = NOON + timedelta(days=60)


def running(wish: Wish) -> Clock:
    return Clock.objects.get(subject=wish.subject, stopped_at__isnull=True)


def rung(wish: Wish, times: int) -> list[bool]:
    """Ring the clock that runs now so many times, long after its end."""
    pk = running(wish).pk
    return [ring_wish(Clock.objects.get(pk=pk), at=MUCH_LATER) for _ in range(times)]


def told(wish: Wish) -> list[tuple[str, int]]:
    rows = Message.objects.filter(subject=wish.subject, organisation__isnull=False).order_by("id")
    return [row for row in rows.values_list("kind", "organisation") if row[0] != "wish_arrived"]


def test_a_wish_that_nobody_takes_comes_back_to_the_desk(there: WishTown) -> None:
    wish = offered(asked(), there)

    assert rung(wish, 3) == [True, True, False]

    wish.refresh_from_db()
    assert (wish.state, wish.link, running(wish).kind, running(wish).policy) == (A, 1, "accept", "wish")
    assert told(wish) == [("wish_due_soon", there.town.first.pk), ("wish_waiting", there.town.first.pk)]
    assert Entry.objects.filter(subject=wish.subject).latest("step").actor_kind == "system"


def test_a_wish_nobody_looks_at_goes_one_level_up(there: WishTown) -> None:
    wish = asked()

    assert rung(wish, 3) == [True, True, True]
    first, street = there.town.first.pk, there.town.street.pk
    assert told(wish) == [("wish_due_soon", first), ("wish_breached", first), ("wish_escalated", street)]
    assert Wish.objects.get().version == wish.version


def test_above_a_group_stands_the_community(there: WishTown) -> None:
    wish = brought_to(T, there)
    rung(wish, 3)

    branch, first = there.branch.pk, there.town.first.pk
    assert told(wish)[-3:] == [
        ("wish_due_soon", branch),
        ("wish_breached", branch),
        ("wish_escalated", first),
    ]
    assert Wish.objects.get().state == T


def test_silence_closes_as_unconfirmed_and_bothers_nobody_before(there: WishTown) -> None:
    wish = brought_to(D, there)
    before = told(wish)

    assert rung(wish, 3) == [True, True, False]
    assert Wish.objects.values_list("state", "outcome").get() == (C, "unconfirmed")
    assert told(wish) == before


def test_a_passed_deadline_of_another_state_takes_no_step(there: WishTown) -> None:
    wish = brought_to(D, there)
    clock = running(wish)
    Wish.objects.filter(pk=wish.pk).update(state=T)

    assert [ring_wish(Clock.objects.get(pk=clock.pk), at=MUCH_LATER) for _ in range(2)] == [True, True]
    assert Wish.objects.get().state == T


def test_where_nobody_stands_above_nobody_is_told(there: WishTown) -> None:
    wish = asked()
    Organisation.objects.filter(pk=there.town.first.pk).update(parent=None)

    assert rung(wish, 3) == [True, True, True]
    assert [kind for kind, _who in told(wish)] == ["wish_due_soon", "wish_breached"]


def test_where_no_desk_answers_any_more_the_groups_own_parent_is_told(there: WishTown) -> None:
    wish = brought_to(T, there)
    Organisation.objects.filter(place__in=[GRID[:12], STREET], kind__in=["community", "street"]).update(
        valid_to=DAY, version=F("version") + 1
    )

    rung(wish, 3)

    assert told(wish)[-1] == ("wish_escalated", there.general.pk)


def test_the_entry_of_a_clock_says_whose_it_is(there: WishTown) -> None:
    wish = asked(for_minor=True)
    rung(wish, 1)

    entry = Entry.objects.get(verb="due_soon")
    assert (entry.facts["subject"], entry.facts["holder"], entry.facts["kind"]) == (
        wish.subject, there.town.first.pk, "repair",
    )  # fmt: skip
    assert GRID[:12] not in entry.public


def test_a_clock_without_a_wish_or_not_due_says_nothing(there: WishTown) -> None:
    wish = asked()
    clock = running(wish)

    assert ring_wish(clock, at=NOON) is False
    clock.subject = "wish:gone"
    assert ring_wish(clock, at=MUCH_LATER) is False


def test_each_room_rings_only_its_own(there: WishTown) -> None:
    asked(at=NOON - timedelta(days=300))
    reported(at=NOON - timedelta(days=300))

    assert watch_wishes(0) == 3
    assert watch_wishes(0) == 0
    assert not Entry.objects.filter(verb="breached", facts__subject__startswith="case:").exists()


@pytest.mark.parametrize("taken", [True, False])
def test_a_claim_in_time_silences_the_clock_of_the_list(there: WishTown, taken: bool) -> None:
    wish = offered(asked(), there)
    clock = running(wish)
    if taken:
        wishes.withdraw(wish, by=WISHER, at=NOON + timedelta(hours=2))

    assert ring_wish(Clock.objects.get(pk=clock.pk), at=MUCH_LATER) is not taken
