"""The town that tests of wishes happen in."""

from tests.factories.wishes import Line, line
from tests.worlds import world


@world
def there() -> Line:
    """A small town with its party line, and people who offered themselves."""
    return line()
