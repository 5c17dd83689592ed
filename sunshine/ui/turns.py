"""How often one address may knock: generous for a household or a counter, tiresome for a guessing machine.

Turns are counted in Django's cache table, each by one statement: two requests at once are two turns, which the cache's own get
and set would not promise. Who asked is kept as a keyed hash only, and what has expired is swept away a little whenever a turn
is taken. Turns come back one by one, so whoever comes after the last one waits for the next, not for the end of an hour:
many households behind one address stand in a queue, and none of them is sent away.
"""

from dataclasses import dataclass
from math import ceil
from typing import Any

from django.db import connection
from django.utils import timezone

from sunshine.ui.tries import hash_who, sweep

# A value is the moment (milliseconds) from which all turns are there again; each turn moves it on by one. A row is left alone
# when that moment would lie further away than all turns together.
_TAKE = """
INSERT INTO cache AS old (cache_key, value, expires)
VALUES (%(key)s, (%(now)s::bigint + %(each)s)::text, to_timestamp((%(now)s::bigint + %(each)s) / 1000.0))
ON CONFLICT (cache_key) DO UPDATE SET
  value = (greatest(old.value::bigint, %(now)s) + %(each)s)::text,
  expires = to_timestamp((greatest(old.value::bigint, %(now)s) + %(each)s) / 1000.0)
WHERE greatest(old.value::bigint, %(now)s) + %(each)s <= %(now)s::bigint + %(window)s
RETURNING value::bigint
"""
_READ = "SELECT value::bigint FROM cache WHERE cache_key = %(key)s"
EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` turns at once; each comes back after its share of `seconds`."""

    name: str
    most: int
    seconds: int

    def take(self, who: str = EVERYBODY) -> int:
        """Take a turn and answer 0; where none is left, the seconds until the next one."""
        key = f"limit:{self.name}:{hash_who(who)}"
        each = self.seconds * 1000 // self.most
        now = int(timezone.now().timestamp() * 1000)
        values: dict[str, Any] = {"key": key, "now": now, "each": each, "window": each * self.most}
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, values)
            if row := cursor.fetchone():
                if row[0] == now + each:  # somebody new: a few who are over go
                    sweep([key])
                return 0
            cursor.execute(_READ, values)
            row = cursor.fetchone()
        free = row[0] + each - each * self.most if row else now
        return max(1, ceil((free - now) / 1000))
