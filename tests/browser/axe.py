"""axe-core on the page as it stands."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RUN = "async colours => (await axe.run({resultTypes: ['violations'], rules: {'color-contrast': {enabled: colours}}})).violations"


def violations(page: Page, *, colours: bool = True) -> list[str]:
    """Return the rule, the sentence and the markup of each violation; axe is put into a page once per load.

    Contrast takes more time than all other rules together: `colours` is for where it was measured already.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return [
        f"{one['id']}: {one['help']}\n    " + "\n    ".join(node["html"] for node in one["nodes"][:3])
        for one in page.evaluate(RUN, colours)
    ]


def assert_accessible(page: Page) -> None:
    """Fail with the address and every violation."""
    assert violations(page) == [], page.url
