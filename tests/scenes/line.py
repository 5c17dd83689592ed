"""The world of rooms that are about what a party line does: a conftest takes it from here."""

from tests.factories.wishes import WishTown, line
from tests.worlds import world


@world
def there() -> WishTown:
    """A small town with its party line, and people who offered themselves."""
    return line()
