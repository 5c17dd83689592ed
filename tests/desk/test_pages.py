"""Every page of the desk renders in both languages."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from sunshine.cases.actions import note
from sunshine.people.actions import officer_actor
from sunshine.people.states import Role
from tests.factories.people import OfficerFactory

pytestmark = pytest.mark.django_db

PAGES = ["", "cases/", "report/", "notices/", "account/", "grids/", "cases/?state=received&text=灯&closed=on"]
TABLES = ["places", "buildings", "roster", "categories", "duties", "routes", "policies", "days", "hours", "organisations",
          "staff", "posts"]  # fmt: skip
LANGUAGES = ["zh-hans", "en"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("where", PAGES)
def test_a_page_shows_itself_to_the_community_worker(where, language, town, tell, as_):
    tell()

    answer = as_(town.worker, language).get(f"/desk/{where}")

    assert answer.status_code == 200
    assert answer["Content-Language"] == language


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "where", ["", "slip/", "note/", "ask/", "return/", "answer/", "locate/", "classify/", "merge/"]
)
def test_a_request_shows_itself(where, language, town, tell, as_):
    case = tell(lon=126.015, lat=46.005)

    answer = as_(town.secretary, language).get(f"/desk/cases/{case.number}/{where}", follow=True)

    assert answer.status_code == 200


def test_each_grid_stands_with_its_community(town, as_):
    page = BeautifulSoup(as_(town.worker).get("/desk/grids/").content, "html.parser")

    assert page.select_one(".cards td b").text == "阳光社区 第一网格"


@pytest.mark.parametrize("before", ["²", "x", "-1", ""])
def test_an_odd_mark_shows_the_newest_messages(before, town, as_):
    assert as_(town.worker).get("/desk/notices/", {"before": before}).status_code == 200


def test_the_tile_and_the_list_of_a_dispatcher_say_the_same_word(town, as_):
    page = BeautifulSoup(as_(town.dispatcher).get("/desk/").content, "html.parser")

    words = (page.select_one(".count-tile span").text, page.find(id="to-accept").text)
    assert words == ("待签收", "待签收（先到期的在前）")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", TABLES)
def test_a_table_its_new_line_and_each_deed_show_themselves(table, language, town, as_):
    browser = as_(town.admin, language)
    from sunshine.desk.door import desk_user  # noqa: F401
    from sunshine.desk.tables import TABLES as KNOWN

    pages = [f"/desk/tables/{table}/"]
    pages += [f"/desk/tables/{table}/add/"] if KNOWN[table].add else []

    assert [browser.get(page).status_code for page in pages] == [200] * len(pages)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "where", ["tables/", "tables/try/", "tables/days/import/", "grids/231282999001001/card/"]
)
def test_a_page_beside_the_tables_shows_itself(where, language, town, as_):
    answer = as_(town.admin, language).get(f"/desk/{where}")

    assert answer.status_code == 200


def test_a_timeline_says_what_was_written(town, tell, as_):
    case = tell()
    note(case, text="先去看了一眼", by=officer_actor(town.worker), at=case.received_at + timedelta(hours=1))

    assert "先去看了一眼" in as_(town.worker).get(f"/desk/cases/{case.number}/").content.decode()


def test_a_group_leader_begins_the_day_without_requests(town, as_):
    leader = OfficerFactory(username="leader", organisation=town.community, role=Role.GROUP_LEADER)
    page = as_(leader).get("/desk/")

    words = {link["href"] for link in BeautifulSoup(page.content, "html.parser").select("nav a")}
    assert (page.status_code, "/desk/cases/" in words, "/desk/offers/" in words) == (200, False, True)


def test_a_leader_sees_what_the_group_may_take_and_the_streets_counter(town, as_):
    leader = OfficerFactory(username="leader", organisation=town.community, role=Role.GROUP_LEADER)
    words = as_(leader).get("/desk/").content.decode()

    assert [part in words for part in ("没有待处理的。", "待签收", town.street.telephone)] == [
        True,
        False,
        True,
    ]


def test_a_number_typed_into_the_search_box_finds_its_matter(town, tell, as_):
    wanted, other = tell(), tell()
    page = as_(town.worker).get(f"/desk/cases/?text={wanted.number}").content.decode()
    assert (f"/cases/{wanted.number}/" in page, f"/cases/{other.number}/" in page) == (True, False)
