"""A table brought by file, in a browser: chosen, looked at, taken in, on a phone without script and on a PC."""

import pytest
from playwright.sync_api import Page, expect

from sunshine.people.models import Officer
from tests.browser.axe import assert_accessible
from tests.browser.conftest import DESKTOP, PHONE, enter
from tests.desk.town import make_town

STAFF = (
    "姓名,登录名,所属单位,岗位,辖区\n李梅,limei,阳光社区居委会,社区工作者,阳光社区\n"
    "王二,wanger,没有这样一个名字很长很长的单位和它的下属机构,社区工作者,阳光社区\n"
)
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


def check(page: Page, script: bool, shoot) -> None:
    """The page fits its width, and where scripts run, is accessible."""
    shoot(page)
    if script:
        assert page.evaluate(FITS)
        assert_accessible(page)


@pytest.mark.parametrize(
    ("size", "script"),
    [(PHONE, False), (PHONE, True), (DESKTOP, True)],
    ids=["phone-plain", "phone", "desktop"],
)
def test_staff_come_by_file_and_each_password_is_shown(live_server, open_page, shoot, size, script):
    town = make_town()
    page = open_page("/healthz", size=size, script=script)
    enter(page, town.admin)
    page.goto("/desk/tables/staff/")

    page.get_by_role("link", name="用文件导入").click()
    page.set_input_files("#id_file", {"name": "人员.csv", "mimeType": "text/csv", "buffer": STAFF.encode()})
    page.get_by_role("button", name="先预览").click()
    expect(page.locator("main")).to_contain_text("现在还没有写入")
    check(page, script, shoot)
    page.get_by_role("button", name="导入1行").click()

    expect(page.locator("#passwords dt")).to_have_text("李梅 · limei")
    secret = page.locator("#passwords dd").inner_text()
    check(page, script, shoot)
    assert Officer.objects.get(username="limei").check_password(secret)
