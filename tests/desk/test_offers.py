"""Those who offered their help, at the desk: within reach, by chosen name, changed on their word alone."""

import pytest
from bs4 import BeautifulSoup

from sunshine.party.actions.members import join_branch
from sunshine.people.states import OrganisationKind, Role
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from sunshine.volunteers.actions import load_skills
from sunshine.volunteers.models import Member, Volunteer
from sunshine.volunteers.queries import consents
from tests.desk.town import OTHER_COMMUNITY
from tests.factories.people import COMMUNITY, GRID, NOON, OfficerFactory, OrganisationFactory
from tests.factories.volunteers import volunteer

pytestmark = pytest.mark.django_db
PHONE = "13912345678"


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def text(answer) -> str:
    return soup(answer).get_text(" ", strip=True)


def names(answer) -> list[str]:
    return [tag.text for tag in soup(answer).select("#list td b")]


@pytest.fixture
def person(town) -> Volunteer:
    return volunteer(display_name="老李", place=GRID, phone=PHONE)


@pytest.fixture
def branch(town):
    return OrganisationFactory(name="第一网格党支部", kind=OrganisationKind.GRID_BRANCH, place=GRID)


@pytest.fixture
def team(town):
    return OrganisationFactory(name="红马甲", kind=OrganisationKind.VOLUNTEER_TEAM, place=COMMUNITY)


@pytest.fixture
def leader(town, branch):
    return OfficerFactory(username="leader", organisation=branch, role=Role.GROUP_LEADER)


def test_the_community_sees_its_own_by_name(town, as_, person):
    volunteer(display_name="阿姨", place=COMMUNITY)
    volunteer(display_name="别处", place=OTHER_COMMUNITY)

    assert names(as_(town.worker).get("/desk/offers/")) == ["老李", "阿姨"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("skill=repair", ["小王"]),
        ("time=weekend_day", ["小王"]),
        (f"place={GRID}", ["老李"]),
        ("skill=company&time=weekday_evening", ["老李"]),
        ("skill=law", []),
        ("page=x", ["小王", "老李"]),
        ("skill=magic", ["小王", "老李"]),
    ],
)
def test_the_list_is_narrowed_by_place_skill_and_time(town, as_, person, query, found):
    volunteer(display_name="小王", place=COMMUNITY, skills=("repair",), free=("weekend_day",))

    assert names(as_(town.worker).get(f"/desk/offers/?{query}")) == found


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_whatever_it_holds(town, as_, rows, django_assert_num_queries):
    for number in range(rows):
        volunteer(display_name=f"人{number}", place=COMMUNITY)
    browser = as_(town.worker)
    browser.get("/desk/offers/")  # the map is in memory from here on

    with django_assert_num_queries(9):
        assert len(names(browser.get("/desk/offers/"))) == rows


def test_long_lists_have_pages(town, as_):
    load_skills(by=Actor.system("shipped"), at=NOON)
    for number in range(51):
        volunteer(display_name=f"人{number:02}", place=COMMUNITY)

    assert names(as_(town.worker).get("/desk/offers/?page=2")) == ["人50"]


def test_the_swapped_list_is_the_fresh_one(town, as_, person, swapped):
    fresh, fetched = swapped(as_(town.worker), "/desk/offers/", "list")
    assert fresh == fetched


def test_a_group_leader_sees_those_of_the_own_group_and_nobody_else(town, as_, leader, branch, team, person):
    mine = volunteer(display_name="支部的人", place=COMMUNITY)
    join_branch(mine, branch=branch.pk, by=Actor.helper(mine.ref, None), at=NOON)
    volunteer(display_name="队里的人", place=COMMUNITY, team=team.pk)

    browser = as_(leader)
    assert names(browser.get("/desk/offers/")) == ["支部的人"]
    assert browser.get(f"/desk/offers/{person.ref}/").status_code == 404


def test_the_number_is_shown_for_a_reason_and_the_look_recorded(town, as_, person):
    page = as_(town.worker).post(f"/desk/offers/{person.ref}/contact/", {"reason": "约时间上门"})

    assert "139 1234 5678" in text(page) or PHONE in str(page.content, "utf-8")
    assert Entry.objects.filter(verb="reveal").values_list("facts__about", flat=True).get() == person.subject


def test_no_number_without_a_reason_or_without_the_consent(town, as_, person):
    browser = as_(town.worker)
    unreasoned = browser.post(f"/desk/offers/{person.ref}/contact/", {"reason": ""})
    silent = volunteer(display_name="不接电话", place=GRID)

    refused = browser.post(f"/desk/offers/{silent.ref}/contact/", {"reason": "约时间上门"})
    assert (unreasoned.status_code, refused.status_code) == (422, 409)


def kept(**more):
    return {
        "display_name": "张阿姨", "place": GRID, "skills": ["cooking"], "free": ["weekday_day"], "adult": "on",
        "keep": "on", "word": "on", **more,
    }  # fmt: skip


