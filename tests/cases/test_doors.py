"""One guard at every door: whoever tells something, and however, it is taken, and what protects them holds.

A door is a caller of `receive` that takes words from outside. Each is driven as it is used, by a form, a row or a call; the
architecture test below finds the callers in the source, so that a door added later must be added here.
"""

import ast
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from sunshine.cases.models import Case
from sunshine.cases.queries import catalogue
from sunshine.cases.queries.page import page_of
from sunshine.cases.sheets import import_requests
from sunshine.cases.states import Doubt
from sunshine.people.actions import create_partner_key
from sunshine.posts.actions.posts import do_task
from sunshine.record.states import Actor
from tests.cases.sheets.test_ledger_cells import told as opened
from tests.factories.cases import FIRST, GRID, Town, reported
from tests.factories.people import NOON
from tests.factories.posts import BranchFactory, held, own_link

SOURCE = Path(__file__).resolve().parents[2] / "sunshine"
BRIBE = "第一社区的网格员收了我五百块钱不开票"
FIRE = "四楼着火了，有人困在屋里出不来，快来人"
ORDINARY = "三单元楼道堆满杂物"


@dataclass(frozen=True)
class DoorAnswer:
    """What came of telling it: the matter, and what whoever told it reads."""

    case: Case
    said: str


def by_web(there: Town, text: str, phone: str = "", **more: str) -> DoorAnswer:
    sent = {"text": text, "phone": phone, "place": GRID, "emergency": "1", "form_key": "w", **more}
    answer = Client().post("/report/", sent)
    if answer.status_code == 200:  # asked first whether it complains about staff: sent as a complaint
        kind = catalogue().complaint(text, NOON.date())
        answer = Client().post("/report/?about=staff", {**sent, "category": kind.code})
    assert answer.status_code == 303, answer.content.decode()
    return DoorAnswer(Case.objects.latest("pk"), Client().get(answer["Location"]).content.decode())


def by_desk(there: Town, text: str, phone: str = "", **more: str) -> DoorAnswer:
    browser = Client()
    browser.force_login(there.worker)
    sent = {"channel": "phone", "text": text, "phone": phone, "place": GRID, "form_key": "d", **more}
    answer = browser.post("/desk/report/", sent, follow=True)
    return DoorAnswer(Case.objects.latest("pk"), answer.content.decode())


def by_open311(there: Town, text: str, phone: str = "", **more: str) -> DoorAnswer:
    key = create_partner_key(name="12345", by=Actor.system(), at=NOON)[1]
    sent = {
        "api_key": key,
        "service_code": "0201",
        "lat": "46.055",
        "long": "125.905",
        "description": text,
        "phone": phone,
    }
    more = {"attribute[confidential]": more["confidential"]} if "confidential" in more else {}
    answer = Client().post("/open311/v2/requests.json", {**sent, **more})
    assert answer.status_code == 200, answer.content.decode()
    return DoorAnswer(Case.objects.latest("pk"), json.loads(answer.content)[0]["service_notice"])


def by_ledger(there: Town, text: str, phone: str = "", **more: str) -> DoorAnswer:
    heads = ["工单编号", "诉求内容", "诉求地址", "联系电话", "来电时间"]
    row = ["1", text, "第一社区第一网格", phone, "2026-11-23 09:00"]
    cells = "\n".join(",".join(f'"{cell}"' for cell in line) for line in (heads, row))
    report = import_requests(cells.encode(), "ledger.csv", source="12345", by=there.by("secretary"), at=NOON)
    assert report.lines[0].outcome == "accepted", report.lines[0]
    return DoorAnswer(Case.objects.latest("pk"), " ".join(report.lines[0].warnings))


def by_same_call(there: Town, text: str, phone: str = "", **more: str) -> DoorAnswer:
    """Somebody calls about what has been told: it is merged, unless it turns out to be something else."""
    first = reported(text=ORDINARY).case
    return by_desk(there, text, phone, into=first.number, **more)


def by_post(there: Town, text: str, phone: str = "", **more: str) -> DoorAnswer:
    """Whoever holds a post tells what they found; nobody asks for a telephone there."""
    post = held(place=GRID, organisation=BranchFactory(place=FIRST))
    task, at = post.tasks.earliest("pk"), NOON + timedelta(days=7)
    case = do_task(task, by=own_link(post.holder), at=at, found=1, hazard=text).case
    return DoorAnswer(case, "")


