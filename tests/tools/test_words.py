"""The shipped tables come from the kept sentences and from nothing else."""

import pytest

from sunshine.lib.grams import Weights, unpack_table
from tools import words


def differing(one: Weights, other: Weights) -> list[str]:
    """The runs that weigh otherwise by more than what another processor rounds, or leaves out as too little."""
    return [run for run in {*one.runs, *other.runs} if abs(one.runs.get(run, 0) - other.runs.get(run, 0)) > 3]


def test_training_on_the_kept_sentences_gives_the_shipped_tables() -> None:
    for name, content in words.tables():
        trained, kept = unpack_table(content), words.shipped(name)
        assert differing(trained, kept) == []
        assert (trained.unit, trained.base) == pytest.approx((kept.unit, kept.base), rel=0.01, abs=0.001)


@pytest.mark.parametrize("question", ["danger", "staff"])
def test_what_is_held_out_is_in_nothing_that_is_trained_on(question: str) -> None:
    rest = {text for text, _, _ in words.told(question, rest=True)}
    trained = [text for text, _, _ in words.told(question)]
    assert rest
    assert [text for text in trained if text in rest] == []


def test_no_sentence_is_kept_twice() -> None:
    lines = [line for name in ("danger", "staff", "ordinary") for _, _, line in words.kept(name)]
    assert sorted(line for line in set(lines) if lines.count(line) > 1) == []


def test_every_class_has_a_number_to_call_and_sentences_of_every_sort() -> None:
    sorts = {(subject, what) for subject, what, _ in words.kept("danger")}
    assert sorts == {(subject, what) for subject in words.NUMBERS for what in ("event", "now", "not")}


def test_the_same_sentences_are_made_each_time() -> None:
    assert words.told("staff") == words.told("staff")


def test_a_wrong_word_is_answered_with_the_help() -> None:
    assert words.main(["nothing"]) == 2
