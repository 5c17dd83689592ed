"""The town that tests of the room happen in."""

from tests.scenes.town import there

__all__ = ["there"]
