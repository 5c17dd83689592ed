"""The division code, spine of the whole system: county 6, street 9, community 12, grid 15 digits.

A place's code is its primary key and an ancestor is a prefix, so reach is a prefix too (R-GRID-04).
"""

from enum import IntEnum


class Level(IntEnum):
    """A level of the division; its value is the number of digits of a code on it."""

    COUNTY = 6
    STREET = 9
    COMMUNITY = 12
    GRID = 15


LENGTHS = frozenset(int(level) for level in Level)


def is_code(code: str) -> bool:
    """Whether `code` has the form of a division code (it need not exist)."""
    return len(code) in LENGTHS and code.isascii() and code.isdecimal()


def check_code(code: str) -> str:
    """Return `code` unchanged, or raise ValueError saying what is wrong with it."""
    if not (code.isascii() and code.isdecimal()):
        raise ValueError(f"A division code has digits only: {code!r}")
    if len(code) not in LENGTHS:
        raise ValueError(f"A division code has 6, 9, 12 or 15 digits, not {len(code)}: {code!r}")
    return code


def level_of(code: str) -> Level:
    """The level of a code; ValueError when it is none."""
    return Level(len(check_code(code)))


def parent_of(code: str) -> str:
    """The code one level up; ValueError for a county, which is the top."""
    if level_of(code) is Level.COUNTY:
        raise ValueError(f"A county has no parent here: {code!r}")
    return code[:-3]


def ancestors(code: str) -> list[str]:
    """All codes above `code`, county first, without itself."""
    return [code[:level] for level in Level if level < level_of(code)]


def at_level(code: str, level: Level) -> str | None:
    """The part of `code` on `level`: itself, an ancestor, or None when `code` is coarser than that."""
    return code[:level] if level <= level_of(code) else None


def is_within(code: str, prefix: str) -> bool:
    """Whether `code` is `prefix` or lies below it.

    A prefix that is no division code holds nothing: an empty reach must never mean the whole county.
    """
    return is_code(prefix) and code.startswith(prefix)
