"""One spelling for the many ways to write an address: 阳光花园3号楼2单元501, 阳光花园 三栋 2-501, ３＃楼.

Full-width becomes half-width, Chinese numerals before a mark become digits, 号楼/栋/幢/座/# become one mark,
门 becomes 单元; spaces and punctuation go (GB/T 23705 elements: estate, building, unit, floor, room).
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "幺": 1}
_UNITS = {"十": 10, "百": 100}
_NUMERAL = "零〇一二两三四五六七八九十百幺"
_MARKS = "号楼|号院|号|栋|幢|座|楼|单元|门|层|室|户|房|期|区|组|#|-|$"
_COUNTED = re.compile(rf"第?([{_NUMERAL}]+)(?={_MARKS})")
_DASHES = re.compile(r"[‐‑‒–—―−ー_~/\\]+|-{2,}")
_PUNCTUATION = re.compile(r"[^\w#-]+")
_ENGLISH = (
    (re.compile(r"(?:building|bldg|block)\.?\s*(?:no\.?)?\s*#?\s*(\d+|[a-z]\b)"), r"\1栋"),
    (re.compile(r"(\d+)\s*-?\s*(?:building|bldg|block)"), r"\1栋"),
    (re.compile(r"unit\s*#?(\d+|[a-z]\b)"), r"\1单元"),
    (re.compile(r"(?:room|rm)\.?\s*#?(\d+)"), r"\1室"),
)
_PROVINCE = re.compile(r"^[\u4e00-\u9fff]{2,3}省(?:[\u4e00-\u9fff]{2,4}市)?(?:[\u4e00-\u9fff]{2,4}[市县区])?")
_N = r"(?<![a-z\d])(?P<building>\d{1,3}[a-z]?|[a-z]\d{0,2})"
_BUILDINGS = (
    re.compile(rf"第?{_N}(?:号?[栋幢座](?:楼(?![下上道顶前后里内门]))?|号楼|号#|#号?楼?)"),
    re.compile(rf"{_N}楼(?!层)"),
    re.compile(r"(?<![路街巷道弄月\d-])(?P<building>\d{1,3})号(?=$|-?\d|[甲乙丙丁东中西]单元)"),
    re.compile(rf"{_N}(?=-\d{{1,2}}-\d{{1,4}}(?!\d))"),
    re.compile(r"(?<![路街巷道弄\d-])(?P<building>\d{1,2})(?=-\d{3,4}(?!\d)|-?\d{1,2}单元|$)"),
)
_UNIT = re.compile(
    r"-?(?:第?(?P<unit>\d{1,2}|[a-z甲乙丙丁东中西])(?:单元|门洞?|梯)|(?P<short>\d{1,2})-(?=\d))"
)
_ROOM = re.compile(
    r"-?(?:(?P<floor>\d{1,2})[层楼]-?)?(?P<room>\d{1,4}[a-z]?)(?:[室号户房]|(?![\d层楼年月日点个天时分元米次]))"
)
_FLAT = re.compile(r"(?P<unit>\d{1,2})(?:单元|门洞?)-?(?:(?P<room>\d{1,4})室?)?|(?P<only>\d{3,4})室?$")
_OLD_FORMS = str.maketrans("號棟樓", "号栋楼")
_BREAKS = re.compile(r"(?<!\d)[,，.:：、]|[,，.:：、](?!\d)|[。！？!?;；…()（）\n\r]+")


class Parts(NamedTuple):
    """An address taken apart; "" where it says nothing. `rest` is what follows (by the gate, 3rd floor …)."""

    head: str
    building: str
    unit: str
    room: str
    rest: str


def parts(text: str, *, without: Iterable[str] = ()) -> Parts:
    """Take an address apart; `without` are names of the division above (county, street) to drop in front."""
    plain = _plain(text)
    plain = _PROVINCE.sub("", plain)
    for name in without:
        plain = plain.removeprefix(name)
    found = next((m for pattern in _BUILDINGS if (m := pattern.search(plain))), None)
    if found is None:
        return _without_building(plain)
    head, tail = plain[: found.start()], plain[found.end() :]
    unit, tail = _take_unit(tail)
    room, tail = _take_room(tail)
    return Parts(_estate(head), _number(found["building"]), unit, room, tail.strip("-"))


def clauses(text: str) -> list[str]:
    """The pieces of a text between its marks, each in the one spelling in which `building_at` reads it."""
    return [plain for piece in _BREAKS.split(text) if (plain := _plain(piece))]


def building_at(plain: str, start: int) -> tuple[str, int] | None:
    """The number of a building that stands at `start` of a plain text, and where unit and room behind it end."""
    found = next((m for pattern in _BUILDINGS if (m := pattern.match(plain, start))), None)
    if found is None:
        return None
    tail = plain[found.end() :]
    _, tail = _take_unit(tail)
    _, tail = _take_room(tail)
    return _number(found["building"]), len(plain) - len(tail)


def normal(text: str, *, without: Iterable[str] = ()) -> str:
    """The one spelling of an address, such as 阳光花园3栋2单元501室."""
    address = parts(text, without=without)
    return _building(address) + _marked(address.unit, "单元") + _marked(address.room, "室") + address.rest


def building_part(text: str, *, without: Iterable[str] = ()) -> str:
    """Estate and building of an address without unit, room and remarks, such as 阳光花园3栋."""
    return _building(parts(text, without=without))


def grams(text: str) -> frozenset[str]:
    """The parts by which two addresses are compared: pairs of neighbouring letters; a number with its mark
    stays one part, so that 3栋 and 13栋 differ."""
    tokens = re.findall(r"\d+(?:栋|单元|室)?|.", normal(text))
    if len(tokens) == 1:
        return frozenset(tokens)
    numbers = {token for token in tokens if token[0].isdecimal()}
    return frozenset(numbers | {one + other for one, other in pairwise(tokens)})


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """How alike two sets of grams are, 0 to 1 (Dice)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def numeral(text: str) -> int:
    """The number a Chinese numeral writes: 十二 → 12, 一百零三 → 103, 五零一 → 501."""
    if not set(text) & set(_UNITS):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, digit = 0, None
    for c in text:
        if c in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[c]
            digit = None
        else:
            digit = _DIGITS[c] or None
    return total + (digit or 0)


