"""Telephone, identity and card numbers: runs of digits, however they are grouped, read out or mixed.

A run is cut into groups where a sign stands between two digits, or where the script changes (一3七). A number begins and ends
where a group does, so that a longer number never holds a shorter one. At each group at most `_MOST` digits are looked at:
the work grows with the text and no more.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from sunshine.lib.personal.folding import fold_numerals
from sunshine.lib.personal.kinds import PersonalKind, PersonalSpan

_LEAST = 7  # digits of a number in town
_MOST = 22  # digits: 0086 and a mobile number are 15, an account 22
_SIGNS = r"[\s\-‐‑‒–—―−ー·・.,、_~+…|*()/\ufe0f\u20e3\u200b-\u200d]"
_LIST = re.compile(r"、|,\s|\s,|[^\r]\n|\n(?s:.)")
_READ = {
    "洞": "0",
    "两": "2",
    "拐": "7",
    "勾": "9",
}  # how digits are said on the telephone by those who served
_RUN = re.compile(rf"[0-9](?:{_SIGNS}{{0,3}}[0-9洞两拐勾])*(?:{_SIGNS}?[x叉](?![a-z0-9]))?")
_MOBILE = re.compile(r"(?:(?:00)?86)?1[3-9][0-9]{9}")
_MOBILE_BEGINS = re.compile(r"1[3-9][0-9]")
_LANDLINE = re.compile(r"(?:(?:00)?860?|0)(?:10|2[0-9]|[3-9][0-9]{2})[0-9]{7,8}")
_LOCAL = re.compile(r"(?![48]00[0-9]{5})(?!(?:19|20)[0-9]{2}[01][0-9][0-3][0-9])[2-9][0-9]{6,7}")
_LOCAL_SHAPES = {(7,), (8,), (3, 4), (4, 4), (4, 3)}
_CARD = re.compile(r"(?:6[0-9]|3[4-7]|4[0-9]|5[1-5]|9[0-9])[0-9]{14,17}")
_ACCOUNT = re.compile(r"[0-9]{9,22}")
_IDENTITY = re.compile(
    r"(?P<area>(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)[0-9]{4})"
    r"(?:(?:18|19|20)[0-9]{2}(?P<month>[01][0-9])(?P<day>[0-3][0-9])[0-9]{3}[0-9x]"
    r"|[0-9]{2}(?P<m>[01][0-9])(?P<d>[0-3][0-9])[0-9]{3})"
)
_FORM = re.compile("|".join(f"(?:{form.pattern})" for form in (_MOBILE, _LOCAL, _LANDLINE, _IDENTITY, _CARD)))
_UNITS = re.compile(
    r"\s?(?:元|块|万|亿|分(?!机)|余|多|平|吨|度|公里|千米|米|年|月|户(?![主名])|人|次|个|字|级|%|㎡|m(?![a-z0-9])|[.][0-9])"
)
_EXTENSION = re.compile(r"\s?(?:[-转]|分机)\s?[0-9]{1,5}(?![0-9])")
_STARRED = re.compile(
    r"(?<![0-9a-z])[1-9][0-9]{2,13}(?:\*{2,14}|x{3,14}|某{3,8}|[?.·_]{3,14})(?:[0-9]{2,6}x?)?(?![0-9a-z*])"
)
_LETTERED = re.compile(rf"(?<![0-9a-z])[1li|]{_SIGNS}?[3-9](?:{_SIGNS}?[0-9oilszb]){{9}}(?![0-9a-z])")
_LETTERS = re.compile(r"[oilszb|]")
_MOST_LETTERS = 5  # of eleven; more are a word
_TAIL_BEFORE = re.compile(r"(?:尾号|尾数)[是为:\s]?([0-9]{4})的?(?:那[个张])?(?=手机|电话|银行卡|卡|存折)")
_HUNDRED = re.compile(
    rf"(?<![0-9百])1百[3-9](?:十[0-9]?)?{_SIGNS}{{0,2}}[0-9](?:{_SIGNS}{{0,2}}[0-9]){{7}}(?![0-9])"
)
_TAIL = re.compile(
    r"(?:手机|电话|微信|号码|卡号?|折|身份证号?|证件号?)[^0-9,。;!?\n]{0,4}(?:尾号|[后末]尾?[46]位数?"
    r"|尾数)[^0-9,。;!?\n]{0,3}([0-9]{3}(?:[0-9]{2})?[0-9x])(?![0-9a-z])"
)
_PLACES = re.compile(r"[2-8]位")  # of the digits that follow
_TAIL_OF = {
    "身": PersonalKind.IDENTITY,
    "证": PersonalKind.IDENTITY,
    "卡": PersonalKind.CARD,
    "折": PersonalKind.CARD,
}
_THEN = r"[^0-9a-z。;!?\n]{0,5}(?:后[面边头]|[后末][2-8]位|中间|接着|然后|完了|再[加接来])(?:[2-8]位)?[^0-9a-z。;!?\n]{0,5}"
_TOLD_APART = re.compile(
    rf"(?<![0-9a-z])[1-9][0-9]{{2,13}}(?:{_THEN}[0-9]{{2,12}}(?:[ .-][0-9]{{2,8}}){{0,3}}){{1,3}}x?(?![0-9a-z])"
)
_CUES = 18  # characters before a number in which a word says what it is
_CALL = re.compile(r"电话|座机|手机|号码|打|拨|tel|phone|联系|固话|宅电|传真|家里|家的|小灵通|传呼")
_CALL_AFTER = re.compile(
    r"\s?(?:转|分机)\s?[0-9]|[^0-9,。;!?\n]{0,6}(?:电话|座机|打给|找我|转我|[晚白上下][上天午]打|,?(?:这?是)?我家)"
)
_CARD_CUE = re.compile(
    r"卡号|账[号户]|帐[号户]|存折|开户|户头|汇到|打到|转到|转账|折子|一卡通|惠农卡|卡(?!.{0,8}(?:电话|热线|客服|手机))[^0-9,。]{0,8}$"
)
_PAPER = re.compile(r"身份|证号|证件|公民|户口")
_FILED = re.compile(
    r"(?:编号|单号|(?<![手座])机号|[表户箱桩杆柜]号|发票|工单|订单|运单|快递|代码|编码|注册|文号|合同|许可证|流水|受理|信访|案号|备案|登记号|条码"
    r"|条形码|执照|准字|统一)[^0-9,。;]{0,6}(?:[0-9]{4,}[、和及])?$"
)
_PUBLIC = re.compile(
    r"热线|客服|(?:监督|举报|投诉|服务|公开|公示|值班|办公|咨询|报修|维修|报装|送气|宽带|接待|政务|官方|对外)(?:的|联系)?(?:电话|号码|座机)"
    r"|(?:局|所|公司|中心|大厅|委会|站|医院|学校|政府|街道|社区|物业|热力|办事处|派出所|营业厅)(?:的"
    r"|里的)?(?:电话|座机|号码)"
    r"|(?:[局所股]|(?<!住)处|公司|中心|[监检]测站|营业厅|委会|办公室|管理部|[支大]队|窗口|[县区市乡镇](?=:))[(:\s]{0,2}$"
    r"|(?:局|委会?|公司|中心|办公室|[监检]测站|[支大]队|[股处]|保险站)(?:[^,。;]{0,6}[股科处室队口])?(?:的|联系|咨询|投诉|申诉)?[(]?(?:电话|致电|拨打)"
    r"|咨询(?:请|可)?(?:拨打|致电)?:?$|(?:[可您你]以?|欢迎)[^,。;]{0,4}(?:致电|拨打|电话咨询)"
    r"|(?:咨询|联系|向|[与到])[^,。;]{0,12}(?:[局站所股处室]|政府|学校|机构)(?:直接)?(?:联系|反映|举报|咨询)?,(?:联系)?电话:?$"
    r"|如有[^,。;]{0,6}(?:疑问|问题|需要),?请?(?:致电|拨打)"
    r"|(?:公示|公告|官网|牌子|告示)[^,。;]{0,8}(?:电话|座机)"
)
_PUBLIC_AFTER = re.compile(
    r"[)\s]{0,3},?(?:进行)?(?:咨询|投诉|举报|申诉|预约|反映)|\s?\([^)]{0,6}(?:[局队股科处]|供[电水热气]|中心)"
)
_OWN = re.compile(r"我(?![局司站所镇乡县区市校院中委单公街社处队]|办(?!公室))")
_OWN_AFTER = re.compile(rf"[^0-9,。;!?\n]{{0,3}}{_OWN.pattern}")
_COMPUTER = re.compile(r"(?<![0-9.])[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![0-9.])")
_ENDS = re.compile(r"[。!?;\n]")


class _Group(NamedTuple):
    """Digits of one script without a sign between them."""

    digits: str
    start: int
    end: int
    spoken: bool
    joined: bool
    """Whether what stands before it may stand inside a number."""


def find_runs(folded: str, plain: str) -> Iterator[PersonalSpan]:
    """Find telephone, identity and card numbers in a folded text.

    Mobile 1[3-9] and nine digits, landlines with and without area code (numbering plan of the MIIT, 2017 edition), identity
    numbers of 18 and 15 digits (GB 11643-1999), cards of 16 to 19 (GB/T 15694.1, ISO/IEC 7812), accounts by the word before.
    `plain` is the folded text with its Chinese digits written as digits.
    """
    for match in _RUN.finditer(plain):
        if match.end() - match.start() >= _LEAST:
            yield from _read_run(plain, folded, match)
    yield from _veiled(plain)
    yield from _told_apart(plain)
    yield from _tails(plain)


def identity_check_digit(first: str) -> str:
    """Return the check digit of the first 17 digits of an identity number (ISO 7064 MOD 11-2, GB 11643-1999)."""
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(first))
    return "10x98765432"[total % 11]


def luhn(number: str) -> bool:
    """Whether the last digit of a card number fits the others (ISO/IEC 7812-1, annex B)."""
    doubled = (
        int(d) if place % 2 == 0 else sum(divmod(2 * int(d), 10)) for place, d in enumerate(reversed(number))
    )
    return sum(doubled) % 10 == 0


def _read_run(plain: str, folded: str, run: re.Match[str]) -> Iterator[PersonalSpan]:
    groups = list(_groups(plain, folded, run))
    first = 0
    while first < len(groups):
        kind, last = _longest(plain, groups, first)
        if kind is None:
            first += 1
            continue
        start, end = groups[first].start, groups[last].end
        if kind is PersonalKind.TELEPHONE:
            start -= plain[:start].endswith("+") or (
                plain[max(0, start - 1) : start] == "(" and ")" in plain[start:end]
            )
            if extension := _EXTENSION.match(plain, end):
                end = extension.end()
        yield PersonalSpan(kind, start, end)
        first = last + 1


def _groups(plain: str, folded: str, run: re.Match[str]) -> Iterator[_Group]:
    last = run.start()
    for part in re.finditer(r"[0-9洞两拐勾x叉]+", plain[run.start() : run.end()]):
        start = run.start() + part.start()
        joined = not _LIST.search(plain, last, start)
        for same in re.finditer(r"[0-9x]+|[^0-9x]+", folded[start : run.start() + part.end()]):
            digits = "".join(_READ.get(c, c) for c in fold_numerals(same[0])).replace("叉", "x")
            last = start + same.end()
            yield _Group(digits, start + same.start(), last, not same[0].isascii(), joined)
            joined = True


def _longest(plain: str, groups: list[_Group], first: int) -> tuple[PersonalKind | None, int]:
    """The kind of the longest number that begins with this group, and its last group."""
    found: tuple[PersonalKind | None, int] = (None, first)
    before = _before(plain, groups[first].start)
    told = _CARD_CUE.search(before) or _PAPER.search(before)
    number = ""
    for last, group in enumerate(groups[first : first + _MOST], first):
        number += group.digits
        if len(number) > _MOST or (last > first and not _goes_on(plain, groups, first, last)):
            break
        if found[0] and _is_next_line(plain, groups, first, last):
            break
        if len(number) < _LEAST or not (told or _FORM.fullmatch(number)):
            continue
        if kind := _kind(plain, groups[first : last + 1], number, before):
            found = kind, last
    return found


def _goes_on(plain: str, groups: list[_Group], first: int, last: int) -> bool:
    """Whether a number may go on with this group; over a comma only where digits are read out in threes or so."""
    between = plain[groups[last - 1].end : groups[last].start]
    before = plain[groups[first].end : groups[first + 1].start]
    if not groups[last].joined or "," not in between:
        return groups[last].joined and ("," not in before or not between)
    return between == before and all(len(group.digits) <= 8 for group in groups[first : last + 1])


def _is_next_line(plain: str, groups: list[_Group], first: int, last: int) -> bool:
    """Whether a number that is whole ends with its line: a line break follows, and no line break came before."""
    between = plain[groups[last - 1].end : groups[last].start]
    return "\n" in between and between != plain[groups[first].end : groups[first + 1].start]


def _kind(plain: str, groups: list[_Group], number: str, before: str) -> PersonalKind | None:
    """What a number is by its form and the words before it, or None when it is nobody's."""
    if _is_identity(number, before):
        return PersonalKind.IDENTITY
    end = groups[-1].end
    if "x" in number or _UNITS.match(plain, end):
        return None
    if _MOBILE.fullmatch(number):
        return None if _is_other_split(plain, groups) else PersonalKind.TELEPHONE
    if _is_card(number, before):
        return None if _COMPUTER.search(plain, max(0, groups[0].start - 4), end) else PersonalKind.CARD
    is_phone = _is_landline(plain, groups, number, before) and not _is_public(plain, end, before)
    return PersonalKind.TELEPHONE if is_phone else None


