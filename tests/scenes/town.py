"""The world of rooms that are about a town and its catalogue: a conftest takes it from here."""

from tests.factories.cases import Town, town
from tests.worlds import world


@world
def there() -> Town:
    """A small town with its catalogue."""
    return town()
