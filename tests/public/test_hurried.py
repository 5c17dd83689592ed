"""Whose photos waited long for their turn is answered by the words at once; nothing typed is lost, and danger is taken."""

from collections.abc import Iterator

import pytest

from sunshine.cases.models import Case
from sunshine.files.actions import parked
from sunshine.files.models import Photo
from sunshine.lib.darkroom import HURRIED
from tests.public.test_report import picture, soup, told

DANGER = "三单元有很浓的煤气味，有人晕倒了"


@pytest.fixture(autouse=True)
def _late(settings, tmp_path) -> Iterator[None]:
    settings.PARKED = tmp_path / "parked"
    late = HURRIED.set(True)
    yield
    HURRIED.reset(late)


def test_photos_are_passed_over_and_the_words_stay(here, browser):
    answer = browser.post("/report/", told(photos=[picture(), picture(7)]))

    page = soup(answer)
    assert (answer.status_code, Case.objects.count()) == (409, 0)
    assert page.find(id="id_text").get_text(strip=True) == told()["text"]
    assert "请重新选择" in page.get_text() or "重新选择照片" in page.get_text()
    assert not list(parked.folder().glob("[0-9a-f]*-*"))


def test_the_words_alone_are_taken_at_once(here, browser):
    assert browser.post("/report/", told()).status_code == 303


def test_danger_is_taken_without_its_photos_which_come_later_by_the_link(here, browser):
    answer = browser.post("/report/", told(text=DANGER, emergency="1", photos=picture()))

    assert (answer.status_code, Case.objects.get().urgency, Photo.objects.count()) == (303, "critical", 0)
    assert "part" in answer["Location"]


def test_a_form_to_correct_says_that_its_photos_must_be_chosen_again(here, browser):
    answer = browser.post("/report/", told(text="", photos=picture()))

    assert (answer.status_code, "重新选择" in soup(answer).get_text()) == (422, True)


def test_who_waited_not_long_keeps_them(here, browser):
    HURRIED.set(False)

    browser.post("/report/", told(photos=picture()))

    assert Photo.objects.count() == 1
