"""The town that tests of requests happen in."""

import pytest

from tests.factories.cases import Town, town


@pytest.fixture
def there(db: None) -> Town:
    """A small town with its catalogue."""
    return town()
