import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sunshine.lib.masks import find

NUMBERED = {"telephone", "identity", "bank_card", "plate", "chat", "email"}
Sentence = dict[str, Any]


@pytest.fixture(scope="module")
def sentences(shared_data: Path) -> list[Sentence]:
    """Hard sentences with what is personal in them; half of them are kept apart and measured elsewhere."""
    lines = (shared_data / "sentences" / "personal.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def recall(sentences: list[Sentence], wanted: Callable[[Sentence], bool]) -> float:
    """The share of the wanted spans all of whose characters are found."""
    found = list(_wanted_found(sentences, wanted))
    return sum(found) / len(found)


def _wanted_found(sentences: list[Sentence], wanted: Callable[[Sentence], bool]) -> Iterator[bool]:
    for sentence in sentences:
        covered = {at for span in find(sentence["text"]) for at in range(span.start, span.end)}
        for span in filter(wanted, sentence["spans"]):
            yield covered.issuperset(range(span["start"], span["end"]))


@pytest.mark.parametrize("kind", sorted(NUMBERED))
def test_numbers_in_hard_sentences_are_found(sentences: list[Sentence], kind: str):
    assert recall(sentences, lambda span: span["kind"] == kind) >= 0.95


def test_flats_in_hard_sentences_are_found(sentences: list[Sentence]):
    assert recall(sentences, lambda span: span["kind"] == "door") >= 0.85


def test_names_with_a_title_in_hard_sentences_are_found(sentences: list[Sentence]):
    assert recall(sentences, lambda span: (span["kind"], span["sub"]) == ("name", "title")) >= 0.8


def test_look_alikes_are_left_as_they_are(sentences: list[Sentence]):
    alike = [sentence["text"] for sentence in sentences if not sentence["spans"]]

    assert sum(bool(find(text)) for text in alike) <= 0.05 * len(alike)
