"""The secretary's week at the desk: only for those who lead, each number with its list, and a sheet for Monday."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from sunshine.people.states import OrganisationKind
from tests.desk.town import OTHER_COMMUNITY
from tests.factories.people import COMMUNITY, COUNTY, GRID, OrganisationFactory
from tests.factories.posts import PledgeFactory, PostFactory

pytestmark = pytest.mark.django_db
ADDRESSES = ["/desk/week/", "/desk/week/sheet/", "/desk/week/posts/", "/desk/week/asked/0101/"]
LEADERS = ["admin", "supervisor", "secretary"]


@pytest.fixture
def branch(town):
    """The general branch of the community."""
    return OrganisationFactory(name="阳光社区党总支", kind=OrganisationKind.GENERAL_BRANCH, place=COMMUNITY)


def soup(answer):
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "who", [*LEADERS, "worker", "dispatcher", "gridder", "handler", "watcher", "auditor"]
)
def test_only_those_who_lead_have_a_week(town, as_, who, address):
    status = as_(getattr(town, who)).get(address).status_code
    assert status == (200 if who in LEADERS else 404)


@pytest.mark.parametrize("place", [OTHER_COMMUNITY, "231282999", "nonsense", "231282999001999"])
def test_a_secretary_has_the_week_of_the_own_community_only(town, as_, place):
    assert as_(town.secretary).get(f"/desk/week/?place={place}").status_code == 404


def test_the_street_looks_at_one_community(town, as_):
    page = soup(as_(town.supervisor).get(f"/desk/week/?place={OTHER_COMMUNITY}"))
    assert "和平社区" in page.h1.get_text()
    assert page.find("option", selected=True)["value"] == OTHER_COMMUNITY


def test_each_number_opens_a_list_of_as_many(town, as_, branch, tell):
    PostFactory(organisation=branch)
    PledgeFactory(organisation=branch, due_on=timezone.localdate())
    browser = as_(town.secretary)
    tiles = soup(browser.get("/desk/week/")).find_all("a", class_="count-tile")
    counts = [int(tile.b.get_text()) for tile in tiles]
    rows = [len(soup(browser.get(tile["href"])).select("main tbody tr")) for tile in tiles]
    assert (counts, rows) == ([0, 1, 2, 1, 0, 0], counts)


def test_what_was_asked_opens_its_requests(town, as_, tell):
    case = tell(at=timezone.now() - timedelta(days=2))
    browser = as_(town.secretary)
    page = soup(browser.get("/desk/week/"))
    link = page.find("section", {"aria-labelledby": "asked"}).find("a")
    assert (link.get_text(), case.number in browser.get(link["href"]).content.decode()) == ("1", True)


@pytest.mark.parametrize("code", ["0201", "9999"])
def test_there_is_no_list_of_complaints_about_staff_or_of_an_unknown_kind(town, as_, code):
    assert as_(town.secretary).get(f"/desk/week/asked/{code}/").status_code == 404


def test_there_is_no_list_of_another_name(town, as_):
    assert as_(town.secretary).get("/desk/week/nonsense/").status_code == 404


def test_an_empty_list_says_so(town, as_):
    assert "没有逾期" in soup(as_(town.secretary).get("/desk/week/overdue/")).main.get_text()
    assert soup(as_(town.secretary).get("/desk/week/asked/none/")).find(class_="empty")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_sheet_is_chinese_paper_with_the_same_numbers(town, as_, branch, language):
    PostFactory(organisation=branch)
    paper = soup(as_(town.secretary, language).get("/desk/week/sheet/")).find(class_="paper")
    assert paper.h1.get_text() == "周一例会议事单"
    words = " ".join(paper.get_text().split())
    assert [part in words for part in ("阳光社区", "没有人认领的岗位", "安全巡查岗", "议定事项")] == [
        True
    ] * 4


def test_the_week_stands_in_the_menu_of_those_who_lead(town, as_):
    shown = [
        soup(as_(who).get("/desk/")).find("a", href="/desk/week/") is not None
        for who in (town.secretary, town.worker)
    ]
    assert shown == [True, False]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    "address", ["/desk/week/", "/desk/week/sheet/", "/desk/week/posts/", "/desk/week/grids/"]
)
def test_the_week_takes_as_many_statements_for_one_as_for_three(
    town, as_, branch, rows, address, tell, django_assert_max_num_queries
):
    for _ in range(rows):
        PostFactory(organisation=branch, place=GRID)
        PledgeFactory(organisation=branch, due_on=timezone.localdate())
        tell(at=timezone.now() - timedelta(days=20))
    browser = as_(town.secretary)
    browser.get(address)
    with django_assert_max_num_queries(14):
        browser.get(address)


def test_the_county_has_its_week_too(town, as_):
    assert soup(as_(town.admin).get(f"/desk/week/?place={COUNTY}")).h1.get_text().endswith("肇东市")
