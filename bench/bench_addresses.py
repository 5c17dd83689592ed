"""Text → grid on addresses of 300 invented buildings, each typed the way people type: how many right, wrong, coarse.

*Right* means the building (or, where the text names none, at least its community) and nothing false; *coarse* that
only the community or less is claimed although the building was typed; *wrong* that a grid, building or community is
claimed that it is not. Limits: ≥ 90 % right, 0 wrong. Names are invented; the sample is the same every time.
"""

import os
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import NamedTuple

import django

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sunshine.config.settings")
django.setup()

from bench.figures import Figure, exit_code, tell  # noqa: E402
from sunshine.lib.addressbook import AddressBook, BookedBuilding  # noqa: E402
from sunshine.lib.pointindex import PointIndex  # noqa: E402
from sunshine.places.queries import Located, Locator  # noqa: E402

STREET = "231282999"
COMMUNITIES = [
    "书香社区",
    "文体社区",
    "同心社区",
    "科普社区",
    "志愿社区",
    "平安社区",
    "便民社区",
    "绿荫社区",
    "文明社区",
]
ESTATES = [
    "书香苑小区", "学府花园", "阳光家园", "文化嘉园", "体育小区", "健康花苑", "同心家园", "幸福小区", "和谐佳苑",
    "创新小区", "科苑家园", "星光花园", "志愿小区", "爱心家园", "春风里", "平安小区", "长安花园", "万家福小区",
    "便民小区", "百合花园", "金穗家园", "绿荫小区", "翠堤湾", "松江花园", "文明小区", "幸福小区", "银河湾小区",
]  # fmt: skip  # 幸福小区 stands in two communities
ROADS = ["朝阳路", "正阳大街", "北十七道街", "铁西路", "育才路", "新华街", "友谊路", "花园街", "民主路"]
CHINESE = "零一二三四五六七八九十"
RIGHT_LIMIT, WRONG_LIMIT = 0.90, 0.0


class House(NamedTuple):
    """A building and what people need to type it."""

    key: int
    community: int
    grid: str
    estate: str
    number: int
    address: str

    @property
    def name(self) -> str:
        return f"{self.estate}{self.number}号楼"


def houses() -> list[House]:
    """300 of them: 27 estates in 9 communities of 4 grids."""
    made: list[House] = []
    for n, estate in enumerate(ESTATES):
        community = n // 3
        for number in range(1, 13 if n < 3 else 12):
            grid = f"{STREET}{community + 1:03}{(number + n) % 4 + 1:03}"
            address = f"{ROADS[community]}{n % 3 * 20 + 6}号"
            made.append(House(len(made) + 1, community, grid, estate, number, address))
    return made[:300]


def chinese(number: int) -> str:
    """12 → 十二."""
    return CHINESE[number] if number <= 10 else "十" + CHINESE[number - 10]


def wide(text: str) -> str:
    """3号楼 → ３号楼."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


Variant = Callable[[House], str]
BUILDING: dict[str, Variant] = {
    "as registered": lambda h: h.name,
    "栋": lambda h: f"{h.estate}{h.number}栋",
    "幢, unit and room": lambda h: f"{h.estate}{h.number}幢2单元301室",
    "Chinese numeral": lambda h: f"{h.estate}{chinese(h.number)}号楼三单元",
    "full-width, spaces": lambda h: wide(f"{h.estate} {h.number} 号楼"),
    "dashes": lambda h: f"{h.estate}{h.number}-2-501",
    "#": lambda h: f"{h.estate}{h.number}#楼1门",
    "traditional": lambda h: f"{h.estate}{h.number}號樓",
    "without 小区": lambda h: f"{h.estate.removesuffix('小区')}{h.number}号楼",
    "whole address": lambda h: (
        f"黑龙江省绥化市肇东市示范街道{COMMUNITIES[h.community]}{h.estate}{h.number}号楼"
    ),
    "with community": lambda h: f"{COMMUNITIES[h.community]} {h.estate} {h.number}号楼",
    "road and number": lambda h: f"{h.address}{h.number}号楼",
    "in a sentence": lambda h: f"我家住在{h.estate}{h.number}号楼，门口的路灯坏了",
    "told by the way": lambda h: f"你好，{h.estate}的{h.number}号楼下水堵了",
}
COARSE: dict[str, Variant] = {
    "estate only": lambda h: f"{h.estate}门口的路灯不亮",
    "number nobody has": lambda h: f"{h.estate}{h.number + 60}号楼",
    "number only": lambda h: f"{h.number}号楼楼道灯坏了",
    "unknown estate": lambda h: f"望江名邸{h.number}号楼",
    "beside an unknown": lambda h: f"{h.estate}对面的望江名邸{h.number}号楼",
    "another community": lambda h: f"{COMMUNITIES[(h.community + 4) % 9]}{h.estate}{h.number}号楼",
}


def judge(house: House, found: Located, named: bool, twice: bool) -> str:
    """right, coarse or wrong."""
    community = house.grid[:12]
    if found.building is not None:
        return "right" if named and found.building == house.key else "wrong"
    if found.grid is not None:
        return "right" if found.grid == house.grid else "wrong"
    if found.community is not None and found.community != community:
        return "right" if not named and twice else "wrong"
    return "coarse" if named else "right"


def locator(made: list[House]) -> Locator:
    """A map without boundaries: only names count here."""
    nothing = PointIndex([])
    names = [("231282", "肇东市"), (STREET, "示范街道")]
    names += [(f"{STREET}{n + 1:03}", name) for n, name in enumerate(COMMUNITIES)]
    names += [(f"{STREET}{n + 1:03}{g:03}", f"第{CHINESE[g]}网格") for n in range(9) for g in range(1, 5)]
    book = AddressBook([BookedBuilding(h.key, h.grid, (h.name,), h.address) for h in made], names)
    known = {h.key: (h.grid, h.name) for h in made}
    return Locator(nothing, nothing, nothing, None, known, {}, book, {})


def main() -> int:
    """Type every building once in each of some ways; exit 1 if a limit is missed."""
    made, source = houses(), random.Random(3)
    book = locator(made)
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    start, typed = time.perf_counter(), 0
    for named, variants in ((True, BUILDING), (False, COARSE)):
        for name, variant in variants.items():
            for house in source.sample(made, 60):
                twice = ESTATES.count(house.estate) > 1
                found = book.at_text(variant(house))
                seen[name][judge(house, found, named, twice)] += 1
                typed += 1
    micros = (time.perf_counter() - start) / typed * 1e6
    for name, counts in seen.items():
        print(
            f"{name:<20} right {counts['right']:>3}  coarse {counts['coarse']:>3}  wrong {counts['wrong']:>3}"
        )
    total = sum(seen.values(), Counter())
    shares = {verdict: total[verdict] / typed for verdict in ("right", "coarse", "wrong")}
    told = "  ".join(f"{verdict} {share:.1%}" for verdict, share in shares.items())
    print(f"{typed} addresses of {len(made)} buildings, {micros:.0f} µs each: {told}")
    tell(
        Figure(
            "text → grid, share right",
            shares["right"],
            f"≥ {RIGHT_LIMIT}",
            f"{typed} typed, {micros:.0f} µs each",
        ),
        Figure("text → grid, share wrong", shares["wrong"], f"≤ {WRONG_LIMIT}"),
    )
    return exit_code()


if __name__ == "__main__":
    sys.exit(main())
