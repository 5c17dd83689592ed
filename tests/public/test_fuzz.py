"""Whatever anybody sends to an address that needs no log-in: never a failure, never an empty answer, never a session."""

import io
import json
import random
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from sunshine.lib import seal
from sunshine.volunteers.models import Volunteer
from sunshine.volunteers.queries import token_of
from sunshine.wishes.states import WishState
from tests.addresses import addresses
from tests.factories.cases import GRID, reported
from tests.factories.wishes import brought_to, line, link_of
from tests.long import rounds
from tests.worlds import world

pytestmark = pytest.mark.django_db
URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"
NAMES = [
    *(
        "text",
        "place",
        "phone",
        "name",
        "number",
        "tail",
        "seen",
        "solved",
        "satisfied",
        "look",
        "community",
        "kind",
        "whom",
    ),
    *(
        "form_key",
        "next",
        "language",
        "elder",
        "login",
        "password",
        "service_code",
        "api_key",
        "lat",
        "long",
        "address_id",
    ),
    *(
        "description",
        "branch",
        "skills",
        "free",
        "helpful",
        "location",
        "which",
        "emergency",
        "photos",
        "kept",
        "comment",
        "reason",
    ),
]
WORDS = [
    "",
    "路灯不亮",
    "5678",
    "13912345678",
    "x\x00",
    "9" * 40,
    "\ud83d",
    "-1",
    "231282999001",
    "../..",
    "<b>",
    "x" * 6000,
    "on",
]
Sent = tuple[str, bytes]


@world
def everywhere() -> list[list[str]]:
    """Each route outside the desk with its addresses; behind the links are a report, a wish and somebody who helps."""
    cache.clear()
    there = line()
    Volunteer.objects.filter(pk=there.mei.pk).update(access=seal.token_digest(token_of(there.mei.ref)))
    told, wish, none = reported(phone="13912345678"), brought_to(WishState.DONE, there), "A" * 22
    behind = {"t": told.token, "w": link_of(wish), "me": token_of(there.mei.ref)}
    found = addresses(token=[*behind.values(), none], number=[told.case.number, wish.number])
    return [
        [one for one in group if not set(one.split("/")) & {*behind.values()} - {behind.get(where(one), "")}]
        for name, group in found.items()
        if not name.startswith(("desk:", "account_", "mfa_")) or name == "account_login"
    ]


def where(address: str) -> str:
    """Whose link stands in an address: the word before it."""
    words = address.split("/")
    return words[2] if words[1] == "serve" and len(words) > 2 else words[1]


def fields(rng: random.Random, most: int = 12) -> list[tuple[str, str]]:
    return [(rng.choice(NAMES), rng.choice(WORDS)) for _ in range(rng.randrange(most))]


def multipart(rng: random.Random) -> bytes:
    parts = [
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields(rng)
    ]
    parts += [
        '--b\r\nContent-Disposition: form-data; name="photos"; filename="a.jpg"\r\n\r\n\xff\xd8junk\r\n'
    ] * rng.randrange(3)
    return "".join([*parts, "--b--\r\n"]).encode("utf-8", "surrogatepass")


def part(name: str, more: str, value: str) -> bytes:
    return f'--b\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{value}\r\n'.encode()


def coded(pairs: list[tuple[str, str]]) -> bytes:
    return urlencode([(name, value.encode("utf-8", "surrogatepass")) for name, value in pairs]).encode()


KINDS: dict[str, Callable[[random.Random], Sent]] = {
    "form": lambda rng: (URLENCODED, coded(fields(rng))),
    "multipart": lambda rng: (MULTIPART, multipart(rng)),
    "json": lambda rng: ("application/json", json.dumps(dict(fields(rng))).encode()),
    "deep": lambda rng: ("application/json", b"[" * rng.randrange(1, 5000)),
    "plain": lambda rng: ("text/plain", coded(fields(rng))),
    "no type": lambda rng: ("", coded(fields(rng))),
    "no boundary": lambda rng: ("multipart/form-data", multipart(rng)),
    "other boundary": lambda rng: ("multipart/form-data; boundary=" + "z" * rng.choice([1, 300]), multipart(rng)),
    "truncated": lambda rng: (MULTIPART, multipart(rng)[: rng.randrange(200)]),
    "base64": lambda rng: (MULTIPART, part("text", "\r\nContent-Transfer-Encoding: base64", rng.choice(["!!!", "6Lev54Gv", "w"]))),
    "codec": lambda rng: (f"{MULTIPART}; charset={rng.choice(['hex', 'gbk', 'utf-16', 'punycode'])}", multipart(rng)),
    "gbk": lambda rng: (URLENCODED, b"text=" + "路灯".encode("gbk")),
    "escaped gbk": lambda rng: (URLENCODED, b"text=%C2%B7%C2%FF"),
    "noise": lambda rng: (rng.choice([URLENCODED, MULTIPART]), rng.randbytes(rng.randrange(400))),
    "many fields": lambda rng: (URLENCODED, b"a=1&" * 1001),
    "many files": lambda rng: (MULTIPART, part("photos", '; filename="a.jpg"', "1") * 101 + b"--b--"),
    "nul name": lambda rng: (URLENCODED, b"te%00xt=1"),
    "large": lambda rng: (URLENCODED, b"text=" + b"x" * (2 * 2**20)),
}  # fmt: skip
LARGE, DAMAGED = (
    ("large", "many fields", "many files"),
    ("json", "deep", "no boundary", "gbk", "escaped gbk", "nul name", "codec"),
)


