"""Every table of the desk and the form that adds a row, in a browser."""

from sunshine.desk.tables import TABLES
from tests.desk.town import make_town

PAGES = [
    "/desk/tables/places/import/",
    *(f"/desk/tables/{key}/" for key in TABLES),
    *(f"/desk/tables/{key}/add/" for key, table in TABLES.items() if table.add),
]


def test_every_table_is_accessible_and_fits_the_screen(live_server, look):
    assert look(PAGES, officer=make_town().admin) == []
