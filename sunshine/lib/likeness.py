"""How alike two reports are: how much of what one says first stands in the other, rare words counting most.

People tell the same matter at different length: somebody in a line, somebody with its history on a page. A cosine over
whole texts punishes that. Here only the head of each text (its first sentence) is looked for in the whole of the
other, both ways round, and the mean is the likeness. Names of places, firms and buildings are rare and weigh most.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from sunshine.lib import segments

_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w")
_END = re.compile(r"[。！？；!?;\n]")
HEAD_LEAST, HEAD_MOST, LOOKED_MOST = 6, 60, 2000
"""Characters: a head shorter than this takes the next sentence too; a longer one is cut; and what is read of a text."""


@dataclass(frozen=True, slots=True)
class TextWords:
    """The words of a text: those of its head, and all of them."""

    head: frozenset[str]
    whole: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rarity:
    """In how many of so many texts a word stands; what stands in few of them weighs more."""

    texts: int = 0
    of: Counter[str] = field(default_factory=Counter)

    def weight(self, word: str) -> float:
        """The logarithm of how rare it is, above zero always."""
        return math.log((self.texts + 2) / (self.of[word] + 1))

    def total(self, words: Iterable[str]) -> float:
        """The weight of several words; their order does not matter, not even to the last bit."""
        return math.fsum(self.weight(word) for word in words)


def read_words(text: str) -> TextWords:
    """The words of a text, once each."""
    text = text.strip()[:LOOKED_MOST]
    return TextWords(_words(_head(text)), _words(text))


def rarity(texts: Iterable[TextWords]) -> Rarity:
    """How rare words are among these texts."""
    found, n = Counter[str](), 0
    for n, each in enumerate(texts, start=1):  # noqa: B007
        found.update(each.whole)
    return Rarity(n, found)


def likeness(one: TextWords, other: TextWords, rare: Rarity) -> float:
    """From 0, nothing in common, to 1, each head stands whole in the other; the same in both directions."""
    return (_share(one.head, other.whole, rare) + _share(other.head, one.whole, rare)) / 2


def _share(head: frozenset[str], whole: frozenset[str], rare: Rarity) -> float:
    everything = rare.total(head)
    return rare.total(head & whole) / everything if everything > 0 else 0.0


def _head(text: str) -> str:
    """The first sentence, or more when that says hardly anything (a greeting)."""
    end = _END.search(text, HEAD_LEAST)
    return text[: min(end.start() if end else HEAD_MOST, HEAD_MOST)]


def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in segments.words(_SPACE.sub(" ", text)) if _WORD.search(word))
