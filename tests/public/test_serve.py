"""我来帮忙: signing up without an account, and the own page where each consent is taken back by one tap."""

from typing import Any

import pytest

from sunshine.people.models import Contact
from sunshine.people.states import OrganisationKind
from sunshine.public.limits import OFFERS
from sunshine.record.states import Actor
from sunshine.volunteers.actions import load_skills
from sunshine.volunteers.models import Member, Volunteer
from sunshine.volunteers.queries import consents, token_of
from tests.factories.cases import FIRST, GRID
from tests.factories.people import NOON, OrganisationFactory
from tests.factories.volunteers import volunteer
from tests.public.test_report import soup


@pytest.fixture
def town(here):
    """The town with skills, a team and a branch in its first community."""
    load_skills(by=Actor.system("shipped"), at=NOON)
    here.team = OrganisationFactory(name="红马甲志愿队", kind=OrganisationKind.VOLUNTEER_TEAM, place=FIRST)
    here.branch = OrganisationFactory(name="第一网格党支部", kind=OrganisationKind.GRID_BRANCH, place=GRID)
    return here


@pytest.fixture
def person(town) -> Volunteer:
    return volunteer(display_name="老李", place=FIRST, phone="13912345678")


def offer(**more: Any) -> dict[str, Any]:
    return {
        "at": FIRST, "display_name": "老李", "place": GRID, "skills": ["company"], "free": ["weekend_day"],
        "adult": "on", "keep": "on", **more,
    }  # fmt: skip


def own(person: Volunteer, rest: str = "") -> str:
    return f"/serve/me/{token_of(person.ref)}/{rest}"


def text(answer: Any) -> str:
    return soup(answer).main.get_text(" ", strip=True)


def test_the_page_says_what_one_can_do_and_that_nobody_ranks_it(town, browser):
    page = browser.get("/serve/")

    assert ("陪伴聊天" in text(page), "不排名" in text(page)) == (True, True)


def test_the_community_is_asked_for_first(town, browser):
    options = soup(browser.get("/serve/join/")).find(id="id_at").find_all("option")

    assert [option["value"] for option in options] == ["", FIRST, FIRST[:-1] + "2"]


def test_an_unknown_community_is_said_and_asked_for_again(town, browser):
    page = browser.get("/serve/join/?at=231282999777")
    assert (page.status_code, soup(page).find(id="id_at").name) == (404, "select")


def test_no_consent_is_ticked_beforehand(town, browser):
    ticks = soup(browser.get(f"/serve/join/?at={FIRST}")).find_all("input", type="checkbox", checked=True)

    assert ticks == []


def test_somebody_signs_up_and_comes_to_their_own_page(town, browser):
    answer = browser.post("/serve/join/", offer(call="on", phone="13912345678", public="on"), follow=True)

    row = Volunteer.objects.get()
    assert (row.display_name, row.place, row.free, consents(row)) == (
        "老李", GRID, ["weekend_day"], {"keep", "call", "public"},
    )  # fmt: skip
    assert ("139****5678" in text(answer), "13912345678" in text(answer)) == (True, False)


