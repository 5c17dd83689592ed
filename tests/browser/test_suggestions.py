"""A suggestion that arrives late finds what was chosen meanwhile, and leaves it."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.factories.cases import FIRST
from tests.public.conftest import here  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


def held(page: Page) -> list[Route]:
    """The answers that are on their way from now on; each arrives when it is let go."""
    waiting: list[Route] = []
    page.route("**/report/**", lambda route: waiting.append(route))
    return waiting


def let_go(page: Page, waiting: list[Route], part: str) -> None:
    """Let the next suggestion for a part of the form arrive."""
    while not waiting:
        page.wait_for_timeout(50)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        waiting.pop(0).continue_()
    page.wait_for_function(f"!document.querySelector('#{part}').classList.contains('htmx-swapping')")
    page.wait_for_timeout(200)


def test_the_kind_chosen_while_the_suggestion_was_on_its_way_stands(open_page, here):  # noqa: F811
    page = open_page(f"/report/?place={FIRST}")
    waiting = held(page)
    page.get_by_label("您要反映什么").press_sequentially("路灯不亮了")
    while not waiting:
        page.wait_for_timeout(50)
    page.locator("#id_category").select_option("0202")

    let_go(page, waiting, "what")

    expect(page.locator("#id_category")).to_have_value("0202")
    expect(page.locator("#id_guess")).to_have_value("0101")
