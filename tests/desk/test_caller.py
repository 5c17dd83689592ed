"""A caller asks where it stands: their own open matters by number, state and organisation, and nothing more."""

import pytest

from sunshine.cases.actions import look_up_caller, withdraw
from sunshine.cases.queries import open_of_caller
from sunshine.lib.refusals import Refused
from sunshine.people.actions import officer_actor
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from sunshine.wishes.actions import ask
from sunshine.wishes.models import WishKind
from sunshine.wishes.rules import NewWish
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
PHONE = "13812341234"


def asked(browser, phone: str = PHONE):
    return browser.post("/desk/report/caller/", {"phone": phone})


def test_the_callers_open_matters_are_shown_by_number_state_and_organisation(town, tell, as_):
    case = tell()
    shown = asked(as_(town.stranger), "138 1234 1234").content.decode()

    assert all(word in shown for word in (case.number, town.community.name, str(case.get_state_display())))
    assert all(word not in shown for word in (case.text, "张", "1234 1234"))


def test_closed_ones_others_and_what_is_not_for_every_desk_are_not_shown(town, tell):
    withdraw(tell(), by=Actor.resident(), at=NOON)
    tell(phone="13812341235")
    tell(confidential=True)
    tell(category="0201", about=town.community.pk)

    assert open_of_caller(PHONE) == []


def test_whom_a_report_was_made_for_finds_it_too(town, tell):
    case = tell(for_name="李四", for_phone="13987654321", for_consent=True)

    assert open_of_caller("13987654321") == [case]


def test_every_look_is_recorded_without_the_number_also_one_that_finds_nothing(town, tell, as_):
    case = tell()
    for phone in (PHONE, "13700000000"):
        asked(as_(town.worker), phone)
    looks = list(Entry.objects.filter(verb="look").order_by("id"))

    assert [look.facts for look in looks] == [
        {"about": "caller", "cases": [case.ref]},
        {"about": "caller", "cases": []},
    ]
    assert {look.actor for look in looks} == {str(town.worker.pk)}


def test_what_is_no_number_is_said_and_nothing_is_recorded(town, as_):
    answer = asked(as_(town.worker), "12")

    assert (answer.status_code, 'class="error"' in answer.content.decode()) == (422, True)
    assert not Entry.objects.filter(verb="look").exists()


def test_who_takes_no_reports_looks_nobody_up(town, as_):
    assert asked(as_(town.handler)).status_code == 404
    with pytest.raises(Refused):
        look_up_caller(by=officer_actor(town.handler), at=NOON, phone=PHONE)


def test_a_callers_wish_is_shown_too(town, as_):
    WishKind.objects.create(code="errand", zh="代买跑腿", en="An errand", at_home=False)
    told = NewWish(text="想请人帮忙买米", kind="errand", place=town.community.place, phone=PHONE)
    wish = ask(told, by=Actor.resident(), at=NOON).wish

    shown = asked(as_(town.worker)).content.decode()

    assert all(word in shown for word in (wish.number, str(wish.get_state_display())))
    assert wish.text not in shown
