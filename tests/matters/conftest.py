"""The town that tests of the floor happen in, with its requests."""

from tests.scenes.town import there

__all__ = ["there"]
