"""The town that tests of requests happen in."""

from tests.factories.cases import Town, town
from tests.worlds import world


@world
def there() -> Town:
    """A small town with its catalogue."""
    return town()
