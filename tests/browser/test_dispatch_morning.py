"""A dispatcher's morning in a browser: twenty new matters and two returns, and how many presses each of them takes."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from playwright.sync_api import Locator, Page, expect

from sunshine.cases.actions.tables import raise_version
from sunshine.cases.models import Case, Category, Proposal
from sunshine.cases.states import State
from sunshine.people.actions import officer_actor
from tests.browser.conftest import DESKTOP, PHONE, enter
from tests.desk.town import make_town, tell
from tests.factories.cases import returned

MOST = 4.0
"""Presses for one matter, over the whole morning."""


class Hand:
    """Whoever presses: each click and each key that activates is one, choosing from a list two, typing a text one."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses = page, 0

    def press(self, what: Locator) -> None:
        what.click()
        self.presses += 1

    def button(self, name: str) -> None:
        self.press(self.page.get_by_role("button", name=name, exact=True))

    def link(self, name: str) -> None:
        self.press(self.page.get_by_role("link", name=name).first)

    def choose(self, field: str, value: object) -> None:
        self.page.select_option(field, str(value))
        self.presses += 2

    def write(self, field: str, words: str) -> None:
        self.page.fill(field, words)
        self.presses += 1


@pytest.fixture
def morning(live_server) -> SimpleNamespace:
    """Eight that the catalogue has learnt to place, eight of one kind that no words say, four of their own; two returns."""
    town, now = make_town(), datetime.now(UTC)
    for n in range(20):
        text = ["地下室灯光很暗", "院里有异味", f"东门口有点问题{n}"][0 if n < 8 else 1 if n < 16 else 2]
        tell(text, at=now - timedelta(minutes=100 - n), category=None)
    lamps = [tell("路灯不亮", at=now - timedelta(hours=n), category="0102") for n in (3, 2)]
    for lamp in lamps:
        returned(lamp, by=officer_actor(town.handler), to=town.community, at=now - timedelta(hours=1))
    Category.objects.filter(code="0102").update(keywords=["路灯", "灯光"])
    raise_version()
    return town


@pytest.fixture
def hand(open_page, morning) -> Hand:
    """The dispatcher at their desk."""
    page = open_page("/healthz", size=DESKTOP)
    enter(page, morning.dispatcher)
    page.goto("/desk/")
    return Hand(page)


def dispatch_as_proposed(hand: Hand) -> None:
    hand.press(hand.page.locator('a.count-tile[href*="state=received"]'))
    hand.press(hand.page.get_by_label("本页全选"))
    hand.button("下一步")
    expect(hand.page.locator("input[name=row]")).to_have_count(8)
    hand.button("按建议派单")
    expect(hand.page.get_by_role("status")).to_contain_text("已办 8 件，未办 0 件")
    hand.press(hand.page.locator("a.main-action"))


def dispatch_by_one_choice(hand: Hand) -> None:
    for row in hand.page.locator("tr", has_text="院里有异味").all():
        hand.press(row.get_by_role("checkbox"))
    expect(hand.page.locator("#several output")).to_have_text("已选 8 件")
    hand.choose("#id_act", "route")
    hand.button("下一步")
    hand.choose("#id_category", "0101")
    hand.button("看每件会怎么办")
    hand.button("统一派单")
    expect(hand.page.get_by_role("status")).to_contain_text("已办 8 件，未办 0 件")
    hand.press(hand.page.locator("a.main-action"))


def dispatch_one_by_one(hand: Hand, lamps: int) -> None:
    hand.link("东门口有点问题")
    for left in (3, 2, 1, 0):
        if left == 2:
            hand.choose("#id_route_organisation", lamps)
            hand.write("#id_route_reason", "灯杆歪了，由该单位管理")
        else:
            hand.choose("#id_route_category", "0102" if left else "0101")
        hand.button("派给承办单位")
        if left:
            hand.link(f"下一件（还有 {left} 件）")


def decide_returns(hand: Hand) -> None:
    hand.link("我的工作")
    hand.press(hand.page.locator('a.count-tile[href="/desk/cases/?waits=return"]'))
    hand.link("路灯不亮")
    for last in (False, True):
        hand.link("不同意退单")
        hand.write("#id_refuse_text", "属于路灯所职责")
        hand.button("不同意退单")
        if not last:
            hand.link("下一件（还有 1 件）")


def test_a_morning_of_dispatching_takes_at_most_four_presses_a_matter(hand, morning):
    dispatch_as_proposed(hand)
    dispatch_by_one_choice(hand)
    dispatch_one_by_one(hand, morning.lamps.pk)
    decide_returns(hand)

    expect(hand.page.locator("#messages")).to_contain_text("指定原单位承办")
    assert not Case.objects.filter(state=State.RECEIVED, holder=morning.street).exists()
    assert list(Proposal.objects.values_list("decision", flat=True)) == ["no", "no"]
    each = hand.presses / 22
    assert each <= MOST, f"{hand.presses} presses for 22 matters: {each:.1f} each, at most {MOST}"


COVERED = """bar => [...document.querySelectorAll('#list tbody a, #list tbody input')].filter(one => {
    one.focus();
    return one.getBoundingClientRect().bottom > document.querySelector(bar).getBoundingClientRect().top;
}).length"""


def test_the_steps_for_several_are_one_line_that_covers_nothing_in_focus(hand):
    hand.page.emulate_media(reduced_motion="reduce")  # it scrolls at once
    hand.page.goto("/desk/cases/")
    bar = hand.page.locator("#several")

    assert bar.bounding_box()["height"] <= 72
    expect(bar).to_be_in_viewport()
    assert hand.page.evaluate(COVERED, "#several") == 0


def test_without_script_on_a_phone_several_go_the_same_way(open_page, morning):
    page = open_page("/healthz", size=PHONE, script=False)
    enter(page, morning.dispatcher)
    page.goto("/desk/")

    dispatch_as_proposed(Hand(page))

    assert Case.objects.filter(holder=morning.lamps).count() == 10
