from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunshine.lib.numbers import case_number, parse_case_number

DAYS = st.dates(date(2020, 1, 1), date(2068, 12, 31))
NUMBER = "231282-261123-000421"


def test_a_number_shows_county_day_serial_and_check_digit():
    assert case_number("231282", date(2026, 11, 23), 42) == NUMBER


def test_the_serial_starts_over_after_five_digits():
    assert case_number("231282", date(2026, 11, 23), 100_042) == NUMBER


@pytest.mark.parametrize(
    "typed",
    [
        "231282261123000421",
        " 231282 261123 000421 ",
        "２３１２８２－２６１１２３－０００４２１",
        "231282—261123–000421",
        "231282.261123_000421",
    ],
)
def test_a_number_is_understood_however_it_is_typed(typed: str):
    assert parse_case_number(typed) == NUMBER


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "18 digits"),
        ("231282-261123-00042", "18 digits"),
        ("231282-261123-00042x", "18 digits"),
        ("231282-261323-000427", "a day"),
        ("231282-261123-000422", "digit of the case number is wrong"),
    ],
)
def test_what_is_no_number_is_refused_in_words(typed: str, words: str):
    with pytest.raises(ValueError, match=words):
        parse_case_number(typed)


def test_a_number_needs_a_county_and_a_serial():
    with pytest.raises(ValueError, match="county code"):
        case_number("23128", date(2026, 11, 23), 1)
    with pytest.raises(ValueError, match="never negative"):
        case_number("231282", date(2026, 11, 23), -1)


@given(DAYS, st.integers(0, 99_999), st.integers(12, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(day: date, serial: int, place: int, more: int):
    digits = case_number("231282", day, serial).replace("-", "")
    wrong = digits[:place] + str((int(digits[place]) + more) % 10) + digits[place + 1 :]

    with pytest.raises(ValueError, match="wrong"):
        parse_case_number(wrong)


@given(DAYS, st.integers(0, 10**9))
def test_every_number_is_read_back(day: date, serial: int):
    number = case_number("231282", day, serial)

    assert parse_case_number(number) == number
