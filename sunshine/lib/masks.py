"""What is shown of a name, a telephone or an identity number, and what is hidden in free text."""

import re
import unicodedata

_SURNAMES = """
欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政
濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马
公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌
微生 梁丘 左丘 东门 西门 第五 完颜 纳兰 爱新觉罗
"""
DOUBLE_SURNAMES = frozenset(_SURNAMES.split())
_NOISE = re.compile(r"[\s()\-_.·/‐‑‒–—―−ー~]+")
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})(\d{7,8})", re.ASCII)
_ABROAD = re.compile(r"(?:\+86|0086|86(?=1[3-9]\d{9}$))(\d{9,12})", re.ASCII)
_LOCAL = re.compile(r"[2-9]\d{6,7}", re.ASCII)
_SERVICE = re.compile(r"[48]00\d{7}|11[0249]|12[02]|1[12]\d{3}|9[56]\d{3,4}", re.ASCII)
_PLATES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_GAP = r"[\s\-‐‑–—－·]?"
# Order matters: the longest and surest come first.
_IN_TEXT = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII),
    re.compile(r"(?<![\dA-Za-z-])\d{17}[\dXxＸｘ](?![\dA-Za-z])"),
    re.compile(rf"(?<![\d-])(?:[+＋]?8{_GAP}6{_GAP})?[1１][3-9３-９]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)"),
    re.compile(r"(?<![\dA-Za-z-])\d{13,19}(?!\d)"),
    re.compile(rf"(?<![\d-])[(（]?[0０]\d{{2,3}}[)）]?{_GAP}\d{{7,8}}(?!\d)"),
    re.compile(r"(?<![\d\-])(?![48]00|20[0-3]\d[01]\d[0-3]\d)[2-9２-９]\d{6,7}(?!\d|\.?元|万|[-年])"),
    re.compile(r"[零〇一幺二两三四五六七八九\d]{11,}"),
    re.compile(
        rf"(?:[零〇一幺二两三四五六七八九壹贰叁肆伍陆柒捌玖]{_GAP}){{10,}}[零〇一幺二两三四五六七八九壹贰叁肆伍陆柒捌玖]"
    ),
    re.compile(r"(?<![\d.-])1[3-9]\d(?:\.\d{4}\.\d{4}|[ .-]\d{3}[ .-]\d{5})(?!\d)"),
    re.compile(r"(?<!\d)1(?: \d){10}(?! ?\d)"),
    re.compile(
        r"(?:微信|[vV]信|薇信|加微|qq|vx|wx|weixin|wechat)(?:群?号?码?)?\s*(?:是|为)?\s*[:\uff1a]?\s*[a-z0-9][a-z0-9_-]{4,19}",
        re.IGNORECASE | re.ASCII,
    ),
    re.compile(rf"[{_PLATES}][A-HJ-NP-Za-hj-np-z]{_GAP}[A-HJ-NP-Za-hj-np-z0-9]{{5,6}}(?![A-Za-z0-9])"),
)


def name(text: str) -> str:
    """A name for eyes that need not know it: 张*, 欧阳*, 王*明; other scripts keep the first letter."""
    whole = text.strip()
    if len(whole) < 2:
        return "*" * len(whole)
    if not all(_is_han(c) for c in whole):
        return whole[0] + "***"
    surname = next((whole[:n] for n in (4, 2) if len(whole) > n and whole[:n] in DOUBLE_SURNAMES), whole[0])
    given = whole[len(surname) :]
    return surname + "*" if len(given) == 1 else surname + "*" * (len(given) - 1) + given[-1]


def normal_phone(text: str) -> str | None:
    """One spelling for a telephone number, or None when it cannot be one.

    Mobiles as 11 digits, landlines as `0455-7771234`, local numbers (7–8 digits), service numbers (12345,
    110, 95598, 400…) as digits; full-width digits, spaces, brackets, dashes and +86 are taken in stride.
    """
    digits = _NOISE.sub("", unicodedata.normalize("NFKC", text))
    if abroad := _ABROAD.fullmatch(digits):
        digits = abroad[1] if _MOBILE.fullmatch(abroad[1]) else "0" + abroad[1].removeprefix("0")
    if landline := _LANDLINE.fullmatch(digits):
        return f"{landline[1]}-{landline[2]}"
    known = _MOBILE.fullmatch(digits) or _LOCAL.fullmatch(digits) or _SERVICE.fullmatch(digits)
    return digits if known else None


def valid_mobile(text: str) -> bool:
    """Whether the text is a mainland mobile number, however typed."""
    return bool(_MOBILE.fullmatch(normal_phone(text) or ""))


def phone(text: str) -> str:
    """A telephone number with its middle hidden: 138****1234, 0455-***1234; service numbers stay."""
    number = normal_phone(text)
    if number is None:
        return "*" * len(text.strip())
    if _SERVICE.fullmatch(number):
        return number
    if _MOBILE.fullmatch(number):
        return f"{number[:3]}****{number[-4:]}"
    area, dash, local = number.rpartition("-")
    return f"{area}{dash}{'*' * (len(local) - 4)}{local[-4:]}"


def tail(text: str) -> str:
    """The last four digits of a telephone number, by which a resident is known again (R-REQ-09)."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
    return digits[-4:]


def id_number(text: str) -> str:
    """An identity number with only its ends: 2***************4X."""
    whole = unicodedata.normalize("NFKC", text).strip().upper()
    return whole[0] + "*" * (len(whole) - 3) + whole[-2:] if len(whole) >= 15 else "*" * len(whole)


def mask_text(text: str) -> str:
    """Free text with telephone, identity, card and plate numbers, mail and chat names replaced by ＊＊＊.

    Service numbers (12345, 110, 400…) and case numbers stay. It hides what has a form; a name it cannot know.
    """
    for pattern in _IN_TEXT:
        text = pattern.sub("＊＊＊", text)
    return text


def _is_han(character: str) -> bool:
    return unicodedata.name(character, "").startswith(("CJK UNIFIED", "CJK COMPATIBILITY", "IDEOGRAPHIC"))
