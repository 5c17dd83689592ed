"""双报到 by one's own link: only members see it, one tap, once a year."""

import pytest

from sunshine.party.models import Reporting
from sunshine.people.states import OrganisationKind
from sunshine.volunteers.models import Member
from sunshine.volunteers.queries import token_of
from tests.factories.bodies import ListLineFactory
from tests.factories.cases import FIRST, GRID
from tests.factories.people import OrganisationFactory
from tests.factories.volunteers import volunteer
from tests.public.test_report import soup


@pytest.fixture
def person(here):
    return volunteer(display_name="老李", place=FIRST)


@pytest.fixture
def member(person):
    branch = OrganisationFactory(name="第一网格党支部", kind=OrganisationKind.GRID_BRANCH, place=GRID)
    Member.objects.create(volunteer=person, branch=branch)
    return person


def own(person, rest: str = "") -> str:
    return f"/serve/me/{token_of(person.ref)}/{rest}"


def text(answer) -> str:
    return soup(answer).main.get_text(" ", strip=True)


def test_a_member_reports_with_one_tap_and_reads_what_is_needed(member, browser):
    ListLineFactory(community=FIRST)
    before = text(browser.get(own(member, "reporting/")))

    answer = browser.post(own(member, "reporting/"), follow=True)

    assert ("为独居老人检修电路" in before, "我来报到" in before) == (True, True)
    assert Reporting.objects.get().person == member
    assert "你今年已在这里报到" in text(answer)


def test_a_second_report_of_the_year_is_refused_with_a_sentence(member, browser):
    browser.post(own(member, "reporting/"))

    answer = browser.post(own(member, "reporting/"))

    assert (answer.status_code, "今年已向本社区报到" in text(answer)) == (409, True)


def test_who_is_no_member_is_not_asked_and_cannot_report(person, browser):
    answer = browser.post(own(person, "reporting/"))

    assert (answer.status_code, Reporting.objects.count()) == (409, 0)
    assert "双报到" not in text(browser.get(own(person)))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_own_page_of_a_member_leads_there(member, browser, language):
    browser.cookies["django_language"] = language

    assert browser.get(own(member, "reporting/")).status_code == 200
    assert soup(browser.get(own(member))).select_one(f'a[href="{own(member, "reporting/")}"]') is not None


def test_an_unknown_link_leads_nowhere(here, browser):
    assert browser.get("/serve/me/unknown/reporting/").status_code == 404


def test_a_report_is_kept_by_no_cache(member, browser):
    assert "no-store" in browser.get(own(member, "reporting/"))["Cache-Control"]
