"""Debian's Chromium on a live server; screenshots go to the folder named by SUNSHINE_SHOTS."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, sync_playwright
from pytest_django.live_server_helper import LiveServer

from sunshine.people.models import Officer
from tests.browser.pages import Inspector, Look, set_cookie

# Playwright runs a loop in this thread; Django would take our own queries for asynchronous ones.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# The shell is the same browser without a window of its own; it takes a quarter less of the processor.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
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


class SharedBrowser:
    """One Chromium for a run of browser tests: started by the first, stopped before a test that drives none."""

    def __init__(self) -> None:
        self.playwright: Playwright | None = None
        self.browser: Browser | None = None

    def get(self) -> Browser:
        """Return the browser, started if need be."""
        if CHROMIUM is None:
            pytest.skip("no Chromium here: apt-get install chromium-headless-shell fonts-noto-cjk")
        if self.browser is None:
            self.playwright = sync_playwright().start()
            self.browser = self.playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        return self.browser

    def stop(self) -> None:
        """Close it; its event loop ends with it, so that another test may start one."""
        if self.browser is not None and self.playwright is not None:
            self.browser.close()
            self.playwright.stop()
        self.browser = self.playwright = None


SHARED = SharedBrowser()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Start it before any fixture: within its event loop Django's connections are others than without."""
    if Path(__file__).parent in item.path.parents and "chromium" in getattr(item, "fixturenames", ()):
        SHARED.get()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> Iterator[None]:
    """Stop the browser when the next test of this worker is not one of ours."""
    yield
    if nextitem is None or Path(__file__).parent not in nextitem.path.parents:
        SHARED.stop()


@pytest.fixture
def chromium() -> Browser:
    """The browser that this worker shares."""
    return SHARED.get()


@pytest.fixture(scope="module")
def live_server(django_db_setup: None) -> Iterator[LiveServer]:
    """One server for a module; pytest-django still gives every test that asks for it committed rows and a flush."""
    server = LiveServer("localhost")
    yield server
    server.stop()


def enter(page: Page, officer: Officer) -> None:
    """Log somebody in without the form."""
    client = Client()
    client.force_login(officer)
    set_cookie(page, settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)


@pytest.fixture
def look(chromium: Browser, live_server: LiveServer) -> Iterator[Look]:
    """look(addresses, officer=town.worker, missing=[…]) → what is wrong with these pages, each fault a sentence."""
    context = chromium.new_context(base_url=live_server.url)
    page = context.new_page()
    page.goto("/healthz")
    yield Inspector(page, enter).look
    context.close()


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
