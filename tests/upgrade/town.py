"""The kept town: the demonstration's street with few matters, and what the demonstration has none of.

What is added goes through the pages and forms of the product, minute after minute on a Monday morning.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sunshine.cases.jobs import export_list, import_ledger
from sunshine.cases.models import Case, LedgerImport
from sunshine.cases.queries.links import token_of
from sunshine.demo import loading
from sunshine.demo.running import ring
from sunshine.files.models import Export
from sunshine.insight.actions import roll_up_all
from sunshine.people.models import Officer
from sunshine.record.actions import number_entries
from sunshine.volunteers import queries as volunteers
from sunshine.volunteers.models import Volunteer
from sunshine.wishes.models import Wish
from sunshine.wishes.queries.links import wish_token
from tests.upgrade.kept import AT
from tests.upgrade.rules import COMMUNITY, Row, Tables, change_rules
from tests.upgrade.visitor import Visitor

MORNING = datetime(2026, 11, 30, 0, 30, tzinfo=UTC)
"""Half past eight: until then it is the demonstration's."""
MATTERS = 80
GRID = f"{COMMUNITY}001"
NUMBER = re.compile(r"\d{6}-\d{6}-\d{6}")
LEDGER = "工单编号,诉求内容,类别\nA1,楼道堆满了杂物,楼道堆物\nA2,楼道里贴满小广告,小广告\n,没有编号的一行,\n"
MISTAKEN = "工单编号,诉求内容,类别\nB1,健身器材坏了,健身与文化场地\nB2,邻居半夜很吵,邻里与生活噪声\n"


@dataclass
class Morning:
    """The clock of that morning; each step takes a minute."""

    traveller: Any

    def visitor(self, username: str = "", language: str = "zh-hans") -> Visitor:
        """Somebody who comes a minute later: an officer, or a resident."""
        self.traveller.shift(timedelta(minutes=1))
        officer = Officer.objects.get(username=username) if username else None
        return Visitor(officer=officer, language=language)


@contextmanager
def _morning() -> Iterator[Morning]:
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield Morning(traveller)


def live() -> list[Row]:
    """Let the town live until noon; returns rows of its rule tables that must change once more."""
    with _morning() as morning:
        loading.load(MORNING, amount=MATTERS, line=0)
        _photographed(morning)
        _confidential(morning)
        _erased(morning)
        _helpers(morning)
        _ledgers(morning)
        _exports(morning)
        _line(morning)
        _staff(morning)
        rows = list(change_rules(morning.visitor("admin")))
        _under_new_rules(morning)
    with time_machine.travel(AT, tick=False):
        ring(AT)
        while number_entries():
            pass
        roll_up_all()
    return rows


def doors() -> dict[str, list[str]]:
    """Addresses to begin with, for residents and for staff: links, every third matter, what other systems ask."""
    cases, wishes = list(Case.objects.order_by("number"))[::3], Wish.objects.order_by("number")
    helpers = Volunteer.objects.order_by("-pk")
    form = "/open311/v2/{}.{}".format
    return {
        "resident": [
            *(f"/t/{token_of(case.ref)}/" for case in cases),
            *(f"/w/{wish_token(wish.ref)}/" for wish in wishes),
            *(f"/serve/me/{volunteers.token_of(helper.ref)}/" for helper in helpers),
            *(form(what, kind) for what in ("services", "requests") for kind in ("json", "xml")),
            *(form(f"requests/{case.number}", "json") for case in cases),
            f"/map/{COMMUNITY}.geojson",
        ],
        "staff": [*(f"/desk/cases/{case.number}/" for case in cases), *(f"/desk/wishes/{wish.number}/" for wish in wishes)],
    }  # fmt: skip


def picture(colour: tuple[int, int, int]) -> SimpleUploadedFile:
    """A small photo of one colour."""
    data = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(data, "PNG")
    return SimpleUploadedFile("one.png", data.getvalue(), "image/png")


def _report(morning: Morning, text: str, **more: Any) -> tuple[str, str]:
    """A resident reports; the address of their link, and the number."""
    page = morning.visitor().send("/report/", on=f"/report/?place={GRID}", text=text, **more)
    found = NUMBER.search(page.content.decode())
    assert found, page.content.decode()
    return page.request["PATH_INFO"], found[0]


def _step(morning: Morning, username: str, number: str, step: str, **said: Any) -> None:
    """An officer takes a step of a request."""
    morning.visitor(username).send(f"/desk/cases/{number}/{step}/", **said)


def _photographed(morning: Morning) -> None:
    """Reported with a photo, asked, answered with another, photographed once more, and confirmed in words."""
    link, number = _report(
        morning, "三单元楼道堆满旧家具，走不过去", category="0301", phone="19900001001", name="王小雨",
        photos=[picture((90, 60, 30))],
    )  # fmt: skip
    _step(morning, "worker1", number, "accept")
    _step(morning, "worker1", number, "note", text="已和楼长约好下午去看。")
    _step(morning, "worker1", number, "ask", text="请问是几楼？")
    morning.visitor().send(f"{link}reply/", on=link, text="三楼和四楼之间。")
    morning.visitor().send(f"{link}photograph/", on=link, photos=[picture((30, 90, 60))])
    _step(morning, "worker1", number, "answer", text="旧家具已清走。", photos=[picture((60, 90, 120))])
    morning.visitor().send(f"{link}confirm/", on=link, solved="yes", satisfied="yes", comment="谢谢！")
    _step(morning, "secretary1", number, "release", text="楼道旧家具已清走。")


