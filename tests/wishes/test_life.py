"""A wish keeps what every kind of matter keeps: its table, one after the other, and silence in public."""

from tests.generic.moves import Moves
from tests.generic.overtaken import OvertakenSteps
from tests.generic.public_parts import PublicParts
from tests.wishes.life import Wishes


class TestMoves(Wishes, Moves): ...


class TestOvertakenSteps(Wishes, OvertakenSteps): ...


class TestPublicParts(Wishes, PublicParts): ...