def _before(plain: str, start: int) -> str:
    """What stands before a number in its sentence, as far as words for it are looked for."""
    return _ENDS.split(plain[max(0, start - _CUES) : start])[-1]


def _is_identity(number: str, before: str) -> bool:
    match = _IDENTITY.fullmatch(number)
    if match is None and not 15 <= len(number) <= 19:
        return False
    told = _last(_PAPER, before) > _last(_CARD_CUE, before)
    if match is None or told:
        return told
    month, day = (int(match[one] or match[other]) for one, other in (("month", "m"), ("day", "d")))
    checked = len(number) == 18 and identity_check_digit(number[:17]) == number[17]
    return 1 <= month <= 12 and 1 <= day <= 31 and (checked or not _FILED.search(before))


def _last(pattern: re.Pattern[str], before: str) -> int:
    """Where the last match begins, -1 without one: of two words the nearer one says what a number is."""
    return max((match.start() for match in pattern.finditer(before)), default=-1)


def _is_other_split(plain: str, groups: list[_Group]) -> bool:
    """Whether a split number is the end of a longer one, or days with dots or dashes."""
    if len(groups) == 1:
        return False
    start = groups[0].start
    thousands = "," in plain[start : groups[-1].end] and all(
        len(g.digits) == 3 and not g.spoken for g in groups[1:]
    )
    behind_dash = re.search(r"[0-9a-z][-.]$", plain[max(0, start - 2) : start])
    return (
        thousands
        or bool(behind_dash)
        or (len(groups) > 3 and any(re.fullmatch(r"(?:19|20)\d\d", g.digits) for g in groups))
    )


