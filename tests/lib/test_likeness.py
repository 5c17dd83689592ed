"""How alike two reports are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunshine.lib.likeness import HEAD_MOST, Rarity, likeness, rarity, read_words

TEXTS = ["请问垃圾怎么分类", "请问停车怎么收费", "请问路灯怎么报修", "请问社保怎么缴费"]
RARE = rarity([read_words(text) for text in TEXTS])


def like(one: str, other: str) -> float:
    return likeness(read_words(one), read_words(other), RARE)


def test_the_same_words_are_wholly_alike():
    assert like("丽发新城搅拌站噪音", "丽发新城搅拌站噪音") == 1


@pytest.mark.parametrize("other", ["地铁何时开通", "", "……！"])
def test_nothing_in_common_is_not_alike_at_all(other):
    assert like("丽发新城搅拌站噪音", other) == 0


def test_a_rare_word_in_common_weighs_more_than_a_common_one():
    assert like("请问搅拌站", "搅拌站地铁") > like("请问搅拌站", "请问地铁")


def test_a_long_history_behind_the_same_first_sentence_takes_nothing_away():
    assert like("丽发新城搅拌站噪音", "丽发新城搅拌站噪音。" + "业主多次反映没有结果。" * 20) == 1


def test_a_short_greeting_is_not_taken_for_the_head():
    assert "搅拌站" in read_words("您好！丽发新城搅拌站噪音。多年了").head


def test_a_head_ends_somewhere_even_without_a_full_stop():
    assert len("".join(read_words("路灯坏了 " * 60).head)) <= HEAD_MOST


def test_a_word_never_heard_weighs_something_even_without_any_texts():
    assert Rarity().weight("搅拌站") > 0


@given(st.text(max_size=80), st.text(max_size=80))
def test_likeness_lies_between_nothing_and_all_the_same_both_ways(one, other):
    assert (like(one, other), 0 <= like(one, other) <= 1) == (like(other, one), True)
