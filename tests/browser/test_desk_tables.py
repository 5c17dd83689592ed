"""Every table of the desk and the form that adds a row, in a browser."""

import pytest

from sunshine.desk.tables import TABLES
from sunshine.desk.tables.files import FILES
from tests.desk.town import make_town

LISTS = ["/desk/tables/places/import/", *(f"/desk/tables/{key}/" for key in TABLES)]
FORMS = [
    *(f"/desk/tables/{key}/add/" for key, table in TABLES.items() if table.add),
    *(f"/desk/tables/{key}/file/" for key in FILES),
]


@pytest.mark.long("loads every page of a room at every width", seconds=240)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("pages", [LISTS, FORMS], ids=["lists", "forms"])
def test_every_table_is_accessible_and_fits_the_screen(live_server, look, pages, language):
    admin = make_town().admin
    assert look(pages, officer=admin, languages=[language]) == []
