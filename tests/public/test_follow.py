"""A resident whose matter was reported already may follow that report, and learns nothing else of it."""

from datetime import timedelta

import pytest

from sunshine.cases.actions import accept, answer
from sunshine.cases.models import Case
from sunshine.cases.queries.duplicates import forget_rarity
from tests.factories.cases import SAME, reported
from tests.factories.people import NOON
from tests.public.test_report import soup

LATER = NOON + timedelta(days=1)


@pytest.fixture
def mine(here, case):
    """A second report of what `case` told."""
    forget_rarity()
    return reported(text=SAME, at=LATER, phone="13912340000", name="李四")


def offered(browser, received):
    return soup(browser.get(f"/t/{received.token}/?new")).find(id="alike")


def send(browser, received, into: str):
    found = Case.objects.get(pk=received.case.pk)
    return browser.post(f"/t/{received.token}/follow/", {"seen": found.version, "into": into})


def test_after_reporting_a_likely_duplicate_is_offered_in_public_words_only(browser, case, mine):
    words = offered(browser, mine).get_text()

    assert [word in words for word in ("楼道堆物", "第一社区")] == [True, True]
    assert [secret in words for secret in ("三单元", "王", "5678", case.token)] == [False] * 4


def test_an_english_page_names_the_community_in_english(browser, mine):
    browser.cookies["django_language"] = "en"

    assert "First Community" in offered(browser, mine).get_text()


def test_nothing_alike_offers_nothing(browser, case):
    assert offered(browser, case) is None


def test_whoever_follows_reads_how_the_other_stands(browser, here, case, mine):
    answer_ = send(browser, mine, case.case.number)
    accept(case.case, by=here.town.by("worker"), at=LATER)
    answer(case.case, by=here.town.by("worker"), at=LATER, text="王小明家门口的已清走")

    page = soup(browser.get(f"/t/{mine.token}/")).get_text()
    brief = soup(browser.post("/track/", {"number": mine.case.number, "tail": "0000"})).get_text()

    assert (answer_.status_code, Case.objects.get(pk=mine.case.pk).outcome) == (303, "merged")
    assert ["已经办了，正在问办好没有" in text for text in (page, brief)] == [True, True]
    assert ["王小明" in text for text in (page, brief)] == [False, False]


def test_a_number_that_was_not_offered_is_refused_in_words(browser, mine):
    answer_ = send(browser, mine, "20260101-000001")

    assert (answer_.status_code, "不能跟进" in answer_.content.decode()) == (409, True)
    assert Case.objects.get(pk=mine.case.pk).state == "received"


def test_a_form_without_a_number_is_incomplete(browser, mine):
    assert send(browser, mine, "").status_code == 422
