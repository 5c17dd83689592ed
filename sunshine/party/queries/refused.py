"""The words a wish may not say, as shipped: asking for money, and a child that speaks for itself."""

import re
import tomllib
from functools import lru_cache
from importlib import resources

ADULT = 18
_DIGITS = {character: n for n, character in enumerate("〇一二三四五六七八九")}


@lru_cache(maxsize=1)
def _patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    raw = (resources.files("sunshine.party") / "data" / "refused_words.toml").read_text(encoding="utf-8")
    return {
        name: tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)
        for name, patterns in tomllib.loads(raw).items()
    }


def asks_for_money(text: str) -> bool:
    """Whether a text asks for money, given or lent."""
    return any(pattern.search(text) for pattern in _patterns()["money"])


def is_a_child(text: str) -> bool:
    """Whether somebody under 18 speaks of themselves; ages of others say nothing."""
    return any(
        _age(found.groupdict().get("age")) < ADULT
        for pattern in _patterns()["child"]
        for found in pattern.finditer(text)
    )


def _age(said: str | None) -> int:
    """An age in digits or in Chinese numerals; where a pattern has none, whoever says it is a child."""
    if said is None:
        return 0
    if said.isdecimal():
        return int(said)
    tens, ten, ones = said.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)
