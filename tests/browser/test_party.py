"""The party line in a browser: every page, and founding the group of a grid that has none."""

import pytest

from sunshine.people.models import Organisation
from tests.browser.conftest import PHONE, enter
from tests.desk.town import make_town
from tests.factories.bodies import ListLineFactory, PartnershipFactory, ReportingFactory, line
from tests.factories.people import COMMUNITY


@pytest.fixture
def town(live_server):
    """A town with a whole line, a partner unit, lines on each list, and a unit that reported."""
    town, told = make_town(), line()
    unit = PartnershipFactory(partner__name="市第一医院").partner
    need = ListLineFactory()
    ListLineFactory(kind="project", partner=unit, text="电路检修", done_on="2026-10-01", result="检修了12户")
    ListLineFactory(kind="resource", partner=unit, text="每季度两名医生")
    reporting = ReportingFactory(unit=unit)
    town.pages = [
        "", "add/", "import/", "coverage/", f"coverage/{COMMUNITY}/", "partners/", "partners/add/",
        "partners/agreement/", "lists/", "lists/add/", f"lists/{need.pk}/take/", "reporting/", "reporting/unit/",
        "reporting/person/", "reporting/roll/", "reporting/form/", f"reporting/{reporting.pk}/form/",
        f"reporting/{reporting.pk}/comment/", f"{told['branch'].pk}/", f"{told['group'].pk}/change/",
        f"{told['house'].pk}/close/",
    ]  # fmt: skip
    return town


@pytest.mark.long("loads every page of a room at every width", seconds=240)
def test_every_page_is_accessible_and_fits_the_screen(town, look):
    assert look([f"/desk/party/{where}" for where in town.pages], officer=town.secretary) == []


def test_a_secretary_gives_a_grid_its_first_branch_from_the_list_of_gaps(town, open_page):
    page = open_page("/healthz", size=PHONE)
    enter(page, town.secretary)
    page.goto(f"/desk/party/coverage/{COMMUNITY}/")

    page.locator("section[aria-labelledby=grids] a", has_text="录入").click()
    page.fill("#id_name", "第二网格党支部")
    page.select_option("#id_parent", label="阳光社区党总支")
    page.locator("button.main-action").click()

    assert page.url.endswith(f"/desk/party/?place={COMMUNITY}")
    branch = Organisation.objects.get(name="第二网格党支部")
    assert (branch.kind, branch.place) == ("grid_branch", COMMUNITY + "002")
