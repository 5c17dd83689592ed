"""What ended without the resident's word: their page offers the way back, and whoever is merged is asked like anybody."""

from datetime import timedelta

import pytest

from sunshine.cases.actions import accept, answer, confirm, forward, merge, withdraw
from sunshine.cases.models import Case
from sunshine.cases.queries.duplicates import forget_rarity
from tests.factories.cases import MERGING, SAME, reported
from tests.factories.people import NOON
from tests.public.conftest import fresh
from tests.public.test_report import soup

LATER = NOON + timedelta(days=1)


@pytest.fixture(autouse=True)
def now(monkeypatch):
    """Doors' tests give their own time."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)


@pytest.fixture
def merged(here, case):
    """A second report, merged into `case` by the worker."""
    forget_rarity()
    mine = reported(text=SAME, at=LATER, phone="13912340000", name="李四")
    merge(mine.case, by=here.town.by("worker"), at=LATER, into=case.case, reason=MERGING)
    return mine


def send(browser, received, step, **told):
    return browser.post(f"/t/{received.token}/{step}/", {"seen": fresh(received).version, **told})


def card(browser, received, name):
    return soup(browser.get(f"/t/{received.token}/")).find(id=name)


def answered(here, case, **more):
    accept(case.case, by=here.town.by("worker"), at=LATER)
    answer(case.case, by=here.town.by("worker"), at=LATER, text="王小明家门口的已清走", **more)


def test_not_the_same_is_one_press(browser, merged):
    words = card(browser, merged, "reopen").get_text()
    assert ["不是同一件事" in words, "以前" in words] == [True, False]

    said = send(browser, merged, "reopen")

    assert (said.status_code, fresh(merged).state) == (303, "received")
    assert card(browser, merged, "reopen") is None


def test_what_staff_took_back_names_the_last_day(browser, here, case):
    withdraw(case.case, by=here.town.by("dispatcher"), at=LATER, reason="电话里说不用了")

    words = card(browser, case, "reopen").get_text()

    assert "2026年12月4日" in words
    assert send(browser, case, "reopen", comment="我没说过").status_code == 303
    assert "我没说过" in browser.get(f"/t/{case.token}/").content.decode()


def test_what_was_passed_on_offers_it_too(browser, here, case):
    forward(case.case, by=here.town.by("dispatcher"), at=LATER, lawful="petition", reason="属于信访事项")

    assert "接着办" in card(browser, case, "reopen").get_text()


def test_whoever_is_merged_reads_the_common_result_and_is_asked(browser, here, case, merged):
    answered(here, case, others="楼道已经清理干净")
    asked = card(browser, merged, "agree").get_text()
    assert ["楼道已经清理干净" in asked, "王小明" in asked] == [True, False]

    assert send(browser, merged, "agree", solved="").status_code == 422
    assert send(browser, merged, "agree", solved="yes", satisfied="yes").status_code == 303

    assert fresh(merged).confirmations.get().solved == "yes"
    assert card(browser, merged, "agree") is None


def test_what_the_neighbour_confirmed_can_be_unsolved_here(browser, here, case, merged):
    answered(here, case)
    confirm(Case.objects.get(pk=case.case.pk), by=here.town.by("colleague"), at=LATER, solved="yes")

    send(browser, merged, "agree", solved="no", comment="我家这边没清")

    assert fresh(merged).state == "received"


def test_too_late_is_a_sentence(browser, here, case, monkeypatch):
    withdraw(case.case, by=here.town.by("dispatcher"), at=LATER, reason="电话里说不用了")
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER + timedelta(days=11))

    said = send(browser, case, "reopen")

    assert (said.status_code, card(browser, case, "reopen")) == (409, None)
    assert "重新反映" in said.content.decode()
