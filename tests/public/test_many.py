"""Many reports from one address: nobody is sent away, and danger is never refused."""

import io
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from sunshine.cases.models import Case, Category
from sunshine.cases.queries import forget_catalogue
from sunshine.cases.states import Urgency
from sunshine.files.models import Photo
from sunshine.public.limits import DANGER, REPORTS
from tests.public.conftest import told

FIRE = {"text": "二楼楼道里杂物着火了", "emergency": "1"}
NUMBERS = ["tel:110", "tel:119", "tel:120"]


@pytest.fixture
def crowded(here: SimpleNamespace) -> None:
    """Our address has no turn left."""
    while not REPORTS.take("127.0.0.1"):
        pass


@pytest.fixture
def very_crowded(crowded: None) -> None:
    """Nor is there one for danger."""
    while not DANGER.take():
        pass


def picture() -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (8, 8), (200, 40, 40)).save(data, "PNG")
    return SimpleUploadedFile("fire.png", data.getvalue(), "image/png")


def telephones(answer) -> list[str]:
    """The numbers to call above the form, in their order."""
    main = BeautifulSoup(answer.content, "html.parser").find("main")
    return [link["href"] for link in main.select("a[href^=tel]")][:3]


def test_sixty_households_behind_one_address_are_all_heard(here: SimpleNamespace, browser: Client) -> None:
    answers = [browser.post("/report/", told(text=f"{n}号楼停水了，什么时候来水")) for n in range(1, 61)]

    assert ({answer.status_code for answer in answers}, Case.objects.count()) == ({303}, 60)


def test_whoever_comes_after_them_waits_a_minute_and_loses_nothing(crowded: None, browser: Client) -> None:
    answer = browser.post("/report/", told())

    words = BeautifulSoup(answer.content, "html.parser").find(id="id_text").get_text().strip()
    assert (answer.status_code, answer["Retry-After"], words) == (429, "60", told()["text"])


def test_a_report_that_has_to_wait_names_the_emergency_numbers_first(crowded: None, browser: Client) -> None:
    assert telephones(browser.post("/report/", told())) == NUMBERS


def test_words_of_danger_are_taken_from_an_address_without_turns(crowded: None, browser: Client) -> None:
    answer = browser.post("/report/", told(**FIRE))

    assert (answer.status_code, Case.objects.get().text) == (303, FIRE["text"])


@pytest.mark.parametrize("category", ["0101", ""])
def test_so_is_a_kind_of_life_and_safety(crowded: None, browser: Client, category: str) -> None:
    Category.objects.filter(code="0101").update(urgency=Urgency.CRITICAL)
    forget_catalogue()
    answer = browser.post("/report/", told(category=category))

    assert (answer.status_code, Case.objects.count()) == (303, 1)


def test_danger_is_taken_by_its_words_alone_and_the_receipt_says_so(crowded: None, browser: Client) -> None:
    answer = browser.post("/report/", told(**FIRE, photos=[picture()]))

    receipt = browser.get(answer["Location"]).content.decode()
    assert (Photo.objects.count(), "照片没有一起收下" in receipt) == (0, True)


def test_danger_without_photos_says_nothing_of_photos(crowded: None, browser: Client) -> None:
    assert browser.post("/report/", told(**FIRE))["Location"].endswith("?new")


def test_danger_from_an_address_with_turns_keeps_its_photos(here: SimpleNamespace, browser: Client) -> None:
    browser.post("/report/", told(**FIRE, photos=[picture()]))

    assert Photo.objects.count() == 1


def test_danger_beyond_every_bound_is_asked_to_call_and_keeps_its_words(
    very_crowded: None, browser: Client
) -> None:
    answer = browser.post("/report/", told(**FIRE))

    words = BeautifulSoup(answer.content, "html.parser").find(id="id_text").get_text().strip()
    assert (answer.status_code, telephones(answer), words) == (429, NUMBERS, FIRE["text"])
    assert int(answer["Retry-After"]) <= 2


def test_one_address_without_turns_uses_up_none_of_another(very_crowded: None, browser: Client) -> None:
    answer = browser.post("/report/", told(**FIRE), REMOTE_ADDR="203.0.113.9")

    assert answer.status_code == 303