def _is_card(number: str, before: str) -> bool:
    if not _ACCOUNT.fullmatch(number):
        return False
    if _CARD_CUE.search(before):
        return True
    known = _CARD.fullmatch(number) and (number.startswith("62") or luhn(number))
    return bool(known and not _FILED.search(before))


def _is_landline(plain: str, groups: list[_Group], number: str, before: str) -> bool:
    whole = bool(_LANDLINE.fullmatch(number))
    if not whole and not (
        _LOCAL.fullmatch(number) and tuple(len(group.digits) for group in groups) in _LOCAL_SHAPES
    ):
        return False
    if _FILED.search(before):
        return False
    return whole or bool(_CALL.search(before) or _CALL_AFTER.match(plain, groups[-1].end))


def _is_public(plain: str, end: int, before: str) -> bool:
    """Whether the words around a landline say that it is an office's and nobody's own."""
    said = _PUBLIC.search(before.rstrip("0123456789-—–−()、 ")) or _PUBLIC_AFTER.match(plain, end)
    return bool(said) and not _OWN.search(before) and not _OWN_AFTER.match(plain, end)


def _veiled(plain: str) -> Iterator[PersonalSpan]:
    """Numbers with a hidden middle, and with letters for some of their digits (l38OOOO1234)."""
    for match in _STARRED.finditer(plain):
        if kind := _starred_kind(plain, match):
            yield PersonalSpan(kind, match.start(), match.end())
    for match in _LETTERED.finditer(plain):
        if 0 < len(_LETTERS.findall(match[0])) <= _MOST_LETTERS:
            yield PersonalSpan(PersonalKind.TELEPHONE, match.start(), match.end())