def test_a_member_lets_their_branch_know_by_a_consent_of_its_own(town, browser):
    browser.post("/serve/join/", offer(tell_branch="on", branch=town.branch.pk))

    assert Member.objects.values_list("branch__name", flat=True).get() == "第一网格党支部"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"display_name": ""}, "display_name"),
        ({"display_name": "老李13912345678"}, "display_name"),
        ({"display_name": "老李7771234"}, "display_name"),
        ({"place": FIRST[:-1] + "2"}, "place"),
        ({"adult": ""}, "adult"),
        ({"keep": ""}, "keep"),
        ({"phone": "13912345678"}, "phone"),
        ({"call": "on"}, "phone"),
        ({"call": "on", "phone": "12"}, "phone"),
        ({"skills": ["magic"]}, "skills"),
        ({"branch": "BRANCH"}, "tell_branch"),
        ({"tell_branch": "on"}, "branch"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(town, browser, said, field):
    said = {name: town.branch.pk if value == "BRANCH" else value for name, value in said.items()}
    answer = browser.post("/serve/join/", offer(**said))

    wrong = soup(answer).select(".field.wrong [name]")
    assert (answer.status_code, {tag["name"] for tag in wrong}) == (422, {field})
    assert Volunteer.objects.count() == 0


def test_the_form_keeps_what_was_typed(town, browser):
    page = soup(browser.post("/serve/join/", offer(keep="")))

    assert page.find(id="id_display_name")["value"] == "老李"
    assert [tag["value"] for tag in page.find_all("input", {"name": "skills"}, checked=True)] == ["company"]


def test_the_same_form_sent_twice_is_one_offer(town, browser):
    first, second = (browser.post("/serve/join/", offer(form_key="same")) for _ in range(2))

    assert (first["Location"] == second["Location"], Volunteer.objects.count()) == (True, 1)


def test_a_connection_that_sends_without_end_has_to_wait(town, browser):
    while not OFFERS.take("127.0.0.1"):
        pass

    answer = browser.post("/serve/join/", offer())
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")


@pytest.mark.parametrize("kind", ["public", "match", "call"])
def test_each_consent_is_taken_back_by_one_tap(browser, person, kind):
    answer = browser.post(own(person, "consent/"), {"kind": kind, "back": "1"})

    assert (answer.status_code, kind in consents(Volunteer.objects.get())) == (303, False)


def test_taking_back_to_be_called_erases_the_number(browser, person):
    browser.post(own(person, "consent/"), {"kind": "call", "back": "1"})

    assert Contact.objects.values_list("phone_sealed", "phone_masked").get() == (None, "")


def test_a_consent_is_given_again_by_one_tap(browser, person):
    browser.post(own(person, "consent/"), {"kind": "public", "back": "1"})
    browser.post(own(person, "consent/"), {"kind": "public"})

    assert "public" in consents(Volunteer.objects.get())


def test_to_be_called_again_needs_a_number(browser, person):
    browser.post(own(person, "consent/"), {"kind": "call", "back": "1"})

    answers = [
        browser.post(own(person, "consent/"), {"kind": "call", "phone": said}) for said in ("", "13900001111")
    ]

    assert [answer.status_code for answer in answers] == [422, 303]
    assert "请留下" in text(answers[0])


def test_a_consent_nobody_asked_for_is_refused(browser, person):
    assert browser.post(own(person, "consent/"), {"kind": "everything"}).status_code == 409


def test_the_branch_is_named_and_taken_back_on_the_own_page(town, browser, person):
    browser.post(own(person, "branch/"), {"branch": town.branch.pk})
    named = list(Member.objects.values_list("branch", flat=True))
    browser.post(own(person, "branch/"), {"back": "1"})

    assert (named, Member.objects.count()) == ([town.branch.pk], 0)


def test_a_branch_that_is_not_offered_is_asked_for_again(town, browser, person):
    assert browser.post(own(person, "branch/"), {"branch": town.team.pk}).status_code == 422


def test_what_one_offers_is_changed(town, browser, person):
    seen = soup(browser.get(own(person, "change/"))).find("input", {"name": "seen"})["value"]
    told = {"display_name": "李大爷", "place": GRID, "skills": ["repair"], "free": [], "team": town.team.pk}
    answer = browser.post(own(person, "change/"), {**told, "seen": seen})

    row = Volunteer.objects.get()
    assert (answer.status_code, row.display_name, row.place, row.team) == (303, "李大爷", GRID, town.team)
    assert [skill.code for skill in row.skills.all()] == ["repair"]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"display_name": "打我13912345678"}, 422),
        ({"place": ""}, 422),
        ({"seen": "0"}, 409),
        ({"seen": "x"}, 409),
    ],
)
def test_a_change_that_cannot_be_is_said_and_the_form_kept(browser, person, said, status):
    answer = browser.post(
        own(person, "change/"), {"display_name": "李大爷", "place": FIRST, "seen": person.version, **said}
    )

    assert (answer.status_code, Volunteer.objects.get().display_name) == (status, "老李")


def test_the_card_says_what_was_recorded_and_adds_nothing_up(browser, person):
    page = text(browser.get(own(person, "card/")))

    assert ("老李" in page, "没有记录" in page, "合计" in page) == (True, True, False)


@pytest.mark.parametrize(("rest", "told"), [("leave/", {}), ("consent/", {"kind": "keep", "back": "1"})])
def test_who_leaves_is_gone_at_once_and_the_link_says_so_kindly(browser, person, rest, told):
    browser.post(own(person, rest), told)

    answers = [
        browser.get(own(person)),
        browser.get(own(person, "card/")),
        browser.get(own(person, "change/")),
    ]
    assert [answer.status_code for answer in answers] == [410] * 3
    assert ("老李" in text(answers[0]), browser.post(own(person, "leave/")).status_code) == (False, 410)


def test_a_link_nobody_has_leads_nowhere(town, browser):
    assert browser.get("/serve/me/nobody/").status_code == 404


def test_the_own_page_is_kept_by_no_cache_and_found_by_no_search(browser, person):
    answer = browser.get(own(person))

    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")
