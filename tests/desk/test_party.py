"""The party line at the desk: tree, organisations, coverage, partner units, lists and reporting."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from sunshine.desk import party_urls
from sunshine.party.models import ListLine, Partnership, Reporting
from sunshine.people.models import Organisation
from sunshine.record.states import Actor
from sunshine.volunteers.actions import withdraw_consent
from sunshine.volunteers.models import Member
from sunshine.volunteers.states import ConsentKind
from tests.desk.town import OTHER_COMMUNITY
from tests.factories.bodies import ListLineFactory, PartnershipFactory, ReportingFactory, line, party
from tests.factories.people import COMMUNITY, GRID, NOON, STREET
from tests.factories.volunteers import volunteer
from tests.reading import words_of

pytestmark = pytest.mark.django_db

KEEPERS = ("admin", "supervisor", "secretary", "worker")
OTHERS = ("dispatcher", "gridder", "handler", "watcher", "auditor")
LANGUAGES = ["zh-hans", "en"]


@pytest.fixture
def rows(town):
    """One of everything; by name: rows["branch"], rows["need"]."""
    told = line()
    unit = PartnershipFactory(partner__name="市第一医院").partner
    return {
        **told,
        "unit": unit,
        "need": ListLineFactory(),
        "project": ListLineFactory(kind="project", partner=unit, text="电路检修"),
        "offer": ListLineFactory(kind="resource", partner=unit, text="医生两名"),
        "reporting": ReportingFactory(unit=unit),
    }


def addresses(rows) -> list[str]:
    """Every page of the party line, of these rows."""
    line_steps = [
        ("need", "take"),
        ("need", "drop"),
        ("need", "amend"),
        ("project", "finish"),
        ("project", "give_back"),
    ]
    agreement = Partnership.objects.get()
    return [
        *(
            f"/desk/party/{where}"
            for where in ("", "add/", "import/", "coverage/", "partners/", "partners/add/")
        ),
        *(f"/desk/party/{where}" for where in ("partners/agreement/", "lists/", "lists/add/", "reporting/")),
        *(f"/desk/party/reporting/{where}/" for where in ("unit", "person", "roll", "form")),
        *(f"/desk/party/{rows['branch'].pk}/{where}" for where in ("", "change/", "close/")),
        *(f"/desk/party/reporting/{rows['reporting'].pk}/{where}/" for where in ("form", "comment")),
        *(reverse("desk:line_step", args=[rows[key].pk, step]) for key, step in line_steps),
        reverse("desk:agreement_end", args=[agreement.pk]),
        f"/desk/party/coverage/{COMMUNITY}/",
        f"/desk/party/coverage/{COMMUNITY}/map.json",
        f"/desk/party/export/?place={COMMUNITY}",
    ]


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_shows_itself(language, rows, town, as_):
    browser = as_(town.secretary, language)

    assert {where: browser.get(where).status_code for where in addresses(rows)} == dict.fromkeys(
        addresses(rows), 200
    )


def test_every_route_is_among_the_pages(rows):
    assert {resolve(where.split("?")[0]).url_name for where in addresses(rows)} == {
        pattern.name for pattern in party_urls.urlpatterns
    }


@pytest.mark.parametrize("who", OTHERS)
def test_there_is_no_such_page_for_other_posts(who, rows, town, as_):
    browser = as_(getattr(town, who))

    assert {browser.get(where).status_code for where in addresses(rows)} == {404}


@pytest.mark.parametrize("who", KEEPERS)
def test_a_keeper_sees_the_tree_and_the_menu(who, rows, town, as_):
    page = soup(as_(getattr(town, who)).get("/desk/party/"))

    assert "阳光社区党总支" in page.text
    assert page.select_one('.desk-nav a[href="/desk/party/"]').text.strip() == "党建"


def test_nobody_is_asked_to_log_in(rows, client):
    assert {client.get(where).status_code for where in addresses(rows)} == {302}


def test_the_neighbour_sees_and_touches_nothing_of_ours(rows, town, as_):
    browser = as_(town.stranger)
    common = (
        "",
        "add/",
        "import/",
        "export/",
        "coverage/",
        "partners/",
        "lists/",
        "reporting/",
        "agreement/",
    )
    ours = [w for w in addresses(rows) if any(sign.isdecimal() for sign in w)]

    assert {browser.get(where).status_code for where in ours} == {404}
    assert {browser.get(f"/desk/party/{w}", {"place": COMMUNITY}).status_code for w in common[:1]} == {404}


@pytest.mark.parametrize("place", [OTHER_COMMUNITY, "x", STREET])
def test_a_place_out_of_reach_is_not_there(place, rows, town, as_):
    browser = as_(town.secretary)

    assert {
        browser.get(f"/desk/party/{w}", {"place": place}).status_code for w in ("", "lists/", "reporting/")
    } == {404}


# -- organisations -------------------------------------------------------------------------------------------


def test_a_secretary_enters_changes_and_closes_a_group(rows, town, as_):
    browser = as_(town.secretary)
    told = {"kind": "party_group", "place": GRID, "name": "1号楼党小组", "parent": rows["branch"].pk,
            "building": town.house.pk, "headcount": "4"}  # fmt: skip

    entered = browser.post(f"/desk/party/add/?place={COMMUNITY}", told)
    group = Organisation.objects.get(name="1号楼党小组")
    changed = browser.post(
        f"/desk/party/{group.pk}/change/", {**told, "seen": group.version, "headcount": "5"}
    )
    closed = browser.post(f"/desk/party/{group.pk}/close/", {})

    assert [answer.status_code for answer in (entered, changed, closed)] == [302, 302, 302]
    group.refresh_from_db()
    assert (group.body.headcount, group.body.building, group.valid_to is not None) == (5, town.house, True)
    assert "撤销日期" in browser.get(f"/desk/party/{group.pk}/").text


def test_a_branch_below_a_group_comes_back_on_the_form(rows, town, as_):
    told = {"kind": "grid_branch", "place": GRID, "name": "某支部", "parent": rows["group"].pk}

    answer = as_(town.secretary).post(f"/desk/party/add/?place={COMMUNITY}", told)

    assert answer.status_code == 422
    assert "党组织应设在更高一级的党组织之下" in answer.text
    assert soup(answer).select_one("#id_name")["value"] == "某支部"


def test_whoever_has_others_below_is_not_closed(rows, town, as_):
    assert as_(town.secretary).post(f"/desk/party/{rows['branch'].pk}/close/", {}).status_code == 409


def test_who_was_overtaken_is_told_so(rows, town, as_):
    branch = rows["branch"]
    told = {"name": branch.name, "parent": rows["general"].pk, "headcount": "30"}
    Organisation.objects.filter(pk=branch.pk).update(version=5)

    answer = as_(town.secretary).post(f"/desk/party/{branch.pk}/change/", {**told, "seen": "0"})

    assert answer.status_code == 409


def test_what_is_unusual_is_said_and_hinders_nothing(town, as_):
    small = party("grid_branch", GRID, name="小支部", headcount=2)

    page = as_(town.secretary).get(f"/desk/party/{small.pk}/").text

    assert "一般不少于 3 名党员；现有 2 名。" in page


def test_the_tree_of_a_past_day_shows_what_was_closed(rows, town, as_):
    Organisation.objects.filter(pk=rows["house"].pk).update(valid_to=NOON.date())
    browser = as_(town.secretary)

    before = browser.get("/desk/party/", {"on": "2026-03-01"}).text
    today = browser.get("/desk/party/").text

    assert ("3号楼党员中心户" in before, "3号楼党员中心户" in today) == (True, False)


def test_a_day_that_cannot_be_read_is_today(rows, town, as_):
    assert as_(town.secretary).get("/desk/party/", {"on": "昨天"}).status_code == 200


def test_the_exported_tree_can_be_read_back(rows, town, as_):
    browser = as_(town.secretary)
    file = BytesIO(browser.get("/desk/party/export/").content)
    file.name = "tree.xlsx"

    page = browser.post("/desk/party/import/", {"file": file})

    assert page.status_code == 200
    assert [words_of(row) for row in soup(page).select("#main tbody td:last-child")] == ["已存在"] * 4


def test_a_file_that_is_none_comes_back(rows, town, as_):
    file = BytesIO(b"hello")
    file.name = "tree.xlsx"

    assert as_(town.secretary).post("/desk/party/import/", {"file": file}).status_code == 409


# -- where nobody stands -------------------------------------------------------------------------------------


def test_the_county_sees_each_community_by_its_code(rows, town, as_):
    cells = [
        cell.text
        for cell in soup(as_(town.admin).get("/desk/party/coverage/")).select("tbody td:first-child")
    ]

    assert cells == ["阳光社区", "和平社区"]


def test_a_grid_where_nobody_stands_says_so_in_words_on_the_map(rows, town, as_):
    browser = as_(town.secretary)

    names = [
        one["properties"]["name"]
        for one in browser.get(f"/desk/party/coverage/{COMMUNITY}/map.json").json()["features"]
    ]
    page = browser.get(f"/desk/party/coverage/{COMMUNITY}/").text

    assert names == ["第一网格", "第二网格：还没有支部或党小组"]
    assert ("第二网格" in page, "阳光花园3号楼" in page) == (True, True)


# -- partner units and lists ---------------------------------------------------------------------------------


def test_a_unit_is_entered_and_signs(town, as_):
    browser = as_(town.worker)

    browser.post("/desk/party/partners/add/", {"name": "供电所", "place": COMMUNITY})
    unit = Organisation.objects.get(name="供电所")
    browser.post("/desk/party/partners/agreement/", {"partner": unit.pk, "agreement": "每月一次电路义检"})
    agreement = Partnership.objects.get()
    ended = browser.post(f"/desk/party/partners/{agreement.pk}/end/", {"seen": "1"})

    agreement.refresh_from_db()
    assert (agreement.community, agreement.valid_to is not None, ended.status_code) == (COMMUNITY, True, 302)


def test_a_need_goes_from_list_to_project_to_result(rows, town, as_):
    browser = as_(town.secretary)
    browser.post("/desk/party/lists/add/", {"kind": "need", "text": "为老人理发"})
    need = ListLine.objects.get(text="为老人理发")

    browser.post(f"/desk/party/lists/{need.pk}/take/", {"seen": "1", "partner": rows["unit"].pk})
    answer = browser.post(f"/desk/party/lists/{need.pk}/finish/", {"seen": "2", "result": "理发32人次"})

    need.refresh_from_db()
    assert (answer.status_code, need.kind, need.result) == (302, "project", "理发32人次")
    assert "理发32人次" in browser.get("/desk/party/lists/").text


def test_a_step_that_is_none_is_not_there(rows, town, as_):
    assert as_(town.secretary).get(f"/desk/party/lists/{rows['need'].pk}/burn/").status_code == 404


# -- double reporting ----------------------------------------------------------------------------------------


@pytest.fixture
def member(rows):
    """A member who lets their chosen name be public."""
    person = volunteer(display_name="老李", place=COMMUNITY)
    Member.objects.create(volunteer=person, branch=rows["branch"])
    return person


def test_a_unit_reports_and_its_form_carries_the_needs(rows, town, as_):
    browser = as_(town.secretary)

    browser.post("/desk/party/reporting/unit/", {"unit": town.lamps.pk})
    made = Reporting.objects.get(unit=town.lamps)
    form = browser.get(f"/desk/party/reporting/{made.pk}/form/").text

    assert ("双报到登记表" in form, "路灯管理所" in form, "为独居老人检修电路" in form) == (True, True, True)


def test_the_form_of_a_unit_says_what_it_gives_and_took_on(rows, town, as_):
    form = as_(town.secretary).get(f"/desk/party/reporting/{rows['reporting'].pk}/form/").text

    assert ("医生两名" in form, "电路检修" in form) == (True, True)


def test_a_comment_goes_back_and_stands_on_paper(rows, town, as_, at_noon):
    browser, pk = as_(town.secretary), rows["reporting"].pk

    browser.post(f"/desk/party/reporting/{pk}/comment/", {"seen": "1", "comment": "四次义诊，居民满意"})

    assert "四次义诊，居民满意" in browser.get(f"/desk/party/reporting/{pk}/form/").text
    assert "已反馈" in browser.get("/desk/party/reporting/roll/").text


def test_a_member_stands_by_chosen_name_until_consent_is_withdrawn(member, town, as_):
    browser = as_(town.secretary, "zh-hans")
    browser.post("/desk/party/reporting/person/", {"person": member.pk})
    own = Reporting.objects.get(person=member)
    paper = ["/desk/party/reporting/roll/", f"/desk/party/reporting/{own.pk}/form/"]
    before = ["老李" in browser.get(where).text for where in paper]

    withdraw_consent(member, kind=ConsentKind.PUBLIC, by=Actor.helper(member.ref, None), at=NOON)

    assert before == [True, True]
    assert ["老李" in browser.get(where).text for where in paper] == [False, False]


def test_who_is_no_member_any_more_has_no_name_in_the_list(member, town, as_):
    ReportingFactory(unit=None, person=member)
    Member.objects.all().delete()

    assert "老李" not in as_(town.secretary).get("/desk/party/reporting/").text


@pytest.mark.parametrize("year", ["2019", "x", "9999", "²"])
def test_an_odd_year_shows_one_that_can_be(year, rows, town, as_):
    assert as_(town.secretary).get("/desk/party/reporting/", {"year": year}).status_code == 200


# -- costs ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("many", [1, 3])
def test_the_lists_cost_the_same_with_more_rows(many, town, as_):
    for n in range(many):
        unit = PartnershipFactory().partner
        party("party_group", GRID, building=town.house, name=f"第{n}党小组")
        ListLineFactory(kind="project", partner=unit)
        ReportingFactory(unit=unit)
        ReportingFactory(unit=None, person=volunteer(place=COMMUNITY))
    browser, costs = as_(town.secretary), {}
    for where in (
        "",
        "coverage/",
        f"coverage/{COMMUNITY}/",
        "partners/",
        "lists/",
        "reporting/",
        "reporting/roll/",
    ):
        browser.get(f"/desk/party/{where}")
        with CaptureQueriesContext(connection) as captured:
            browser.get(f"/desk/party/{where}")
        costs[where] = len(captured)

    assert {where: cost for where, cost in costs.items() if cost > 9} == {}
