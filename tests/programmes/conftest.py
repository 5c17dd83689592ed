"""The town with its line that tests of programmes happen in."""

import pytest

from tests.factories.line import Lined, lined_town


@pytest.fixture
def lined(db: None) -> Lined:
    """A small town whose communities may choose their characters."""
    return lined_town()
