"""What a text weighs on a question: a linear model over its runs of one to four characters, as a table of small numbers.

The table is trained elsewhere and only read here. A text is looked at in pieces, so that one sentence in a long letter counts as
much as a letter of one sentence; the words that weigh most are found in the same table and say why.
"""

import gzip
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

LONGEST_RUN = 4
PIECE = 90
"""Characters of a piece: as many as tell a thing and when it was."""
LONGEST_SPAN = 12
_DIGITS = re.compile(r"\d+")
_STOPS = re.compile(r"[^\w?]+")
_LATIN = re.compile(r"[a-z']+")
_END = re.compile(r"(?<=[。！？!?\n])")


def fold_text(text: str) -> str:
    """A text as the table knows it: one width and case, any number is 0, any stop but a question is one space."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return _STOPS.sub(" ", _DIGITS.sub("0", folded)).strip()


def runs(text: str) -> set[str]:
    """The different runs of one to four characters of a plain text."""
    return {text[i : i + n] for n in range(1, LONGEST_RUN + 1) for i in range(len(text) - n + 1)}


def pieces(text: str) -> Iterator[str]:
    """A text in plain pieces of whole sentences; what is short enough is one piece."""
    piece = ""
    for sentence in _END.split(text):
        if piece and len(piece) + len(sentence) > PIECE:
            yield fold_text(piece)
            piece = ""
        piece += sentence
        while len(piece) > 2 * PIECE:
            yield fold_text(piece[:PIECE])
            piece = piece[PIECE:]
    yield fold_text(piece)


@dataclass(frozen=True, slots=True)
class Weights:
    """One question's table: what every run weighs, and what a text of no known run weighs."""

    base: float
    unit: float
    runs: dict[str, int] = field(repr=False)

    def score(self, text: str, *, fade: float = 0.0) -> float:
        """How strongly a text says yes: its strongest piece, less `fade` for each doubling of their number.

        A long letter has many pieces, and one of them says nearly anything by chance.
        """
        scores = [self._of(piece) for piece in pieces(text)]
        return max(scores) - fade * math.log2(len(scores))

    def find_strongest(self, text: str) -> str:
        """The piece that says yes most, as the table knows it."""
        return max(pieces(text), key=self._of)

    def explain(self, text: str, most: int = 2) -> list[str]:
        """The words of the strongest piece that weigh most, the heaviest first; its beginning when none stands out."""
        piece = self.find_strongest(text)
        heat = self._heat(piece)
        weighed = sorted(
            ((sum(heat[start:end]), words_of_span(piece, start, end)) for start, end in spans(heat)),
            reverse=True,
        )
        return [word for _, word in weighed if len(word) > 1][:most] or [piece[:LONGEST_SPAN]]

    def _of(self, piece: str) -> float:
        found = runs(piece)
        known = self.runs
        total = sum(known[run] for run in found if run in known)
        return self.base + self.unit * total / math.sqrt(len(found) or 1)

    def _heat(self, piece: str) -> list[float]:
        """What each character has of the weight of the runs it stands in."""
        heat = [0.0] * len(piece)
        for size in range(1, LONGEST_RUN + 1):
            for start in range(len(piece) - size + 1):
                weight = self.runs.get(piece[start : start + size], 0) / size
                for place in range(start, start + size):
                    heat[place] += weight
        return heat


def spans(heat: list[float]) -> Iterator[tuple[int, int]]:
    """Where neighbours have more than a third of the greatest heat; none is longer than a few words."""
    least, start = max(heat, default=0.0) / 3, 0
    if least <= 0:
        return
    for place, degree in enumerate([*heat, 0.0]):
        if degree < least or place - start >= LONGEST_SPAN:
            if place > start:
                yield start, place
            start = place + (degree < least)


def words_of_span(piece: str, start: int, end: int) -> str:
    """The words of a span; where it cuts through a word of Latin letters, the whole word."""
    for word in _LATIN.finditer(piece):
        if word.start() < end and start < word.end():
            start, end = min(start, word.start()), max(end, word.end())
    return piece[start:end].strip()


def pack_table(weights: Weights) -> bytes:
    """A table as a file: a line of base and unit, then run and weight a line; the same table gives the same bytes."""
    lines = [f"{weights.base:.4f}\t{weights.unit:.6f}"]
    lines += [f"{run}\t{weight}" for run, weight in sorted(weights.runs.items())]
    return gzip.compress("\n".join(lines).encode(), mtime=0)


def unpack_table(content: bytes) -> Weights:
    """The table that a file holds."""
    first, *lines = gzip.decompress(content).decode().split("\n")
    base, unit = first.split("\t")
    return Weights(
        float(base), float(unit), {run: int(weight) for run, weight in (line.split("\t") for line in lines)}
    )
