import pytest

from sunshine.lib.sounds import read_syllables, syllable


@pytest.mark.parametrize(
    ("one", "other"), [("名", "明"), ("弯", "湾"), ("邸", "底"), ("鑫", "馨"), ("座", "坐")]
)
def test_characters_of_one_syllable_sound_alike_whatever_their_tone(one, other):
    assert syllable(one) == syllable(other)


@pytest.mark.parametrize(("one", "other"), [("阳", "暖"), ("花", "园"), ("座", "尊")])
def test_others_do_not(one, other):
    assert syllable(one) != syllable(other)


@pytest.mark.parametrize("character", ["a", "3", "亍", "㐂", "囍"])
def test_what_has_no_known_sound_is_only_like_itself(character):
    assert syllable(character) == character


def test_a_text_is_its_syllables():
    assert read_syllables("启名花园3号") == read_syllables("启明花园3号")