def _confidential(morning: Morning) -> None:
    """Not to be known by name, for somebody else; handled, and not solved."""
    link, number = _report(
        morning, "楼上每天半夜拖家具，睡不好", category="0501", phone="19900001002", name="李大山", confidential=True,
        for_name="赵奶奶", for_phone="19900001003", for_consent=True,
    )  # fmt: skip
    _step(morning, "worker1", number, "accept")
    _step(morning, "worker1", number, "answer", text="已和楼上邻居谈过。")
    morning.visitor().send(f"{link}confirm/", on=link, solved="no", comment="昨晚还是一样。")


def _erased(morning: Morning) -> None:
    """Taken back by the resident and then erased because they ask."""
    link, number = _report(
        morning, "单元门关不上，我是刘小舟", category="0406", phone="19900001004", name="刘小舟"
    )
    morning.visitor().send(f"{link}withdraw/", on=link, reason="已经自己修好了")
    _step(morning, "admin", number, "forget", why="本人来电要求删除。")


def _helpers(morning: Morning) -> None:
    """One who takes back two consents, one who leaves, one kept at the counter."""
    at = f"/serve/join/?at={COMMUNITY}"
    agreed = {"adult": True, "keep": True, "public": True, "match": True, "call": True}
    person = {"place": GRID, "skills": ["company"], "free": ["weekend_day"]}
    page = morning.visitor().send(
        "/serve/join/", on=at, display_name="热心的老钱", phone="19900001005", **person, **agreed
    )
    own = page.request["PATH_INFO"]
    for kind in ("public", "call"):
        morning.visitor().browser.post(f"{own}consent/", {"kind": kind, "back": "1"})
    page = morning.visitor().send(
        "/serve/join/", on=at, display_name="要搬走的小孙", phone="19900001006", **person, **agreed
    )
    morning.visitor().browser.post(f"{page.request['PATH_INFO']}leave/")
    morning.visitor("worker1").send(
        "/desk/offers/keep/", on=f"/desk/offers/keep/?at={COMMUNITY}", display_name="张阿姨", word=True, adult=True,
        keep=True, **person,
    )  # fmt: skip


def _line(morning: Morning) -> None:
    """Brand and plan of a community put right, what ends of its line and lists, and an agreement that is over."""
    secretary, place = morning.visitor("secretary1"), f"/desk/line/{COMMUNITY}/"
    secretary.send(f"{place}brand/", words="书香飘进每一栋楼。")
    secretary.send(f"{place}milestone/", text="为三号楼添一处图书角", due_on="2026-12-20")
    secretary.send(secretary.last_link(place, r"/drop/\d+/$"), reason="场地没有落实，明年再办。")
    secretary.send(secretary.last_link(place, r"/end-character/\d+/$"))
    lists = f"/desk/party/lists/?place={COMMUNITY}"
    for text in ("二号楼单元门前缺一把长椅", "活动室缺一台投影"):
        secretary.send(f"/desk/party/lists/add/?place={COMMUNITY}", kind="need", text=text)
        secretary.send(secretary.last_link(lists, r"/amend/$"), text=f"{text}（已核实）")
    secretary.send(secretary.last_link(lists, r"/drop/$"), result="居民自己解决了。")
    secretary.send(secretary.last_link(f"/desk/party/partners/?place={COMMUNITY}", r"/end/$"))


def _staff(morning: Morning) -> None:
    """One more post for somebody, an account closed, an office opened and closed."""
    tables = Tables(morning.visitor("admin"))
    account = tables.rows("staff")[-1].removesuffix("change/")
    tables.admin.send(f"{account}post/", role="community_worker", place="231282999009")
    tables.admin.send(f"{account}deactivate/")
    office = {
        "name": "示例临时办公室",
        "kind": "department",
        "place": "231282999",
        "telephone": "0455-0000999",
    }
    tables.admin.send("/desk/tables/organisations/add/", **office)
    [opened] = tables.rows("organisations", office["name"])
    tables.admin.send(f"{opened.removesuffix('change/')}close/")


def _ledgers(morning: Morning) -> None:
    """One ledger taken in, with a row that was refused; another taken in and taken back."""
    _brought(morning, LEDGER, "十一月.csv", "take")
    _brought(morning, MISTAKEN, "误传.csv", "take", "undo")


def _brought(morning: Morning, text: str, name: str, *deeds: str) -> None:
    secretary, file = morning.visitor("secretary1"), SimpleUploadedFile(name, text.encode())
    page = secretary.send("/desk/ledgers/", file=file, source="12345", community=COMMUNITY)
    ledger, address = LedgerImport.objects.latest("id"), page.request["PATH_INFO"]
    import_ledger(ledger.pk)
    for deed in deeds:
        secretary.send(
            f"{address}{deed}/", on=address, **({"reason": "文件传错了"} if deed == "undo" else {})
        )
        import_ledger(ledger.pk)


def _exports(morning: Morning) -> None:
    """A list asked for as a workbook."""
    morning.visitor("secretary1").browser.post("/desk/cases/export/", {"category": "0301"})
    export_list(Export.objects.latest("id").pk)


def _under_new_rules(morning: Morning) -> None:
    """A request under the rules as they were changed."""
    _report(morning, "门口路灯太亮，夜里刺眼", category="0109", phone="19900001007")
