"""What is about staff or confidential opens by its link alone; number and digits answer as for a number that is none."""

import re
from itertools import count
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sunshine.cases.actions import Received
from sunshine.cases.models import Case
from sunshine.lib.numbers import case_number
from tests.factories.cases import reported
from tests.factories.people import DAY

PHONE = "13912345678"
NO_NUMBER = case_number("231282", DAY, 99_999)
ADDRESSES = count(1)
_SHAPE = re.compile(r"[0-9a-f]{6,}|\d+")
_TOKEN = re.compile(rb"\b\w{64}\b")
HIDDEN = {"about staff": {"category": "0901", "text": "窗口态度差"}, "confidential": {"confidential": True}}


@pytest.fixture(params=HIDDEN)
def hidden(here: SimpleNamespace, request: pytest.FixtureRequest) -> Received:
    """A report that number and digits may not find."""
    return reported(phone=PHONE, **HIDDEN[request.param])


def asked(number: str, tail: str = "5678", language: str = "zh-hans") -> tuple[HttpResponse, list[str]]:
    """The answer to number and digits from a new address, and its statements but for numbers and hashes."""
    browser = Client(REMOTE_ADDR=f"198.51.100.{next(ADDRESSES)}")
    browser.cookies["django_language"] = language
    with CaptureQueriesContext(
        connection,
    ) as read:
        answer = browser.post("/track/", {"number": number, "tail": tail})
    return answer, [_SHAPE.sub("…", row["sql"]) for row in read.captured_queries]


def seen(answer: HttpResponse, number: str) -> tuple[int, dict[str, str], bytes]:
    """All that a browser is given, but for the number that was typed and the form's token, drawn anew each time."""
    return (
        answer.status_code,
        dict(answer.headers),
        _TOKEN.sub(b"token", answer.content.replace(number.encode(), b"typed")),
    )


@pytest.mark.parametrize("tail", ["5678", "0000", PHONE])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_answer_is_the_same_as_for_a_number_that_is_none(
    hidden: Received, tail: str, language: str
) -> None:
    number = hidden.case.number
    (one, _), (other, _) = asked(number, tail, language), asked(NO_NUMBER, tail, language)

    assert seen(one, number) == seen(other, NO_NUMBER)
    assert one.status_code == 422


def test_the_answer_takes_the_same_statements(hidden: Received) -> None:
    asked(NO_NUMBER)  # what is read once
    (_, one), (_, other) = asked(hidden.case.number), asked(NO_NUMBER)

    assert one == other


def test_wrong_digits_of_an_ordinary_report_read_the_same(case: Received) -> None:
    (one, read), (other, read_too) = asked(case.case.number, "0000"), asked(NO_NUMBER, "0000")

    assert (seen(one, case.case.number), read) == (seen(other, NO_NUMBER), read_too)


def test_the_answer_to_everybody_says_whom_to_call(here: SimpleNamespace) -> None:
    words = BeautifulSoup(asked(NO_NUMBER)[0].content, "html.parser").find("main").get_text()

    assert here.town.county_desk.name in words


def test_the_link_opens_it_and_names_the_desk_that_holds_it(hidden: Received, browser: Client) -> None:
    notice = BeautifulSoup(browser.get(f"/t/{hidden.token}/").content, "html.parser").select_one(
        ".notice.public"
    )

    assert hidden.case.holder.name in notice.get_text()


def test_the_slip_does_not_send_anybody_to_number_and_digits(hidden: Received, browser: Client) -> None:
    assert "后四位" not in browser.get(f"/t/{hidden.token}/slip/").content.decode()


def test_what_becomes_confidential_is_not_found_by_number_any_more(case: Received, browser: Client) -> None:
    number = {"number": case.case.number, "tail": "5678"}
    before = browser.post("/track/", number).status_code
    browser.post(f"/t/{case.token}/conceal/", {"seen": Case.objects.get().version})

    assert (before, browser.post("/track/", number).status_code) == (200, 422)
