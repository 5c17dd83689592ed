"""A computer that several use: after signing out nothing of a matter or a person is left in the browser, in no tab."""

import json

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from sunshine.cases.models import Case
from tests.browser.conftest import DESKTOP, OpenPage, enter
from tests.desk.town import make_town, tell
from tests.factories.people import PASSWORD

WORDS, NAME, PHONE, NOTE = "东门口堆了三车垃圾没人管", "赵大海", "13812345678", "电话里说晚上八点在家"
OWN_PATH = "htmx-current-path-for-history"
STORES = "JSON.stringify([{...sessionStorage}, {...localStorage}])"


@pytest.fixture
def town(live_server):
    return make_town()


@pytest.fixture
def case(town) -> Case:
    return tell(WORDS, phone=PHONE, name=NAME)


@pytest.fixture
def desk(open_page: OpenPage, town) -> Page:
    """My work, a browser in which a resident's draft lies, too."""
    page = open_page("/report/", size=DESKTOP)
    page.context.set_default_timeout(8000)
    page.fill("#id_text", "我家楼道的灯")
    enter(page, town.worker)
    page.goto("/desk/")
    return page


@pytest.fixture
def worked(desk: Page, case: Case) -> Page:
    """An officer filtered the list, opened a matter and typed a note in it."""
    desk.goto(f"/desk/cases/?text={WORDS[:4]}")
    desk.goto(f"/desk/cases/{case.number}/")
    typed(desk, case)
    desk.evaluate("sessionStorage.setItem('htmx-history-cache', '[]')")
    return desk


def typed(page: Page, case: Case) -> None:
    """Begin a note and leave it."""
    page.goto(f"/desk/cases/{case.number}/note/")
    page.locator("#id_note_text").fill(NOTE)


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/")


def log_in(page: Page, name: str) -> None:
    page.goto("/desk/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="我的工作")).to_be_visible()


def left(page: Page, case: Case) -> list[str]:
    """What of the matter is in the page and in the stores of its tab."""
    # In the address of the log-in stands where one was: as in the browser's own history, which no page can change.
    stores = [{**store, OWN_PATH: ""} for store in json.loads(page.evaluate(STORES))]
    there = page.locator("html").inner_text() + json.dumps(stores, ensure_ascii=False)
    return [word for word in (case.number, WORDS, NAME, PHONE, NOTE, "history-cache") if word in there]


def test_nothing_is_left_after_sign_out_and_going_back(worked: Page, case: Case) -> None:
    sign_out(worked)
    found = [left(worked, case)]
    for _ in range(3):
        worked.go_back()
        worked.wait_for_load_state()
        found.append(left(worked, case))

    assert found == [[]] * 4


def test_the_draft_of_a_resident_and_the_print_stay(worked: Page, case: Case) -> None:
    sign_out(worked)

    assert "draft:report" in json.loads(worked.evaluate(STORES))[0]


def test_history_of_htmx_is_never_kept_and_back_is_a_whole_page(desk: Page, case: Case) -> None:
    desk.goto("/desk/cases/")
    desk.select_option("select[name=state]", "received")
    desk.wait_for_url("**state=received**")
    desk.go_back()
    desk.wait_for_url("**/desk/cases/")

    expect(desk.locator("header.head")).to_be_visible()
    expect(desk.locator("#list")).to_be_visible()
    assert "history-cache" not in desk.evaluate(STORES)


def test_another_officer_in_the_same_tab_finds_no_draft(worked: Page, case: Case) -> None:
    worked.context.clear_cookies(name="sessionid")
    log_in(worked, "secretary")
    worked.goto(f"/desk/cases/{case.number}/note/")

    assert (worked.locator("#id_note_text").input_value(), NOTE in worked.evaluate(STORES)) == ("", False)


def test_another_tab_shows_nothing_after_sign_out(worked: Page, case: Case) -> None:
    other = second(worked.context, f"/desk/cases/{case.number}/")
    typed(other, case)
    sign_out(worked)

    expect(other.get_by_role("heading", name="已退出")).to_be_visible()
    assert (left(other, case), case.number in other.title()) == ([], False)


def test_what_was_typed_in_another_tab_comes_back_for_the_same_officer(worked: Page, case: Case) -> None:
    other = second(worked.context, "/desk/")
    typed(other, case)
    sign_out(worked)
    log_in(worked, "worker")

    expect(other.locator("#id_note_text")).to_have_value(NOTE)
    assert NOTE in other.evaluate(STORES)


def test_another_officer_finds_nothing_in_another_tab(worked: Page, case: Case) -> None:
    other = second(worked.context, "/desk/")
    typed(other, case)
    sign_out(worked)
    log_in(worked, "handler")

    other.wait_for_url("**/desk/")
    assert left(other, case) == []


def test_a_tab_that_was_elsewhere_forgets_as_soon_as_it_comes_back(worked: Page, case: Case) -> None:
    other = second(worked.context, "/desk/")
    typed(other, case)
    other.goto("about:blank")
    sign_out(worked)
    other.goto("/")

    assert left(other, case) == []


def test_the_page_to_log_in_says_that_something_is_kept_only_if_it_is(worked: Page, case: Case) -> None:
    kept = "您刚才填写的内容还保留在这个窗口。"
    worked.context.clear_cookies(name="sessionid")
    worked.goto(f"/desk/cases/{case.number}/")
    expect(worked.get_by_text(kept)).to_be_visible()
    other = second(worked.context, "/desk/")
    expect(other.get_by_text("请先登录。")).to_be_visible()
    expect(other.get_by_text(kept)).to_be_hidden()


def second(context: BrowserContext, path: str) -> Page:
    """Another tab of the same browser."""
    page = context.new_page()
    page.goto(path)
    return page
