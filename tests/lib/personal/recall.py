"""How much of what is personal in marked sentences is found."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sunshine.lib.masks import find

NUMBERED = {"telephone", "identity", "bank_card", "plate", "chat", "email"}
Sentence = dict[str, Any]


def recall(sentences: Iterable[Sentence], wanted: Callable[[Sentence], bool]) -> float:
    """The share of the wanted spans all of whose characters are found."""
    found = list(_wanted_found(sentences, wanted))
    return sum(found) / len(found)


def false_alarms(sentences: Iterable[Sentence]) -> float:
    """The share of the sentences without anything personal in which something is found."""
    alike = [sentence["text"] for sentence in sentences if not sentence["spans"]]
    return sum(bool(find(text)) for text in alike) / len(alike)


def _wanted_found(sentences: Iterable[Sentence], wanted: Callable[[Sentence], bool]) -> Iterator[bool]:
    for sentence in sentences:
        covered = {at for span in find(sentence["text"]) for at in range(span.start, span.end)}
        for span in filter(wanted, sentence["spans"]):
            yield covered.issuperset(range(span["start"], span["end"]))
