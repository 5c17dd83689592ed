"""The town that tests of the room happen in, with its party line."""

from tests.scenes.line import there

__all__ = ["there"]
