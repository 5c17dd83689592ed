"""How often one address may knock: generous for a household or a counter, tiresome for a guessing machine.

Turns are counted in Django's cache table, each by one statement: two requests at once are two turns, which the cache's own get
and set would not promise. Who asked is kept as a keyed hash only, and what has expired is swept away a little whenever a turn
is taken. Turns come back one by one, so whoever comes after the last one waits for the next, not for the end of an hour:
many households behind one address stand in a queue, and none of them is sent away.
"""

from dataclasses import dataclass
from math import ceil
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from sunshine.ui.tries import DAY, HOUR, MINUTE, Guard, Waits, address, sealed, sweep

__all__ = ["COMMENTS", "DANGER", "OFFERS", "REPORTS", "TRACKING", "WISHES", "Limit", "address"]

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
        key = f"limit:{self.name}:{sealed(who)}"
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


REPORTS = Limit("report", most=60, seconds=3600)
"""A whole building may stand behind one address, and the counter helps those who come in: sixty at once, then one a minute."""

DANGER = Limit("danger", most=settings.DANGER_A_MINUTE, seconds=MINUTE)
"""Reports of danger from addresses that have no turn left, from all of them together: nobody's address refuses them."""

WISHES = Limit("wish", most=60, seconds=3600)
"""As reports: the counter helps those who come in to ask for help, too."""

OFFERS = Limit("offer", most=60, seconds=3600)
"""As reports: a whole meeting may sign up behind one address."""

COMMENTS = Limit("comment", most=20, seconds=3600)
"""Answers on a service: a household behind one address, not a campaign."""

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
