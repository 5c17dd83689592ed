"""axe-core on the page as it stands."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RUN = "async options => (await axe.run({resultTypes: ['violations'], ...options})).violations"
ALL: dict[str, Any] = {}
STRUCTURE = {"rules": {"color-contrast": {"enabled": False}}}
"""All but contrast, which takes more time than all other rules together: where it was measured already."""
LOOK = {"runOnly": {"type": "rule", "values": ["color-contrast", "target-size"]}}
"""What another style sheet can change of a page whose markup was looked at already."""


def violations(page: Page, rules: dict[str, Any] = ALL) -> list[str]:
    """Return the rule, the sentence and the markup of each violation; axe is put into a page once per load."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return [
        f"{one['id']}: {one['help']}\n    " + "\n    ".join(node["html"] for node in one["nodes"][:3])
        for one in page.evaluate(RUN, rules)
    ]


def assert_accessible(page: Page) -> None:
    """Fail with the address and every violation."""
    assert violations(page) == [], page.url
