"""Open311 as partners use it: sent again, sent oddly, asked beside the point, in their language."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.db import connection
from django.test import Client

from sunshine.cases.models import Case
from sunshine.people.actions import create_partner_key
from sunshine.record.states import Actor
from tests.factories.cases import Town, reported, town
from tests.factories.people import NOON

URL = "/open311/v2/requests"
LAMP = {"service_code": "0201", "lat": "46.055", "long": "125.905", "description": "楼道堆满杂物"}
OWN = "attribute[own_number]"
ENGLISH = {"Accept-Language": "en-GB,en;q=0.9"}


def new_key(name: str = "12345") -> str:
    return create_partner_key(name=name, by=Actor.system(), at=NOON)[1]


@pytest.fixture
def key(there: Town) -> str:
    """A partner's key."""
    return new_key()


def post(key: str, header: str = "", form: str = "json", **sent: object) -> tuple[int, dict]:
    headers = {"Idempotency-Key": header, **ENGLISH} if header else ENGLISH
    answer = Client().post(f"{URL}.{form}", {"api_key": key, **LAMP, **sent}, headers=headers)
    return answer.status_code, json.loads(answer.content)[0]


NAMES = [
    ("one", {}),
    ('"8e03978e-40d5-43dd-bc93-6894a57f9324"', {}),
    ("k" * 255, {}),
    ("", {OWN: "SO-17"}),
    ("one", {OWN: "SO-17"}),
    ("", {"account_id": "u7"}),
    ("", {"attribute[ticket]": "17"}),
]


@pytest.mark.parametrize(("header", "named"), NAMES)
def test_a_partner_who_sends_again_gets_the_first_answer(key: str, header: str, named: dict) -> None:
    answers = [post(key, header, **named) for _again in range(3)]

    assert answers == [answers[0]] * 3
    assert (answers[0][0], Case.objects.count()) == (200, 1)


@pytest.mark.parametrize(("header", "named"), NAMES[:5])
def test_other_words_under_the_same_name_are_refused_in_words(key: str, header: str, named: dict) -> None:
    post(key, header, **named)

    status, row = post(key, header, **named, description="路灯不亮")

    assert (status, row["code"], "number of its own" in row["description"]) == (409, 409, True)
    assert Case.objects.count() == 1


def test_one_name_of_two_that_stood_for_another_report_is_enough_to_refuse(key: str) -> None:
    post(key, "one", **{OWN: "SO-17"})

    answers = [post(key, "two", **{OWN: "SO-17"}), post(key, "one", **{OWN: "SO-18"})]

    assert [status for status, _row in answers] == [200, 409]
    assert Case.objects.count() == 1


@pytest.mark.parametrize("named", [{OWN: "SO-17"}, {"account_id": "u7"}])
def test_the_same_name_of_two_partners_is_two_reports(key: str, named: dict) -> None:
    post(key, **named)
    post(new_key("other"), **named)

    assert Case.objects.count() == 2


def test_a_person_may_report_other_things_and_the_same_thing_another_day(key: str) -> None:
    with time_machine.travel(NOON, tick=False):
        post(key, account_id="u7")
        post(key, account_id="u7", description="路灯不亮")
    with time_machine.travel(NOON + timedelta(hours=23), tick=False):
        post(key, account_id="u7")
    assert Case.objects.count() == 2
    with time_machine.travel(NOON + timedelta(hours=25), tick=False):
        post(key, account_id="u7")
    assert Case.objects.count() == 3


def test_two_who_say_the_same_without_any_name_are_two_reports(key: str) -> None:
    post(key)
    post(key)

    assert Case.objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("words", ["楼道堆满杂物", "楼道堆满杂物{n}"])
def test_sent_in_the_same_moment_one_matter_is_opened(words: str) -> None:
    town()
    key = new_key()

    def send(n: int) -> tuple[int, str]:
        try:
            status, row = post(key, **{OWN: "SO-17"}, description=words.format(n=n))
            return status, row.get("service_request_id", "")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))

    number = Case.objects.get().number
    assert {answer for answer in answers if answer[0] == 200} == {(200, number)}
    assert {status for status, _number in answers} <= {200, 409}


def test_what_is_not_read_is_named_in_the_answer(key: str) -> None:
    _status, row = post(
        key,
        email="a@example.org",
        media_url="http://example.org/1.jpg",
        description=["楼道堆满杂物", "路灯不亮三天"],
    )

    assert row["service_notice"].endswith(
        "Not read: email, media_url. Sent more than once, the last one counts: description."
    )


def test_an_ordinary_report_has_nothing_to_be_told(key: str) -> None:
    assert "Not read" not in post(key, **{OWN: "SO-17"}, jurisdiction_id="231282")[1]["service_notice"]


