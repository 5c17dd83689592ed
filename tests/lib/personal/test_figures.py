import json
from pathlib import Path

import pytest

from tests.lib.personal.recall import NUMBERED, Sentence, false_alarms, recall

OWN = Path(__file__).parents[1] / "personal_held_out.jsonl"


def _read(path: Path) -> list[Sentence]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module", params=["shared", "own"])
def sentences(request: pytest.FixtureRequest) -> list[Sentence]:
    """Hard sentences: the shared half, and our own in three lots, two of them written between mendings."""
    if request.param == "own":
        return _read(OWN)
    shared: Path = request.getfixturevalue("shared_data")
    return _read(shared / "sentences" / "personal.jsonl")


@pytest.mark.parametrize("kind", sorted(NUMBERED))
def test_numbers_in_hard_sentences_are_found(sentences: list[Sentence], kind: str):
    assert recall(sentences, lambda span: span["kind"] == kind) >= 0.95


def test_flats_in_hard_sentences_are_found(sentences: list[Sentence]):
    assert recall(sentences, lambda span: span["kind"] == "door") >= 0.85


def test_names_with_a_title_in_hard_sentences_are_found(sentences: list[Sentence]):
    assert recall(sentences, lambda span: (span["kind"], span["sub"]) == ("name", "title")) >= 0.8


def test_look_alikes_are_left_as_they_are(sentences: list[Sentence]):
    assert false_alarms(sentences) <= 0.05