def _plain(text: str) -> str:
    """Half-width, lower case, digits for counted numerals, no space or punctuation but - and #."""
    plain = unicodedata.normalize("NFKC", text).lower().translate(_OLD_FORMS)
    for pattern, mark in _ENGLISH:
        plain = pattern.sub(mark, plain)
    plain = re.sub(r"(?<=\d)[\s,.、·]+(?=\d)", "-", _DASHES.sub("-", plain))
    plain = _PUNCTUATION.sub("", plain)
    plain = _COUNTED.sub(lambda m: str(numeral(m[1])), plain)
    return re.sub(r"(?<!\d)-|-(?=[^\d])|-$", "", plain)


def _without_building(plain: str) -> Parts:
    """An address that names no building: perhaps a unit or a room all the same."""
    found = _FLAT.search(plain)
    if found is None:
        return Parts(_estate(plain), "", "", "", "")
    unit, room = found["unit"] or "", found["room"] or found["only"] or ""
    return Parts(_estate(plain[: found.start()]), "", _number(unit), _number(room), plain[found.end() :])


def _take_unit(tail: str) -> tuple[str, str]:
    found = _UNIT.match(tail)
    if found is None:
        return "", tail
    return _number(found["unit"] or found["short"]), tail[found.end() :]


def _take_room(tail: str) -> tuple[str, str]:
    found = _ROOM.match(tail)
    if found is None:
        return "", tail
    room = _number(found["room"])
    if found["floor"] and len(room) < 3:
        room = f"{_number(found['floor'])}{room:0>2}"
    return room, tail[found.end() :]


def _estate(head: str) -> str:
    """The estate's name; 小区 behind a full name says nothing more."""
    head = head.strip("-")
    return head.removesuffix("小区") if len(head) > 4 else head


def _number(text: str) -> str:
    return text.lstrip("0") or text[:1]


def _marked(value: str, mark: str) -> str:
    return value and value + mark


def _building(address: Parts) -> str:
    between = "-" if address.building and address.head[-1:].isdecimal() else ""
    return address.head + between + _marked(address.building, "栋")
