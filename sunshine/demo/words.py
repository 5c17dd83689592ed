"""What invented residents say: sentence patterns by kind of matter, filled with the places of the street."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from typing import Any

from django.utils import timezone

from sunshine.cases.queries.catalogue import catalogue
from sunshine.cases.rules import Report
from sunshine.demo.town import DemoTown, House, data
from sunshine.matters.states import Channel

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = (
    "秀英", "桂兰", "建国", "丽华", "志强", "玉梅", "海燕", "德胜", "淑珍", "永刚",
    "春梅", "长河", "晓东", "玉兰", "国庆", "凤霞", "文斌", "雪松", "金凤", "振华",
    "小雨", "立新", "云飞", "美玲", "宝财", "佳宁", "思远", "雅琴", "守义", "红霞",
)  # fmt: skip
_PHONES = 19_900_000_000
"""Invented mobiles count up from here."""


@dataclass
class ReportDraft:
    """A report before it is made, with the words that will be needed along its way."""

    at: datetime
    code: str | None
    report: Report
    house: House
    answer: str
    released: tuple[str, str] | None = None
    asked: tuple[str, str] | None = None
    mistaken: str | None = None
    extra: dict[str, str] = field(default_factory=dict)

    def changed(self, **changes: Any) -> "ReportDraft":
        """The same with other fields of the report."""
        return replace(self, report=replace(self.report, **changes))


class DemoWords:
    """All patterns; each is used as often as the others of its kind."""

    def __init__(self, town: DemoTown, about: dict[str, int], chance: Random) -> None:
        told = data("matters")
        self.town, self.about, self.chance = town, about, chance
        self.kinds: list[dict[str, Any]] = told["kind"]
        self._special: dict[str, list[dict[str, Any]]] = {
            name: told[name] for name in ("unsorted", "forward", "complaint", "unlocated")
        }
        self._turns: dict[str, list[Any]] = {}
        self._told = 0

    def ordinary(
        self,
        at: datetime,
        *,
        having: str = "",
        policies: Collection[str] = (),
        side: str = "",
        grids: str = "",
    ) -> ReportDraft:
        """A report of a kind that fits the season, `having` a certain word, under one of these deadline policies, answered
        for by one `side` (a kind of organisation), and in one of the `grids` of a community by their last digit."""
        month, rows = timezone.localtime(at).month, catalogue().categories
        fitting = [
            kind
            for kind in self.kinds
            if (not policies or rows[kind["code"]].policy_id in policies)
            and (not side or rows[kind["code"]].kind == side)
            and (not having or having in kind)
        ]
        # In a month that has none of them, one out of season is better than nothing.
        fitting = [kind for kind in fitting if month in kind.get("months", range(1, 13))] or fitting
        kind = self.chance.choices(fitting, [row.get("weight", 1) for row in fitting])[0]
        return self.draft(at, kind, grids)

    def draft(self, at: datetime, kind: dict[str, Any], grids: str = "") -> ReportDraft:
        """One report of a kind, with place, channel and person by chance."""
        house = self._house(grids)
        said = self._said(house)
        key = kind["texts"][0]
        text = self._next(f"{key}/texts", kind["texts"]).format_map(said)
        answer = self._next(f"{key}/answers", kind["answers"]).format_map(said)
        report = Report(text=text, category=kind.get("code"), language=kind.get("language", "zh-hans"))
        draft = ReportDraft(at, kind.get("code"), report, house, answer, mistaken=kind.get("mistaken"))
        if released := kind.get("released"):
            draft.released = tuple(part.format_map(said) for part in self._next(f"{key}/released", released))
        if "ask" in kind:
            draft.asked = tuple(part.format_map(said) for part in kind["ask"])
        draft.report = replace(draft.report, **self._where(house), **self._who())
        return draft

    def draw_special(self, name: str, at: datetime) -> ReportDraft:
        """One of the matters that go another way: unsorted, unlocated, forward, complaint."""
        row = self._next(name, self._special[name])
        return getattr(self, f"_{name}")(at, row)

    def _unsorted(self, at: datetime, row: dict[str, Any]) -> ReportDraft:
        """A text that says too little for its kind to be known."""
        return self.draft(at, row).changed(category=None)

    def _unlocated(self, at: datetime, row: dict[str, Any]) -> ReportDraft:
        """A text without any place."""
        nowhere = {"building": None, "lon": None, "lat": None, "location": "", "place": None}
        return self.draft(at, row).changed(**nowhere, category=None, channel=Channel.WEB)

    def _forward(self, at: datetime, row: dict[str, Any]) -> ReportDraft:
        """A matter that is not ours to decide."""
        draft = self.draft(at, {**row, "answers": [row["reason"]]})
        draft.extra = {"lawful": row["lawful"], "reason": row["reason"]}
        return draft

    def _complaint(self, at: datetime, row: dict[str, Any]) -> ReportDraft:
        """A complaint about staff: of the community's committee, or of the street office."""
        draft = self.draft(at, row)
        about = draft.house.grid[:12] if row["about"] == "community" else row["about"]
        return draft.changed(about=self.about[about], channel=Channel.WEB, place=draft.house.grid[:12])

    def _next(self, key: str, patterns: list[Any]) -> Any:
        if not self._turns.get(key):
            self._turns[key] = self.chance.sample(patterns, len(patterns))
        return self._turns[key].pop()

    def _house(self, grids: str) -> House:
        houses = self.town.houses[self.chance.choice(list(self.town.communities))]
        return self.chance.choice([house for house in houses if not grids or house.grid[-1] in grids])

    def _said(self, house: House) -> dict[str, Any]:
        return {
            "estate": house.estate,
            "house": house.name,
            "no": house.number,
            "alias": house.alias,
            "road": house.address.rstrip("0123456789号"),
            "unit": self.chance.randint(1, 4),
            "floor": self.chance.randint(2, 6),
            "days": self.chance.randint(2, 6),
            "n": self.chance.randint(2, 5),
            "community": self.town.communities[house.grid[:12]],
        }

    def _where(self, house: House) -> dict[str, Any]:
        """A building chosen, a point, words, the poster of a grid, or the community alone."""
        way = self.chance.random()
        if way < 0.32:
            return {"building": house.key, "location": house.name}
        if way < 0.58:
            return {
                "lon": round(house.lon + self.chance.uniform(-0.0003, 0.0003), 6),
                "lat": round(house.lat + self.chance.uniform(-0.0002, 0.0002), 6),
            }
        if way < 0.8:
            unit = self.chance.randint(1, 4)
            spelt = [
                f"{house.name}{unit}单元",
                f"{house.alias}{unit}单元门口",
                f"{house.estate} {house.number[:-2]}栋楼下",
            ]
            return {"location": self.chance.choice(spelt), "place": house.grid[:12]}
        return {"place": house.grid if way < 0.92 else house.grid[:12]}

    def _who(self) -> dict[str, Any]:
        """Somebody with a number to call; now and then nobody, or somebody who must not be known."""
        way = self.chance.random()
        if way < 0.08:
            return {"channel": Channel.WEB}
        self._told += 1
        channel = self.chance.choices(
            [Channel.WEB, Channel.PHONE, Channel.COUNTER, Channel.GRID, Channel.OPEN311], [58, 19, 11, 8, 4]
        )[0]
        return {
            "name": self.chance.choice(SURNAMES) + self.chance.choice(GIVEN),
            "phone": str(_PHONES + self._told),
            "channel": channel,
            "confidential": way > 0.97,
        }
