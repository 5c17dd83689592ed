"""How often one address may knock: generous for a household or a counter, tiresome for a guessing machine.

Turns are counted in Django's cache table, each count by one statement that says the new number: two requests at
once are two turns, which the cache's own get and set would not promise. Who asked is kept as a keyed hash only, and what
has expired is swept away a little whenever somebody new is counted.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from sunshine.ui.tries import DAY, HOUR, MINUTE, Guard, Waits, address, sealed, sweep

__all__ = ["OFFERS", "REPORTS", "TRACKING", "WISHES", "Limit", "address"]

_COUNT = """
INSERT INTO cache AS old (cache_key, value, expires)
SELECT key, '1', %(until)s FROM unnest(%(keys)s::text[]) AS key
ON CONFLICT (cache_key) DO UPDATE SET
  value = CASE WHEN old.expires > %(now)s THEN (old.value::int + 1)::text ELSE '1' END,
  expires = CASE WHEN old.expires > %(now)s THEN old.expires ELSE excluded.expires END
RETURNING value::int
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` turns in any window of `seconds` that begins with a first turn."""

    name: str
    most: int
    seconds: int

    def take(self, *who: str) -> bool:
        """Count one turn for each of these; whether all of them still had one. Who is new sweeps after some who are over."""
        counts = self._ask(who, _COUNT)
        if 1 in counts:
            sweep(self._keys(who))
        return all(count <= self.most for count in counts)

    def _ask(self, who: tuple[str, ...], statement: str) -> list[int]:
        """The counts that a statement answers."""
        now = timezone.now()
        values: dict[str, Any] = {
            "keys": self._keys(who),
            "now": now,
            "until": now + timedelta(seconds=self.seconds),
        }
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return [count for (count,) in cursor.fetchall()]

    def _keys(self, who: tuple[str, ...]) -> list[str]:
        return sorted({f"limit:{self.name}:{sealed(one)}" for one in who})


REPORTS = Limit("report", most=60, seconds=3600)
"""A whole building may stand behind one address, and the counter helps those who come in."""

WISHES = Limit("wish", most=60, seconds=3600)
"""As reports: the counter helps those who come in to ask for help, too."""

OFFERS = Limit("offer", most=60, seconds=3600)
"""As reports: a whole meeting may sign up behind one address."""

TRACKING = Guard(
    name="track",
    # Who mistypes has three tries for it; by the sixth a machine waits a minute, by the ninth an hour.
    own=Waits(free=3, seconds=(5, 15, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR), within=DAY),
    # One try at once for whoever is new and right; the next one tomorrow, or with the whole telephone number.
    wary=Waits(free=0, seconds=(DAY,), within=DAY),
    # Sixty households behind one address, each with four tries a day; a guesser has some three hundred instead.
    address=Waits(free=239, seconds=(MINUTE, 5 * MINUTE, 15 * MINUTE), within=DAY),
    # Five in a hundred of all four digits: then the whole telephone number is asked for.
    total=Waits(free=499, seconds=(30 * DAY,), within=30 * DAY),
    siege=100,
)
"""Pairs of number and four digits (R-REQ-09). Of the 10,000 digits of one number so many are tried, and so large is the chance
to hit: from one address 33 on the first day (0.33 %), 100 and then one a day (1.3 % in thirty days); from 200 addresses 275 on
the first day (2.75 %); from however many 500 in thirty days (5 %). The right digits open at once from an address that gave them
before, from any other with its first try, and beyond 500 wrong tries with the whole telephone number; link and telephone always."""
