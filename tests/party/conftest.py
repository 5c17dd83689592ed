"""The town that tests of wishes happen in."""

import pytest

from tests.factories.wishes import Line, line


@pytest.fixture
def there(db: None) -> Line:
    """A small town with its party line, and people who offered themselves."""
    return line()
