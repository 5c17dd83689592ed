"""A small wish from a neighbour's door to the wisher's word, by five people, and how many presses and words it takes."""

from functools import partial

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from sunshine.lib import seal
from sunshine.notices.actions import load_templates
from sunshine.volunteers.models import Volunteer
from sunshine.volunteers.queries import token_of
from sunshine.wishes.models import Wish
from sunshine.wishes.queries.links import wish_token
from tests.browser.axe import assert_accessible
from tests.browser.conftest import DESKTOP, PHONE, enter
from tests.browser.test_resident_journey import FIRST_LOAD, Thumb, _over_the_wire
from tests.factories.cases import FIRST, GRID
from tests.factories.people import NOON
from tests.factories.wishes import line

pytestmark = pytest.mark.django_db(transaction=True)
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
BUDGET = 40
"""Presses and filled fields of all five together: under three minutes, without a manual."""


@pytest.fixture
def there(live_server):
    """A community with its line; who offered themselves has a link of their own."""
    cache.clear()
    made = line()
    load_templates(at=NOON)
    for person in Volunteer.objects.all():
        Volunteer.objects.filter(pk=person.pk).update(access=seal.token_digest(token_of(person.ref)))
    return made


class Hands:
    """What all five press and fill, counted together."""

    def __init__(self, open_page, script: bool) -> None:
        self.open_page, self.script, self.count = open_page, script, 0
        self.page: Page

    def sit(self, officer, where: str = "/desk/", size=DESKTOP) -> None:
        """Somebody at their own browser, logged in."""
        self.page = self.open_page("/healthz", size=size, script=self.script)
        enter(self.page, officer)
        self.page.goto(where)

    def come(self, where: str) -> None:
        """Somebody with a phone and a link."""
        self.page = self.open_page(where, size=PHONE, script=self.script)

    def press(self, words: str, role: str = "button", *, exact: bool = True) -> None:
        """Press a button, link or box by its words."""
        self.page.get_by_role(role, name=words, exact=exact).first.click()  # type: ignore[arg-type]
        self.count += 1

    def choose(self, words: str) -> None:
        """Press one of several choices."""
        self.page.locator("label", has_text=words).first.click()
        self.count += 1

    def write(self, label: str, words: str) -> None:
        """Fill a field."""
        self.page.get_by_label(label).first.fill(words)
        self.count += 1

    def pick(self, label: str, words: str) -> None:
        """Choose from a list."""
        self.page.get_by_label(label).first.select_option(label=words)
        self.count += 1


def _grid_worker_takes_it_down(hands: Hands, there) -> None:
    hands.sit(there.town.grid_worker, size=PHONE)
    if hands.page.get_by_role("link", name="登记心愿").first.is_hidden():
        hands.page.goto("/desk/wishes/ask/")
    else:
        hands.press("登记心愿", "link")
    hands.choose("网格员")
    hands.write("想请人帮什么忙", "水龙头漏水，想请人帮忙换个垫圈")
    hands.pick("心愿种类", "家中小修")
    hands.pick("网格或社区", "第一网格")
    hands.write("提心愿的人姓名", "王奶奶")
    hands.write("提心愿的人电话", "13812345678")
    hands.press("登记")
    expect(hands.page.locator("#messages")).to_contain_text("已登记")


def _worker_checks_it(hands: Hands, there) -> str:
    """Returns the address that the slip's code opens."""
    hands.sit(there.town.worker, "/desk/wishes/")
    hands.press("水龙头漏水", "link", exact=False)
    hands.write("大家看到的话", "老人家水龙头漏水，需换垫圈")
    hands.press("列入心愿单")
    hands.press("打印受理回执", "link", exact=False)
    hands.press("打印带二维码的受理回执", exact=False)
    token = wish_token(Wish.objects.get().ref)
    expect(hands.page.locator(".long")).to_contain_text(f"/w/{token}/")
    return f"/w/{token}/"


def _leader_takes_it_and_names_two(hands: Hands, there) -> None:
    hands.sit(there.leader, "/desk/wishes/")
    hands.press("老人家水龙头漏水", "link", exact=False)
    hands.press("我们来接")
    hands.choose("梅")
    hands.choose("林")
    hands.press("定好谁去")
    expect(hands.page.locator("#messages")).to_contain_text("人定好了")


def _member_says_it_is_done(hands: Hands, there) -> None:
    hands.come(f"/serve/me/{token_of(there.mei.ref)}/")
    hands.press("水龙头漏水", "link", exact=False)
    hands.write("为什么需要查看", "先打电话约时间")
    hands.press("查看姓名和电话")
    expect(hands.page.locator("main")).to_contain_text("13812345678")
    hands.press("我们去过了")
    hands.write("做了什么", "换好了垫圈，不漏了")
    hands.press("帮完了")


def _wisher_confirms(hands: Hands, slip: str) -> None:
    hands.come(slip)
    hands.choose("办好了")
    hands.choose("满意")
    hands.press("提交")
    expect(hands.page.locator("h1")).to_have_text("已办好，您已确认")


@SCRIPT
def test_five_people_bring_a_wish_from_the_door_to_the_wishers_word(open_page, there, script):
    hands = Hands(open_page, script)

    _grid_worker_takes_it_down(hands, there)
    slip = _worker_checks_it(hands, there)
    _leader_takes_it_and_names_two(hands, there)
    _member_says_it_is_done(hands, there)
    _wisher_confirms(hands, slip)

    assert (Wish.objects.get().outcome, hands.count <= BUDGET) == ("fulfilled", True), hands.count


@SCRIPT
def test_a_resident_asks_with_seven_presses_and_three_fields(open_page, there, script):
    thumb = Thumb(open_page(f"/help/?at={GRID}", script=script))

    thumb.tap("代买跑腿", "button")
    thumb.type("请用几句话说说", "请帮我买一袋米")
    thumb.tap("下一步", "button")
    thumb.type("您的电话", "13812345678")
    thumb.type("怎么称呼您", "王")
    thumb.tap("提交心愿", "button")

    expect(thumb.page.locator("h1")).to_have_text("收到了")
    assert (thumb.taps <= 7, thumb.texts, Wish.objects.get().place) == (True, 3, GRID)


def test_a_number_in_the_text_is_hidden_and_the_wish_goes_on(open_page, there):
    page = open_page(f"/help/?at={GRID}&kind=errand")
    page.get_by_label("请用几句话说说").fill("请帮我买米，打13912345678")
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_label("请用几句话说说")).to_have_value("请帮我买米，打＊＊＊")
    assert_accessible(page)
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_label("您的电话")).to_be_visible()


def test_the_first_load_of_each_page_is_small(open_page, there):
    too_large = []
    for where in ("/help/", "/help/?kind=errand", f"/help/list/?at={FIRST}"):
        page, loaded = open_page("about:blank"), []
        page.on("response", partial(list.append, loaded))
        page.goto(where, wait_until="networkidle")
        size = sum(_over_the_wire(response) for response in loaded)
        too_large += [(where, size)] if size > FIRST_LOAD else []
    assert too_large == []