def test_an_unread_question_is_named_beside_what_is_found(there: Town) -> None:
    number = reported().case.number

    answer = Client().get(f"{URL}.json?service_request_id={number}&page=2", headers=ENGLISH)

    assert json.loads(answer.content)[0]["service_notice"] == "Not read: page."


def test_no_part_of_a_long_address_is_lost(key: str) -> None:
    address = "第一社区" + "门前第三棵树" * 50

    post(key, address_string=address)

    assert Case.objects.get().text.endswith(address)


def test_a_name_that_is_too_long_to_keep_is_refused_in_words(key: str) -> None:
    answers = [post(key, "k" * 256), post(key, **{OWN: "9" * 61})]

    assert [(status, row["code"]) for status, row in answers] == [(400, 400), (400, 400)]
    assert Case.objects.count() == 0


def test_blanks_in_a_list_change_nothing(there: Town) -> None:
    numbers = [reported().case.number for _each in range(2)]

    def told(**asked: str) -> list[str]:
        window = {"start_date": "2026-11-22T00:00:00Z", "end_date": "2026-11-24T00:00:00Z"}
        answer = Client().get(f"{URL}.json", {**window, **asked})
        return sorted(row["service_request_id"] for row in json.loads(answer.content))

    kinds = f" {Case.objects.first().category_id} , 0101,"
    asked = [
        {"service_request_id": f" {numbers[0]} , ,{numbers[1]} "},
        {"service_code": kinds},
        {"status": "open, closed"},
        {"status": " , "},
    ]
    assert [told(**one) for one in asked] == [numbers] * 4


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize("where", ["services", "requests", "requests/231282-261123-000017"])
def test_another_jurisdiction_is_not_here(there: Town, where: str, form: str) -> None:
    address = f"/open311/v2/{where}.{form}"

    assert refused(Client().get(f"{address}?jurisdiction_id=bonn.de")) == (404, "jurisdiction")


def test_a_report_for_another_jurisdiction_is_not_taken(key: str) -> None:
    assert [post(key, jurisdiction_id=name)[0] for name in ("bonn.de", "231282", "testserver", " ")] == [
        404,
        200,
        200,
        200,
    ]


def refused(answer: object) -> tuple[int, str]:
    """Status and subject of a refusal in GeoReport's form, whichever it is in."""
    if answer["Content-Type"].startswith("application/json"):
        (row,) = json.loads(answer.content)
    else:
        root = ElementTree.fromstring(answer.content)
        assert root.tag == "errors"
        (row,) = ({field.tag: field.text for field in error} for error in root)
    assert str(row["code"]) == str(answer.status_code)
    return answer.status_code, "jurisdiction" if "jurisdiction_id" in row["description"] else ""


UNKNOWN = [
    "/open311",
    "/open311/",
    "/open311/v2/",
    "/open311/v2/tokens/1.xml",
    "/open311/v2/services/0201.json",
    "/open311/v1/requests.json",
    "/open311/v2/requests",
    "/open311/v2/requests.json/",
    "/open311/v2/requests/x%00y.json",
    "/open311/v2/requests/%0a.xml",
]


@pytest.mark.parametrize("address", UNKNOWN)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_path_is_answered_in_the_errors_of_the_interface(address: str, method: str) -> None:
    answer = Client().generic(method, address)

    assert refused(answer) == (404, "")
    assert answer["Content-Type"].startswith("application/json") == address.endswith(".json")


def test_what_is_no_form_is_refused_in_the_errors_of_the_interface() -> None:
    answers = [
        Client().post(where, "{}", "application/json") for where in (f"{URL}.json", f"{URL}.xml", "/open311/")
    ]

    assert [refused(answer) for answer in answers] == [(400, "")] * 3


@pytest.mark.parametrize("value", ["\x00", "\x00,0201", "١", "²", "٣" * 18, "\ud800"])
@pytest.mark.parametrize("name", ["service_request_id", "service_code", "status", "start_date", "page"])
def test_no_sign_in_a_question_breaks_anything(there: Town, name: str, value: str) -> None:
    answer = Client().get(f"{URL}.json", {name: value.encode("utf-8", "surrogatepass")})

    assert answer.status_code in {200, 400}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("", "zh-hans"),
        ("en", "en"),
        ("en-US,en;q=0.8", "en"),
        ("zh-CN,en;q=0.5", "zh-hans"),
        ("fr", "zh-hans"),
    ],
)
def test_the_caller_is_answered_in_the_language_asked_for(asked: str, language: str) -> None:
    answers = [
        Client().get(where, headers={"Accept-Language": asked})
        for where in ("/open311/v2/nothing.json", f"{URL}.json?status=lost")
    ] + [Client().put(f"{URL}.json", headers={"Accept-Language": asked})]

    told = [json.loads(answer.content)[0]["description"].isascii() for answer in answers]
    assert told == [language == "en"] * 3
    assert {answer["Content-Language"] for answer in answers} == {language}
    assert all("Accept-Language" in answer["Vary"] for answer in answers)
