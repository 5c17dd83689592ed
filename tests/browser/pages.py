"""Page checks: load a page once per language, then measure it at every width, in large print and with axe."""

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

from sunshine.people.models import Officer
from tests.browser.axe import ALL, LOOK, STRUCTURE, violations

HEIGHTS = {320: 568, 390: 844, 1440: 900}
"""Widths and heights of a small phone (the reflow width of WCAG 2.2, 1.4.10), a phone and a desktop, in CSS pixels."""
WIDTHS = {
    ("zh-hans", False): (1440, 320, 390), ("zh-hans", True): (390, 320),
    ("en", False): (1440, 320), ("en", True): (320,),
}  # fmt: skip
"""Widths that are measured, in this order, by language, in usual and in large print; longer words show where it is narrow."""
PAPER = (1440, 390)
"""Widths at which papers to print are measured: their form needs its width (WCAG 1.4.10 excepts it)."""
Rules = dict[tuple[bool, int], dict[str, Any]]
FIRST: Rules = {(False, 390): ALL, (False, 1440): STRUCTURE, (True, 390): LOOK}
"""Where axe runs on the first page of a list, in Chinese, and by which rules: each layout and each set of colours (large
print has its own) once. The gallery, which shows every component, is the first of its list."""
OTHERS: Rules = {(False, 390): ALL}
"""On every other page all rules once: its markup is the same at every width, in both languages and in large print; that
every word has its translation the catalogue's check says."""
AXE_IN = "zh-hans"
LANGUAGES = ("zh-hans", "en")
LEAST_TARGET = {False: 48, True: 60}
LARGE_PRINT = "large => document.documentElement.toggleAttribute('data-elder', large)"
MEASURE = """least => ({
    width: document.documentElement.scrollWidth,
    small: [...document.querySelectorAll('.button, .switch, .tile, .choices label')]
        .filter(one => one.checkVisibility({visibilityProperty: true}) && one.getBoundingClientRect().height < least)
        .map(one => one.outerHTML.slice(0, 120)),
    astray: [...document.querySelectorAll('form:has([name=language], [name=elder]) [name=next]')]
        .map(one => one.value).filter(one => decodeURI(one) !== decodeURI(location.pathname + location.search)),
})"""
Look = Callable[..., list[str]]


def set_cookie(page: Page, name: str, value: str) -> None:
    """Set a cookie for all of the site that a page is open of; with the page's address it would be for its folder."""
    site = "{0.scheme}://{0.netloc}/".format(urlsplit(page.url))
    page.context.add_cookies([{"name": name, "value": value, "url": site}])


class Inspector:
    """One window that goes from page to page and writes down what is wrong with each.

    Large print is one attribute of the page and nothing else (`ui/base.html`), so it needs no second load; that
    the switch and its cookie set the attribute is tested in `test_gallery`. Papers to print have no switch.
    """

    def __init__(self, page: Page, enter: Callable[[Page, Officer], None]) -> None:
        self.page, self.enter = page, enter
        self.faults: list[str] = []
        self.where = ""
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self._hear("error", str(error)))

    def look(
        self, addresses: Iterable[str], *, officer: Officer | None = None, missing: Iterable[str] = (),
        languages: Iterable[str] = LANGUAGES,
    ) -> list[str]:  # fmt: skip
        """Return the faults of these pages as that officer sees them; `missing` ones answer 404 and are looked at too."""
        self.faults, pages = [], list(addresses)
        if officer is not None:
            self.enter(self.page, officer)
        for language in languages:
            self._cookie("django_language", language)
            for address in pages:
                axe = FIRST if address == pages[0] else OTHERS
                self._inspect(address, language, axe, 404 if address in missing else 200)
        return self.faults

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and "Failed to load resource" not in text:
            self.faults.append(f"{self.where}: {text}")

    def _cookie(self, name: str, value: str) -> None:
        set_cookie(self.page, name, value)

    def _inspect(self, address: str, language: str, axe: Rules, status: int) -> None:
        self.where = f"{address}, {language}"
        response = self.page.goto(address)
        if (
            response is None
            or response.status != status
            or ("login" in self.page.url) != ("login" in address)
        ):
            self.faults.append(f"{self.where}: {response and response.status} at {self.page.url}")
            return
        paper = not self.page.locator("[name=elder]").count()
        for large in (False,) if paper else (False, True):
            self.page.evaluate(LARGE_PRINT, large)
            for width in PAPER if paper else WIDTHS[language, large]:
                self.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
                self.where = f"{address}, {width} px, {language}{', large print' if large else ''}"
                self.faults += [f"{self.where}: {fault}" for fault in self._measure(width, large)]
                if language == AXE_IN and (rules := axe.get((large, width))) is not None:
                    found = violations(self.page, rules)
                    self.faults += [f"{self.where}: {fault}" for fault in found]
                    self._keep()

    def _measure(self, width: int, large: bool) -> list[str]:
        seen: dict[str, Any] = self.page.evaluate(MEASURE, LEAST_TARGET[large])
        wide = [] if seen["width"] == width else [f"{seen['width']} px wide"]
        astray = [f"a switch leads to {address}" for address in seen["astray"]]
        return [
            *wide,
            *astray,
            *(f"target lower than {LEAST_TARGET[large]} px: {small}" for small in seen["small"]),
        ]

    def _keep(self) -> None:
        if folder := os.environ.get("SUNSHINE_SHOTS"):
            name = re.sub(r"[^\w-]+", "_", self.where).strip("_")
            self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
