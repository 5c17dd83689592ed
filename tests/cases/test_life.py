"""A request keeps what every kind of matter keeps: its table, one after the other, and silence in public."""

from tests.cases.life import Requests
from tests.generic.moves import Moves
from tests.generic.overtaken import OvertakenSteps
from tests.generic.public_parts import PublicParts


class TestMoves(Requests, Moves): ...


class TestOvertakenSteps(Requests, OvertakenSteps): ...


class TestPublicParts(Requests, PublicParts): ...
