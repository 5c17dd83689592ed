"""What an administrator did to the rule tables of the kept town: of each one row left alone, one changed, one added, one
added again after it was taken out (or used again after it was retired).

All of it through the pages of the desk. The rows are kept with their addresses: each must change once more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.upgrade.visitor import Visitor, offered, soup_of

COMMUNITY = "231282999001"
AGREED = "县里核过"
Row = dict[str, str]

CHANGED: dict[str, dict[str, Any]] = {
    "categories": {"source": AGREED},
    "duties": {"source": AGREED},
    "routes": {"source": AGREED},
    "services": {"source": AGREED},
    "skills": {"source": AGREED},
    "post-kinds": {"source": AGREED},
    "wish-kinds": {"source": AGREED},
    "characters": {"words": "让每个人都有书读、有处读。"},
    "indicators": {"source": AGREED, "valid_from": "2026-12-15"},
    "policies": {"source": AGREED},
    "days": {"source": AGREED},
    "hours": {"source": AGREED},
    "numbers": {"source": AGREED},
    "reasons": {"source": AGREED},
    "ladder": {"source": AGREED},
    "messages": {"title": "有一件事请您看看"},
    "places": {"name_en": "Model Street"},
    "buildings": {"aliases": "红楼"},
    "organisations": {"hours": "工作日八点到五点"},
    "staff": {"telephone": "0455-0000998"},
}
"""What was changed in a row of each table that has rows to change."""

ADDED: dict[str, dict[str, Any]] = {
    "categories": {
        "code": "0109", "zh": "路灯过亮扰民", "en": "Street lamp too bright", "keywords": "灯太亮、刺眼", "order": "90",
        "policy": "normal", "kind": "department",
    },
    "duties": {"category": "0103", "place": COMMUNITY},
    "routes": {"category": "0104", "place": COMMUNITY, "organisation": "", "kind": "street"},
    "services": {"code": "charging", "zh": "电动车充电桩登记", "en": "A place to charge a scooter"},
    "skills": {"code": "pipa", "zh": "弹琵琶", "en": "Plays the pipa"},
    "post-kinds": {"code": "bicycles", "zh": "单车摆放岗", "en": "Bicycle parking"},
    "wish-kinds": {"code": "letters", "zh": "代写书信", "en": "Writing a letter"},
    "policies": {"code": "festival", "zh": "节日期间", "en": "In a festival"},
    "days": {"day": "2026-12-25", "name": "示例休息日"},
    "hours": {"valid_from": "2027-01-04"},
    "reasons": {"code": "wrong_map", "zh": "地图画错", "en": "Map drawn wrongly"},
    "ladder": {"order": "8", "kind": "county", "after_hours": "900"},
}  # fmt: skip
"""What was added, beginning from the words of a row that is there."""

AGAIN: dict[str, dict[str, Any]] = {
    "categories": {
        "code": "0110", "zh": "公交站牌", "en": "Bus stop signs", "keywords": "站牌", "order": "91", "policy": "normal",
        "kind": "department",
    },
    "duties": {"category": "0105", "place": COMMUNITY},
    "routes": {"category": "0105", "place": COMMUNITY, "organisation": "", "kind": "street"},
    "services": {"code": "umbrella", "place": COMMUNITY, "zh": "借雨伞", "en": "Borrow an umbrella"},
    "skills": {"code": "erhu", "zh": "拉二胡", "en": "Plays the erhu"},
    "post-kinds": {"code": "benches", "zh": "长椅看护岗", "en": "Minding the benches"},
    "wish-kinds": {"code": "photos", "zh": "拍张照片", "en": "Taking a photo"},
    "reasons": {"code": "wrong_house", "zh": "楼号写错", "en": "Wrong house number"},
    "ladder": {"order": "9", "kind": "county", "after_hours": "990"},
    "topics": {"topic": "noise", "category": "0109"},
}  # fmt: skip
"""What was added, taken out or retired, and added or used again."""
ENDED = frozenset({"duties", "routes", "services", "ladder", "topics"})
"""Tables whose rows are taken out; of the others they are retired by a day."""
OLDER = {"seen", "step", "retired_on"}
"""What a new row does not take over from an older one."""


@dataclass
class Tables:
    """The tables of the desk as an administrator uses them."""

    admin: Visitor

    def rows(self, table: str, text: str = "") -> list[str]:
        """The addresses of its rows, in the order of the page; of those that are found by a text."""
        page = soup_of(self.admin.get(f"/desk/tables/{table}/?text={text}"))
        return [str(link["href"]) for link in page.select("#rows tbody td:first-child a")]

    def words(self, row: str) -> dict[str, Any]:
        """What stands in a row's form, without its version."""
        values = offered(soup_of(self.admin.get(row)), row, {}, fixed=True)
        return {name: value for name, value in values.items() if name not in OLDER}

    def change(self, table: str, row: str, words: dict[str, Any]) -> str:
        """Change a row; its address, or that of the version that took its place."""
        before = self.rows(table)
        self.admin.send(row, **words)
        [now] = set(self.rows(table)) - set(before) or {row}
        return now

    def add(self, table: str, words: dict[str, Any]) -> str:
        """Add a row; its address."""
        before = self.rows(table)
        self.admin.send(f"/desk/tables/{table}/add/", **words)
        [new] = set(self.rows(table)) - set(before)
        return new

    def again(self, table: str, row: str, words: dict[str, Any]) -> str:
        """Take a row out and add it again, or retire it and use it again; its address."""
        if table in ENDED:
            self.admin.send(f"{row.rstrip('/').rpartition('/')[0]}/end/")
            return self.add(table, words)
        self.admin.send(row, retired_on="2026-12-01")
        self.admin.send(row, retired_on="")
        return row


def change_rules(admin: Visitor) -> Iterator[Row]:
    """Go through all tables; yields the rows that each later version must be able to change once more."""
    tables = Tables(admin)
    for table, change in CHANGED.items():
        alone, *others = tables.rows(table)
        yield _row(table, "shipped", alone)
        if others:
            yield _row(table, "changed", tables.change(table, others[0], change))
        words = {**tables.words(alone), "source": "县里增补"}
        if table in ADDED:
            yield _row(table, "added", tables.add(table, {**words, **ADDED[table]}))
        if table in AGAIN:
            said = {**words, **AGAIN[table]}
            yield _row(table, "added again", tables.again(table, tables.add(table, said), said))
    yield from _ended(tables)


def _ended(tables: Tables) -> Iterator[Row]:
    """Lines whose only step is their end, and a shipped line of the duty list that was taken out and came back."""
    topic = {**AGAIN["topics"], "source": "县里增补"}
    yield _row("topics", "shipped", tables.rows("topics")[0])
    yield _row("topics", "added again", tables.again("topics", tables.add("topics", topic), topic))
    duty = tables.rows("duties")[2]
    yield _row("duties", "shipped, added again", tables.again("duties", duty, tables.words(duty)))


def _row(table: str, what: str, address: str) -> Row:
    return {"table": table, "what": what, "address": address}
