"""The kinds of personal details in free text, and where one of them stands."""

from enum import StrEnum
from typing import NamedTuple


class PersonalKind(StrEnum):
    """What a personal detail is."""

    TELEPHONE = "telephone"
    IDENTITY = "identity"
    CARD = "card"
    PLATE = "plate"
    CHAT = "chat"
    EMAIL = "email"
    DOOR = "door"
    """A flat, or the number of a house in a village; a building or a unit is nobody's."""
    NAME = "name"
    """A surname with a title (张大娘, 李主任), or a full name behind a word that says so (户主…)."""


NUMBERED = frozenset(PersonalKind) - {PersonalKind.DOOR, PersonalKind.NAME}
"""What has a form of its own wherever it stands."""


class PersonalSpan(NamedTuple):
    """A personal detail in a text: `text[start:end]`."""

    kind: PersonalKind
    start: int
    end: int