DOORS: dict[str, Callable[..., DoorAnswer]] = {
    "web": by_web,
    "desk": by_desk,
    "open311": by_open311,
    "ledger": by_ledger,
    "same call": by_same_call,
    "post": by_post,
}
CALLERS = {
    "public/views/report.py": {"web"},
    "desk/views/reports.py": {"desk"},
    "api/open311.py": {"open311"},
    "cases/sheets/incoming.py": {"ledger"},
    "cases/actions/same.py": {"same call"},
    "posts/actions/posts.py": {"post"},
    "cases/actions/samples.py": set(),  # begins anew what was told and guarded before
    "demo/stage.py": set(),  # plays the demonstration's own words
}
"""Which doors stand in which file; a file that calls `receive` and has none says why."""
TYPING = ["web", "desk", "open311", "ledger", "same call"]
"""Doors where a telephone is typed."""


def callers() -> set[str]:
    """The files of the source that call `receive`, by the import that brought it."""
    found = set()
    for file in SOURCE.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        names = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sunshine.cases.actions")
            for alias in node.names
            if alias.name in {"receive", "receive_all"}
        }
        called = {
            node.func.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        found |= {file.relative_to(SOURCE).as_posix()} if names & called else set()
    return found


def test_every_caller_of_receive_is_a_door_that_is_tested_here() -> None:
    assert callers() == set(CALLERS)
    assert set().union(*CALLERS.values()) == set(DOORS)


@pytest.mark.parametrize("door", DOORS)
def test_a_complaint_about_staff_is_held_past_those_it_is_about(there: Town, door: str) -> None:
    case = DOORS[door](there, BRIBE).case

    assert (case.restricted, case.holder, case.merged_into) == (True, there.desk, None)


@pytest.mark.parametrize("door", set(DOORS) - {"web"})
def test_a_complaint_that_names_an_office_is_about_it(there: Town, door: str) -> None:
    assert DOORS[door](there, "示例街道办的主任收红包才给我办证").case.holder == there.county_desk


@pytest.mark.parametrize("door", DOORS)
def test_danger_is_critical(there: Town, door: str) -> None:
    case = DOORS[door](there, FIRE).case

    assert (case.restricted, case.policy) == (False, "critical")


@pytest.mark.parametrize("door", DOORS)
def test_secrecy_asked_for_in_words_is_kept(there: Town, door: str) -> None:
    assert DOORS[door](there, f"{ORDINARY}。请替我保密，别说是我说的").case.confidential


@pytest.mark.parametrize("door", DOORS)
def test_an_ordinary_matter_stays_one(there: Town, door: str) -> None:
    case = DOORS[door](there, ORDINARY).case

    assert (case.restricted, case.confidential, case.policy) == (False, False, "normal")


@pytest.mark.parametrize("door", ["web", "desk", "open311"])
def test_secrecy_asked_for_by_its_field_is_kept(there: Town, door: str) -> None:
    assert DOORS[door](there, ORDINARY, confidential="true").case.confidential


@pytest.mark.parametrize("door", TYPING)
@pytest.mark.parametrize("typed", ["保密", "要求保密", "匿名"])
def test_a_telephone_that_is_secret_makes_it_confidential(there: Town, door: str, typed: str) -> None:
    case = DOORS[door](there, ORDINARY, typed).case

    assert (case.confidential, case.contact) == (True, None)


@pytest.mark.parametrize("door", TYPING)
@pytest.mark.parametrize(
    ("typed", "number", "doubt"),
    [
        ("13800000021", "13800000021", None),
        ("无", None, None),
        ("13800000021、13900000022", "13800000021", Doubt.PHONE_MORE),
        ("0455-7770022转8003", "0455-7770022", Doubt.PHONE_BESIDE),
        ("13800000021（晚上打）", "13800000021", Doubt.PHONE_BESIDE),
        ("1380000002", "", Doubt.PHONE_UNREAD),
        ("问门卫老李", "", Doubt.PHONE_UNREAD),
    ],
)
def test_no_telephone_refuses_a_matter(
    there: Town, door: str, typed: str, number: str | None, doubt: Doubt | None
) -> None:
    came = DOORS[door](there, ORDINARY, typed)

    if number is None:
        assert came.case.contact is None
        return
    kept = f"{number}\n{typed}" if doubt else number
    assert opened(there, came.case)[1] == kept
    shown = page_of(came.case, at=NOON).doubts
    assert shown == ([str(doubt.label)] if doubt else [])
    if door != "same call":  # its page shows the matter that it went into, and is tested with the desk
        assert all(sentence in came.said for sentence in shown)
