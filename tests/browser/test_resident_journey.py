"""A resident with a phone: from the start page to a confirmed matter, with and without script."""

import brotli
import pytest
from django.utils import timezone
from playwright.sync_api import Page, Response, expect

from sunshine.cases.actions import accept, answer
from sunshine.cases.models import Case
from tests.factories.cases import FIRST, GRID
from tests.public.conftest import here  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
WITH_AND_WITHOUT = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
MOST_TAPS = 6
FIRST_LOAD = 60 * 1024


class Thumb:
    """One hand that counts what it presses and types."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.texts = page, 0, 0

    def tap(self, what: str, role: str = "link") -> None:
        """Press a link or button by its words."""
        self.page.get_by_role(role, name=what, exact=False).first.click()  # type: ignore[arg-type]
        self.taps += 1

    def type(self, label: str, words: str) -> None:
        """Press a field and type into it."""
        self.page.get_by_label(label).click()
        self.page.get_by_label(label).press_sequentially(words)
        self.taps, self.texts = self.taps + 1, self.texts + 1


@WITH_AND_WITHOUT
def test_a_report_takes_six_taps_and_one_text_field(open_page, here, script):  # noqa: F811
    thumb = Thumb(open_page("/", script=script))

    thumb.tap("选择我的社区")
    thumb.tap("选这个", "button")
    thumb.tap("我要反映")
    thumb.type("您要反映什么", "楼道里堆满杂物")
    thumb.tap("提交", "button")

    expect(thumb.page.locator("h1")).to_have_text("收到了")
    assert (thumb.taps <= MOST_TAPS, thumb.texts, Case.objects.get().place) == (True, 1, FIRST)


@WITH_AND_WITHOUT
def test_whoever_scans_the_code_reports_with_two_taps_and_confirms_the_close(open_page, here, script):  # noqa: F811
    thumb = Thumb(open_page(f"/report/?place={GRID}", script=script))
    thumb.type("您要反映什么", "楼道里堆满杂物")
    thumb.tap("提交", "button")
    expect(thumb.page.locator("h1")).to_have_text("收到了")
    assert (thumb.taps, Case.objects.get().place) == (2, GRID)
    case, worker = Case.objects.get(), here.town.by("worker")
    accept(case, by=worker, at=timezone.now())
    answer(case, by=worker, at=timezone.now(), text="已清走")

    thumb.page.goto(thumb.page.url.removesuffix("?new"))
    thumb.page.get_by_role("radio", name="办好了", exact=True).click()
    thumb.tap("提交", "button")

    expect(thumb.page.locator("h1")).to_have_text("已办好，您已确认")


def test_words_suggest_a_kind_while_typing(open_page, here):  # noqa: F811
    page = open_page("/report/")
    page.get_by_label("您要反映什么").press_sequentially("门口路灯不亮")
    expect(page.get_by_label("是哪一类事")).to_have_value("0101")


def test_emergency_numbers_show_while_typing_and_sending_goes_on(open_page, here):  # noqa: F811
    page = open_page(f"/report/?place={GRID}")
    page.get_by_label("您要反映什么").press_sequentially("厨房着火了")
    expect(page.locator(".notice.urgent a[href='tel:119']")).to_be_visible()
    page.get_by_role("button", name="提交").click()
    expect(page.locator("h1")).to_have_text("收到了")


def test_buildings_are_offered_while_typing(open_page, here):  # noqa: F811
    page = open_page("/report/")
    page.get_by_label("您要反映什么").fill("楼道里堆满杂物")
    page.get_by_label("在哪里", exact=False).first.press_sequentially("阳光花园")
    page.locator("label", has_text="阳光花园3号楼").click()
    page.get_by_role("button", name="提交").click()
    expect(page.locator("h1")).to_have_text("收到了")
    assert Case.objects.get().building == here.house


def test_what_was_typed_comes_back_after_leaving_the_page(open_page, here):  # noqa: F811
    page = open_page("/report/")
    page.get_by_label("您要反映什么").fill("楼道里堆满杂物")
    page.goto("/track/")
    page.goto("/report/")
    expect(page.get_by_label("您要反映什么")).to_have_value("楼道里堆满杂物")


def test_a_point_is_picked_on_the_map_on_demand(open_page, here):  # noqa: F811
    page = open_page("/report/")
    page.get_by_label("您要反映什么").fill("楼道里堆满杂物")
    page.get_by_text("在地图上或名单里选").click()
    page.locator("[data-map-canvas]").scroll_into_view_if_needed()
    page.locator(".leaflet-container").click(position={"x": 100, "y": 150})
    expect(page.locator("#id_lon")).not_to_have_value("")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("h1")).to_have_text("收到了")
    assert Case.objects.get().lon is not None


def test_the_first_load_of_the_report_page_is_small(open_page, here):  # noqa: F811
    page, loaded = open_page("about:blank"), []
    page.on("response", lambda response: loaded.append(response))
    page.goto("/report/", wait_until="networkidle")
    assert sum(_over_the_wire(response) for response in loaded) <= FIRST_LOAD


def _over_the_wire(response: Response) -> int:
    """Bytes of a file as WhiteNoise sends it (Brotli), of a page as it came (gzip), with room for the headers."""
    if "/static/" in response.url:
        return len(brotli.compress(response.body())) + 500
    assert response.headers["content-encoding"] == "gzip"
    return int(response.headers["content-length"]) + 500
