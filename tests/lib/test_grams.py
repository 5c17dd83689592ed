"""A linear model over runs of characters: its pieces, its score, its words, its file."""

import pytest

from sunshine.lib.grams import (
    LONGEST_SPAN,
    PIECE,
    Weights,
    fold_text,
    pack_table,
    pieces,
    runs,
    spans,
    unpack_table,
    words_of_span,
)

FIRE = Weights(-1.0, 0.5, {"着火": 10, "火": 4, "火了": 6, "演练": -40})


@pytest.mark.parametrize(
    ("text", "known"),
    [("ＡＢ12345！着火", "ab0 着火"), (" 真的吗？ ", "真的吗?"), ("一、二;三", "一 二 三"), ("", "")],
)
def test_a_text_has_one_width_one_number_and_one_stop(text: str, known: str) -> None:
    assert fold_text(text) == known


def test_runs_are_those_of_one_to_four_characters() -> None:
    assert runs("abcde") == {*"abcde", "ab", "bc", "cd", "de", "abc", "bcd", "cde", "abcd", "bcde"}


def test_short_sentences_are_one_piece_and_long_letters_several() -> None:
    assert list(pieces("你好。着火了!")) == ["你好 着火了"]
    assert list(pieces("甲" * 60 + "。" + "乙" * 60)) == ["甲" * 60, "乙" * 60]


def test_a_sentence_without_end_is_cut() -> None:
    assert [len(piece) for piece in pieces("甲" * (PIECE * 3))] == [PIECE, PIECE * 2]


def test_what_weighs_for_it_raises_and_what_weighs_against_it_lowers_a_score() -> None:
    calm, fire, drill = (FIRE.score(text) for text in ("路灯坏了", "着火了", "演练着火了"))
    assert drill < calm < fire


def test_a_text_of_no_known_run_has_the_base() -> None:
    assert (FIRE.score(""), FIRE.score("路灯")) == (-1.0, -1.0)


def test_the_strongest_piece_of_a_letter_counts() -> None:
    letter = "路灯坏了。" * 30 + "\n着火了。\n" + "甲" * PIECE + "。"
    assert FIRE.score(letter) > FIRE.score("路灯坏了。" * 30)
    assert "着火" in FIRE.find_strongest(letter)


def test_a_longer_letter_needs_more() -> None:
    letter = "着" * PIECE + "。" + "路" * PIECE
    assert FIRE.score(letter, fade=0.5) == FIRE.score(letter) - 0.5
    assert FIRE.score("着火了", fade=0.5) == FIRE.score("着火了")


def test_it_explains_itself_by_the_words_that_weigh_most() -> None:
    assert FIRE.explain("我家厨房着火了请快来") == ["着火"]


def test_where_no_word_stands_out_it_shows_the_beginning() -> None:
    assert FIRE.explain("演练演练") == ["演练演练"]


def test_neighbours_are_one_span_and_none_is_longer_than_a_few_words() -> None:
    assert list(spans([0, 3, 3, 0, 2, 0])) == [(1, 3), (4, 5)]
    assert list(spans([1.0] * (LONGEST_SPAN + 2))) == [(0, LONGEST_SPAN), (LONGEST_SPAN, LONGEST_SPAN + 2)]
    assert list(spans([])) == []


@pytest.mark.parametrize(
    ("start", "end", "word"), [(7, 9, "smoke"), (3, 4, "is"), (4, 7, "is smoke"), (16, 18, "着火")]
)
def test_a_word_of_latin_letters_stays_whole(start: int, end: int, word: str) -> None:
    assert words_of_span("it is smoke her 着火", start, end) == word


def test_a_table_comes_back_from_its_file_the_same() -> None:
    assert unpack_table(pack_table(FIRE)) == FIRE
    assert pack_table(FIRE) == pack_table(unpack_table(pack_table(FIRE)))
