"""Readers of the environment refuse nonsense."""

import pytest

from sunshine.config import env
from sunshine.config.env import BadSetting

NAME = "SUNSHINE_TRIED"


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch):
    return lambda value: monkeypatch.setenv(NAME, value)


@pytest.mark.parametrize(
    ("value", "meant"), [("1", True), ("Yes", True), ("off", False), ("", False), (" 0 ", False)]
)
def test_a_flag_is_yes_or_no(given, value: str, meant: bool):
    given(value)

    assert env.flag(NAME) is meant


def test_a_flag_that_is_neither_is_refused(given):
    given("maybe")

    with pytest.raises(BadSetting, match="SUNSHINE_TRIED='maybe' is neither yes nor no"):
        env.flag(NAME)


@pytest.mark.parametrize("value", ["-1", "1.5", "ten", "65536", "٣", "1e3"])
def test_a_number_out_of_bounds_is_refused(given, value: str):
    given(value)

    with pytest.raises(BadSetting, match="must be a whole number from 0 to 65535"):
        env.number(NAME, 1, most=65_535)


def test_a_number_within_bounds_is_read(given):
    given("443")

    assert env.number(NAME, 1) == 443


def test_words_drop_empty_parts(given):
    given(" a.example.org, ,b.example.org,")

    assert env.words(NAME) == ["a.example.org", "b.example.org"]


@pytest.mark.parametrize("value", ["23128", "2312822", "031282", "23128a", "２３１２８２"])
def test_a_county_has_six_digits(given, value: str):
    given(value)

    with pytest.raises(BadSetting, match="division code of six digits"):
        env.county(NAME, "231282")


@pytest.mark.parametrize("value", ["Mars/Olympus", "../etc/passwd", "/etc"])
def test_a_time_zone_must_exist(given, value: str):
    given(value)

    with pytest.raises(BadSetting, match="is no time zone"):
        env.time_zone(NAME, "Asia/Shanghai")


@pytest.mark.parametrize("value", ["grid.example.org", "ftp://grid.example.org", "https://"])
def test_an_address_needs_scheme_and_host(given, value: str):
    given(value)

    with pytest.raises(BadSetting, match="must be a web address"):
        env.address(NAME, "")


def test_an_address_loses_its_last_slash(given):
    given("https://grid.example.org/")

    assert env.address(NAME, "") == "https://grid.example.org"


def test_a_short_secret_is_refused_without_being_repeated(given):
    given("hunter2")

    with pytest.raises(BadSetting) as refusal:
        env.secret(NAME, least=32)
    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize("reader", [env.text, env.flag, env.words])
def test_what_is_not_set_takes_its_default(reader):
    assert reader(NAME) == reader.__defaults__[0] or reader(NAME) == []


@pytest.mark.parametrize(("value", "meant"), [("", "wgs84"), ("GCJ02", "gcj02")])
def test_one_of_some_words_is_read_in_any_letters(given, value: str, meant: str):
    given(value)

    assert env.choice(NAME, "wgs84", ("wgs84", "gcj02")) == meant


def test_a_word_that_is_not_among_them_is_refused(given):
    given("bd09")

    with pytest.raises(BadSetting, match="SUNSHINE_TRIED='bd09' must be one of wgs84, gcj02"):
        env.choice(NAME, "wgs84", ("wgs84", "gcj02"))
