"""Questions asked once while a page is read."""

from itertools import count

import pytest

from sunshine.lib.once import once, reading


def test_while_reading_a_question_is_asked_once():
    numbers = count()

    with reading():
        answers = [once("version", lambda: next(numbers)) for _ in range(3)]

    assert answers == [0, 0, 0]


def test_each_question_has_its_own_answer():
    with reading():
        assert [once("map", lambda: "m"), once("rules", lambda: "r")] == ["m", "r"]


def test_whoever_does_not_only_read_asks_anew():
    numbers = count()

    assert [once("version", lambda: next(numbers)) for _ in range(3)] == [0, 1, 2]


def test_the_answers_are_forgotten_after_reading():
    numbers = count()
    with pytest.raises(ZeroDivisionError), reading():
        once("version", lambda: next(numbers) / 0)

    with reading():
        assert once("version", lambda: next(numbers)) == 1


def test_reading_within_reading_asks_for_itself():
    numbers = count()

    with reading():
        outer = once("version", lambda: next(numbers))
        with reading():
            inner = once("version", lambda: next(numbers))
        again = once("version", lambda: next(numbers))

    assert (outer, inner, again) == (0, 1, 0)
