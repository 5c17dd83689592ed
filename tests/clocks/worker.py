"""A worker that marks clocks, made anew by fork for every line on its input, so that many can be killed quickly.

Prints each worker's process number, and how it ended.
"""

import json
import os
import sys


def main(database: str) -> None:
    """Fork workers against the test's database, whose place comes as JSON."""
    import django

    django.setup()
    from django.db import connections

    from tests.clocks.clocks import local, tell_all

    connections["default"].settings_dict.update(json.loads(database))
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            tell_all(local(31, month=12))
            os._exit(0)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