def test_somebody_is_kept_at_the_counter_and_gets_the_own_link_on_paper(town, as_, person):
    page = as_(town.worker).post("/desk/offers/keep/", kept())

    assert ("/serve/me/" in text(page), Volunteer.objects.filter(display_name="张阿姨").count()) == (True, 1)


@pytest.mark.parametrize(
    ("said", "status"), [({"word": ""}, 422), ({"keep": ""}, 422), ({"display_name": "张13912345678"}, 422)]
)
def test_nobody_is_kept_without_their_word(town, as_, person, said, status):
    page = as_(town.worker).post("/desk/offers/keep/", kept(**said))

    assert (page.status_code, Volunteer.objects.count()) == (status, 1)


def test_a_leader_keeps_a_member_of_the_own_branch(as_, leader, branch, person):
    as_(leader).post("/desk/offers/keep/", kept(tell_branch="on", branch=branch.pk))

    assert Member.objects.values_list("volunteer__display_name", "branch").get() == ("张阿姨", branch.pk)


def test_a_leader_keeps_nobody_for_others(as_, leader, branch, person):
    assert as_(leader).post("/desk/offers/keep/", kept()).status_code == 409


def test_the_street_says_first_which_community(town, as_, person):
    page = soup(as_(town.supervisor).get("/desk/offers/keep/"))
    chosen = as_(town.supervisor).get(f"/desk/offers/keep/?at={COMMUNITY}")

    assert (page.find(id="id_at").name, chosen.status_code) == ("select", 200)


def test_what_somebody_offers_is_changed_on_their_word(town, as_, person):
    browser = as_(town.worker)
    told = {
        "display_name": "李大爷",
        "place": COMMUNITY,
        "skills": ["repair"],
        "free": [],
        "seen": person.version,
    }
    without = browser.post(f"/desk/offers/{person.ref}/change/", told)
    with_ = browser.post(f"/desk/offers/{person.ref}/change/", {**told, "word": "on"})

    assert (without.status_code, with_.status_code) == (422, 302)
    assert Volunteer.objects.values_list("display_name", "place").get() == ("李大爷", COMMUNITY)


def say(browser, person, deed: str, **more):
    return browser.post(f"/desk/offers/{person.ref}/say/", {"deed": deed, "word": "on", **more})


def test_consents_are_written_down_on_their_word(town, as_, person):
    browser = as_(town.worker)
    say(browser, person, "back:call")
    say(browser, person, "back:public")
    say(browser, person, "give:call", phone="13900001111")

    assert consents(Volunteer.objects.get()) == {"keep", "match", "call"}


def test_a_branch_is_named_and_taken_back_on_their_word(town, as_, person, branch):
    browser = as_(town.worker)
    say(browser, person, "join", branch=branch.pk)
    named = Member.objects.count()
    say(browser, person, "part")

    assert (named, Member.objects.count()) == (1, 0)


@pytest.mark.parametrize("deed", ["back:public", "give:call", "join", "leave", "print"])
def test_without_their_word_nothing_is_written_down(town, as_, person, deed):
    answer = as_(town.worker).post(f"/desk/offers/{person.ref}/say/", {"deed": deed})

    assert (answer.status_code, Volunteer.objects.get().version) == (409, person.version)


def test_a_lost_link_is_printed_again_and_that_recorded(town, as_, person):
    page = say(as_(town.worker), person, "print")

    assert ("/serve/me/" in text(page), page["Cache-Control"]) == (True, "private, no-store")
    assert Entry.objects.filter(subject=person.subject).values_list("verb", flat=True).last() == "print"


def test_who_leaves_at_the_counter_is_not_there_any_more(town, as_, person):
    browser = as_(town.worker)
    say(browser, person, "leave")

    assert (names(browser.get("/desk/offers/")), browser.get(f"/desk/offers/{person.ref}/").status_code) == (
        [],
        404,
    )


def test_a_step_nobody_knows_does_not_exist(town, as_, person):
    assert say(as_(town.worker), person, "rank").status_code == 404


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("rest", ["", "keep/", "REF/", "REF/change/"])
def test_each_page_shows_itself_in_both_languages(town, as_, person, branch, language, rest):
    answer = as_(town.worker, language).get(f"/desk/offers/{rest.replace('REF', person.ref)}")

    assert (answer.status_code, answer["Content-Language"]) == (200, language)


@pytest.mark.parametrize(
    ("name", "phone", "twice"),
    [
        ("老李", "139-1234-5678", True),
        (" 老 李", PHONE, True),
        ("老李", "13912345679", False),
        ("老王", PHONE, False),
    ],
)
def test_who_signed_up_twice_is_pointed_out_to_whoever_keeps_the_list(town, as_, person, name, phone, twice):
    volunteer(display_name=name.strip(), place=COMMUNITY, phone=phone)
    volunteer(display_name="老李", place=OTHER_COMMUNITY, phone=PHONE)  # out of reach

    shown = text(as_(town.worker).get(f"/desk/offers/{person.ref}/"))

    assert ("登记了两次" in shown) is twice
