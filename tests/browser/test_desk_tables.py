"""Every table of the desk and the form that adds a row, in a browser."""

import pytest

from sunshine.desk.tables import TABLES
from tests.browser.axe import assert_accessible
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_desk_pages import enter
from tests.desk.town import make_town

PAGES = [
    "/desk/tables/places/import/",
    *(f"/desk/tables/{key}/" for key in TABLES),
    *(f"/desk/tables/{key}/add/" for key, table in TABLES.items() if table.add),
]


@pytest.mark.parametrize(
    ("size", "language"), [(PHONE, "zh-hans"), (DESKTOP, "en")], ids=["phone", "desktop"]
)
def test_every_table_is_accessible_and_fits_the_screen(size, language, live_server, open_page):
    town = make_town()
    page = open_page("/healthz", size=size, language=language)
    enter(page, town.admin)

    for where in PAGES:
        assert page.goto(where).status == 200, where
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), where
        assert_accessible(page)
