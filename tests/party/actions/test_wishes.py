"""The way of a wish, step by step."""

from sunshine.cases.models import Case
from sunshine.party.models import Wish
from sunshine.party.states import WishState
from sunshine.record.models import Entry
from tests.factories.wishes import Line, brought_to


def test_a_wish_goes_from_asked_to_confirmed_and_every_step_is_recorded(there: Line) -> None:
    wish = brought_to(WishState.CLOSED, there)

    assert Wish.objects.values_list("state", "outcome", "step").get() == ("closed", "fulfilled", 7)
    steps = (
        Entry.objects.filter(subject=wish.subject)
        .order_by("step")
        .values_list("verb", "came_from", "went_to")
    )
    assert list(steps) == [
        ("ask", "", "asked"),
        ("offer", "asked", "offered"),
        ("claim", "offered", "claimed"),
        ("pair", "claimed", "claimed"),
        ("visit", "claimed", "claimed"),
        ("fulfil", "claimed", "done"),
        ("confirm", "done", "closed"),
    ]
    assert Case.objects.count() == 0
