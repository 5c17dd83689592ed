import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunshine.lib.division import (
    Level,
    ancestors,
    at_level,
    check_code,
    is_code,
    is_within,
    level_of,
    parent_of,
)

GRID = "231282001002003"
CODES = st.sampled_from(list(Level)).flatmap(lambda level: st.from_regex(rf"\A[0-9]{{{int(level)}}}\Z"))


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("231282", Level.COUNTY),
        ("231282001", Level.STREET),
        ("231282001002", Level.COMMUNITY),
        (GRID, Level.GRID),
    ],
)
def test_the_length_of_a_code_tells_its_level(code: str, level: Level):
    assert level_of(code) is level


@pytest.mark.parametrize(
    "code", ["", "23128", "2312820", "23128a", "２３１２８２", "231282001002003004", " 231282"]
)
def test_what_is_no_code_is_refused_in_words(code: str):
    assert not is_code(code)
    with pytest.raises(ValueError, match="division code has"):
        check_code(code)


def test_a_grid_knows_all_that_lies_above_it():
    assert ancestors(GRID) == ["231282", "231282001", "231282001002"]
    assert parent_of(GRID) == "231282001002"


def test_a_county_has_no_parent():
    with pytest.raises(ValueError, match="no parent"):
        parent_of("231282")


def test_a_level_below_the_code_is_unknown():
    assert at_level(GRID, Level.STREET) == "231282001"
    assert at_level("231282001", Level.GRID) is None


def test_an_empty_or_half_prefix_holds_nothing():
    assert [
        is_within(GRID, prefix) for prefix in ("", "2312", "2312820", "231282", GRID, GRID[:-1] + "4")
    ] == [
        False,
        False,
        False,
        True,
        True,
        False,
    ]


@given(CODES)
def test_every_code_lies_within_itself_and_its_ancestors(code: str):
    assert all(is_within(code, above) for above in [*ancestors(code), code])
    assert [at_level(code, level_of(above)) for above in ancestors(code)] == ancestors(code)
