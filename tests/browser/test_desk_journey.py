"""A report's way over the desk in a browser: dispatcher, community, department, confirmation, on phone and PC."""

import pytest
from playwright.sync_api import Page, expect

from sunshine.cases.models import Case, Confirmation
from tests.browser.axe import assert_accessible
from tests.browser.conftest import DESKTOP, PHONE, enter
from tests.desk.town import make_town, tell
from tests.factories.people import PASSWORD


@pytest.fixture
def town(live_server):
    return make_town()


@pytest.fixture
def desk(open_page, town):
    """desk("worker", PHONE) → a page on which that person is at the desk."""

    def _desk(who: str, size: tuple[int, int], script: bool = True) -> Page:
        page = open_page("/healthz", size=size, script=script)
        enter(page, getattr(town, who))
        page.goto("/desk/")
        return page

    return _desk


def test_log_in_lands_on_my_work(open_page, town):
    page = open_page("/desk/", size=PHONE)

    page.fill("input[name=login]", "worker")
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="登录").click()

    expect(page.get_by_role("heading", name="我的工作")).to_be_visible()


@pytest.mark.parametrize(
    ("size", "script"), [(PHONE, False), (DESKTOP, True)], ids=["phone-plain", "desktop-script"]
)
def test_a_report_goes_from_dispatcher_to_department_to_confirmed(size, script, desk, town):
    case = tell("小区东门口有人摆摊占道", category=None, place="231282999")

    page = desk("dispatcher", size, script)
    page.get_by_role("link", name="小区东门口有人摆摊占道").click()
    page.select_option("#id_route_organisation", str(town.lamps.pk))
    page.fill("#id_route_reason", "占道设施由该单位管理")
    page.get_by_role("button", name="派给承办单位").click()
    expect(page.locator("#messages")).to_contain_text("已派出")

    page = desk("handler", size, script)
    page.get_by_role("link", name="小区东门口有人摆摊占道").click()
    page.get_by_role("button", name="签收").click()
    page.fill("#id_answer_text", "已劝离摊主并清理现场。")
    assert_accessible(page) if script else None
    page.get_by_role("button", name="答复办理结果").click()
    expect(page.locator("#messages")).to_contain_text("已答复")

    page = desk("dispatcher", size, script)
    page.goto(f"/desk/cases/{case.number}/")
    for choice in ("电话", "已解决", "满意"):
        page.locator("label").filter(has_text=choice).first.click()
    page.get_by_role("button", name="记录居民的确认").click()
    expect(page.locator("#messages")).to_contain_text("已记录")

    assert Case.objects.values_list("state", "outcome").get() == ("closed", "confirmed")
    assert Confirmation.objects.values_list("solved", "recorded_by").get() == ("yes", town.dispatcher.pk)


def test_a_visitor_at_the_counter_goes_home_with_a_slip(desk):
    page = desk("worker", PHONE)
    page.goto("/desk/report/")

    page.locator("label").filter(has_text="窗口").first.click()
    page.fill("#id_text", "2单元门口的路灯不亮")
    expect(page.locator("#hints")).to_contain_text("路灯不亮")
    page.fill("#id_phone", "13812345678")
    page.get_by_role("button", name="登记", exact=True).click()
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    page.get_by_role("link", name="打印受理回执").click()
    page.get_by_role("button", name="打印带二维码的受理回执").click()

    assert Case.objects.values_list("channel", "holder__name").get() == ("counter", "路灯管理所")
    expect(page.locator("svg.qr")).to_be_visible()


def test_what_was_typed_survives_a_colleague_who_was_first(desk, town):
    case = tell()
    first, second = desk("worker", DESKTOP), desk("secretary", DESKTOP)
    for page in (first, second):
        page.goto(f"/desk/cases/{case.number}/note/")
        page.fill("#id_note_text", "已联系物业")

    first.get_by_role("button", name="内部备注").click()
    expect(first.locator("#messages")).to_contain_text("已备注")
    second.get_by_role("button", name="内部备注").click()

    expect(second.locator("#matter")).to_contain_text("员worker")
    expect(second.locator("#id_note_text")).to_have_value("已联系物业")
    assert_accessible(second)


def test_a_step_opens_in_place_and_has_its_own_address(desk):
    case = tell()
    page = desk("worker", PHONE)
    page.goto(f"/desk/cases/{case.number}/")

    page.get_by_role("link", name="退回派单员").click()

    expect(page.locator("#id_return_reason")).to_be_visible()
    assert page.url.endswith(f"/desk/cases/{case.number}/return/")
