"""Questions asked once while a page is read."""

from itertools import count

import pytest

from sunshine.lib.once import ask_once, reading


def test_while_reading_a_question_is_asked_once():
    numbers = count()

    with reading():
        answers = [ask_once("version", lambda: next(numbers)) for _ in range(3)]

    assert answers == [0, 0, 0]


def test_each_question_has_its_own_answer():
    with reading():
        assert [ask_once("map", lambda: "m"), ask_once("rules", lambda: "r")] == ["m", "r"]


def test_whoever_does_not_only_read_asks_anew():
    numbers = count()

    assert [ask_once("version", lambda: next(numbers)) for _ in range(3)] == [0, 1, 2]


def test_the_answers_are_forgotten_after_reading():
    numbers = count()
    with pytest.raises(ZeroDivisionError), reading():
        ask_once("version", lambda: next(numbers) / 0)

    with reading():
        assert ask_once("version", lambda: next(numbers)) == 1


def test_reading_within_reading_asks_for_itself():
    numbers = count()

    with reading():
        outer = ask_once("version", lambda: next(numbers))
        with reading():
            inner = ask_once("version", lambda: next(numbers))
        again = ask_once("version", lambda: next(numbers))

    assert (outer, inner, again) == (0, 1, 0)
