"""Search words: what a text is found by, any two neighbouring characters of Chinese among them.

A dictionary cuts each text its own way, so that a word asked for may lie across two of its words. Pairs of neighbours
(bigrams) need none, and index and query are cut alike. What stands in other scripts is one word up to its end, and with the
Chinese character beside it another, so that 3号楼 does not find 13号楼.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

VERSION = 1
"""Of the way to cut: what was indexed in another one is indexed anew by a job (`cases.actions.resting.index_anew`)."""
INDEXED_MOST, ASKED_MOST = 5000, 200
LONGEST = 60
"""Characters of a word in the index, which by itself takes up to 2,046 bytes."""
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_BESIDE_HAN = re.compile(rf"(?<=[{_HAN}])\s+|\s+(?=[{_HAN}])")
_STRETCH = re.compile(r"[^\W_]+")
_RUN = re.compile(rf"[{_HAN}]+|[^{_HAN}]+")
_IS_HAN = re.compile(rf"[{_HAN}]")


def index_words(*texts: str) -> str:
    """The words of texts, each once, separated by spaces.

    A blank or a new line beside Chinese parts nothing: people put them anywhere. A run of Chinese also ends with its last
    character alone, so that a question of one character finds each that stands anywhere.
    """
    found: dict[str, None] = {}
    for text in texts:
        for runs in _stretches(_BESIDE_HAN.sub("", _plain(text[:INDEXED_MOST]))):
            found |= dict.fromkeys(_pairs(runs))
            found |= dict.fromkeys(run[-1] if _IS_HAN.match(run) else run[:LONGEST] for run in runs)
    return " ".join(found)


def query_words(text: str) -> str:
    """The words of a search, all of which must stand in the text, in `to_tsquery` form; empty when there are none."""
    asked: dict[str, None] = {}
    for runs in _stretches(_plain(text[:ASKED_MOST])):
        if len(runs) == len(runs[0]) == 1 and _IS_HAN.match(runs[0]):
            asked[f"'{runs[0]}':*"] = None
        else:
            words = list(_pairs(runs)) or [runs[0][:LONGEST]]
            asked |= dict.fromkeys(f"'{word}'" for word in words)
    return " & ".join(asked)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _stretches(text: str) -> Iterator[list[str]]:
    """What stands between blanks and stops, in runs of Chinese and of other scripts by turns."""
    for stretch in _STRETCH.finditer(text):
        yield _RUN.findall(stretch[0])


def _pairs(runs: list[str]) -> Iterator[str]:
    """Neighbouring characters of Chinese, and where scripts meet a word with the character beside it."""
    for run in runs:
        if _IS_HAN.match(run):
            yield from (left + right for left, right in pairwise(run))
    for left, right in pairwise(runs):
        if _IS_HAN.match(left):
            yield left[-1] + right[:LONGEST]
        else:
            yield left[:LONGEST] + right[0]
