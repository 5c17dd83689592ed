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
from tests.cases.sheets.test_ledger_cells import told as opened
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


PHOTOS = [picture() for _ in range(7)]
BESIDE = {
    "somebody else who did not agree": {"for_name": "王芳", "for_phone": "13987654321"},
    "too many photos": {"photos": PHOTOS},
    "no photo at all": {"photos": SimpleUploadedFile("x.jpg", b"no photo", "image/jpeg")},
    "a place too long": {"location": "北" * 300},
    "half a point": {"lon": "125.9"},
    "a kind that is none": {"category": "9999"},
    "more words than fit": {"text": "厨房着火了" + "快来" * 3000},
    "a character that cannot be printed": {"text": "厨房着火了\x00快来"},
    "a name too long": {"name": "李" * 90},
}


@pytest.mark.parametrize("what", BESIDE)
def test_danger_is_taken_whatever_else_is_wrong_with_the_form(
    here: SimpleNamespace, browser: Client, what: str
) -> None:
    for photo in PHOTOS:
        photo.seek(0)
    answer = browser.post("/report/", told(**{**FIRE, **BESIDE[what]}))

    assert (answer.status_code, answer["Location"][-9:]) == (303, "?new=part")
    assert "着火" in Case.objects.get().text


def test_danger_without_a_place_is_taken_at_once(here: SimpleNamespace, browser: Client) -> None:
    answer = browser.post("/report/", told(**FIRE, place=""))

    assert (answer.status_code, answer["Location"][-4:]) == (303, "?new")


def test_a_telephone_that_cannot_be_called_is_still_read_by_who_handles_it(
    here: SimpleNamespace, browser: Client
) -> None:
    browser.post("/report/", told(**FIRE, phone="139123"))

    case = Case.objects.get()
    assert opened(here.town, case, "dispatcher")[1] == "\n139123"


def test_danger_with_a_fault_beside_it_asks_to_call_first(here: SimpleNamespace, browser: Client) -> None:
    answer = browser.post("/report/", told(text=FIRE["text"], phone="139123"))

    assert (answer.status_code, telephones(answer), Case.objects.count()) == (200, NUMBERS, 0)


def test_what_is_no_danger_is_still_corrected(here: SimpleNamespace, browser: Client) -> None:
    answer = browser.post("/report/", told(lon="125.9", emergency="1"))

    assert (answer.status_code, Case.objects.count()) == (422, 0)


def test_the_receipt_of_a_danger_tells_whom_to_call(here: SimpleNamespace, browser: Client) -> None:
    where = browser.post("/report/", told(**FIRE))["Location"]

    assert telephones(browser.get(where)) == NUMBERS