OFTEN = ("form", "multipart", "base64", "truncated")


def send(rng: random.Random, address: str, kind: str, method: str = "POST", length: str = ""):
    content_type, body = KINDS[kind](rng)
    client = Client(
        REMOTE_ADDR=f"10.1.{rng.randrange(256)}.{rng.randrange(256)}", enforce_csrf_checks=rng.random() < 0.2
    )
    raw = {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": length or str(len(body))}
    return client.generic(method, address, body, content_type, **raw)


def test_two_thousand_of_anything_break_nothing(everywhere: list[list[str]]) -> None:
    rng = random.Random(rounds(20261129, of=random.randrange(10**9)))
    for _ in range(rounds(2000, of=20_000)):
        address, kind = rng.choice(rng.choice(everywhere)), rng.choice([*KINDS, *OFTEN * 3])
        method = rng.choices(["POST", "PUT", "DELETE", "PATCH", "GET", "TRACE"], [40, 1, 1, 1, 1, 1])[0]
        length = rng.choices(["", "0", "7", "99999", "-1", "abc"], [40, 1, 1, 1, 1, 1])[0]
        answer = send(rng, address, kind, method, length)
        assert answer.status_code < 500, (address, kind, method, length)
        assert answer.status_code < 400 or answer.content, (address, kind, method, length)


@pytest.mark.parametrize("kind", [*LARGE, *DAMAGED])
def test_what_cannot_be_read_is_refused_in_words(everywhere: list[list[str]], kind: str) -> None:
    answers = [
        send(random.Random(1), one, kind) for one in ("/report/", "/help/", "/open311/v2/requests.json")
    ]

    said = [
        any(one in answer.content.decode() for one in ("给我们打电话", "只能收用表单")) for answer in answers
    ]
    assert ([answer.status_code for answer in answers], said) == (
        [413 if kind in LARGE else 400] * 3,
        [True] * 3,
    )


@pytest.mark.parametrize(("content_type", "body"), [
    (URLENCODED, coded([("text", "路灯不亮三天了"), ("place", GRID)])),
    (MULTIPART, part("text", "", "路灯不亮三天了") + part("place", "", GRID) + b"--b--"),
])  # fmt: skip
def test_a_form_that_was_cut_off_is_not_taken_for_a_whole_one(
    everywhere: list[list[str]], content_type: str, body: bytes
) -> None:
    answers = [
        Client().generic(
            "POST",
            "/report/",
            body,
            content_type,
            **{"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": length},
        )
        for length in (str(len(body)), str(len(body) + 1))
    ]

    assert [answer.status_code for answer in answers] == [303, 400]
    assert "不完整" in answers[1].content.decode()


def test_a_form_open_for_too_long_leads_back_to_itself() -> None:
    answer = Client(enforce_csrf_checks=True).post(
        "/elder/", {"elder": "1"}, headers={"Referer": "http://testserver/help/"}
    )

    assert (answer.status_code, 'href="http://testserver/help/"' in answer.content.decode()) == (403, True)


def test_what_was_not_read_leaves_one_line_without_an_address(caplog: pytest.LogCaptureFixture) -> None:
    send(random.Random(1), "/t/AAAAAAAAAAAAAAAAAAAAAA/reply/", "large")

    assert [record.getMessage() for record in caplog.records] == [
        "unread form: too_large at public:case_step"
    ]


def test_a_method_that_a_page_does_not_know_is_refused_in_words() -> None:
    for where in [group[0] for group in addresses().values()]:
        for method in ("PUT", "DELETE", "OPTIONS", "POST"):
            answer = Client().generic(method, where)
            assert answer.status_code != 405 or (
                "给我们打电话" in answer.content.decode() and answer["Allow"]
            ), (method, where)


def test_no_refused_form_of_a_stranger_makes_a_session() -> None:
    found = addresses()
    for address in [group[0] for group in found.values()]:
        for secure in (False, True):
            Client(enforce_csrf_checks=secure).post(
                address, {"text": "路灯不亮", "login": "limei", "password": "x", "code": "1"}
            )
    assert (Session.objects.count(), [name for name, group in found.items() if not group]) == (0, [])
