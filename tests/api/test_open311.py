"""GeoReport v2: exact in both forms, and no personal data in any answer."""

import json
import random
from datetime import datetime, timedelta
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sunshine.api import open311
from sunshine.cases.actions import withdraw
from sunshine.cases.models import Case
from sunshine.people.actions import create_partner_key, end_partner_key
from sunshine.record.states import Actor
from sunshine.ui.turns import Limit
from tests.factories.cases import FIRST, RESIDENT, Town, reported
from tests.factories.people import NOON

URL = "/open311/v2/requests"
ENDS_OF_TIME = ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00%2B08:00", "9999-12-31T23:59:59-12:00")


@pytest.fixture
def key(there: Town) -> str:
    """A partner's key."""
    return create_partner_key(name="12345", by=Actor.system(), at=NOON)[1]


def post(key: str, form: str = "json", **sent: str) -> object:
    told = {
        "api_key": key,
        "service_code": "0201",
        "lat": "46.055",
        "long": "125.905",
        "description": "楼道堆满杂物",
        **sent,
    }
    return Client().post(f"{URL}.{form}", {name: value for name, value in told.items() if value})


def spark(body: bytes) -> list[dict[str, str | None]]:
    return [{field.tag: field.text for field in row} for row in ElementTree.fromstring(body)]


def plain(rows: list[dict]) -> list[dict[str, str | None]]:
    said = {True: "true", False: "false", None: None}
    return [
        {name: said[v] if v is None or isinstance(v, bool) else str(v) or None for name, v in row.items()}
        for row in rows
    ]


def test_services_are_the_same_in_both_forms_and_hold_no_staff_complaints(there: Town) -> None:
    as_json, as_xml = Client().get("/open311/v2/services.json"), Client().get("/open311/v2/services.xml")

    rows = json.loads(as_json.content)
    assert [row["service_code"] for row in rows] == ["0101", "0201", "0202"]
    assert plain(rows) == spark(as_xml.content)
    assert (as_xml["Content-Type"], as_json["Content-Type"]) == (
        "text/xml; charset=utf-8",
        "application/json; charset=utf-8",
    )


def test_a_report_gets_its_number_at_once(there: Town, key: str) -> None:
    answer = post(key)

    case = Case.objects.get()
    assert json.loads(answer.content)[0]["service_request_id"] == case.number
    assert (case.holder, case.community, case.channel) == (there.first, FIRST, "open311")


def test_an_xml_report_is_answered_in_xml(there: Town, key: str) -> None:
    assert spark(post(key, "xml").content)[0]["service_request_id"] == Case.objects.get().number


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"api_key": "wrong"}, 403),
        ({"api_key": ""}, 403),
        ({"service_code": "9999"}, 404),
        ({"service_code": "0901"}, 404),
        ({"service_code": ""}, 400),
        ({"lat": ""}, 400),
        ({"lat": "", "long": ""}, 400),
        ({"lat": "north", "long": "east"}, 400),
        ({"lat": "99", "long": "200"}, 400),
        ({"lat": "39.9", "long": "116.4"}, 400),
        ({"description": "长" * 4001}, 400),
        ({"lat": "", "long": "", "address_id": "x"}, 400),
        ({"lat": "", "long": "", "address_id": "77"}, 400),
        ({"lat": "", "long": "", "address_id": "9" * 5000}, 400),
    ],
)
def test_bad_input_is_told_in_a_sentence(
    there: Town, key: str, form: str, sent: dict[str, str], status: int
) -> None:
    answer = (
        post(**{"key": key, "form": form, **sent}) if "api_key" not in sent else post(sent["api_key"], form)
    )

    rows = json.loads(answer.content) if form == "json" else spark(answer.content)
    assert (answer.status_code, str(rows[0]["code"]), bool(rows[0]["description"])) == (
        status,
        str(status),
        True,
    )
    assert Case.objects.count() == 0


def test_words_are_a_place_too(there: Town, key: str) -> None:
    assert post(key, lat="", long="", address_string="第一社区").status_code == 200


def test_an_ended_key_opens_nothing(there: Town) -> None:
    row, secret = create_partner_key(name="x", by=Actor.system(), at=NOON)
    end_partner_key(row, by=Actor.system(), at=NOON)
    end_partner_key(row, by=Actor.system(), at=NOON)

    assert post(secret).status_code == 403


def test_no_answer_holds_text_name_phone_point_or_hour(there: Town) -> None:
    case = reported(
        text="CANARYTEXT", name="CANARYNAME", phone="13812345678", place=None, lon=125.905, lat=46.055
    ).case

    for address in (
        f"{URL}.json",
        f"{URL}.xml",
        f"{URL}/{case.number}.json",
        f"{URL}.json?service_request_id={case.number}",
    ):
        body = (
            Client()
            .get(f"{address}{'&' if '?' in address else '?'}end_date=2026-11-24T00:00:00Z")
            .content.decode()
        )
        assert case.number in body
        assert not any(word in body for word in ("CANARY", "1381234", "125.9", "T12:", "T04:"))


