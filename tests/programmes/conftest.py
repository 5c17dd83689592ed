"""The town with its line that tests of programmes happen in."""

from tests.factories.line import Lined, lined_town
from tests.worlds import world


@world
def lined() -> Lined:
    """A small town whose communities may choose their characters."""
    return lined_town()
