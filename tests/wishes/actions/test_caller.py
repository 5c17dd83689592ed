"""A caller asks where it stands: requests and wishes, each look recorded."""

import pytest

from sunshine.lib.refusals import Refused
from sunshine.record.models import Entry
from sunshine.wishes import actions as wishes
from sunshine.wishes.actions.caller import look_up_anything
from tests.factories.cases import reported
from tests.factories.people import NOON
from tests.factories.wishes import HOUR, PHONE, WISHER, WishTown, asked


def test_a_caller_finds_what_is_open_under_the_number(there: WishTown) -> None:
    case, wish = reported(phone=PHONE).case, asked()
    wishes.withdraw(asked(), by=WISHER, at=NOON + HOUR)
    asked(phone="13900001111")

    assert look_up_anything(by=there.by("worker"), at=NOON, phone="138 1234 5678") == [case, wish]
    assert list(Entry.objects.filter(verb="look").order_by("id").values_list("facts", flat=True)) == [
        {"about": "caller", "cases": [case.ref]},
        {"about": "caller", "wishes": [wish.ref]},
    ]


def test_whom_a_wish_is_for_finds_it_too(there: WishTown) -> None:
    wish = asked(for_phone="13987654321", for_consent=True)

    assert look_up_anything(by=there.by("worker"), at=NOON, phone="13987654321") == [wish]


def test_without_a_wish_one_look_is_recorded(there: WishTown) -> None:
    assert look_up_anything(by=there.by("worker"), at=NOON, phone=PHONE) == []
    assert Entry.objects.filter(verb="look").count() == 1


def test_who_takes_no_reports_looks_nobody_up(there: WishTown) -> None:
    with pytest.raises(Refused):
        look_up_anything(by=there.by("handler"), at=NOON, phone=PHONE)