def test_complaints_and_confidential_matters_do_not_exist(there: Town) -> None:
    hidden = [reported(text="态度", category="0901").case, reported(confidential=True).case]

    assert [Client().get(f"{URL}/{case.number}.json").status_code for case in hidden] == [404, 404]


def test_status_code_and_days_narrow_the_list(there: Town) -> None:
    reported()
    closed = withdraw(reported().case, by=RESIDENT, at=NOON)

    def numbers(query: str) -> list[str]:
        found = json.loads(Client().get(f"{URL}.json?end_date=2026-11-24T00:00:00%2B08:00&{query}").content)
        return [row["service_request_id"] for row in found]

    assert (numbers("status=closed"), len(numbers("status=")), numbers("service_code=0101")) == (
        [closed.number],
        2,
        [],
    )


def test_whatever_window_is_asked_for_holds_what_is_returned(there: Town) -> None:
    for hours in range(0, 96, 7):
        reported(at=NOON + timedelta(hours=hours))
    chance = random.Random(11)
    for _ in range(60):
        start = NOON + timedelta(minutes=chance.randint(-2000, 6000))
        end = start + timedelta(minutes=chance.choice([5, 60, 600, 1440, 4000]))
        window = urlencode({"start_date": start.isoformat(), "end_date": end.isoformat()})
        told = json.loads(Client().get(f"{URL}.json?{window}").content)
        moments = [datetime.fromisoformat(row["requested_datetime"]) for row in told]
        assert [moment for moment in moments if not start <= moment <= end] == []


def test_whoever_asks_for_the_last_hour_each_hour_gets_every_request_once(there: Town) -> None:
    numbers = {reported(at=NOON + timedelta(hours=hours)).case.number for hours in range(0, 60, 5)}
    told: list[str] = []
    for hour in range(24 * 4):
        start = NOON + timedelta(hours=hour)
        window = urlencode(
            {
                "start_date": start.isoformat(),
                "end_date": (start + timedelta(minutes=59, seconds=59)).isoformat(),
            }
        )
        told += [
            row["service_request_id"] for row in json.loads(Client().get(f"{URL}.json?{window}").content)
        ]
    assert sorted(told) == sorted(numbers)


@pytest.mark.parametrize(
    "query",
    [
        "start_date=2026-01-01T00:00:00Z",
        "status=lost",
        "start_date=yesterday",
        "end_date=2026-11-24",
        "end_date=2026-13-41T00:00:00Z",
        *(f"{name}={day}" for name in ("start_date", "end_date") for day in ENDS_OF_TIME),
        f"service_request_id={'1,' * 1001}",
    ],
)
def test_a_bad_question_is_told_in_a_sentence(there: Town, query: str) -> None:
    answer = Client().get(f"{URL}.json?{query}", headers={"Accept-Language": "zh-CN"})

    (row,) = json.loads(answer.content)
    assert (answer.status_code, row["code"], row["description"].isascii()) == (400, 400, False)


def test_the_list_takes_as_many_statements_for_three_as_for_one(there: Town) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            Client().get(f"{URL}.json?end_date=2026-11-24T00:00:00Z")
        return len(seen)

    reported()
    statements()  # whoever asks first is new among those whose turns are counted
    before = statements()
    reported()
    reported()
    assert statements() == before


@pytest.mark.parametrize("field", ["address_string", "last_name", "description", "attribute[own_number]"])
def test_what_cannot_be_printed_is_a_space_and_refuses_no_report(key: str, field: str) -> None:
    assert post(key, **{field: "楼\x00\x0b\uffff道"}).status_code == 200
    assert "\x00" not in Case.objects.get().text


def test_an_address_that_asks_without_an_end_is_told_when_to_come_again(
    there: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open311, "LISTS", Limit("test", most=2, seconds=60))
    addresses = (f"{URL}.json", f"{URL}/231282-261123-000001.json")

    answers = [Client().get(where) for where in (*addresses, *addresses)]

    assert [answer.status_code for answer in answers] == [200, 404, 429, 429]
    assert (answers[2]["Retry-After"], "30" in answers[2].content.decode()) == ("30", True)
    assert Client(REMOTE_ADDR="203.0.113.9").get(addresses[0]).status_code == 200


def test_guessing_at_a_key_ends_and_the_right_one_opens_all_the_same(
    there: Town, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open311, "WRONG_KEYS", Limit("test", most=2, seconds=60))

    guessed = [post("x").status_code for _ in range(3)]

    assert (guessed, post(key).status_code) == ([403, 403, 429], 200)
