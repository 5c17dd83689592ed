"""axe-core on the page as it stands."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RUN = "async () => (await axe.run({resultTypes: ['violations']})).violations"


def violations(page: Page) -> list[str]:
    """Return the rule, the sentence and the markup of each violation; axe is put into a page once per load."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return [
        f"{one['id']}: {one['help']}\n    " + "\n    ".join(node["html"] for node in one["nodes"][:3])
        for one in page.evaluate(RUN)
    ]


def assert_accessible(page: Page) -> None:
    """Fail with the address and every violation."""
    assert violations(page) == [], page.url
