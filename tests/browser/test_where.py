"""Where is it? In a browser: what the words may mean is chosen with and without script, and the community is asked for once."""

import pytest
from playwright.sync_api import Page, expect

from sunshine.cases.models import Case
from sunshine.lib.coordinates import wgs84_to_gcj02
from sunshine.places.models import Building, Place
from tests.browser.axe import assert_accessible
from tests.browser.conftest import enter
from tests.desk.town import OTHER_COMMUNITY, make_town
from tests.factories.cases import FIRST, SECOND
from tests.factories.places import BuildingFactory
from tests.public.conftest import here  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
WITH_AND_WITHOUT = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
SMALL = (320, 568)
MIDDLE_ON_TILES = """() => {
    const map = document.querySelector(".leaflet-container").getBoundingClientRect();
    const tile = document.querySelector("img.leaflet-tile");
    const [zoom, column] = new URL(tile.src).pathname.match(/(\\d+)\\/(\\d+)\\/\\d+\\.png/).slice(1).map(Number);
    return [zoom, column * 256 + map.left + map.width / 2 - tile.getBoundingClientRect().left];
}"""
"""The zoom, and how many pixels of the tiles lie west of the middle of the map."""
HOUSE = "阳光花园3号楼"


@pytest.fixture
def twin(here) -> Building:  # noqa: F811
    """Another community has a house of the same name."""
    return BuildingFactory(name=HOUSE, grid=Place.objects.get(code=SECOND + "001"))


def write(page: Page, where: str) -> None:
    page.get_by_label("您要反映什么").fill("楼道里堆满杂物")
    page.locator("#id_location").press_sequentially(where)


def send(page: Page) -> None:
    page.locator("form#report").get_by_role("button", name="提交").click()


@WITH_AND_WITHOUT
def test_of_two_places_of_one_name_one_is_chosen(open_page, twin, shoot, script):
    page = open_page("/report/", size=SMALL, elder=True, script=script)
    write(page, HOUSE)
    if not script:  # the page comes back, and asks
        send(page)
    page.get_by_role("radio", name=f"第二社区 {HOUSE}").check()
    shoot(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL[0]
    if script:
        assert_accessible(page)
    send(page)

    expect(page.locator("h1")).to_have_text("收到了")
    assert Case.objects.get().building == twin


def test_one_is_chosen_by_keyboard(open_page, twin):
    page = open_page("/report/")
    write(page, HOUSE)
    page.get_by_role("radio", name=f"第一社区 {HOUSE}").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    send(page)

    expect(page.locator("h1")).to_have_text("收到了")
    assert Case.objects.get().building == twin


@WITH_AND_WITHOUT
def test_the_community_is_asked_for_once_and_everything_stays(open_page, here, shoot, script):  # noqa: F811
    page = open_page("/report/", size=SMALL, elder=True, script=script)
    write(page, "那边")
    send(page)

    expect(page.locator(".notice[role=alert]")).to_contain_text("哪个社区")
    shoot(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL[0]
    expect(page.locator("#id_location")).to_have_value("那边")
    page.locator(".notice[role=alert]").get_by_role("combobox").select_option(FIRST)
    page.locator(".notice[role=alert]").get_by_role("button", name="提交").click()

    expect(page.locator("h1")).to_have_text("收到了")
    assert Case.objects.get().place == FIRST


@WITH_AND_WITHOUT
def test_who_does_not_know_sends_it_all_the_same(open_page, here, script):  # noqa: F811
    page = open_page("/report/", script=script)
    write(page, "那边")
    send(page)
    page.locator(".notice[role=alert]").get_by_role("button", name="提交").click()

    expect(page.locator("h1")).to_have_text("收到了")


def test_a_community_chosen_meanwhile_is_noticed(open_page, here):  # noqa: F811
    page = open_page("/report/")
    write(page, "那边")
    expect(page.locator("#where p")).to_contain_text("还不能确定")

    page.get_by_text("在地图上或名单里选").click()
    page.locator("#id_community").select_option(FIRST)

    expect(page.locator("#where p")).to_have_count(0)


@pytest.mark.parametrize("datum", ["wgs84", "gcj02"])
def test_tiles_lie_under_the_point_in_their_own_datum_and_the_point_is_kept_in_ours(
    open_page,
    here,  # noqa: F811
    settings,
    datum,
):
    settings.TILE_URL, settings.TILE_DATUM = "/static/tiles/{z}/{x}/{y}.png", datum
    page = open_page("/report/")
    page.get_by_text("在地图上或名单里选").click()
    page.locator("img.leaflet-tile").first.wait_for(state="attached")
    page.locator("[data-map-centre]").click()
    lon, lat = (float(page.locator(f"#id_{name}").input_value()) for name in ("lon", "lat"))
    shown = wgs84_to_gcj02(lon, lat)[0] if datum == "gcj02" else lon

    zoom, west = page.evaluate(MIDDLE_ON_TILES)

    assert west == pytest.approx((shown + 180) / 360 * 256 * 2**zoom, abs=2)
    assert (125.90 < lon < 125.94, 46.05 < lat < 46.07) == (True, True)


def test_at_the_desk_a_place_chosen_by_keyboard_stands_while_hints_come(open_page, live_server):
    town = make_town()
    grid = Place.objects.get(code=OTHER_COMMUNITY + "001")
    other = BuildingFactory(name=HOUSE, grid=grid)
    page = open_page("/healthz")
    enter(page, town.dispatcher)
    page.goto("/desk/report/")
    page.fill("#id_text", "楼道堆满旧家具")
    page.locator("#id_location").press_sequentially(HOUSE)
    page.get_by_role("radio", name=f"和平社区 {HOUSE}").focus()
    with page.expect_response("**/desk/report/hints/"):
        page.keyboard.press("Space")

    expect(page.get_by_role("radio", name=f"和平社区 {HOUSE}")).to_be_checked()
    expect(page.get_by_role("radio", name=f"和平社区 {HOUSE}")).to_be_focused()
    page.get_by_role("button", name="登记", exact=True).click()

    expect(page.locator("#messages")).to_contain_text("已")
    assert Case.objects.get().building == other