def _told_apart(plain: str) -> Iterator[PersonalSpan]:
    """Numbers whose parts stand apart: 前面138后面12345678, 一百三十八 12345678."""
    for match in _HUNDRED.finditer(plain):
        if not _UNITS.match(plain, match.end()):
            yield PersonalSpan(PersonalKind.TELEPHONE, match.start(), match.end())
    for match in _TOLD_APART.finditer(plain):
        number = "".join(re.findall(r"[0-9x]+", _PLACES.sub("", match[0])))
        if len(number) > 15 and _IDENTITY.fullmatch(number):
            yield PersonalSpan(PersonalKind.IDENTITY, match.start(), match.end())
        elif _MOBILE.fullmatch(number):
            yield PersonalSpan(PersonalKind.TELEPHONE, match.start(), match.end())


def _tails(plain: str) -> Iterator[PersonalSpan]:
    """The last digits of a number, by which whoever knows it knows the person: 身份证后四位, 尾号1234的手机."""
    for match in _TAIL.finditer(plain):
        yield PersonalSpan(_TAIL_OF.get(match[0][0], PersonalKind.TELEPHONE), *match.span(1))
    for match in _TAIL_BEFORE.finditer(plain):
        yield PersonalSpan(PersonalKind.TELEPHONE, *match.span(1))


def _starred_kind(plain: str, match: re.Match[str]) -> PersonalKind | None:
    """What a number with a hidden middle is: by its word, or by its length."""
    before = _before(plain, match.start())
    if _last(_CARD_CUE, before) > _last(_PAPER, before):
        return PersonalKind.CARD
    if len(match[0]) in (15, 18) or _PAPER.search(before):
        return PersonalKind.IDENTITY
    return PersonalKind.TELEPHONE if len(match[0]) == 11 and _MOBILE_BEGINS.match(match[0]) else None
