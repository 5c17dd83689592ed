"""Names in English sentences: behind a courtesy title, behind a word of office, or behind the words that tell a name."""

import re
from collections.abc import Iterator

from sunshine.lib.personal.windows import find_windows, matches_in

_SURNAMES = """
wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin guo ma luo liang zheng xie tang feng yu dong xiao cheng cao
yuan deng fu shen zeng peng lu su jiang cai jia ding wei xue ye yan pan du dai xia zhong tian ren yao liao zou xiong jin hao
kong bai cui kang qiu qin gu hou shao meng duan qian yin lai gong wen pei tong ning qi ouyang
"""
_SURNAME = f"(?:{'|'.join(_SURNAMES.split())})"
_WORD = r"[a-z]{2,12}"
_NAMES = re.compile(
    rf"(?<![a-z])(?P<courtesy>(?:mrs?|ms|miss|dr)\.?\s{_WORD}(?:\s{_SURNAME})?)(?![a-z])"
    rf"|(?<![a-z])(?P<office>(?:aunt(?:ie|y)?|uncle|grand(?:ma|pa)|madam|teacher|doctor|manager|director|officer"
    rf"|secretary)\s(?:{_SURNAME}|{_WORD}\s{_SURNAME})(?![a-z]|\s(?:street|road|clinic|shop)))"
    rf"|(?<![a-z])(?:my|his|her|owner's)\sname\sis\s(?!(?:not|on|in|the|also|still|wrong|missing|never)\s)(?P<told>{_WORD}(?:\s{_WORD})?)"
    rf"|(?<![a-z])(?:i\sam|i'm|this\sis|ask\sfor|call)\s(?P<said>{_SURNAME}\s{_WORD})"
)

_HINT = re.compile(r"[a-z]\.?\s[a-z]")
_MARGIN = 40  # characters; no pattern is longer


def find_english_names(folded: str) -> Iterator[tuple[int, int]]:
    """Find where a name stands in English: Mr. Wang, Manager Zhao, my name is Li Na; a pinyin surname tells it from a word."""
    for match in matches_in(folded, find_windows(folded, _HINT, _MARGIN), _NAMES):
        yield match.span(match.lastgroup or 0)
