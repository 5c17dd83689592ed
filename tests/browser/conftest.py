"""Debian's Chromium on a live server; screenshots go to the folder named by SUNSHINE_SHOTS."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

# Playwright runs a loop in this thread; Django would take our own queries for asynchronous ones.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE, DESKTOP = (390, 844), (1440, 900)
OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for a module: while it is there its event loop runs, and no test beside it could start one."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, live_server) -> Iterator[OpenPage]:
    """open_page("/report/", size=PHONE, language="en", elder=True, script=False) → the page, loaded.

    What the page complains about (an error in a script, something the policy forbids) fails the test.
    """
    contexts, complaints = [], []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    def open_(
        path: str,
        *,
        size: tuple[int, int] = PHONE,
        language: str = "zh-hans",
        elder: bool = False,
        script: bool = True,
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=script,
            base_url=live_server.url,
        )
        contexts.append(context)
        cookies = {"django_language": language, "elder": "1" if elder else "0"}
        context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
        )
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def shoot(request: pytest.FixtureRequest) -> Callable[[Page], None]:
    """shoot(page) keeps a picture named after the test when SUNSHINE_SHOTS says where."""
    folder = os.environ.get("SUNSHINE_SHOTS")

    def shoot_(page: Page) -> None:
        if folder:
            name = re.sub(r"[^\w-]+", "_", request.node.name).strip("_")
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    return shoot_
