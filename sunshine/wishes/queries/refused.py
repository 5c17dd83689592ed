"""The words a wish may not say, as shipped: asking for money, and a child that speaks for itself."""

import re
import unicodedata
from functools import lru_cache

from sunshine.tables.loading import read_shipped

ADULT = 18
_DIGITS = {character: n for n, character in enumerate("〇一二三四五六七八九")}


_PLAIN = str.maketrans("錢紅給點歲現貸資幫還塊萬帳賬轉車", "钱红给点岁现贷资帮还块万账账转车")
"""Traditional signs of the words that the patterns know."""
_BESIDE_HAN = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")


def _spellings(text: str) -> tuple[str, str]:
    """A text in half-width and simplified signs, and the same without the spaces that hide a word."""
    plain = unicodedata.normalize("NFKC", text).translate(_PLAIN)
    return plain, _BESIDE_HAN.sub("", plain)


@lru_cache(maxsize=1)
def _patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    return {
        name: tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)
        for name, patterns in read_shipped("sunshine.wishes", "refused_words").items()
    }


def asks_for_money(text: str) -> bool:
    """Whether a text asks for money, given or lent."""
    return any(pattern.search(spelled) for pattern in _patterns()["money"] for spelled in _spellings(text))


def is_a_child(text: str) -> bool:
    """Whether somebody under 18 speaks of themselves; ages of others say nothing."""
    return any(
        _age(found.groupdict().get("age")) < ADULT
        for pattern in _patterns()["child"]
        for spelled in _spellings(text)
        for found in pattern.finditer(spelled)
    )


def _age(said: str | None) -> int:
    """An age in digits or in Chinese numerals; where a pattern has none, whoever says it is a child."""
    if said is None:
        return 0
    if said.isdecimal():
        return int(said)
    tens, ten, ones = said.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)
